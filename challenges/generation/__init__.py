"""Challenges made from a company's own code.

:func:`generate` is the door. ``data`` is what is known, ``languages`` the seam for what differs
between languages, and the other modules are one stage each.
"""

from codeeval_gym.challenges.generation.data import (
    Candidate,
    Document,
    Effect,
    Example,
    Masked,
    Origin,
    Repository,
    Skip,
    Source,
)
from codeeval_gym.challenges.generation.drafting import Kept
from codeeval_gym.challenges.generation.pipeline import generate
from codeeval_gym.challenges.generation.report import Report
from codeeval_gym.challenges.generation.settings import Settings

__all__ = [
    "Candidate",
    "Document",
    "Effect",
    "Example",
    "Kept",
    "Masked",
    "Origin",
    "Report",
    "Repository",
    "Settings",
    "Skip",
    "Source",
    "generate",
]
