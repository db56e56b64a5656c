"""Lists of numbers, without state from one element to the next."""

from codeeval_gym.challenges.families._family import Family
from codeeval_gym.challenges.families._kinds import INTEGERS, MORE_INTEGERS
from codeeval_gym.challenges.families._template import SPLITS, Template
from codeeval_gym.types import Compare

__all__ = ["FAMILIES"]


def _all_compare(sign: str, words: tuple[str, str], splits: tuple[str, ...] = SPLITS) -> Template:
    above = sign == ">"
    relation, name = words
    return Template(
        what=(
            f"True if all numbers in $xs are {relation} $k, else False",
            f"whether every number in $xs is {relation} $k",
        ),
        names=(f"all_{name}", f"every_{name}", f"check_{name}", "check", "check_all"),
        params={"xs": INTEGERS},
        returns="bool",
        constants={"k": (-3, -2, -1, 0) if above else (5, 6, 7, 8)},
        body=f"return all(x {sign} $k for x in $xs)",
        oracle=lambda xs, k: all(x > k if above else x < k for x in xs),
        splits=splits,
    )


FAMILIES = (
    Family(
        "list-total",
        "lists",
        1,
        (
            Template(
                what=(
                    "the sum of the numbers in $xs plus $k",
                    "$k plus all numbers in $xs",
                    "the total of $xs, increased by $k",
                ),
                names=("total", "sum_up", "add_all", "sum_plus", "compute"),
                params={"xs": INTEGERS},
                returns="int",
                constants={"k": tuple(range(1, 10))},
                body="return sum($xs) + $k",
                oracle=lambda xs, k: sum(xs) + k,
            ),
        ),
    ),
    Family(
        "count-above",
        "lists",
        2,
        (
            Template(
                what=(
                    "how many numbers in $xs are greater than $k",
                    "the count of numbers above $k in $xs",
                    "the number of elements of $xs larger than $k",
                ),
                names=("count_above", "how_many", "count_greater", "count_over", "tally"),
                params={"xs": INTEGERS},
                returns="int",
                constants={"k": tuple(range(-3, 7))},
                body="""
                    total = 0
                    for x in $xs:
                        if x > $k:
                            total += 1
                    return total
                """,
                oracle=lambda xs, k: len([x for x in xs if x > k]),
            ),
        ),
    ),
    Family(
        "keep-above",
        "lists",
        2,
        (
            Template(
                what=(
                    "a list of the numbers in $xs greater than $k",
                    "the elements of $xs that are above $k, in order",
                    "$xs without the numbers that are $k or less",
                ),
                names=("keep_above", "filter_above", "select", "only_above", "larger"),
                params={"xs": INTEGERS},
                returns="list[int]",
                constants={"k": tuple(range(-3, 7))},
                body="return [x for x in $xs if x > $k]",
                oracle=lambda xs, k: [x for x in xs if x > k],
            ),
        ),
    ),
    Family(
        "add-to-each",
        "lists",
        1,
        (
            Template(
                what=(
                    "a list of the numbers in $xs, each increased by $k",
                    "$xs with $k added to every number",
                    "the numbers in $xs plus $k each",
                ),
                names=("add_each", "increase", "shift_all", "raise_all", "add_to_all"),
                params={"xs": INTEGERS},
                returns="list[int]",
                constants={"k": tuple(range(1, 10))},
                body="return [x + $k for x in $xs]",
                oracle=lambda xs, k: [x + k for x in xs],
            ),
        ),
    ),
    Family(
        "last-or-default",
        "lists",
        2,
        (
            Template(
                what=(
                    "the last number in $xs, or $k if $xs is empty",
                    "$k if $xs is empty, else its last number",
                    "the final element of $xs, with $k for an empty list",
                ),
                names=("last", "last_or", "final", "get_last", "tail"),
                params={"xs": INTEGERS},
                returns="int",
                constants={"k": (-1, 0, 1, 10, 99, 100)},
                body="""
                    if not $xs:
                        return $k
                    return $xs[-1]
                """,
                oracle=lambda xs, k: xs[-1] if xs else k,
            ),
        ),
    ),
    Family(
        "first-or-default",
        "lists",
        2,
        (
            Template(
                what=(
                    "the first number in $xs, or $k if $xs is empty",
                    "$k if $xs is empty, else its first number",
                    "the leading element of $xs, with $k for an empty list",
                ),
                names=("first_or", "get_first", "leading", "head", "initial"),
                params={"xs": INTEGERS},
                returns="int",
                constants={"k": (-1, 0, 1, 10, 99, 100)},
                body="""
                    if not $xs:
                        return $k
                    return $xs[0]
                """,
                oracle=lambda xs, k: xs[0] if xs else k,
                splits=("test",),
            ),
        ),
    ),
    Family(
        "drop-duplicates",
        "lists",
        2,
        (
            Template(
                what=(
                    "$xs without duplicates, keeping the first of each",
                    "the distinct numbers in $xs in order of first appearance",
                    "a list with each number of $xs once, in order",
                ),
                names=("distinct", "unique", "dedupe", "no_repeats", "once"),
                params={"xs": INTEGERS},
                returns="list[int]",
                body="""
                    result = []
                    for x in $xs:
                        if x not in result:
                            result.append(x)
                    return result
                """,
                oracle=lambda xs: list(dict.fromkeys(xs)),
            ),
        ),
    ),
    Family(
        "list-mean",
        "lists",
        2,
        (
            Template(
                what=(
                    "the mean of the numbers in $xs, or 0.0 if $xs is empty",
                    "the average of $xs, with 0.0 for an empty list",
                    "0.0 if $xs is empty, else the average of its numbers",
                ),
                names=("mean", "average", "mean_of", "avg", "compute"),
                params={"xs": INTEGERS},
                returns="float",
                compare=Compare("close", rtol=1e-6, atol=1e-9),
                body="""
                    if not $xs:
                        return 0.0
                    return sum($xs) / len($xs)
                """,
                oracle=lambda xs: sum(xs) / len(xs) if xs else 0.0,
            ),
        ),
    ),
    Family("all-above", "lists", 2, (_all_compare(">", ("greater than", "above")),)),
    Family("all-below", "lists", 2, (_all_compare("<", ("less than", "below"), ("test",)),)),
    Family(
        "pairwise-sums",
        "lists",
        2,
        (
            Template(
                what=(
                    "a list of the sums of the pairs of $xs and $ys at the same place",
                    "the list of $xs and $ys added place by place, as long as the shorter",
                ),
                names=("pair_sums", "add_lists", "add_pairs", "zip_sum", "combine"),
                params={"xs": INTEGERS, "ys": MORE_INTEGERS},
                returns="list[int]",
                body="return [x + y for x, y in zip($xs, $ys)]",
                oracle=lambda xs, ys: [x + y for x, y in zip(xs, ys, strict=False)],
            ),
        ),
    ),
    Family(
        "pairwise-products",
        "lists",
        2,
        (
            Template(
                what=(
                    "a list of the products of the pairs of $xs and $ys at the same place",
                    "the list of $xs and $ys multiplied place by place, as long as the shorter",
                ),
                names=("pair_products", "multiply_lists", "multiply_pairs", "zip_product"),
                params={"xs": INTEGERS, "ys": MORE_INTEGERS},
                returns="list[int]",
                body="return [x * y for x, y in zip($xs, $ys)]",
                oracle=lambda xs, ys: [x * y for x, y in zip(xs, ys, strict=False)],
                splits=("test",),
            ),
        ),
    ),
)
