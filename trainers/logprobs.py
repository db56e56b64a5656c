"""Log-probabilities of given tokens without ever holding the logits of all of them.

Shapes: see :mod:`codeeval_gym.trainers.masked`; ``n`` is a number of tokens.
"""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from codeeval_gym.errors import ConfigError

__all__ = ["OutputHead", "check_head", "output_head", "token_logprobs"]

LOGITS_AT_ONCE = 1 << 25
"""Elements of logits in memory at a time: 128 MiB in fp32."""
PROBED = 100.0
"""How large the logits of a model are made to see what it does to large ones; real ones reach a
third of it."""


def token_logprobs(
    hidden: Tensor,
    targets: Tensor,
    head: Callable[[Tensor], Tensor],
    temperature: float,
    *,
    entropy_needs_grad: bool = False,
    logits_at_once: int = LOGITS_AT_ONCE,
) -> tuple[Tensor, Tensor]:
    """Log-probability of each target and entropy of its distribution, in fp32.

    The logits are computed in chunks and, where a gradient is wanted and there are several
    chunks, computed once more on the way back, so memory is one chunk's, not ``(n, v)``.

    Args:
        hidden: Last hidden state at the position before each target, ``(n, h)``.
        targets: Token ids, ``(n,)``; or several for each position, ``(n, c)``.
        head: ``(m, h)`` to logits ``(m, v)``; see :func:`output_head`.
        temperature: Divides the logits; the one that the tokens were sampled at.
        entropy_needs_grad: True means the entropy is part of a loss.
        logits_at_once: Elements of logits held at a time.

    Returns:
        Log-probabilities, as ``targets``, and entropies ``(n,)``, in nats.
    """

    def chunk(part: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
        logits = head(part).float() / temperature
        logprobs = torch.log_softmax(logits, dim=-1)
        chosen = logprobs.gather(1, wanted.view(len(wanted), -1)).view_as(wanted)
        with torch.set_grad_enabled(entropy_needs_grad and torch.is_grad_enabled()):
            entropy = -(logprobs.exp() * logprobs).sum(dim=-1)
        return chosen, entropy

    size = max(1, logits_at_once // _vocabulary(head, hidden))
    if len(targets) <= size:
        return chunk(hidden, targets)
    run = _recomputed(chunk) if torch.is_grad_enabled() else chunk
    parts = [
        run(part, wanted)
        for part, wanted in zip(hidden.split(size), targets.split(size), strict=True)
    ]
    chosen, entropy = zip(*parts, strict=True)
    return torch.cat(chosen), torch.cat(entropy)


def _recomputed(
    chunk: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]],
) -> Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]:
    def run(part: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
        result: tuple[Tensor, Tensor] = checkpoint(chunk, part, wanted, use_reentrant=False)
        return result

    return run


def _vocabulary(head: Callable[[Tensor], Tensor], hidden: Tensor) -> int:
    with torch.no_grad():
        return head(hidden[:1]).shape[-1]


class OutputHead:
    """From the last hidden state to logits, as a model's own forward pass does it.

    After the output embedding some families scale their logits, some cap them, and say so in their
    configuration:

    * ``logit_scale`` (Cohere) and ``output_multiplier`` multiply, ``logits_scaling`` (Granite)
      divides;
    * ``final_logit_softcapping`` (Gemma 2) is the c of ``c · tanh(logits / c)``.

    Args:
        model: A causal language model of transformers.
    """

    def __init__(self, model: Any) -> None:
        self.model = model
        config = model.config.get_text_config()
        scales = [getattr(config, name, None) for name in ("logit_scale", "output_multiplier")]
        self.scale = math.prod(float(scale) for scale in scales if isinstance(scale, int | float))
        self.scale /= getattr(config, "logits_scaling", None) or 1.0
        self.cap: float | None = getattr(config, "final_logit_softcapping", None)

    def __call__(self, hidden: Tensor) -> Tensor:
        """Return the logits, ``(n, v)``, of hidden states, ``(n, h)``."""
        logits: Tensor = self.model.get_output_embeddings()(hidden)
        if self.scale != 1.0:
            logits = logits * self.scale
        return logits if self.cap is None else torch.tanh(logits / self.cap) * self.cap


def output_head(model: Any) -> OutputHead:
    """The head of a model, after it was compared with the model's own forward pass.

    Args:
        model: A causal language model of transformers.

    Raises:
        ConfigError: If the model does something else to its logits, so that computing them in
            chunks would not give the model's probabilities.
    """
    head = OutputHead(model)
    check_head(model, head)
    return head


@torch.no_grad()
def check_head(model: Any, head: Callable[[Tensor], Tensor] | None = None) -> None:
    """Logits must be what this head makes of the last hidden state, and nothing more.

    They are compared as they are and at :data:`PROBED`, where a cap or a bound shows.

    Args:
        model: A causal language model of transformers.
        head: From hidden states to logits; ``None`` means the output embedding.

    Raises:
        ConfigError: If the model does something else to its logits, so that computing them in
            chunks would not give the model's probabilities.
    """
    embedding = model.get_output_embeddings()
    head = head or embedding
    ids = torch.arange(4, device=embedding.weight.device)[None]
    hidden = model.base_model(input_ids=ids, use_cache=False).last_hidden_state
    largest = embedding(hidden).abs().max().item()
    for factor in (1.0, PROBED / max(largest, 1e-6)):
        hook = embedding.register_forward_hook(lambda *call, by=factor: call[2] * by)
        try:
            expected = model(input_ids=ids, use_cache=False).logits.float()
            gap = (head(hidden).float() - expected).abs().max().item()
        finally:
            hook.remove()
        if gap > 1e-2 * expected.abs().max().item():
            raise ConfigError(
                f"{type(model).__name__} changes its logits after the output embedding (by up to "
                f"{gap:.3g} here) in a way that trainers do not know; they know a scale and a soft "
                "cap that its configuration names. Take a model of another family, such as Llama, "
                "Qwen or Gemma."
            )
