"""Q = V + τ·log π + Δ, on a language model.

At the level of tokens

    Q(s, a) = V(s) + τ · log π(a | s) = V(s) + τ · log π_LM(a | s) + Δ(s, a)
    Δ(s, a) = τ · (log π(a | s) - log π_LM(a | s))

where π_LM is the frozen reference and π the same model with the online adapter on. Adapter and V
start at zero, so Q starts as τ·log π_LM, and softmax(Q/τ) is π always: the policy of Q is a
language model, which samples as fast as any and is saved as one. Every vector of Q-values can be
written so, with V = τ · logsumexp(Q/τ).

At the level of programs, K of which the reference has written,

    Q(s, i) = V(s) + τ · log (1/K) + Δ(s, program i)

with a linear Δ on the last hidden state of the program's last token. Having been drawn from the
reference, the K are equally likely: softmax(Q/τ) starts as picking one of them blindly, which is
the reference's own distribution.

Shapes: see :mod:`codeeval_gym.trainers.masked`; ``n`` is the number of decisions in all rows, in
their order, ``c`` that of candidates for each.
"""

import math
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.dqn.adapters import ONLINE, TARGET, Adapted
from codeeval_gym.trainers.logprobs import LOGITS_AT_ONCE, OutputHead, output_head, token_logprobs

__all__ = ["Candidates", "QModel", "QValues"]


class Candidates(NamedTuple):
    """The actions among which the best is looked for; the one taken comes first."""

    tokens: Tensor
    """Token ids, ``(n, c)``; of programs, their numbers among the rows."""
    valid: Tensor
    """False where the action taken is meant a second time, ``(n, c)``."""
    reference: Tensor
    """Log-probabilities under the reference, ``(n, c)``."""


class QValues(NamedTuple):
    """What an adapter says of candidates."""

    q: Tensor
    """Q, ``(n, c)``, fp32."""
    logprobs: Tensor
    """Log softmax(Q/τ) over all actions there are, ``(n, c)``, fp32."""
    value: Tensor
    """V, ``(n,)``, fp32."""


