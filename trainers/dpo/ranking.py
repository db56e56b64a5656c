"""Which programs and which tests to believe, where nobody can be trusted beforehand."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["MutualScores", "mutual_scores"]


class MutualScores(NamedTuple):
    """How far each program and each test is believed; the greatest of all is 1."""

    programs: NDArray[np.float64]
    """``(programs,)``."""
    tests: NDArray[np.float64]
    """``(tests,)``."""


def mutual_scores(
    passed: NDArray[np.bool_], *, damping: float = 0.85, rounds: int = 10
) -> MutualScores:
    """Believe programs that pass believed tests, and tests that believed programs pass.

    Zhang et al. 2024, "CodeDPO", self-validation score: all scores begin as 1, and in each round

        s(c) ← (1 - d) · s(c) + d · Σ s(t) over the tests t that c passes
        s(t) ← (1 - d) · s(t) + d · Σ s(c) over the programs c that pass t

    both from the scores of the round before. All scores are divided by the greatest after each
    round, which leaves their order and ratios as they are and keeps them from growing without end.

    Args:
        passed: True where a program passes a test, ``(programs, tests)``.
        damping: The d above, 0 to 1.
        rounds: How many.

    Returns:
        The scores. Without any link all programs score the same, and so do all tests.
    """
    links = passed.astype(np.float64)
    programs, tests = np.ones(links.shape[0]), np.ones(links.shape[1])
    for _ in range(rounds):
        programs, tests = (
            (1 - damping) * programs + damping * links @ tests,
            (1 - damping) * tests + damping * links.T @ programs,
        )
        greatest = max(programs.max(initial=0.0), tests.max(initial=0.0)) or 1.0
        programs, tests = programs / greatest, tests / greatest
    return MutualScores(programs, tests)
