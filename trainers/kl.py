"""How far one policy has gone from another, estimated from the sampled tokens alone.

With ``x`` drawn from ``p`` and ``r = q(x) / p(x)`` (Schulman 2020, "Approximating KL divergence"):

    k1 = -log r             unbiased, noisy, may be negative
    k2 = (log r)² / 2       biased, small variance; its gradient is that of KL(p ‖ q) on average
    k3 = r - 1 - log r      unbiased, small variance, never negative

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor

__all__ = ["ESTIMATORS", "LOG_RATIO_LIMIT", "AdaptiveKLController", "k1", "k2", "k3", "log_ratio"]

LOG_RATIO_LIMIT = 20.0
"""Log-ratios are clamped to this, in nats: ``exp`` of more would overflow in half precision."""


def log_ratio(logprobs: Tensor, other: Tensor) -> Tensor:
    """``logprobs - other``, clamped to ±20 nats.

    Args:
        logprobs: Log-probabilities of the tokens under one policy, ``(b, t)``.
        other: Of the same tokens under the other, ``(b, t)``.
    """
    return torch.clamp(logprobs - other, -LOG_RATIO_LIMIT, LOG_RATIO_LIMIT)


def k1(logprobs: Tensor, other: Tensor) -> Tensor:
    """Unbiased and noisy: ``log p - log q`` per token, ``(b, t)``."""
    return log_ratio(logprobs, other)


def k2(logprobs: Tensor, other: Tensor) -> Tensor:
    """Small variance, biased: ``(log p - log q)² / 2`` per token, ``(b, t)``."""
    return 0.5 * log_ratio(logprobs, other).square()


def k3(logprobs: Tensor, other: Tensor) -> Tensor:
    """Unbiased and never negative: ``q/p - 1 - log(q/p)`` per token, ``(b, t)``."""
    ratio = log_ratio(other, logprobs)
    return torch.expm1(ratio) - ratio


ESTIMATORS: Mapping[str, Callable[[Tensor, Tensor], Tensor]] = {"k1": k1, "k2": k2, "k3": k3}
"""The estimators by name; all take (log p, log q) of tokens drawn from p."""


class AdaptiveKLController:
    """The coefficient of the KL penalty, steered so that the KL stays near a target.

    Ziegler et al. 2019, "Fine-Tuning Language Models from Human Preferences", section 2.2:

        error = clip(kl / target - 1, -0.2, 0.2)
        coefficient ← coefficient · (1 + error · programs / horizon)

    Args:
        coefficient: Where it starts; not negative.
        target: Nats per program; ``None`` keeps the coefficient as it is.
        horizon: Programs over which an error of 1 would double the coefficient.
    """

    def __init__(self, coefficient: float, target: float | None, horizon: float) -> None:
        self.coefficient = coefficient
        self.target = target
        self.horizon = horizon

    def update(self, kl: float, programs: int) -> None:
        """Move the coefficient after an iteration.

        Args:
            kl: Measured KL to the reference, nats per program.
            programs: How many programs it was measured over.
        """
        if self.target is None:
            return
        error = min(max(kl / self.target - 1.0, -0.2), 0.2)
        self.coefficient *= 1.0 + error * programs / self.horizon
