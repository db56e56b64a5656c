"""Checks that upstream draws at random and compares with a helper of the language's own.

Here they are drawn from the same range with a fixed seed, and the helper is in Python: the same
checks for every language, as data.
"""

import random
import string
from collections.abc import Callable, Iterator

import numpy as np

from codeeval_gym.types import CallTest, Compare

__all__ = ["SAMPLED", "sampled_tests"]

_DRAWS = 100
_RESIDUE = 1e-4


def sampled_tests(number: int) -> tuple[CallTest, ...]:
    """The checks of a problem of :data:`SAMPLED`.

    Args:
        number: Upstream's number of the problem.
    """
    return tuple(SAMPLED[number](random.Random(number)))


def _zeros(draw: random.Random) -> Iterator[CallTest]:
    """Polynomials with one real zero; upstream takes any zero of any polynomial.

    What it bounds is the polynomial there, which to first order is the error times the slope.
    """
    for _ in range(_DRAWS):
        count = 2 * draw.randint(1, 4)
        factors = [float(draw.randint(-10, 10) or 1) for _ in range(count)]
        polynomial = np.polynomial.Polynomial(factors)
        real = [root.real for root in polynomial.roots() if abs(root.imag) < 1e-3]
        slope = abs(polynomial.deriv()(real[0])) if len(real) == 1 else 0.0
        if slope > 1e-2:
            zero = float(real[0])
            yield CallTest((factors,), zero, Compare("close", atol=float(_RESIDUE / slope)))


def _words(draw: random.Random) -> Iterator[str]:
    for _ in range(_DRAWS):
        yield "".join(draw.choices(string.ascii_lowercase, k=draw.randint(10, 20)))


def _cycled(draw: random.Random) -> Iterator[CallTest]:
    for word in _words(draw):
        groups = [word[place : place + 3] for place in range(0, len(word), 3)]
        encoded = "".join(group[1:] + group[0] if len(group) == 3 else group for group in groups)
        yield CallTest((encoded,), word)


def _shifted(draw: random.Random) -> Iterator[CallTest]:
    letters = string.ascii_lowercase
    table = str.maketrans(letters, letters[5:] + letters[:5])
    for word in _words(draw):
        yield CallTest((word.translate(table),), word)


def _sums(draw: random.Random) -> Iterator[CallTest]:
    pairs = [(0, 1), (1, 0), (2, 3), (5, 7), (7, 5)]
    pairs += [(draw.randrange(1000), draw.randrange(1000)) for _ in range(_DRAWS)]
    for one, other in pairs:
        yield CallTest((one, other), one + other)


SAMPLED: dict[int, Callable[[random.Random], Iterator[CallTest]]] = {
    32: _zeros,
    38: _cycled,
    50: _shifted,
    53: _sums,
}
"""Problems whose checks are drawn, by number."""
