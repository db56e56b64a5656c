"""Tools to test what is built on this package: checks, fakes and Hypothesis strategies.

The strategies are in :mod:`codeeval_gym.testing.strategies`, which needs ``hypothesis``;
:func:`check_trainer` needs torch, which is imported when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from codeeval_gym.testing._against_cheats import CheatReport, check_reward_against_cheats
from codeeval_gym.testing._check import CheckError, check_reward
from codeeval_gym.testing._fakes import Answer, FakeSandbox, solver
from codeeval_gym.testing._samplers import FakeSampler, check_sampler
from codeeval_gym.testing.conformance import Report, check_sandbox

if TYPE_CHECKING:
    from codeeval_gym.testing._trainers import TrainerReport, check_trainer

__all__ = [
    "Answer",
    "CheatReport",
    "CheckError",
    "FakeSampler",
    "FakeSandbox",
    "Report",
    "TrainerReport",
    "check_reward",
    "check_reward_against_cheats",
    "check_sampler",
    "check_sandbox",
    "check_trainer",
    "solver",
]


def __getattr__(name: str) -> Any:
    if name in ("TrainerReport", "check_trainer"):
        from codeeval_gym.testing import _trainers

        return getattr(_trainers, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
