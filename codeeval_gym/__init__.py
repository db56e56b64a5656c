"""Code generation as a Gymnasium environment, judged in a real sandbox.

>>> import gymnasium as gym, codeeval_gym
>>> "CodeEval-Python-v0" in gym.registry
True
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from codeeval_gym._version import __version__
from codeeval_gym.errors import SandboxError, SandboxUnavailable
from codeeval_gym.registration import register_envs
from codeeval_gym.types import Challenge, Evaluation, Limits, Verdict

if TYPE_CHECKING:
    from codeeval_gym.evaluation import EvaluationEngine
    from codeeval_gym.llm import LLMAdapter

__all__ = [
    "Challenge",
    "Evaluation",
    "EvaluationEngine",
    "LLMAdapter",
    "Limits",
    "SandboxError",
    "SandboxUnavailable",
    "Verdict",
    "__version__",
    "register_envs",
]

# Loaded when first used: importing this package must not import torch or start anything.
_LAZY = {
    "EvaluationEngine": "codeeval_gym.evaluation",
    "LLMAdapter": "codeeval_gym.llm",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


register_envs()
