"""The single steps that compositions are made of."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from codeeval_gym.values import Plain

__all__ = [
    "ABOVE",
    "ABSOLUTES",
    "ASCENDING",
    "BACKWARDS",
    "BELOW",
    "COPIES",
    "COUNT",
    "DESCENDING",
    "DISTINCT",
    "DISTINCT_LETTERS",
    "EVEN",
    "FIRST",
    "JOINED",
    "LARGEST",
    "LAST",
    "LENGTH",
    "LONG_WORDS",
    "MULTIPLES",
    "NEGATIVE",
    "NO_SPACES",
    "NO_VOWELS",
    "ODD",
    "POSITIVE",
    "PRODUCT",
    "REVERSED",
    "SMALLEST",
    "SQUARES",
    "START",
    "SUM",
    "TOTAL_LENGTH",
    "UPPER",
    "WORDS_WITH",
    "Step",
]


@dataclass(frozen=True)
class Step:
    """One step of a composition: what it does to its input, in words and in code."""

    name: str
    """Part of the function's name."""
    what: tuple[str, ...]
    """Noun phrases; ``$items`` stands for what the step is applied to."""
    code: str
    """An expression over ``$items``, or lines that end by returning one."""
    oracle: Callable[..., Plain]
    """Takes the items, and the constants by keyword."""
    constants: Mapping[str, tuple[Plain, ...]] = field(default_factory=dict)
    """As a template's."""
    key: str = ""
    """What other languages know it by; empty for its name."""


BOUNDS = (-3, -2, -1, 1, 2, 3, 4, 5, 6)  # 0 would make ABOVE the same task as POSITIVE
FACTORS = (2, 3, 4, 5)
DEFAULTS = (-1, 0, 99, 100)

EVEN = Step(
    "even",
    ("the even numbers in $items", "those numbers of $items that are even"),
    "[x for x in $items if x % 2 == 0]",
    lambda xs: [x for x in xs if x % 2 == 0],
)
ODD = Step(
    "odd",
    ("the odd numbers in $items", "those numbers of $items that are odd"),
    "[x for x in $items if x % 2 == 1]",
    lambda xs: [x for x in xs if x % 2 == 1],
)
POSITIVE = Step(
    "positive",
    ("the positive numbers in $items", "those numbers of $items that are positive"),
    "[x for x in $items if x > 0]",
    lambda xs: [x for x in xs if x > 0],
)
NEGATIVE = Step(
    "negative",
    ("the negative numbers in $items", "those numbers of $items that are negative"),
    "[x for x in $items if x < 0]",
    lambda xs: [x for x in xs if x < 0],
)
ABOVE = Step(
    "above",
    ("the numbers greater than $k in $items", "those numbers of $items that are above $k"),
    "[x for x in $items if x > $k]",
    lambda xs, k: [x for x in xs if x > k],
    {"k": BOUNDS},
)
BELOW = Step(
    "below",
    ("the numbers less than $k in $items", "those numbers of $items that are below $k"),
    "[x for x in $items if x < $k]",
    lambda xs, k: [x for x in xs if x < k],
    {"k": BOUNDS},
)
SQUARES = Step(
    "squares",
    ("the squares of $items", "the squared values of $items"),
    "[x * x for x in $items]",
    lambda xs: [x * x for x in xs],
)
MULTIPLES = Step(
    "multiples",
    ("$m times each of $items", "each of $items multiplied by $m"),
    "[x * $m for x in $items]",
    lambda xs, m: [x * m for x in xs],
    {"m": FACTORS},
)
ABSOLUTES = Step(
    "absolutes",
    ("the absolute values of $items", "the distances from 0 of $items"),
    "[abs(x) for x in $items]",
    lambda xs: [abs(x) for x in xs],
)
ASCENDING = Step(
    "sorted",
    ("$items sorted upwards", "$items sorted from small to large"),
    "sorted($items)",
    lambda xs: sorted(xs),
)
DESCENDING = Step(
    "descending",
    ("$items sorted downwards", "$items sorted from large to small"),
    "sorted($items, reverse=True)",
    lambda xs: sorted(xs, reverse=True),
)
REVERSED = Step(
    "reversed",
    ("$items in reverse order", "the numbers in $items from back to front"),
    "$items[::-1]",
    lambda xs: xs[::-1],
)
DISTINCT = Step(
    "distinct",
    ("the distinct numbers in $items", "$items without duplicates"),
    "set($items)",
    lambda xs: set(xs),
)

