"""Loops that carry state from one step to the next."""

from codeeval_gym.challenges.families._family import Family
from codeeval_gym.challenges.families._kinds import (
    FROM_ONE,
    FROM_ZERO,
    INTEGERS,
    NATURALS,
)
from codeeval_gym.challenges.families._template import SPLITS, Template

__all__ = ["FAMILIES"]


def _alternating(xs: list[int], k: int) -> int:
    return sum(xs[::2]) - k * sum(xs[1::2])


def _balance(xs: list[int], k: int) -> int:
    balance = k
    for change in xs:
        balance = max(0, balance + change)
    return balance


def _halvings(n: int, k: int) -> int:
    steps = 0
    while n > 1:
        n //= k
        steps += 1
    return steps


def _longest_run(xs: list[int]) -> int:
    lengths = [0]
    for i, x in enumerate(xs):
        same = i > 0 and xs[i - 1] == x
        lengths.append(lengths[-1] + 1 if same else 1)
    return max(lengths)


def _running_extreme(words: tuple[str, str], splits: tuple[str, ...] = SPLITS) -> Template:
    adjective, function = words
    choose = max if function == "max" else min
    return Template(
        what=(
            f"a list of the {adjective} number of $xs up to each place",
            f"the running {function}imum of $xs as a list",
            f"for each place in $xs the {adjective} number seen so far, as a list",
        ),
        names=(f"running_{function}", f"{adjective}_so_far", "running", "records", "so_far"),
        params={"xs": INTEGERS},
        returns="list[int]",
        body=f"""
            result = []
            for x in $xs:
                if result:
                    x = {function}(x, result[-1])
                result.append(x)
            return result
        """,
        oracle=lambda xs: [choose(xs[: i + 1]) for i in range(len(xs))],
        splits=splits,
    )


FAMILIES = (
    Family(
        "running-total",
        "loops",
        3,
        (
            Template(
                what=(
                    "the running totals of $xs, each increased by $k",
                    "a list of $k plus the sum of $xs up to each place",
                ),
                names=("running_total", "running_sum", "totals", "accumulate", "partial_sums"),
                params={"xs": INTEGERS},
                returns="list[int]",
                constants={"k": tuple(range(1, 10))},
                body="""
                    total = $k
                    result = []
                    for x in $xs:
                        total += x
                        result.append(total)
                    return result
                """,
                oracle=lambda xs, k: [k + sum(xs[: i + 1]) for i in range(len(xs))],
            ),
        ),
    ),
    Family(
        "balance",
        "loops",
        3,
        (
            Template(
                what=(
                    "the balance after adding each of $xs to $k, never going below 0",
                    "the last balance when it starts at $k, each of $xs is added, "
                    "and anything below 0 becomes 0",
                ),
                names=("balance", "final_balance", "account", "settle", "level"),
                params={"xs": INTEGERS},
                returns="int",
                constants={"k": tuple(range(1, 10))},
                body="""
                    total = $k
                    for x in $xs:
                        total = max(0, total + x)
                    return total
                """,
                oracle=_balance,
            ),
        ),
    ),
    Family(
        "alternating-sum",
        "loops",
        3,
        (
            Template(
                what=(
                    "the first number of $xs minus $k times the second plus the third and so on",
                    "the sum of $xs where every second number counts -$k times",
                ),
                names=("alternating", "alternating_sum", "weave", "zigzag", "plus_minus"),
                params={"xs": INTEGERS},
                returns="int",
                constants={"k": tuple(range(1, 6))},
                body="""
                    total = 0
                    for i, x in enumerate($xs):
                        if i % 2 == 0:
                            total += x
                        else:
                            total -= $k * x
                    return total
                """,
                oracle=_alternating,
            ),
        ),
    ),
    Family(
        "countdown",
        "loops",
        2,
        (
            Template(
                what=(
                    "a list that counts down from $n to $k",
                    "the numbers from $n down to $k as a list",
                    "the list $n, $n - 1 and so on until $k",
                ),
                names=("countdown", "count_down", "descend", "down_to", "backwards"),
                params={"n": FROM_ZERO},
                returns="list[int]",
                constants={"k": (-3, -2, -1, 0, 1, 2, 3)},
                body="""
                    result = []
                    while $n >= $k:
                        result.append($n)
                        $n -= 1
                    return result
                """,
                oracle=lambda n, k: list(range(n, k - 1, -1)),
            ),
        ),
    ),
    Family(
        "halvings",
        "loops",
        3,
        (
            Template(
                what=(
                    "how often $n can be divided by $k, rounding down, until it is 1 or less",
                    "the number of whole divisions of $n by $k until at most 1 is left",
                ),
                names=("divisions", "halvings", "steps", "count_steps", "shrink"),
                params={"n": FROM_ONE},
                returns="int",
                constants={"k": (2, 3, 4)},
                body="""
                    total = 0
                    while $n > 1:
                        $n //= $k
                        total += 1
                    return total
                """,
                oracle=_halvings,
            ),
        ),
    ),
    Family(
        "longest-run",
        "loops",
        4,
        (
            Template(
                what=(
                    "the length of the longest run of equal numbers in $xs",
                    "how many equal numbers follow each other in $xs at most",
                ),
                names=("longest_run", "max_run", "streak", "longest_streak", "run_length"),
                params={"xs": NATURALS},
                returns="int",
                inputs=lambda rng: (rng.integers(1, 4, int(rng.integers(0, 9))).tolist(),),
                body="""
                    best = 0
                    total = 0
                    for i, x in enumerate($xs):
                        if i > 0 and x == $xs[i - 1]:
                            total += 1
                        else:
                            total = 1
                        best = max(best, total)
                    return best
                """,
                oracle=_longest_run,
            ),
        ),
    ),
    Family("running-max", "loops", 3, (_running_extreme(("largest", "max")),)),
    Family("running-min", "loops", 3, (_running_extreme(("smallest", "min"), ("test",)),)),
)
