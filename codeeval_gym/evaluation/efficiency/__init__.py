"""Efficiency: what accepted programs cost, against the references of their challenge."""

from codeeval_gym.evaluation.efficiency.growth import CLASSES, fit_growth, larger
from codeeval_gym.evaluation.efficiency.ladder import LEVELS, score, space_of, time_of
from codeeval_gym.evaluation.efficiency.meter import EfficiencyMeter

__all__ = [
    "CLASSES",
    "LEVELS",
    "EfficiencyMeter",
    "fit_growth",
    "larger",
    "score",
    "space_of",
    "time_of",
]
