"""DQN's losses, one number for each decision.

Shapes: ``n`` is a number of decisions, ``c`` of candidates for each.
"""

import torch
from torch import Tensor
from torch.nn import functional

__all__ = ["candidate_kl", "conservative_loss", "huber_loss", "td_loss"]


def huber_loss(q: Tensor, targets: Tensor, width: float) -> Tensor:
    """Squared where the error is small, linear where it is large.

        L = (q - y)² / 2                 where |q - y| ≤ δ
        L = δ · (|q - y| - δ / 2)        elsewhere

    Mnih et al. 2015 clip the error instead, which has the same gradient.

    Args:
        q: Of the actions taken, ``(n,)``.
        targets: y, ``(n,)``.
        width: δ.
    """
    return functional.huber_loss(q, targets, reduction="none", delta=width)


def td_loss(
    value: Tensor,
    action: Tensor,
    targets: Tensor,
    width: float,
    push: Tensor,
) -> Tensor:
    """The loss of Q = V + τ·log π, with a weight of its own for what it asks of τ·log π.

        L = L_δ(V + [τ·log π], y) + w · L_δ([V] + τ·log π, y)        [·] has no gradient

    With w = 1 the gradient is that of :func:`huber_loss`; where Q is what it should be, it is 0
    whatever w.

    Args:
        value: V, ``(n,)``.
        action: τ·log π of the actions taken, ``(n,)``.
        targets: y, ``(n,)``.
        width: δ.
        push: w, ``(n,)``; without gradient.
    """
    of_value = huber_loss(value + action.detach(), targets, width)
    return of_value + push * huber_loss(value.detach() + action, targets, width)


def conservative_loss(taken: Tensor, weights: Tensor, probability_weight: float) -> Tensor:
    """Cross-entropy of softmax(Q/τ) on actions that are known to be good.

        L = -w · (a · π(t) + 1 - a) · log π(t),      π = softmax(Q/τ)

    With a = 0 the conservative term of Snell et al. 2023, "Offline RL for Natural Language
    Generation with Implicit Language Q Learning", here with a weight for each source.

    Args:
        taken: Log-probability of the action taken under softmax(Q/τ), ``(n,)``.
        weights: w, ``(n,)``.
        probability_weight: The a above, 0 to 1; the weight it gives has no gradient.
    """
    likely = probability_weight * taken.detach().exp() + (1.0 - probability_weight)
    return -weights * likely * taken


def candidate_kl(policy: Tensor, reference: Tensor, valid: Tensor) -> Tensor:
    """KL(softmax(Q/τ) ‖ reference), both scaled to sum to 1 over the candidates, nats.

    Args:
        policy: Log-probabilities, ``(n, c)``.
        reference: Of the same actions, ``(n, c)``.
        valid: True on candidates, at least one in each row, ``(n, c)``.

    Returns:
        ``(n,)``.
    """
    ours = policy.masked_fill(~valid, -torch.inf).log_softmax(dim=1)
    theirs = reference.masked_fill(~valid, -torch.inf).log_softmax(dim=1)
    # Both are -inf where there is no candidate, and their difference is none.
    return (ours.exp() * (ours - theirs).masked_fill(~valid, 0.0)).sum(dim=1)
