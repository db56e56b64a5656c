"""A linear model of whether what has been written can still be completed.

Shapes: ``n`` line ends, ``h`` the hidden size of the reference.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

from codeeval_gym.trainers.masked import Reduce, local

__all__ = ["ProcessHead"]

RIDGE = 1e-2
"""Of the mean of the features' squares: keeps directions that were hardly seen at 0."""
MEMORY = 0.95
"""What a label counts for after the next labels have come: the policy that completes changes."""


class ProcessHead:
    """Ridge regression of labels, 1 or 0, on the frozen reference's hidden states.

        p(s) = clip(w · h(s) + b, 0, 1),   (w, b) = argmin Σ c (w · h + b - y)² + λ |w|²

    It is the process reward model. The reference does not move, so what it says of a state stays
    what it was, the policy cannot change the features that it is paid by, and the fit needs no
    optimiser: two sums are all that there is to remember, to add up over processes, and to store.

    Args:
        size: h.
        device: Where the sums are kept, in float64.
    """

    def __init__(self, size: int, device: torch.device) -> None:
        double = {"dtype": torch.float64, "device": device}
        self._gram = torch.zeros(size + 1, size + 1, **double)  # type: ignore[call-overload]
        self._target = torch.zeros(size + 1, **double)  # type: ignore[call-overload]
        self.weight = torch.zeros(size, device=device)
        """``(h,)``, fp32."""
        self.bias = torch.zeros((), device=device)
        """A scalar, fp32."""

    @property
    def is_fitted(self) -> bool:
        """True once it has seen a label."""
        return bool(self._gram[-1, -1] > 0)

    def fit(
        self, features: Tensor, labels: Tensor, weights: Tensor, reduce: Reduce = local
    ) -> None:
        """Learn from more labels, beside those of before.

        Args:
            features: ``(n, h)``.
            labels: 1 or 0, ``(n,)``.
            weights: What each counts for, ``(n,)``.
            reduce: Adds up over processes; all of them call this alike, with labels or without.
        """
        rows = torch.cat([features, torch.ones_like(features[:, :1])], dim=1).double()
        weighed = rows * weights.double()[:, None]
        self._gram = MEMORY * self._gram + reduce(rows.T @ weighed)
        self._target = MEMORY * self._target + reduce(weighed.T @ labels.double())
        if self.is_fitted:
            self._solve()

    def _solve(self) -> None:
        size = len(self._target) - 1
        ridge = RIDGE * self._gram.diagonal()[:size].mean()
        penalty = torch.full_like(self._target, float(ridge))
        penalty[-1] = 0.0  # the bias is free: without a feature, the share of ones
        solved = torch.linalg.solve(self._gram + penalty.diag(), self._target).float()
        self.weight, self.bias = solved[:-1], solved[-1]

    def __call__(self, features: Tensor) -> Tensor:
        """The chance that a beginning can be completed, 0 to 1, ``(n,)``.

        Args:
            features: ``(n, h)``.
        """
        return (features.float() @ self.weight + self.bias).clamp(0.0, 1.0)

    def state(self) -> dict[str, Tensor]:
        """What a checkpoint keeps."""
        return {
            "gram": self._gram,
            "target": self._target,
            "weight": self.weight,
            "bias": self.bias,
        }

    def set_state(self, state: Mapping[str, Tensor]) -> None:
        """Take back what :meth:`state` gave."""
        device = self._gram.device
        self._gram, self._target = state["gram"].to(device), state["target"].to(device)
        self.weight, self.bias = state["weight"].to(device), state["bias"].to(device)
