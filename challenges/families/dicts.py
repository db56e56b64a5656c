"""Dictionaries from text to number."""

from numpy.random import Generator

from codeeval_gym.challenges.families._family import Family
from codeeval_gym.challenges.families._kinds import COUNTS, FLAT_WORDS, Kind, draw_word, pick
from codeeval_gym.challenges.families._template import SPLITS, Template
from codeeval_gym.values import Plain

__all__ = ["FAMILIES"]

KEY = Kind("str", ("key", "name", "label"), draw_word, ("", "sun"))
MORE_COUNTS = Kind("dict[str, int]", ("other", "extra", "e"), COUNTS.draw, COUNTS.edges[:2])


def _known_key_or_not(rng: Generator, k: int) -> tuple[Plain, ...]:
    table = COUNTS.draw(rng)
    return table, pick(rng, (*table, draw_word(rng)))


def _extreme_key(word: str, sign: str, splits: tuple[str, ...] = SPLITS) -> Template:
    choose = max if sign == ">" else min
    return Template(
        what=(
            f"the key with the {word} value in $d, the first one on ties, or $default if empty",
            f"the first key of $d that has the {word} value, or $default if $d is empty",
        ),
        names=(f"key_of_{word}", f"{word}_key", "find_key", "best_key", "pick_key"),
        params={"d": COUNTS},
        returns="str",
        constants={"default": ("", "none", "-", "?")},
        body=f"""
            best = $default
            for k in $d:
                if best not in $d or $d[k] {sign} $d[best]:
                    best = k
            return best
        """,
        oracle=lambda d, default: choose(d, key=d.__getitem__, default=default),
        splits=splits,
    )


FAMILIES = (
    Family(
        "sum-of-values",
        "dicts",
        1,
        (
            Template(
                what=(
                    "the sum of the values of $d",
                    "the total of all values in $d",
                    "all values of $d added up",
                ),
                names=("sum_values", "total", "add_values", "value_total", "sum_up"),
                params={"d": COUNTS},
                returns="int",
                body="return sum($d.values())",
                oracle=lambda d: sum(d.values()),
            ),
        ),
    ),
    Family(
        "get-or-default",
        "dicts",
        1,
        (
            Template(
                what=(
                    "the value of $key in $d, or $k if it is missing",
                    "what $d holds for $key, or $k if there is nothing",
                    "$k if $key is not in $d, else its value",
                ),
                names=("lookup", "get_or", "find", "value_of", "fetch"),
                params={"d": COUNTS, "key": KEY},
                returns="int",
                constants={"k": (-1, 0, 1, 10, 99, 100)},
                inputs=_known_key_or_not,
                body="return $d.get($key, $k)",
                oracle=lambda d, key, k: d.get(key, k),
            ),
        ),
    ),
    Family(
        "count-words",
        "dicts",
        2,
        (
            Template(
                what=(
                    "a dict from each string in $words to how often it occurs",
                    "how often each of $words occurs, as a dict",
                    "the counts of the strings in $words as a dict",
                ),
                names=("count_words", "tally", "frequencies", "occurrences", "histogram"),
                params={"words": FLAT_WORDS},
                returns="dict[str, int]",
                body="""
                    result = {}
                    for w in $words:
                        result[w] = result.get(w, 0) + 1
                    return result
                """,
                oracle=lambda words: {word: words.count(word) for word in words},
            ),
        ),
    ),
    Family(
        "keys-above",
        "dicts",
        3,
        (
            Template(
                what=(
                    "the sorted keys of $d whose value is greater than $k",
                    "a sorted list of the keys in $d with a value above $k",
                ),
                names=("keys_above", "select_keys", "large_keys", "find_keys", "filter_keys"),
                params={"d": COUNTS},
                returns="list[str]",
                constants={"k": tuple(range(-2, 5))},
                body="return sorted(key for key in $d if $d[key] > $k)",
                oracle=lambda d, k: sorted(key for key in d if d[key] > k),
            ),
        ),
    ),
    Family(
        "merge-sums",
        "dicts",
        3,
        (
            Template(
                what=(
                    "a dict of $d and $e merged, adding the values of common keys",
                    "the merge of $d and $e where values of the same key are summed",
                ),
                names=("merge", "merge_sums", "combine", "add_dicts", "unite"),
                params={"d": COUNTS, "e": MORE_COUNTS},
                returns="dict[str, int]",
                body="""
                    result = dict($d)
                    for k in $e:
                        result[k] = result.get(k, 0) + $e[k]
                    return result
                """,
                oracle=lambda d, e: {k: d.get(k, 0) + e.get(k, 0) for k in {**d, **e}},
            ),
        ),
    ),
    Family("key-of-largest", "dicts", 3, (_extreme_key("largest", ">"),)),
    Family("key-of-smallest", "dicts", 3, (_extreme_key("smallest", "<", ("test",)),)),
)
