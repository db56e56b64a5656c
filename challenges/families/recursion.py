"""Functions that call themselves."""

import math
from typing import Any

from numpy.random import Generator

from codeeval_gym.challenges.families._family import Family
from codeeval_gym.challenges.families._kinds import FROM_ZERO, Kind, between
from codeeval_gym.challenges.families._template import Template

__all__ = ["FAMILIES"]

LARGE = Kind("int", ("n", "num", "value", "number"), between(0, 99999), (0, 7, 10))
POSITIVE = Kind("int", ("a", "p", "first"), between(1, 60), (12, 1))
POSITIVE_TOO = Kind("int", ("b", "q", "second"), between(1, 60), (18, 1))


def _draw_nested(rng: Generator, depth: int = 3) -> list[Any]:
    return [
        _draw_nested(rng, depth - 1) if depth > 0 and rng.integers(3) == 0 else int(number)
        for number in rng.integers(-5, 10, int(rng.integers(0, 5)))
    ]


NESTED = Kind("list[any]", ("tree", "items", "nested", "data"), _draw_nested, ([], [[]], [[3], 3]))


def _flatten(tree: list[Any]) -> list[int]:
    flat: list[int] = []
    for item in tree:
        flat += _flatten(item) if isinstance(item, list) else [item]
    return flat


def _fibonacci(n: int, a: int, b: int) -> int:
    for _ in range(n):
        a, b = b, a + b
    return a


def _iterate(n: int, a: int, b: int, c: int) -> int:
    value = c
    for _ in range(n):
        value = a * value + b
    return value


FAMILIES = (
    Family(
        "factorial",
        "recursion",
        2,
        (
            Template(
                what=(
                    "the factorial of $n times $k",
                    "$k times the product of the numbers from 1 to $n",
                    "$k times $n factorial",
                ),
                names=("factorial", "fact", "product_to", "times_down", "compute"),
                params={"n": FROM_ZERO},
                returns="int",
                constants={"k": tuple(range(2, 10))},
                body="""
                    if $n == 0:
                        return $k
                    return $n * $f($n - 1)
                """,
                oracle=lambda n, k: k * math.factorial(n),
            ),
        ),
    ),
    Family(
        "fibonacci",
        "recursion",
        3,
        (
            Template(
                what=(
                    "number $n of the sequence that starts with $a, $b and goes on with "
                    "the sum of the last two, counting from 0",
                    "item $n, counting from 0, of the sequence $a, $b, ... where each is "
                    "the sum of the two before",
                ),
                names=("fibonacci", "fib", "sequence", "term", "nth"),
                params={"n": FROM_ZERO},
                returns="int",
                constants={"a": (0, 1, 2, 3), "b": (1, 2, 3, 4)},
                body="""
                    if $n == 0:
                        return $a
                    if $n == 1:
                        return $b
                    return $f($n - 1) + $f($n - 2)
                """,
                oracle=_fibonacci,
            ),
        ),
    ),
    Family(
        "digit-sum",
        "recursion",
        3,
        (
            Template(
                what=(
                    "the sum of the digits of $n",
                    "the digits of $n added up",
                    "the total of all decimal digits of $n",
                ),
                names=("digit_sum", "sum_digits", "add_digits", "cross_sum", "digits"),
                params={"n": LARGE},
                returns="int",
                body="""
                    if $n < 10:
                        return $n
                    return $n % 10 + $f($n // 10)
                """,
                oracle=lambda n: sum(map(int, str(n))),
            ),
        ),
    ),
    Family(
        "greatest-common-divisor",
        "recursion",
        3,
        (
            Template(
                what=(
                    "the greatest common divisor of $a and $b",
                    "the largest number that divides both $a and $b",
                    "the gcd of $a and $b",
                ),
                names=("gcd", "common_divisor", "divisor", "greatest_divisor", "compute"),
                params={"a": POSITIVE, "b": POSITIVE_TOO},
                returns="int",
                body="""
                    if $b == 0:
                        return $a
                    return $f($b, $a % $b)
                """,
                oracle=math.gcd,
            ),
        ),
    ),
    Family(
        "nested-sum",
        "recursion",
        4,
        (
            Template(
                what=(
                    "the sum of all numbers in the nested list $tree",
                    "all numbers in $tree and its inner lists added up",
                    "the total of $tree, inner lists included",
                ),
                names=("nested_sum", "deep_sum", "sum_tree", "total_deep", "sum_all"),
                params={"tree": NESTED},
                returns="int",
                body="""
                    total = 0
                    for x in $tree:
                        if isinstance(x, list):
                            total += $f(x)
                        else:
                            total += x
                    return total
                """,
                oracle=lambda tree: sum(_flatten(tree)),
            ),
        ),
    ),
    Family(
        "nested-count",
        "recursion",
        4,
        (
            Template(
                what=(
                    "how many numbers are in the nested list $tree",
                    "the count of all numbers in $tree and its inner lists",
                    "the number of numbers in $tree, inner lists included",
                ),
                names=("nested_count", "deep_count", "count_tree", "count_deep", "count_all"),
                params={"tree": NESTED},
                returns="int",
                body="""
                    total = 0
                    for x in $tree:
                        if isinstance(x, list):
                            total += $f(x)
                        else:
                            total += 1
                    return total
                """,
                oracle=lambda tree: len(_flatten(tree)),
                splits=("test",),
            ),
        ),
    ),
)
