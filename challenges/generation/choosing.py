"""From calls with answers to tests: what may be one, and which of them are worth keeping."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from codeeval_gym.challenges.generation.data import Example
from codeeval_gym.challenges.generation.leaks import tokens_of
from codeeval_gym.types import CallTest, Compare
from codeeval_gym.values import Plain, PlainDataError, encode

__all__ = ["Chosen", "choose", "compare_of", "pool_of", "revealed_in"]

_MOST_TEXT = 2000
"""Characters of one test, arguments and answer together."""
_MOST_POOL = 72
_MOST_RAISES = 8
_ORDER = ("doctest", "unit_test", "recorded", "differential")
_LEAST_HIDDEN = 8


@dataclass(frozen=True)
class Chosen:
    """The tests of a challenge, as places in the pool."""

    public: tuple[int, ...]
    """Those whose outcome may be shown."""
    hidden: tuple[int, ...]
    """Those that only the judge sees."""


def pool_of(examples: Iterable[Example], documentation: str) -> tuple[CallTest, ...]:
    """The tests there could be, those the repository itself gave first, none twice.

    A call that raises is a test only where the documentation names what it raises.

    Args:
        examples: Calls of the original with its answers.
        documentation: Of the function.
    """
    found: dict[str, CallTest] = {}
    raising = 0
    for example in sorted(examples, key=lambda item: _ORDER.index(item.origin)):
        raises = example.compare.kind == "raises"
        if raises and (str(example.expected) not in documentation or raising >= _MOST_RAISES):
            continue
        test = CallTest(example.args, example.expected, compare_of(example), example.origin)
        try:
            key = encode(list(example.args))
            size = len(key) + len(encode(example.expected))
        except PlainDataError:
            continue
        if key in found or size > _MOST_TEXT or len(found) >= _MOST_POOL:
            continue
        raising += raises
        found[key] = test
    return tuple(found.values())


def choose(
    pool: Sequence[CallTest],
    kills: Mapping[int, frozenset[int]],
    *,
    public: int,
    hidden: int,
    revealed: frozenset[int] = frozenset(),
    private: frozenset[int] = frozenset(),
) -> Chosen:
    """Choose the tests that together kill all mutants that the pool kills, as few as can be found.

    What the documentation shows is never hidden. Where it shows nothing, the two shortest calls of
    the repository's own tests are shown.

    Args:
        pool: All tests.
        kills: For each place in the pool, the mutants that this test kills.
        public: Tests to show, at most.
        hidden: Tests to hide, at most.
        revealed: Places of tests that what is shown holds in any case: they are never hidden.
        private: Places of tests that must not be shown: they hold a secret.
    """
    is_shown = [test.origin == "doctest" or at in revealed for at, test in enumerate(pool)]
    documented = [at for at, shown in enumerate(is_shown) if shown]
    others = [at for at, shown in enumerate(is_shown) if not shown]
    shown = [at for at in documented if at not in private][:public]
    if not documented:
        open_ones = [at for at in others if at not in private]
        own = [at for at in open_ones if pool[at].origin != "differential"] or open_ones
        shown = sorted(own, key=lambda at: (len(repr(pool[at])), at))[: min(2, public)]
    left = [at for at in others if at not in shown]
    covered = frozenset[int]().union(*(kills.get(at, frozenset()) for at in shown))
    kept: list[int] = []
    while len(kept) < hidden:
        best = max(
            left, key=lambda at: (len(kills.get(at, frozenset()) - covered), -at), default=-1
        )
        if best < 0 or not kills.get(best, frozenset()) - covered:
            break
        covered |= kills[best]
        kept.append(best)
        left.remove(best)
    spare = [at for at in left if kills.get(at) and _is_new(pool[at], [pool[k] for k in kept])]
    kept += spare[: max(0, min(_LEAST_HIDDEN, hidden) - len(kept))]
    return Chosen(tuple(shown), tuple(sorted(kept)))


def revealed_in(text: str, name: str, pool: Sequence[CallTest]) -> frozenset[int]:
    """The places of tests whose very call stands in a text, which may then say the answer, too.

    Args:
        text: All that is shown.
        name: The function's name there.
        pool: All tests.
    """
    shown = f" {' '.join(tokens_of(text))} "
    calls = (" ".join(tokens_of(f"{name}({', '.join(map(repr, test.args))})")) for test in pool)
    return frozenset(at for at, call in enumerate(calls) if f" {call} " in shown)


def _is_new(test: CallTest, kept: Sequence[CallTest]) -> bool:
    return all(repr(test.expected) != repr(other.expected) for other in kept)


def compare_of(example: Example) -> Compare:
    """Floats may differ in their last digits: another order of adding is not wrong."""
    if example.compare.kind == "strict" and _has_float(example.expected):
        return Compare("close", rtol=1e-9, atol=1e-12)
    return example.compare


def _has_float(value: Plain) -> bool:
    if isinstance(value, dict):
        return any(_has_float(item) for pair in value.items() for item in pair)
    if isinstance(value, list | tuple | set | frozenset):
        return any(_has_float(item) for item in value)
    return isinstance(value, float)
