"""Two steps in a row: every pair of a first and a second step is a task of its own.

Some pairs occur only in the test split, although both of their steps occur in training.
"""

import inspect
import itertools

from codeeval_gym.challenges.families import _steps as step
from codeeval_gym.challenges.families._family import Family
from codeeval_gym.challenges.families._kinds import INTEGERS, NATURALS, SENTENCE, Kind
from codeeval_gym.challenges.families._steps import Step
from codeeval_gym.challenges.families._template import SPLITS, Template
from codeeval_gym.values import Plain

__all__ = ["FAMILIES"]


def _compose(first: Step, second: Step, kind: Kind, returns: str, held: bool) -> Template:
    """Return the task of applying ``first``, then ``second``."""
    both = {**first.constants, **second.constants}
    inner = [what.replace("$items", "$it") for what in first.what]
    returned = second.code if "\n" in second.code else f"return {second.code}"

    def oracle(value: Plain, **constants: Plain) -> Plain:
        middle = first.oracle(value, **{blank: constants[blank] for blank in first.constants})
        return second.oracle(middle, **{blank: constants[blank] for blank in second.constants})

    return Template(
        what=tuple(what.replace("$items", phrase) for what in second.what for phrase in inner),
        names=(f"{second.name}_{first.name}", f"{first.name}_{second.name}", "solve", "process"),
        params={"it": kind},
        returns=returns,
        body="kept = {}\n{}".format(
            first.code.replace("$items", "$it"),
            inspect.cleandoc(returned).replace("$items", "kept"),
        ),
        oracle=oracle,
        constants=both,
        splits=("test",) if held else SPLITS,
        steps=(first.key or first.name, second.key or second.name),
    )


def _family(
    name: str,
    tier: int,
    takes: tuple[Kind, str],
    steps: tuple[tuple[Step, ...], tuple[Step, ...]],
    held: tuple[tuple[Step, Step], ...],
) -> Family:
    """Return the family of all pairs of steps; those of ``held`` occur only in test."""
    templates = tuple(
        _compose(*pair, *takes, held=any(pair[0] is a and pair[1] is b for a, b in held))
        for pair in itertools.product(*steps)
    )
    return Family(name, "compositions", tier, templates)


NUMBERS_TO_ONE = (INTEGERS, "int")

FAMILIES = (
    _family(
        "filter-then-total",
        3,
        NUMBERS_TO_ONE,
        ((step.EVEN, step.ODD, step.POSITIVE), (step.SUM, step.COUNT)),
        held=((step.ODD, step.COUNT), (step.POSITIVE, step.SUM)),
    ),
    _family(
        "filter-then-extreme",
        4,
        NUMBERS_TO_ONE,
        ((step.NEGATIVE, step.ABOVE, step.BELOW), (step.LARGEST, step.SMALLEST)),
        held=((step.NEGATIVE, step.LARGEST), (step.BELOW, step.SMALLEST)),
    ),
    _family(
        "filter-then-product",
        4,
        NUMBERS_TO_ONE,
        ((step.EVEN, step.ABOVE, step.ODD), (step.PRODUCT, step.LAST)),
        held=((step.ODD, step.PRODUCT), (step.EVEN, step.LAST)),
    ),
    _family(
        "map-then-reduce",
        3,
        NUMBERS_TO_ONE,
        ((step.SQUARES, step.MULTIPLES, step.ABSOLUTES), (step.SUM, step.LARGEST)),
        held=((step.ABSOLUTES, step.SUM), (step.SQUARES, step.LARGEST)),
    ),
    _family(
        "order-then-pick",
        3,
        NUMBERS_TO_ONE,
        ((step.ASCENDING, step.DESCENDING, step.REVERSED), (step.FIRST, step.LAST)),
        held=((step.ASCENDING, step.FIRST), (step.DESCENDING, step.LAST)),
    ),
    _family(
        "distinct-then-reduce",
        4,
        (NATURALS, "int"),
        ((step.DISTINCT,), (step.SUM, step.COUNT, step.PRODUCT)),
        held=((step.DISTINCT, step.PRODUCT),),
    ),
    _family(
        "filter-then-map",
        4,
        (INTEGERS, "list[int]"),
        ((step.EVEN, step.POSITIVE, step.ABOVE), (step.SQUARES, step.MULTIPLES)),
        held=((step.POSITIVE, step.SQUARES), (step.ABOVE, step.MULTIPLES)),
    ),
    _family(
        "text-then-measure",
        4,
        (SENTENCE, "int"),
        ((step.NO_VOWELS, step.NO_SPACES), (step.LENGTH, step.DISTINCT_LETTERS)),
        held=((step.NO_SPACES, step.DISTINCT_LETTERS),),
    ),
    _family(
        "text-then-text",
        4,
        (SENTENCE, "str"),
        ((step.BACKWARDS, step.UPPER, step.NO_SPACES), (step.START, step.COPIES)),
        held=((step.UPPER, step.START), (step.BACKWARDS, step.COPIES)),
    ),
    _family(
        "words-then-count",
        5,
        (SENTENCE, "int"),
        ((step.LONG_WORDS, step.WORDS_WITH), (step.COUNT, step.TOTAL_LENGTH)),
        held=((step.WORDS_WITH, step.TOTAL_LENGTH),),
    ),
    _family(
        "words-then-join",
        5,
        (SENTENCE, "str"),
        ((step.LONG_WORDS, step.WORDS_WITH), (step.JOINED,)),
        held=((step.LONG_WORDS, step.JOINED),),
    ),
)
