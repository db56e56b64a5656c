"""Proposes inputs to try a function on: changes of calls that were seen, and values by type."""

import random
import zlib
from collections.abc import Sequence

from codeeval_gym.challenges.generation.data import Example, Masked
from codeeval_gym.challenges.generation.drawing import draw
from codeeval_gym.challenges.generation.preconditions import Precondition
from codeeval_gym.challenges.generation.varying import leaves_of, vary
from codeeval_gym.types import Param
from codeeval_gym.values import Plain

__all__ = ["propose"]

_STEPS = ("created", "steps", "arguments")
"""Parameters of an adapter that makes an object and calls its methods."""
Args = tuple[Plain, ...]


def propose(
    masked: Masked, examples: Sequence[Example], *, count: int, seed: int
) -> tuple[Args, ...]:
    """Return inputs to ask the original about, those that were seen first, none twice.

    New ones keep to what was seen and declared: see :class:`Precondition`. Half of them are made
    by changing calls that were seen, half by type.

    Args:
        masked: The function.
        examples: Calls that were seen.
        count: How many new ones at most.
        seed: The same seed gives the same inputs.
    """
    seen = {repr(item.args): item.args for item in examples}
    number = zlib.crc32(f"{seed} {masked.candidate.id}".encode())
    literals = masked.candidate.literals
    precondition = Precondition.of(masked.params, examples)
    is_object = tuple(param.name for param in masked.params) == _STEPS
    proposals = _varied(list(seen.values()), literals, random.Random(number), 4 * count, is_object)
    params = _within_reach(masked.params, examples)
    drawn = [] if is_object else draw(params, examples, literals, count=count, number=number)
    found = dict(seen)
    for share, source in ((count // 2 if seen else count, drawn), (count, proposals)):
        for args in source:
            if len(found) - len(seen) >= share:
                break
            if is_object or precondition.admits(args):
                found.setdefault(repr(args), args)
    return tuple(found.values())


def _within_reach(params: Sequence[Param], examples: Sequence[Example]) -> Sequence[Param]:
    """The parameters that any call named: those behind them keep their defaults."""
    used = max((len(item.args) for item in examples), default=len(params))
    return [*params, *(Param("", "any") for _ in range(used - len(params)))][:used]


def _varied(
    calls: Sequence[Args],
    literals: Sequence[Plain],
    chance: random.Random,
    count: int,
    is_object: bool,
) -> list[Args]:
    if not calls:
        return []
    leaves = leaves_of([*literals, *(value for args in calls for value in args)])
    found = []
    for _ in range(count):
        args = chance.choice(calls)
        for _ in range(chance.choice((1, 1, 2, 3))):
            change = _change_object if is_object else _change
            args = change(args, calls, chance, leaves)
        found.append(args)
    return found


def _change(
    args: Args, calls: Sequence[Args], chance: random.Random, leaves: dict[type, list[Plain]]
) -> Args:
    """One argument changed, or taken from another call."""
    if not args:
        return args
    at = chance.randrange(len(args))
    others = [call[at] for call in calls if len(call) > at]
    new = chance.choice(others) if chance.random() < 0.3 else vary(args[at], chance, leaves)
    return (*args[:at], new, *args[at + 1 :])


def _change_object(
    args: Args, calls: Sequence[Args], chance: random.Random, leaves: dict[type, list[Plain]]
) -> Args:
    """What an object is made of, a step, or an argument of the call changed; never a method."""
    created, steps, arguments = args
    kind = chance.randrange(5)
    if kind == 0:
        created = (
            vary(created, chance, leaves) if chance.random() < 0.5 else chance.choice(calls)[0]
        )
    elif kind == 1 and steps:
        at = chance.randrange(len(steps))
        name, values = steps[at]
        changed = [[name, _same_length(values, chance, leaves)]] if chance.random() < 0.6 else []
        steps = [*steps[:at], *changed, *steps[at + 1 :]]
    elif kind == 2:
        steps = [*steps, *chance.choice(calls)[1]][:8]
    else:
        arguments = _same_length(arguments, chance, leaves)
    return created, steps, arguments


def _same_length(
    values: list[Plain], chance: random.Random, leaves: dict[type, list[Plain]]
) -> list[Plain]:
    return list(vary(tuple(values), chance, leaves))