class QModel(nn.Module):
    """Online, target and reference Q on one language model.

    Args:
        model: A causal language model of transformers; adapters are put into it.
        tau: τ.
        temperature: Divides the logits, as in sampling.
        candidates: How many of the reference's likeliest tokens are candidates.
        rank: Of the adapters.
        detach_value: True means that V does not change the language model.
        seed: Of the random half of the adapter.

    Raises:
        ConfigError: If the model does something to its logits that is not known, or has adapters.
        ImportError: If ``peft`` is not installed.
    """

    def __init__(
        self,
        model: Any,
        *,
        tau: float,
        temperature: float = 1.0,
        candidates: int = 32,
        rank: int = 16,
        detach_value: bool = False,
        seed: int = 0,
    ) -> None:
        super().__init__()
        output_head(model)  # refuses a model whose logits could not be had in chunks
        self.tau = tau
        self.temperature = temperature
        self.detach_value = detach_value
        self.adapted = Adapted(model, rank, seed)
        weight = model.get_output_embeddings().weight
        self.candidates = min(candidates, weight.shape[0])
        # V and, for the level of programs, Δ.
        self.heads = nn.ModuleDict(
            {name: nn.Linear(weight.shape[1], 2, device=weight.device) for name in (ONLINE, TARGET)}
        )
        for parameter in self.heads.parameters():
            nn.init.zeros_(parameter)
        self.heads[TARGET].requires_grad_(False)

    @property
    def device(self) -> torch.device:
        """Where it is."""
        device: torch.device = self.adapted.model.device
        return device

    def forward(
        self, programs: Programs, candidates: Candidates, groups: int = 0, train_policy: bool = True
    ) -> QValues:
        """Q of the online adapter, with gradients; see :meth:`score`.

        Args:
            programs: The rows.
            candidates: From :meth:`propose`.
            groups: K at the level of programs; 0 at that of tokens.
            train_policy: False keeps gradients away from the adapter, so that only V learns.
        """
        return self._score(programs, candidates, groups, ONLINE, train_policy=train_policy)

    def score(
        self, programs: Programs, candidates: Candidates, groups: int, adapter: str
    ) -> QValues:
        """Q of an adapter, without gradients.

        Args:
            programs: The rows.
            candidates: From :meth:`propose`.
            groups: K at the level of programs, whose candidates are K rows behind one another, the
                chosen one first; 0 at that of tokens.
            adapter: :data:`ONLINE` or :data:`TARGET`.
        """
        with self.adapted.switched(adapter):
            return self._score(programs, candidates, groups, adapter, train_policy=False)

    @torch.no_grad()
    def propose(self, programs: Programs, groups: int = 0) -> Candidates:
        """The candidates: the likeliest of the reference, and what was taken.

        Args:
            programs: The rows.
            groups: As for :meth:`score`.
        """
        device = programs.mask.device
        if groups:
            rows = torch.arange(len(programs), device=device).view(-1, groups)
            prior = torch.full(rows.shape, -math.log(groups), device=device)
            return Candidates(rows, torch.ones_like(rows, dtype=torch.bool), prior)
        with self.adapted.switched(None):
            hidden, taken = self._hidden(programs)
            likely = self._likeliest(hidden)
            tokens = torch.cat([taken[:, None], likely], dim=1)
            reference = self._logprobs(hidden, tokens)
        valid = torch.cat([torch.ones_like(taken[:, None]), likely != taken[:, None]], dim=1)
        return Candidates(tokens, valid.bool(), reference)

    @torch.no_grad()
    def token_logprobs(self, programs: Programs, adapter: str | None) -> Tensor:
        """Log-probability of each token, ``(b, t)``, under an adapter or the reference."""
        with self.adapted.switched(adapter):
            hidden, taken = self._hidden(programs)
            logprobs = self._logprobs(hidden, taken)
        zeros = torch.zeros(programs.mask.shape, device=programs.mask.device)
        return zeros.masked_scatter(programs.mask, logprobs)

    @torch.no_grad()
    def follow(self, share: float) -> None:
        """Move the target this share of the way to what is online; 1 copies it."""
        heads = (self.heads[name].parameters() for name in (ONLINE, TARGET))
        pairs = [*self.adapted.pairs(), *zip(*heads, strict=True)]
        for online, target in pairs:
            target.data.lerp_(online.data, share)

    def _score(
        self,
        programs: Programs,
        candidates: Candidates,
        groups: int,
        adapter: str,
        *,
        train_policy: bool,
    ) -> QValues:
        head = self.heads[adapter]
        with torch.set_grad_enabled(train_policy and torch.is_grad_enabled()):
            if groups:
                before, last = self._ends(programs)
                before = before[::groups]  # the prompt is that of all K
            else:
                before, _ = self._hidden(programs)
                logprobs = self._logprobs(before, candidates.tokens)
        if groups:
            delta = _apply(head, last)[:, 1].view(-1, groups)
            action = self.tau * candidates.reference + delta
            logprobs = (action / self.tau).log_softmax(dim=1)
        else:
            action = self.tau * logprobs
        value = _apply(head, before.detach() if self.detach_value else before)[:, :1]
        return QValues(value + action, logprobs, value.squeeze(1))

    def _logprobs(self, hidden: Tensor, tokens: Tensor) -> Tensor:
        head = OutputHead(self.adapted.model)
        return token_logprobs(hidden, tokens, head, self.temperature)[0]

    def _hidden(self, programs: Programs) -> tuple[Tensor, Tensor]:
        """The last hidden state before each token of the programs, ``(n, h)``, and the token."""
        row, column = programs.mask.nonzero(as_tuple=True)
        before = programs.prompt_lengths[row] - 1 + column
        hidden = self._read(programs)
        return hidden[row, before], programs.input_ids[row, before + 1]

    def _ends(self, programs: Programs) -> tuple[Tensor, Tensor]:
        """The last hidden states of each prompt and of each program, ``(b, h)`` both."""
        hidden = self._read(programs)
        row = torch.arange(len(programs), device=hidden.device)
        return hidden[row, programs.prompt_lengths - 1], hidden[row, programs.lengths - 1]

    def _read(self, programs: Programs) -> Tensor:
        output = self.adapted.model.base_model(input_ids=programs.input_ids, use_cache=False)
        hidden: Tensor = output.last_hidden_state
        return hidden

    def _likeliest(self, hidden: Tensor) -> Tensor:
        """The ids of the likeliest tokens, in chunks: never all logits at once."""
        head = OutputHead(self.adapted.model)
        size = max(1, LOGITS_AT_ONCE // self.adapted.model.get_output_embeddings().weight.shape[0])
        return torch.cat([head(part).topk(self.candidates).indices for part in hidden.split(size)])


def _apply(head: Any, hidden: Tensor) -> Tensor:
    result: Tensor = head(hidden.to(head.weight.dtype)).float()
    return result
