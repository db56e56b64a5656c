"""Log-probabilities of given tokens without ever holding the logits of all of them.

Shapes: see :mod:`codeeval_gym.trainers.masked`; ``n`` is a number of tokens.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from codeeval_gym.errors import ConfigError

__all__ = ["check_head", "token_logprobs"]

LOGITS_AT_ONCE = 1 << 25
"""Elements of logits in memory at a time: 128 MiB in fp32."""


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
        targets: Token ids, ``(n,)``.
        head: The output embedding: ``(m, h)`` to logits ``(m, v)``.
        temperature: Divides the logits; the one that the tokens were sampled at.
        entropy_needs_grad: True means the entropy is part of a loss.
        logits_at_once: Elements of logits held at a time.

    Returns:
        Log-probabilities ``(n,)`` and entropies ``(n,)``, in nats.
    """

    def chunk(part: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
        logits = head(part).float() / temperature
        logprobs = torch.log_softmax(logits, dim=-1)
        chosen = logprobs.gather(1, wanted[:, None]).squeeze(1)
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


@torch.no_grad()
def check_head(model: Any) -> None:
    """Logits must be the output embedding of the last hidden state and nothing more.

    Args:
        model: A causal language model of transformers.

    Raises:
        ConfigError: If the model does something to its logits after its output embedding, so that
            computing them in chunks would not give the model's probabilities.
    """
    ids = torch.arange(4, device=model.get_output_embeddings().weight.device)[None]
    expected = model(input_ids=ids, use_cache=False).logits.float()
    hidden = model.base_model(input_ids=ids, use_cache=False).last_hidden_state
    gap = (model.get_output_embeddings()(hidden).float() - expected).abs().max().item()
    if gap > 1e-2 * expected.abs().max().item():
        raise ConfigError(
            f"{type(model).__name__} changes its logits after the output embedding (by up to "
            f"{gap:.3g} here), as models with soft-capped or scaled logits do; trainers need a "
            "model whose logits are the output embedding of its last hidden state, such as Llama."
        )
