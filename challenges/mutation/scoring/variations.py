"""Other inputs like a challenge's own: little larger, no emptier and of no other signs."""

import random
import string
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from codeeval_gym.types import CallTest
from codeeval_gym.values import Plain, encode

__all__ = ["variations"]

_MOST_SEEN = 2000
"""Parts of arguments that are looked at."""
_LONGER = 2
"""Items or letters more than the tests' longest."""
_LONGEST = 4000
"""Arguments written with more characters are varied no further: their tests are about size."""


def variations(tests: Sequence[CallTest], count: int, seed: int = 0) -> tuple[CallTest, ...]:
    """Vary the arguments of tests by their types.

    What the tests never do is taken for something the challenge does not ask for: where no list is
    empty, no number negative and no letter upper case, none will be; numbers and lengths go a
    little beyond the largest.

    Args:
        tests: With the arguments to start from. Their expected values are not looked at.
        count: At most so many.
        seed: Of what is drawn.

    Returns:
        Tests with new arguments, each once, and the comparison of the test they come from; what is
        expected is not known, and ``None``.
    """
    draw = random.Random(seed)
    known = {encode(list(test.args)) for test in tests}
    small = [test for test in tests if test.args and len(encode(list(test.args))) <= _LONGEST]
    if not small:
        return ()
    places = [_Domain(test.args[at] for test in small if at < len(test.args))
              for at in range(max(len(test.args) for test in small))]  # fmt: skip
    found: list[CallTest] = []
    for _ in range(count * 8):
        if len(found) == count:
            break
        test = draw.choice(small)
        args = list(test.args)
        for at in draw.sample(range(len(args)), draw.randint(1, min(2, len(args)))):
            args[at] = _varied(args[at], places[at], draw)
        written = encode(args)
        if written not in known:
            known.add(written)
            found.append(CallTest(tuple(args), None, test.compare, "differential"))
    return tuple(found)


class _Domain:
    """What one argument is in all tests, its parts included."""

    def __init__(self, values: Iterable[Plain]) -> None:
        self.whole = list(values)
        self.parts: dict[type[Any], list[Any]] = {}
        for part in _parts(self.whole):
            self.parts.setdefault(type(part), []).append(part)
        letters = set("".join(self.parts.get(str, [])))
        digits = set(string.digits) if any(letter.isdigit() for letter in letters) else set()
        self.letters = sorted(letters | digits)

    def seen(self, kind: type[Any]) -> list[Any]:
        return self.parts.get(kind, [])

    def may_be_empty(self, kind: type[Any]) -> bool:
        return any(not item for item in self.seen(kind))

    def longest(self, kind: type[Any]) -> int:
        return max((len(item) for item in self.seen(kind)), default=0) + _LONGER

    def bounds(self) -> tuple[int, int]:
        """The least and the greatest whole number; of no sign that was not seen."""
        numbers = self.seen(int)
        low, high = min(numbers), max(numbers)
        beyond = 2 + (high - low) // 4
        least = low - beyond if low < 0 else max(low - beyond, min(low, 1))
        return least, (high + beyond if high > 0 else high)


def _parts(values: Iterable[Plain]) -> Iterator[Plain]:
    """The values and all that they are made of, those on the outside first."""
    level, count = list(values), 0
    while level and count < _MOST_SEEN:
        deeper: list[Plain] = []
        for value in level:
            yield value
            count += 1
            if isinstance(value, list | tuple | set):
                deeper.extend(value)
            elif isinstance(value, dict):
                deeper.extend(value.keys())
                deeper.extend(value.values())
        level = deeper


def _varied(value: Plain, domain: _Domain, draw: random.Random) -> Plain:
    vary = _VARIERS.get(type(value))
    if vary is None:
        return draw.choice(domain.whole)
    return vary(value, domain, draw)


def _vary_int(value: int, domain: _Domain, draw: random.Random) -> int:
    numbers = domain.seen(int)
    low, high = domain.bounds()
    other = draw.choice([value - 1, value + 1, draw.randint(low, high), draw.choice(numbers)])
    return int(min(max(other, low), high))


def _vary_float(value: float, domain: _Domain, draw: random.Random) -> float:
    numbers = [item for item in domain.seen(float) if abs(item) < float("inf")]
    if not numbers:
        return value
    low, high = min(numbers), max(numbers)
    other = draw.choice([value + 0.5, -value, draw.uniform(low, high), draw.choice(numbers)])
    return float(round(min(max(other, low), high), 3))


def _vary_str(value: str, domain: _Domain, draw: random.Random) -> str:
    others = domain.seen(str)
    if not value or not domain.letters or draw.random() < 0.15:
        return str(draw.choice(others))
    if draw.random() < 0.4:  # a digit for a digit: what has a form keeps it
        at = draw.randrange(len(value))
        alike = [letter for letter in domain.letters if _class(letter) == _class(value[at])]
        text = value[:at] + draw.choice(alike) + value[at + 1 :]
    else:
        text = "".join(_shuffled(list(value), lambda _: draw.choice(domain.letters), draw))
    if (not text and not domain.may_be_empty(str)) or len(text) > domain.longest(str):
        return str(draw.choice(others))
    return text


def _class(letter: str) -> tuple[bool, bool, bool]:
    return letter.isdigit(), letter.isalpha(), letter.isupper()


def _vary_list(value: list[Plain], domain: _Domain, draw: random.Random) -> list[Plain]:
    if not value or draw.random() < 0.1:
        return list(draw.choice(domain.seen(list)))
    items = _shuffled(list(value), lambda item: _varied(item, domain, draw), draw)
    too_long = len(items) > domain.longest(list)
    if (not items and not domain.may_be_empty(list)) or too_long:
        return [_varied(item, domain, draw) for item in value]
    return items


def _shuffled(items: list[Any], change: Callable[[Any], Any], draw: random.Random) -> list[Any]:
    """One item less, one twice, two in other places, or one that is another."""
    at, other = draw.randrange(len(items)), draw.randrange(len(items))
    step = draw.randrange(5)
    if step == 0:
        del items[at]
    elif step == 1:
        items.insert(other, items[at])
    elif step == 2:
        items[at], items[other] = items[other], items[at]
    elif step == 3:
        items.insert(at, change(items[at]))
    else:
        items[at] = change(items[at])
    return items


def _vary_tuple(value: tuple[Plain, ...], domain: _Domain, draw: random.Random) -> Plain:
    items = list(value)
    if items:
        at = draw.randrange(len(items))
        items[at] = _varied(items[at], domain, draw)
    return tuple(items)


def _vary_dict(value: dict[Plain, Plain], domain: _Domain, draw: random.Random) -> Plain:
    if not value:
        return dict(draw.choice(domain.seen(dict)))
    key = draw.choice(list(value))
    items = dict(value)
    if draw.random() < 0.3 and (len(items) > 1 or domain.may_be_empty(dict)):
        del items[key]
    else:
        items[key] = _varied(items[key], domain, draw)
    return items


_VARIERS: dict[type[Any], Callable[[Any, _Domain, random.Random], Plain]] = {
    bool: lambda value, _, draw: draw.random() < 0.5,
    int: _vary_int,
    float: _vary_float,
    str: _vary_str,
    list: _vary_list,
    tuple: _vary_tuple,
    dict: _vary_dict,
}
