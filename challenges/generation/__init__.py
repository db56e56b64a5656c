"""Challenges made from a company's own code.

:mod:`data` is what is known, :mod:`languages` the seam for what differs between languages, and the
other modules are one stage each.
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

__all__ = [
    "Candidate",
    "Document",
    "Effect",
    "Example",
    "Masked",
    "Origin",
    "Repository",
    "Skip",
    "Source",
]
