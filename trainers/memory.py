"""Out of memory: which setting to turn, and what is lost (nothing)."""

import gc
import traceback
from collections.abc import Callable

import torch

from codeeval_gym.errors import TrainingError
from codeeval_gym.trainers.config import RunConfig

__all__ = ["COLLECTING", "LEARNING", "out_of_memory", "too_little_memory"]

COLLECTING, LEARNING = "writing programs", "learning from them"
"""What was going on."""
_SAID = ("out of memory", "can't allocate memory", "not enough memory")
"""What torch says where it raises a plain RuntimeError: its CPU allocator, and some libraries of
CUDA."""


def out_of_memory(error: BaseException) -> bool:
    """True if an error means that memory ran out, of a GPU or of the machine."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and any(text in str(error).lower() for text in _SAID)


def _let_go(error: BaseException) -> None:
    """Give back what the frames of an error still hold, so that a checkpoint can be written."""
    traceback.clear_frames(error.__traceback__)
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def too_little_memory(
    error: BaseException,
    doing: str,
    config: RunConfig,
    iterations: int,
    save: Callable[[], None] | None,
) -> TrainingError:
    """Save what there is, if there is still room for that, and say what to change.

    Args:
        error: What was raised.
        doing: :data:`COLLECTING` or :data:`LEARNING`.
        config: The settings it was raised under.
        iterations: Completed.
        save: Writes a checkpoint; ``None`` where that cannot be.

    Returns:
        The error to raise.
    """
    _let_go(error)
    saved = "Of weights in shards one process cannot write a checkpoint; the one before stands."
    if save is not None:
        saved = f"A checkpoint after {iterations} iterations is in {config.folder}."
        try:
            save()
        except Exception as second:
            saved = f"No checkpoint could be written ({type(second).__name__}: {second})."
    advice = _collecting(config) if doing == COLLECTING else _learning(config)
    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return TrainingError(
        f"Memory ran out while {doing}: {first}\n{advice} {saved} Resume with other settings: "
        "load(..., changes={...}), or codeeval-gym train --resume ... --set FIELD=VALUE."
    )


def _collecting(config: RunConfig) -> str:
    slots = config.num_envs or config.episodes_per_iteration
    return (
        f"All slots write at one time: lower num_envs (now {slots}; it must divide "
        f"episodes_per_iteration, now {config.episodes_per_iteration}), or max_new_tokens (now "
        f"{config.max_new_tokens})."
    )


def _learning(config: RunConfig) -> str:
    turns = [
        f"Lower micro_batch_tokens first (now {config.micro_batch_tokens}; results do not depend "
        "on it; a row longer than that is read by itself)"
    ]
    if not config.gradient_checkpointing:
        turns.append("set gradient_checkpointing to true (slower, the same results)")
    if config.mixed_precision == "no":
        turns.append("set mixed_precision to bf16")
    turns.append(f"lower max_new_tokens (now {config.max_new_tokens})")
    return "; ".join(turns) + "."
