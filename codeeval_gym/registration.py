"""The ids that ``gymnasium.make`` knows once ``codeeval_gym`` is imported."""

from collections.abc import Mapping
from typing import Any

import gymnasium

__all__ = ["ENVIRONMENTS", "register_envs"]

ENVIRONMENTS: Mapping[str, Mapping[str, Any]] = {
    "CodeEval-Python-v0": {"language": "python", "max_turns": 1},
    "CodeEval-Python-Repair-v0": {"language": "python", "max_turns": 3},
}
"""Id to the arguments that make it what it is."""


def register_envs() -> None:
    """Register every id of :data:`ENVIRONMENTS`. A second call does nothing.

    Entry points are strings, so nothing of an environment is imported until one is made.
    """
    for env_id, kwargs in ENVIRONMENTS.items():
        if env_id not in gymnasium.registry:
            gymnasium.register(
                id=env_id,
                entry_point="codeeval_gym.envs.code_eval:CodeEvalEnv",
                vector_entry_point="codeeval_gym.envs.vector:CodeEvalVectorEnv",
                kwargs=dict(kwargs),
                # Times are measured, and a program at its limits may end either way.
                nondeterministic=True,
            )
