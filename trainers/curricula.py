"""What an environment's sampler has learnt belongs to a run: held, saved and restored with it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from codeeval_gym.challenges.samplers import Curriculum

__all__ = ["curriculum_of", "curriculum_state", "held", "restore_curriculum"]


def curriculum_of(env: Any) -> Curriculum | None:
    """The curriculum of an environment or vector environment; ``None`` if it has none."""
    found = getattr(env.unwrapped, "curriculum", None)
    return found if isinstance(found, Curriculum) else None


def held(env: Any) -> AbstractContextManager[None]:
    """While it is held, equal seeds are equal challenges, although episodes end meanwhile."""
    curriculum = curriculum_of(env)
    return nullcontext() if curriculum is None else curriculum.held()


def curriculum_state(env: Any) -> dict[str, Any] | None:
    """What the sampler has learnt; ``None`` if there is none."""
    curriculum = curriculum_of(env)
    return None if curriculum is None else curriculum.state()


def restore_curriculum(env: Any, state: Mapping[str, Any] | None) -> None:
    """Let the sampler go on from there; nothing happens if there is none, or no state.

    Raises:
        ConfigError: If the state is of other challenges, or another sampler's.
    """
    curriculum = curriculum_of(env)
    if curriculum is not None and state is not None:
        curriculum.restore(state)
