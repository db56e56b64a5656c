"""Tools to test what is built on this package: checks, fakes and Hypothesis strategies.

The strategies are in :mod:`codeeval_gym.testing.strategies`, which needs ``hypothesis``.
"""

from codeeval_gym.testing._against_cheats import CheatReport, check_reward_against_cheats
from codeeval_gym.testing._check import CheckError, check_reward
from codeeval_gym.testing._fakes import Answer, FakeSandbox, solver
from codeeval_gym.testing._samplers import FakeSampler, check_sampler
from codeeval_gym.testing.conformance import Report, check_sandbox

__all__ = [
    "Answer",
    "CheatReport",
    "CheckError",
    "FakeSampler",
    "FakeSandbox",
    "Report",
    "check_reward",
    "check_reward_against_cheats",
    "check_sampler",
    "check_sandbox",
    "solver",
]
