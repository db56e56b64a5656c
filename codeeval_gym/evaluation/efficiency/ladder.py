"""From costs to a score on the ladder of references. Pure."""

import math
from collections.abc import Sequence
from itertools import pairwise

__all__ = ["LEVELS", "score", "space_of", "time_of"]

LEVELS = 8
"""Time is paid in this many steps, so that the same program is paid the same each time."""
RUNG_OCTAVES = 2.0
"""References that are nearer to each other than a factor of four are one rung."""
FALL_OCTAVES = 4.0
"""Below the slowest of one rung a score falls to 0 within a factor of sixteen."""
_SPACE = ((2.0, 1.0), (8.0, 0.5))
"""Up to this many times the reference's memory, this much of ``space``."""


def time_of(cost: float, references: Sequence[float]) -> float:
    """The level of a cost on the ladder.

    With ``k`` rungs the fastest is worth 1, the next ``1 - 1/k``, and so on; between two rungs the
    score is linear in the logarithm of the cost, and below the slowest it falls to 0. This is
    EvalPerf's differential performance score (Liu et al., 2024, arXiv 2408.06450), interpolated.
    The result is rounded to :data:`LEVELS` steps, none of which is narrower than half an octave.

    Args:
        cost: Above 0.
        references: The references' costs, above 0, in any order; at least one.

    Returns:
        A multiple of ``1 / LEVELS`` from 0 to 1; never higher for a higher cost.

    Raises:
        ValueError: If a cost is not above 0, or there is no reference.
    """
    if not references or min(cost, *references) <= 0:
        raise ValueError(f"Costs are above 0, with at least one reference: {cost}, {references}.")
    rungs = _rungs(sorted(references))
    share = 1 / len(rungs)
    octaves = math.log2(cost)
    ends = [*rungs, rungs[-1] + max(RUNG_OCTAVES, FALL_OCTAVES * share)]
    worth = 1.0
    for upper, lower in pairwise(ends):
        part = min(1.0, max(0.0, (octaves - upper) / (lower - upper)))
        worth -= share * part
    return round(max(0.0, worth) * LEVELS) / LEVELS


def _rungs(costs: Sequence[float]) -> list[float]:
    """Logarithms of the costs, the fastest first, those near to a faster one left out."""
    rungs: list[float] = []
    for cost in costs:
        octaves = math.log2(cost)
        if not rungs or octaves - rungs[-1] >= RUNG_OCTAVES:
            rungs.append(octaves)
    return rungs


def space_of(peak: float | None, reference: float | None, floor: float) -> float | None:
    """1 for up to twice the reference's memory, 0.5 for up to eight times, else 0.

    Args:
        peak: In MiB, an idle program's taken off; ``None`` if not known.
        reference: As ``peak``.
        floor: Less than this is taken for this, in MiB: below, an allocator's habits are measured.
    """
    if peak is None or reference is None:
        return None
    ratio = max(peak, floor) / max(reference, floor)
    return next((worth for most, worth in _SPACE if ratio <= most), 0.0)


def score(time: float, space: float | None) -> float:
    """Time first: space decides only between programs of one level of time.

    ``time - (1 - space) / (2 * LEVELS)``, so that a program that is slower by a level is never paid
    more, however little memory it takes.

    Args:
        time: A level.
        space: 0 to 1; ``None`` costs nothing.
    """
    if time == 0 or space is None:
        return time
    return time - (1 - space) / (2 * LEVELS)
