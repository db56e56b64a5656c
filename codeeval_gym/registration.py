"""The ids that ``gymnasium.make`` knows once ``codeeval_gym`` is imported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import gymnasium

__all__ = ["ENVIRONMENTS", "Member", "register_envs"]

_LANGUAGES = {
    "Python": "python",
    "JavaScript": "javascript",
    "Java": "java",
    "Cpp": "cpp",
    "Rust": "rust",
}
"""A language's name within an id, and everywhere else."""
REPAIR_TURNS = 3
_OBJECTIVES = "codeeval_gym.envs.multi_objective:MultiObjectiveEnv"
_TOPK = "codeeval_gym.envs.topk:TopKEnv"
_TOKENS = "codeeval_gym.envs.tokens:TokensEnv"


@dataclass(frozen=True)
class Member:
    """One id of the family."""

    entry_point: str
    """Where its class is; a text, so that nothing is imported until one is made."""
    vector_entry_point: str | None = None
    """Where the class is that ``gymnasium.make_vec`` makes; ``None`` leaves it to Gymnasium."""
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    """What makes it what it is."""


def _members() -> Iterator[tuple[str, Member]]:
    plain = "codeeval_gym.envs.code_eval:CodeEvalEnv"
    vector = "codeeval_gym.envs.vector:CodeEvalVectorEnv"
    for name, language in _LANGUAGES.items():
        for suffix, turns in (("", 1), ("-Repair", REPAIR_TURNS)):
            kwargs = {"language": language, "max_turns": turns}
            yield f"CodeEval-{name}{suffix}-v0", Member(plain, vector, kwargs)
    yield "CodeEval-Python-TopK-v0", Member(_TOPK, kwargs={"language": "python"})
    yield "CodeEval-Python-Tokens-v0", Member(_TOKENS, kwargs={"language": "python"})
    yield "mo-CodeEval-Python-v0", Member(_OBJECTIVES, kwargs={"language": "python"})


ENVIRONMENTS: Mapping[str, Member] = dict(_members())
"""Id to what is behind it."""


def register_envs() -> None:
    """Register every id of :data:`ENVIRONMENTS`. A second call does nothing."""
    for env_id, member in ENVIRONMENTS.items():
        if env_id not in gymnasium.registry:
            gymnasium.register(
                id=env_id,
                entry_point=member.entry_point,
                vector_entry_point=member.vector_entry_point,
                kwargs=dict(member.kwargs),
                # Gymnasium's own checker knows rewards of one number only.
                disable_env_checker=member.entry_point == _OBJECTIVES,
                # Times are measured, and a program at its limits may end either way.
                nondeterministic=True,
            )
