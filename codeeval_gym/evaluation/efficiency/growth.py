"""How a cost grows with the size of the input. Pure functions of sizes and costs."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from codeeval_gym.types import Growth

__all__ = ["CLASSES", "fit_growth", "larger"]

CLASSES = ("O(1)", "O(log n)", "O(n)", "O(n log n)", "O(n^2)", "O(n^3)", "exponential")
"""Every label, from the slowest growth to the fastest."""
_FEWEST = 3
_SIMPLER = 1.15
"""A slower growth is taken unless a faster one's residual is smaller by more than this factor."""
_EXPONENTIAL = 0.5
"""An exponential has a parameter more: its residual has to be smaller by this factor."""
_DISAGREEMENT = 0.5
_SHAPES: dict[str, Callable[[float], float]] = {
    "O(log n)": math.log,
    "O(n)": float,
    "O(n log n)": lambda n: n * math.log(n),
    "O(n^2)": lambda n: n**2,
    "O(n^3)": lambda n: n**3,
}
# Quantiles of Student's t at 97.5 %, by degrees of freedom; beyond the last they hardly fall.
_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)


@dataclass(frozen=True)
class _Fit:
    label: str
    residual: float


def fit_growth(
    sizes: Sequence[int],
    costs: Sequence[float],
    counter: str,
    *,
    noise: float = 0.1,
    start: float = 0.0,
) -> Growth | None:
    """Fit the growth of a cost.

    The slope is that of the least-squares line through ``(log n, log(c - start))``, with the
    interval of Student's t; ``start`` is left in where costs are nearly nothing else. The class is
    the one of :data:`CLASSES` whose ``a + b f(n)``, ``a`` and ``b`` at least 0, leaves the smallest
    relative residual; costs that are the same but for noise are ``O(1)``, and ``exponential`` is
    ``a + b g^n`` for any ``g`` above 1.

    Args:
        sizes: Growing, geometric at best.
        costs: One for each size. What is not positive is left out with its size.
        counter: What was counted.
        noise: Costs within this much of their mean, relatively, do not grow.
        start: Part of every cost that is known not to depend on the size.

    Returns:
        The growth; ``None`` for fewer than three costs.

    Raises:
        ValueError: If there are not as many costs as sizes.
    """
    pairs = [(n, c) for n, c in zip(sizes, costs, strict=True) if c > 0 and n > 0]
    if len(pairs) < _FEWEST:
        return None
    n = np.array([size for size, _ in pairs], dtype=float)
    c = np.array([cost for _, cost in pairs], dtype=float)
    grown = c - start
    known = bool((grown > noise * c).all())
    slope, low, high = _slope(np.log(n), np.log(grown if known else c))
    return Growth(
        label=_label(n, c, noise),
        slope=slope,
        low=low,
        high=high,
        sizes=tuple(size for size, _ in pairs),
        costs=tuple(float(cost) for _, cost in pairs),
        counter=counter,
    )


def larger(counts: Growth | None, cpu: Growth | None) -> Growth | None:
    """The growth that holds where counts and CPU time are both known.

    Counts are exact, but blind to work inside built-in functions: where CPU time grows by half a
    power more, it is what counts.

    Args:
        counts: Fitted to counts of loops and calls; ``None`` if there are none.
        cpu: Fitted to CPU time; ``None`` if it could not be measured.
    """
    if counts is None or cpu is None:
        return counts or cpu
    return cpu if cpu.slope - counts.slope >= _DISAGREEMENT else counts


def _slope(x: np.ndarray, y: np.ndarray) -> tuple[float, float, float]:
    centred = x - x.mean()
    spread = float(centred @ centred)
    slope = float(centred @ y) / spread
    left = y - y.mean() - slope * centred
    degrees = len(x) - 2
    error = math.sqrt(float(left @ left) / degrees / spread)
    width = _T[min(degrees, len(_T)) - 1] * error
    return slope, slope - width, slope + width


def _label(n: np.ndarray, c: np.ndarray, noise: float) -> str:
    if np.abs(c / c.mean() - 1).max() <= noise:
        return "O(1)"
    fits = [
        _Fit(label, _residual(np.array([shape(size) for size in n]), c))
        for label, shape in _SHAPES.items()
    ]
    best = min(fit.residual for fit in fits)
    exponential = _exponential(n, c)
    if exponential + noise / 30 < _EXPONENTIAL * best:
        return "exponential"
    enough = best * _SIMPLER + noise / 10
    return next(fit.label for fit in fits if fit.residual <= enough)


def _exponential(n: np.ndarray, c: np.ndarray) -> float:
    """The smallest residual over bases; one that fits grows by less than any number there is."""
    span = float(n[-1] - n[0])
    rates = np.geomspace(1.0, 60.0, 60) / span
    return min(_residual(np.exp(rate * (n - n[-1])), c) for rate in rates)


def _residual(shape: np.ndarray, c: np.ndarray) -> float:
    """Root mean square of ``(a + b f) / c - 1`` at its least, for ``a`` and ``b`` of at least 0."""
    one, f = 1 / c, shape / c
    each = [_alone(one), _alone(f)]
    # The normal equations of two unknowns.
    ones, cross, squares = float(one @ one), float(one @ f), float(f @ f)
    determinant = ones * squares - cross**2
    if determinant > 1e-12 * ones * squares:
        a = (squares * one.sum() - cross * f.sum()) / determinant
        b = (ones * f.sum() - cross * one.sum()) / determinant
        if a >= 0 and b >= 0:
            each.append(float(np.sqrt(np.mean((a * one + b * f - 1) ** 2))))
    return min(each)


def _alone(column: np.ndarray) -> float:
    factor = column.sum() / (column @ column)
    return float(np.sqrt(np.mean((factor * column - 1) ** 2)))
