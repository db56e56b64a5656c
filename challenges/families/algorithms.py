"""Small algorithms."""

from collections.abc import Mapping

from numpy.random import Generator

from codeeval_gym.challenges.families._family import Family
from codeeval_gym.challenges.families._kinds import (
    FROM_ONE,
    INTEGER,
    INTEGERS,
    MORE_INTEGERS,
    WORD,
    Kind,
    draw_integers,
    pick,
)
from codeeval_gym.challenges.families._template import Template
from codeeval_gym.values import Plain

__all__ = ["FAMILIES"]

SORTED = Kind("list[int]", INTEGERS.names, lambda rng: sorted(draw_integers(rng)), ([], [5]))
SORTED_TOO = Kind("list[int]", MORE_INTEGERS.names, SORTED.draw, ([], [3, 3]))
OTHER_WORD = Kind("str", ("t", "other", "second"), WORD.draw, ("",))


def _is_prime(n: int) -> bool:
    return n > 1 and all(n % i for i in range(2, n))


def _prime_or_not(rng: Generator) -> tuple[Plain, ...]:
    primes = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
    return (pick(rng, primes) if rng.integers(2) else int(rng.integers(0, 40)),)


def _prefixed_pair(rng: Generator) -> tuple[Plain, ...]:
    start = pick(rng, ("", "s", "be", "sun", "star"))
    return start + pick(rng, ("", "x", "yz", "ring")), start + pick(rng, ("", "x", "qr", "d"))


def _common_prefix(s: str, t: str) -> str:
    size = next((i for i, (x, y) in enumerate(zip(s, t, strict=False)) if x != y), None)
    return s[: min(len(s), len(t))] if size is None else s[:size]


def _brackets_or_not(rng: Generator) -> tuple[Plain, ...]:
    text = ""
    for _ in range(int(rng.integers(1, 4))):
        text = pick(rng, (f"({text})", f"{text}()", f"(){text}"))
    return (text if rng.integers(2) else pick(rng, (text + "(", ")" + text, text[::-1], text[1:])),)


def _balanced(s: str) -> bool:
    depths = [s[: i + 1].count("(") - s[: i + 1].count(")") for i in range(len(s))]
    return min(depths, default=0) >= 0 and s.count("(") == s.count(")")


def _run_lengths(s: str) -> list[tuple[str, int]]:
    runs: list[tuple[str, int]] = []
    for c in s:
        if runs and runs[-1][0] == c:
            runs[-1] = (c, runs[-1][1] + 1)
        else:
            runs.append((c, 1))
    return runs


def _runs_text(rng: Generator) -> tuple[Plain, ...]:
    return ("".join(pick(rng, "abc") * int(rng.integers(1, 4)) for _ in range(rng.integers(0, 5))),)


def _target_or_not(rng: Generator, default: int) -> tuple[Plain, ...]:
    xs = sorted(set(draw_integers(rng)))
    return xs, pick(rng, (*xs, *xs, int(rng.integers(-9, 13))))


def _best_slice(xs: list[int]) -> int:
    sums = (sum(xs[i:j]) for i in range(len(xs)) for j in range(i, len(xs) + 1))
    return max(sums, default=0)


def _second_largest(xs: list[int], k: int) -> int:
    distinct: Mapping[int, None] = dict.fromkeys(sorted(xs, reverse=True))
    return list(distinct)[1] if len(distinct) > 1 else k


def _digits(n: int, k: int) -> str:
    text = ""
    while n > 0:
        text = str(n % k) + text
        n //= k
    return text


