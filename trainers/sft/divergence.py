"""How far a policy is from its reference along programs that neither of them wrote.

Shapes: see :mod:`codeeval_gym.trainers.masked`; ``n`` is a number of tokens.
"""

from collections.abc import Callable

import torch
from torch import Tensor

__all__ = ["divergence"]

TOKENS_AT_ONCE = 1024
"""Tokens whose logits are in memory at a time."""


def divergence(
    states: Tensor,
    ref_states: Tensor,
    head: Callable[[Tensor], Tensor],
    ref_head: Callable[[Tensor], Tensor],
    temperature: float,
) -> Tensor:
    """The KL of the next token's distribution, added up over places, in nats.

        Σ_t KL(π(· | s_t) ‖ π_ref(· | s_t))
            = Σ_t Σ_a π(a | s_t) (log π(a | s_t) - log π_ref(a | s_t))

    Sampled tokens would give an estimate of it; tokens that somebody else wrote do not, so it is
    computed over the whole vocabulary.

    Args:
        states: Last hidden state of the policy before each token, ``(n, h)``.
        ref_states: Of the reference, ``(n, h)``.
        head: From hidden states to logits.
        ref_head: Likewise, of the reference.
        temperature: Divides the logits.

    Returns:
        A scalar.
    """
    total = torch.zeros((), device=states.device)
    for ours, theirs in zip(
        states.split(TOKENS_AT_ONCE), ref_states.split(TOKENS_AT_ONCE), strict=True
    ):
        policy = torch.log_softmax(head(ours).float() / temperature, dim=-1)
        reference = torch.log_softmax(ref_head(theirs).float() / temperature, dim=-1)
        total = total + (policy.exp() * (policy - reference)).sum()
    return total
