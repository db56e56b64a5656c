"""One optimiser step over micro-batches, on one process or many."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

from accelerate import Accelerator
from torch import Tensor

from codeeval_gym.trainers.checks import check_finite

__all__ = ["Stepper"]

Part = TypeVar("Part")


@dataclass(frozen=True)
class Stepper:
    """Adds up gradients and makes steps of them."""

    accelerator: Accelerator
    """Knows the devices and processes."""
    model: Any
    """What is trained, prepared by ``accelerator``."""
    optimizer: Any
    """Prepared likewise."""
    max_grad_norm: float
    """Gradients are scaled down to this norm."""

    def accumulate(self, parts: Iterable[Part], loss_of: Callable[[Part], Tensor]) -> None:
        """Add up the gradients of the micro-batches' losses, each a share of one mean.

        Args:
            parts: The micro-batches.
            loss_of: The share of one of them in the loss, a scalar.
        """
        parts = list(parts)
        for number, part in enumerate(parts, start=1):
            last = number == len(parts)
            with nullcontext() if last else self.accelerator.no_sync(self.model):
                # Gradients are averaged over processes; ours are shares of one sum.
                self.accelerator.backward(loss_of(part) * self.accelerator.num_processes)

    def step(self) -> float:
        """Make a step of what was added up.

        Returns:
            The norm of the gradient, before it was scaled down.

        Raises:
            TrainingError: If the gradient is not finite; nothing was changed then.
        """
        norm = self.accelerator.clip_grad_norm_(self.model.parameters(), self.max_grad_norm)
        check_finite("gradient", norm)
        self.optimizer.step()
        self.optimizer.zero_grad()
        return float(norm)

    def reduce(self, tensor: Tensor) -> Tensor:
        """Add up over processes."""
        total: Tensor = self.accelerator.reduce(tensor, reduction="sum")
        return total