SUM = Step("sum", ("the sum of $items", "the total of $items"), "sum($items)", sum)
COUNT = Step("count", ("the count of $items", "the number of $items"), "len($items)", len)
LARGEST = Step(
    "largest",
    ("the largest of $items, or $d if there is none", "the maximum of $items, $d if there is none"),
    "max($items, default=$d)",
    lambda xs, d: max(xs, default=d),
    {"d": DEFAULTS},
)
SMALLEST = Step(
    "smallest",
    ("the least of $items, or $d if there is none", "the minimum of $items, $d if there is none"),
    "min($items, default=$d)",
    lambda xs, d: min(xs, default=d),
    {"d": DEFAULTS},
)
PRODUCT = Step(
    "product",
    (
        "the product of $items, 1 if there is none",
        "1 multiplied by each of $items",
    ),
    """
    result = 1
    for x in $items:
        result *= x
    return result
    """,
    math.prod,
)
FIRST = Step(
    "first",
    ("the first of $items, or $d if there is none", "the first one of $items, $d if there is none"),
    "$items[0] if $items else $d",
    lambda xs, d: xs[0] if xs else d,
    {"d": DEFAULTS},
)
LAST = Step(
    "last",
    ("the last of $items, or $d if there is none", "the last one of $items, $d if there is none"),
    "$items[-1] if $items else $d",
    lambda xs, d: xs[-1] if xs else d,
    {"d": DEFAULTS},
)

NO_VOWELS = Step(
    "vowels",
    ("$items without vowels", "the characters of $items that are not vowels"),
    '"".join(c for c in $items if c not in "aeiou")',
    lambda s: "".join(c for c in s if c not in "aeiou"),
)
NO_SPACES = Step(
    "spaces",
    ("$items without spaces", "the characters of $items that are not spaces"),
    '$items.replace(" ", "")',
    lambda s: s.replace(" ", ""),
)
UPPER = Step(
    "upper",
    ("$items in upper case", "the upper-case form of $items"),
    "$items.upper()",
    lambda s: s.upper(),
)
BACKWARDS = Step(
    "reverse",
    ("the reverse of $items", "the reversed text of $items"),
    "$items[::-1]",
    lambda s: s[::-1],
)
LENGTH = Step("length", ("the length of $items", "the size of $items"), "len($items)", len)
DISTINCT_LETTERS = Step(
    "distinct",
    ("the number of distinct characters in $items", "how many different characters are in $items"),
    "len(set($items))",
    lambda s: len(set(s)),
)
START = Step(
    "start",
    ("the first $k characters of $items", "the leading $k characters of $items"),
    "$items[:$k]",
    lambda s, k: s[:k],
    {"k": FACTORS},
)
COPIES = Step(
    "copies",
    ("$k copies of $items", "$k times $items in a row"),
    "$items * $k",
    lambda s, k: s * k,
    {"k": FACTORS},
)
LONG_WORDS = Step(
    "long",
    ("the words in $items longer than $k", "those words of $items with more than $k letters"),
    "[w for w in $items.split() if len(w) > $k]",
    lambda s, k: [w for w in s.split() if len(w) > k],
    {"k": (2, 3, 4)},
)
WORDS_WITH = Step(
    "with",
    ("the words in $items with the letter $c", "those words of $items that contain $c"),
    "[w for w in $items.split() if $c in w]",
    lambda s, c: [w for w in s.split() if c in w],
    {"c": ("a", "e", "n", "o")},
)
JOINED = Step(
    "joined",
    ("$items joined by $mark", "one string of $items separated by $mark"),
    "$mark.join($items)",
    lambda words, mark: mark.join(words),
    {"mark": ("-", "+", "/", ":")},
)
TOTAL_LENGTH = Step(
    "length",
    ("the total length of $items", "the sum of the lengths of $items"),
    "sum(len(w) for w in $items)",
    lambda words: sum(len(w) for w in words),
    key="total-length",
)
