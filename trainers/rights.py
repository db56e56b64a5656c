"""No trainer trains on what may not be trained on."""

from typing import Any

import gymnasium as gym
from gymnasium.vector import VectorEnv

from codeeval_gym.challenges import Dataset
from codeeval_gym.challenges.rights import train_refusal
from codeeval_gym.errors import ChallengeError

__all__ = ["require_train_allowed"]


def require_train_allowed(env: "gym.Env[Any, Any] | VectorEnv[Any, Any, Any]") -> None:
    """Do nothing if a policy may be trained on every challenge of an environment.

    Every trainer calls it before it starts. An environment that has no challenges, one that is
    not of this package, is not looked into.

    Args:
        env: An environment, wrapped or not; a vector environment of this package, or Gymnasium's
            own around several, in processes of their own too.

    Raises:
        ChallengeError: If not; names the first challenge, its licence and what to do.
    """
    for refusal in _refusals(env):
        if refusal is not None:
            raise ChallengeError(*refusal)


def _refusals(env: Any) -> tuple[tuple[str, str] | None, ...]:
    inner = env.unwrapped
    if hasattr(inner, "train_refusal"):
        return (inner.train_refusal,)
    if isinstance(getattr(inner, "challenges", None), Dataset):
        return (train_refusal(inner.challenges),)
    if isinstance(inner, VectorEnv) and hasattr(inner, "get_attr"):
        try:
            return tuple(inner.get_attr("train_refusal"))
        except AttributeError:  # they have no challenges
            return ()
    return ()
