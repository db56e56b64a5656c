"""Which challenge comes next: one seam, and the samplers on it."""

from codeeval_gym.challenges.samplers._curriculum import Curriculum
from codeeval_gym.challenges.samplers._learnability import Learnability
from codeeval_gym.challenges.samplers._sampler import (
    Result,
    Sampler,
    SamplerSpec,
    make,
    samplers,
)
from codeeval_gym.challenges.samplers._simple import TierSchedule, Uniform

__all__ = [
    "Curriculum",
    "Learnability",
    "Result",
    "Sampler",
    "SamplerSpec",
    "TierSchedule",
    "Uniform",
    "make",
    "samplers",
]
