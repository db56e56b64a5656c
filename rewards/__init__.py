"""Rewards as data: pure terms over an evaluation, weighed and gated by a model."""

from codeeval_gym.rewards._make import make
from codeeval_gym.rewards._model import Entry, Gate, Reward, RewardModel
from codeeval_gym.rewards._terms import (
    AllTests,
    Execution,
    Quality,
    RewardContext,
    RewardTerm,
    Syntax,
    Tests,
    terms,
)
from codeeval_gym.rewards.shaping import PotentialShaping

__all__ = [
    "AllTests",
    "Entry",
    "Execution",
    "Gate",
    "PotentialShaping",
    "Quality",
    "Reward",
    "RewardContext",
    "RewardModel",
    "RewardTerm",
    "Syntax",
    "Tests",
    "make",
    "terms",
]
