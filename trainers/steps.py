"""One optimiser step over micro-batches, on one process or many."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

from accelerate import Accelerator
from accelerate.utils import gather_object
from torch import Tensor
from torch.distributed.tensor import DTensor

from codeeval_gym.errors import TrainingError
from codeeval_gym.trainers.checks import check_finite
from codeeval_gym.trainers.sharding import is_sharded

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
        if is_sharded(self.accelerator):
            parts = _in_step(parts)
        for number, part in enumerate(parts, start=1):
            last = number == len(parts)
            self.accelerator.sync_gradients = last  # DeepSpeed makes its step when this is so
            with nullcontext() if last else self.accelerator.no_sync(self.model):
                # Gradients are averaged over processes; ours are shares of one sum.
                self.accelerator.backward(loss_of(part) * self.accelerator.num_processes)

    def step(self) -> float:
        """Make a step of what was added up.

        Returns:
            The norm of the gradient, before it was scaled down.

        Raises:
            TrainingError: If the gradient is not finite; nothing was changed then, unless
                DeepSpeed has made its step already.
        """
        norm = self.accelerator.clip_grad_norm_(self.model.parameters(), self.max_grad_norm)
        if isinstance(norm, DTensor):
            norm = norm.full_tensor()
        check_finite("gradient", norm)
        self.optimizer.step()
        self.optimizer.zero_grad()
        return float(norm)

    def reduce(self, tensor: Tensor) -> Tensor:
        """Add up over processes."""
        total: Tensor = self.accelerator.reduce(tensor, reduction="sum")
        return total


def _in_step(parts: list[Any]) -> list[Any]:
    """As many micro-batches as the process that has most.

    With shards every pass waits for all processes: one more of it anywhere would wait for ever.

    Raises:
        TrainingError: On every process, if one has too few rows for that.
    """
    rounds = max(gather_object([len(parts)]))
    if min(gather_object([sum(map(len, parts))])) < rounds:
        raise TrainingError(
            f"A process has fewer programs than the {rounds} micro-batches of another, and weights "
            "in shards need as many on each. Raise micro_batch_tokens or episodes_per_iteration."
        )
    while len(parts) < rounds:
        place = max(range(len(parts)), key=lambda number: len(parts[number]))
        whole = parts[place]
        parts[place : place + 1] = [whole[: len(whole) // 2], whole[len(whole) // 2 :]]
    return parts
