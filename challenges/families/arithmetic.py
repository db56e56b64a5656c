"""Arithmetic on a few numbers."""

from numpy.random import Generator

from codeeval_gym.challenges.families._family import Family
from codeeval_gym.challenges.families._kinds import INTEGER, LEFT, RIGHT, Kind, between
from codeeval_gym.challenges.families._template import Template
from codeeval_gym.values import Plain

__all__ = ["FAMILIES"]

THIRD = Kind("int", ("c", "r", "third"), between(-12, 25), (0, 3))


def _multiple_or_not(rng: Generator, k: int) -> tuple[Plain, ...]:
    return (int(rng.integers(-6, 12)) * k + int(rng.integers(2)) * int(rng.integers(1, k)),)


FAMILIES = (
    Family(
        "scale-and-shift",
        "arithmetic",
        1,
        (
            Template(
                what=("$n times $k plus $m", "$k times $n, plus $m", "$m more than $k times $n"),
                names=("scale_shift", "linear", "apply_rule", "compute", "transform"),
                params={"n": INTEGER},
                returns="int",
                constants={"k": tuple(range(2, 10)), "m": tuple(range(1, 10))},
                body="return $n * $k + $m",
                oracle=lambda n, k, m: n * k + m,
            ),
        ),
    ),
    Family(
        "absolute-difference",
        "arithmetic",
        1,
        (
            Template(
                what=(
                    "the absolute difference of $a and $b",
                    "how far $a and $b are apart",
                    "the distance between $a and $b",
                ),
                names=("difference", "distance", "gap", "compute", "apart"),
                params={"a": LEFT, "b": RIGHT},
                returns="int",
                body="return abs($a - $b)",
                oracle=lambda a, b: abs(a - b),
            ),
        ),
    ),
    Family(
        "clamp",
        "arithmetic",
        2,
        (
            Template(
                what=(
                    "$n, but at least $low and at most $high",
                    "$n limited to the range from $low to $high",
                    "$low if $n is below $low, $high if $n is above $high, else $n",
                ),
                names=("clamp", "limit_to", "keep_within", "bound", "restrict"),
                params={"n": INTEGER},
                returns="int",
                constants={"low": (-10, -5, -1, 0, 1, 5), "high": (10, 12, 20, 25, 30)},
                body="""
                    if $n < $low:
                        return $low
                    if $n > $high:
                        return $high
                    return $n
                """,
                oracle=lambda n, low, high: min(max(n, low), high),
            ),
        ),
    ),
    Family(
        "divisible-by",
        "arithmetic",
        1,
        (
            Template(
                what=(
                    "True if $n is divisible by $k, else False",
                    "whether $n is a multiple of $k",
                    "True exactly when $k divides $n",
                ),
                names=("divisible", "is_multiple", "divides", "check", "is_divisible"),
                params={"n": INTEGER},
                returns="bool",
                constants={"k": tuple(range(2, 10))},
                inputs=_multiple_or_not,
                body="return $n % $k == 0",
                oracle=lambda n, k: n % k == 0,
            ),
        ),
    ),
    Family(
        "sign",
        "arithmetic",
        2,
        (
            Template(
                what=(
                    "$k if $n is positive, -$k if $n is negative and 0 if $n is 0",
                    "0 for $n equal to 0, $k for a positive $n and -$k for a negative $n",
                ),
                names=("sign", "direction", "sign_of", "check", "polarity"),
                params={"n": INTEGER},
                returns="int",
                constants={"k": tuple(range(1, 10))},
                body="""
                    if $n > 0:
                        return $k
                    if $n < 0:
                        return -$k
                    return 0
                """,
                oracle=lambda n, k: k * ((n > 0) - (n < 0)),
            ),
        ),
    ),
    Family(
        "largest-of-three",
        "arithmetic",
        1,
        (
            Template(
                what=(
                    "the largest of $a, $b and $c",
                    "the maximum of $a, $b and $c",
                    "the greatest of the numbers $a, $b and $c",
                ),
                names=("largest", "maximum", "greatest", "pick", "choose"),
                params={"a": LEFT, "b": RIGHT, "c": THIRD},
                returns="int",
                body="return max($a, $b, $c)",
                oracle=lambda a, b, c: max(a, b, c),
            ),
        ),
    ),
    Family(
        "smallest-of-three",
        "arithmetic",
        1,
        (
            Template(
                what=(
                    "the smallest of $a, $b and $c",
                    "the minimum of $a, $b and $c",
                    "the least of the numbers $a, $b and $c",
                ),
                names=("smallest", "minimum", "least", "pick", "choose"),
                params={"a": LEFT, "b": RIGHT, "c": THIRD},
                returns="int",
                body="return min($a, $b, $c)",
                oracle=lambda a, b, c: min(a, b, c),
                splits=("test",),
            ),
        ),
    ),
)
