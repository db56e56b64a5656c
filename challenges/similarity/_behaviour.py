"""What references answer to the same arguments: equal answers to all are the same task."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.random import Generator

from codeeval_gym.challenges._judge import Judge
from codeeval_gym.challenges.neutral import NeutralType, read_type
from codeeval_gym.errors import SandboxError
from codeeval_gym.types import CallTest, Challenge, Compare, Evaluation, Limits
from codeeval_gym.values import Plain, encode

__all__ = ["battery", "behaviours", "value_type"]

_CALLS = 32
_LEAST_ANSWERS, _LEAST_DIFFERENT = 8, 4
"""A reference with fewer answers, or fewer different ones, is not known well enough."""
_LIMITS = Limits(wall_seconds=4.0, cpu_seconds=2.0)
_TEXTS = ("", "a", "abc", "Hello World", "abba", "12", "a b c", "ABC", "x,y;z", "(())", "aabbcc")


def behaviours(challenges: Iterable[Challenge], judge: Judge) -> dict[str, str]:
    """Run the Python references on arguments that all functions of their types share.

    Args:
        challenges: Challenges; those without a signature or Python reference are left out.
        judge: Runs the references.

    Returns:
        Challenge id to a hash of all answers. Left out are references that answered to few
        arguments, or nearly always the same, or whose run failed.
    """
    asked = [item for item in map(_question, challenges) if item is not None]
    pairs = [(item, item.references["python"]) for item, _ in asked]
    found: dict[str, str] = {}
    results = judge.evaluate_batch(pairs, language="python") if pairs else ()
    for (challenge, types), result in zip(asked, results, strict=True):
        digest = None if isinstance(result, SandboxError) else _digest(types, result)
        if digest is not None:
            found[challenge.id] = digest
    return found


def battery(types: Sequence[NeutralType]) -> tuple[tuple[Plain, ...], ...]:
    """Arguments for a function with parameters of these types, always the same.

    Numbers are small: what takes time in their size should not take long.
    """
    seed = hashlib.sha256(", ".join(map(str, types)).encode()).digest()
    rng = np.random.default_rng(int.from_bytes(seed[:8]))
    return tuple(tuple(_draw(kind, rng, 3) for kind in types) for _ in range(_CALLS))


def value_type(value: Plain) -> NeutralType:
    """The type of a value, as far as one value tells; ``any`` where it tells nothing."""
    match value:
        case bool() | int() | float() | str():
            return NeutralType(type(value).__name__)
        case list():
            return NeutralType("list", (value_type(value[0]) if value else _ANY,))
        case tuple():
            return NeutralType("tuple", tuple(map(value_type, value))) if value else _ANY
        case dict():
            key, item = next(iter(value.items()), (None, None))
            return NeutralType("dict", (value_type(key), value_type(item)))
    return _ANY


_ANY = NeutralType("any")


def _question(challenge: Challenge) -> tuple[Challenge, Sequence[NeutralType]] | None:
    """The challenge with the battery in place of its tests, and its parameters' types."""
    if challenge.signature is None or "python" not in challenge.references:
        return None
    types = _types(challenge)
    if not types:
        return None
    tests = tuple(CallTest(args, None, Compare("strict")) for args in battery(types))
    asked = replace(challenge, public_tests=(), hidden_tests=tests, limits=_LIMITS, scaling=None)
    return asked, types


def _types(challenge: Challenge) -> list[NeutralType]:
    """Types of the parameters; where the signature says ``any``, of a test's arguments."""
    assert challenge.signature is not None
    declared = [read_type(param.type) for param in challenge.signature.params]
    calls = [test.args for test in challenge.tests if isinstance(test, CallTest)]
    example = next((args for args in calls if len(args) == len(declared)), None)
    if example is None:
        return declared
    return [
        value_type(value) if _is_vague(kind) else kind
        for kind, value in zip(declared, example, strict=True)
    ]


def _is_vague(kind: NeutralType) -> bool:
    return kind.name == "any" or any(map(_is_vague, kind.parts))


def _digest(types: Sequence[NeutralType], evaluation: Evaluation) -> str | None:
    answers = [
        "error" if result.error is not None and result.got is None else _said(result.got)
        for result in evaluation.tests or ()
    ]
    real = [answer for answer in answers if answer != "error"]
    if len(real) < _LEAST_ANSWERS or len(set(real)) < _LEAST_DIFFERENT:
        return None
    text = "\n".join([", ".join(map(str, types)), *answers])
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _said(value: Plain) -> str:
    """An answer as text; a list and a tuple are the same, and floats agree to nine digits."""
    if isinstance(value, float):
        return f"{value:.9g}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_said, value))}]"
    return encode(value)


def _draw(kind: NeutralType, rng: Generator, longest: int) -> Plain:
    match kind.name:
        case "bool":
            return bool(rng.integers(2))
        case "float":
            return round(float(rng.normal(0, 5)), 2)
        case "str":
            return _TEXTS[int(rng.integers(len(_TEXTS)))]
        case "optional":
            return None if rng.integers(4) == 0 else _draw(kind.parts[0], rng, longest)
        case "tuple":
            return tuple(_draw(part, rng, longest) for part in kind.parts)
        case "list":
            length = int(rng.integers(2 * longest))
            return [_draw(kind.parts[0], rng, max(longest - 1, 1)) for _ in range(length)]
        case "dict":
            keys = [_draw(kind.parts[0], rng, 1) for _ in range(int(rng.integers(1, 4)))]
            return {_key(key): _draw(kind.parts[1], rng, 1) for key in keys}
    return int(rng.integers(-3, 13))


def _key(value: Plain) -> Plain:
    return tuple(map(_key, value)) if isinstance(value, list | tuple) else value
