"""Rewards as data: pure terms over an evaluation, weighed and gated by a model."""

from codeeval_gym.rewards._form import Format, Length
from codeeval_gym.rewards._group import Novelty, Rank
from codeeval_gym.rewards._make import make
from codeeval_gym.rewards._model import Entry, Gate, Reward, RewardModel
from codeeval_gym.rewards._process import Process
from codeeval_gym.rewards._terms import (
    AllTests,
    Efficiency,
    Execution,
    Quality,
    RewardContext,
    RewardTerm,
    Syntax,
    Tests,
    terms,
)
from codeeval_gym.rewards.schedule import Schedule
from codeeval_gym.rewards.shaping import PotentialShaping

__all__ = [
    "AllTests",
    "Efficiency",
    "Entry",
    "Execution",
    "Format",
    "Gate",
    "Length",
    "Novelty",
    "PotentialShaping",
    "Process",
    "Quality",
    "Rank",
    "Reward",
    "RewardContext",
    "RewardModel",
    "RewardTerm",
    "Schedule",
    "Syntax",
    "Tests",
    "make",
    "terms",
]