FAMILIES = (
    Family(
        "is-prime",
        "algorithms",
        3,
        (
            Template(
                what=(
                    "True if $n is a prime number, else False",
                    "whether $n is prime",
                    "True if $n has exactly two divisors, else False",
                ),
                names=("is_prime", "prime", "check_prime", "check", "test_prime"),
                params={"n": INTEGER},
                returns="bool",
                inputs=_prime_or_not,
                body="""
                    if $n < 2:
                        return False
                    for i in range(2, $n):
                        if $n % i == 0:
                            return False
                    return True
                """,
                oracle=_is_prime,
            ),
        ),
    ),
    Family(
        "divisors",
        "algorithms",
        3,
        (
            Template(
                what=(
                    "a list of the divisors of $n, from small to large",
                    "all numbers from 1 to $n that divide $n, in order",
                    "the sorted list of divisors of $n",
                ),
                names=("divisors", "find_divisors", "factors", "all_divisors", "dividers"),
                params={"n": FROM_ONE},
                returns="list[int]",
                body="return [i for i in range(1, $n + 1) if $n % i == 0]",
                oracle=lambda n: [i for i in range(1, n + 1) if n % i == 0],
            ),
        ),
    ),
    Family(
        "second-largest",
        "algorithms",
        4,
        (
            Template(
                what=(
                    "the second largest distinct number in $xs, or $k if there is none",
                    "$k if $xs has fewer than two distinct numbers, else the second largest",
                ),
                names=("second_largest", "runner_up", "second_best", "second_max", "next_best"),
                params={"xs": INTEGERS},
                returns="int",
                constants={"k": (-1, 0, 99, 100)},
                body="""
                    ranked = sorted(set($xs))
                    if len(ranked) < 2:
                        return $k
                    return ranked[-2]
                """,
                oracle=_second_largest,
            ),
        ),
    ),
    Family(
        "balanced-brackets",
        "algorithms",
        5,
        (
            Template(
                what=(
                    "True if the round brackets in $s are balanced, else False",
                    "whether every ( in $s is closed by a later ) and no ) comes too early",
                ),
                names=("balanced", "is_balanced", "brackets", "check_brackets", "check"),
                params={"s": WORD},
                returns="bool",
                inputs=_brackets_or_not,
                body="""
                    depth = 0
                    for c in $s:
                        depth += 1 if c == "(" else -1
                        if depth < 0:
                            return False
                    return depth == 0
                """,
                oracle=_balanced,
            ),
        ),
    ),
    Family(
        "merge-sorted",
        "algorithms",
        2,
        (
            Template(
                what=(
                    "one sorted list of the numbers in the sorted lists $xs and $ys",
                    "the merge of the sorted lists $xs and $ys, sorted too",
                ),
                names=("merge", "merge_sorted", "combine", "merge_lists", "join_sorted"),
                params={"xs": SORTED, "ys": SORTED_TOO},
                returns="list[int]",
                body="return sorted($xs + $ys)",
                oracle=lambda xs, ys: sorted(xs + ys),
            ),
        ),
    ),
    Family(
        "binary-search",
        "algorithms",
        5,
        (
            Template(
                what=(
                    "the index of $x in the sorted list $xs, or $default if it is missing",
                    "where $x is in the sorted list $xs, or $default if it is not there",
                ),
                names=("search", "binary_search", "find", "index_of", "locate"),
                params={"xs": SORTED, "x": Kind("int", ("x", "target", "goal"), INTEGER.draw, ())},
                returns="int",
                constants={"default": (-1, -2, 100, 999)},
                inputs=_target_or_not,
                body="""
                    low = 0
                    high = len($xs)
                    while low < high:
                        mid = (low + high) // 2
                        if $xs[mid] < $x:
                            low = mid + 1
                        else:
                            high = mid
                    if low < len($xs) and $xs[low] == $x:
                        return low
                    return $default
                """,
                oracle=lambda xs, x, default: xs.index(x) if x in xs else default,
            ),
        ),
    ),
    Family(
        "run-lengths",
        "algorithms",
        5,
        (
            Template(
                what=(
                    "a list of pairs (character, length) for the runs of equal characters in $s",
                    "the run-length code of $s as a list of tuples (character, count)",
                ),
                names=("run_lengths", "encode", "runs", "compress", "rle"),
                params={"s": WORD},
                returns="list[tuple[str, int]]",
                inputs=_runs_text,
                body="""
                    result = []
                    for c in $s:
                        if result and result[-1][0] == c:
                            result[-1] = (c, result[-1][1] + 1)
                        else:
                            result.append((c, 1))
                    return result
                """,
                oracle=_run_lengths,
            ),
        ),
    ),
    Family(
        "common-prefix",
        "algorithms",
        4,
        (
            Template(
                what=(
                    "the longest common prefix of $s and $t",
                    "the longest text that both $s and $t start with",
                ),
                names=("common_prefix", "prefix", "shared_start", "same_start", "common"),
                params={"s": WORD, "t": OTHER_WORD},
                returns="str",
                inputs=_prefixed_pair,
                body="""
                    result = ""
                    for x, y in zip($s, $t):
                        if x != y:
                            return result
                        result += x
                    return result
                """,
                oracle=_common_prefix,
            ),
        ),
    ),
    Family(
        "best-slice",
        "algorithms",
        5,
        (
            Template(
                what=(
                    "the largest sum of neighbouring numbers in $xs, or 0 if none is positive",
                    "the maximum sum of a slice of $xs, where an empty slice gives 0",
                ),
                names=("best_slice", "max_slice", "best_sum", "max_sum", "largest_sum"),
                params={"xs": INTEGERS},
                returns="int",
                body="""
                    best = 0
                    total = 0
                    for x in $xs:
                        total = max(0, total + x)
                        best = max(best, total)
                    return best
                """,
                oracle=_best_slice,
            ),
        ),
    ),
    Family(
        "digits-in-base",
        "algorithms",
        4,
        (
            Template(
                what=(
                    "the digits of $n in base $k as a string",
                    "$n written in base $k",
                    "the text of $n in the number system with base $k",
                ),
                names=("to_base", "digits", "convert", "in_base", "write_base"),
                params={"n": FROM_ONE},
                returns="str",
                constants={"k": tuple(range(2, 10))},
                body="""
                    result = ""
                    while $n > 0:
                        result = str($n % $k) + result
                        $n //= $k
                    return result
                """,
                oracle=_digits,
            ),
        ),
    ),
)
