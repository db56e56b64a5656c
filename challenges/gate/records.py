"""What a challenge's record shows by itself, before anything runs."""

import ast
from collections.abc import Iterator

from codeeval_gym.challenges.gate.findings import Finding, Kind
from codeeval_gym.types import CallTest, Challenge, ScriptTest, StdioTest, Test
from codeeval_gym.values import encode

__all__ = ["record_findings"]

_EXACT = frozenset({"equal", "strict", "lines", "tokens", "raises"})
"""Comparisons under which one answer cannot be right for two different expected values."""
_MAX_CODE = 1 << 20


def record_findings(challenge: Challenge) -> tuple[Finding, ...]:
    """What is missing or wrong in a challenge's record."""
    return tuple(_findings(challenge))


def _findings(challenge: Challenge) -> Iterator[Finding]:
    if not challenge.tests:
        yield Finding(Kind.NO_TESTS, "It has no tests.")
    if not challenge.references:
        yield Finding(Kind.NO_REFERENCE, "It has no reference.")
    yield from _twice(challenge.tests)
    for at, test in enumerate(challenge.tests):
        if isinstance(test, ScriptTest) and _draws_unseeded(test.code):
            text = f"The code of test {at} draws random inputs without a seed."
            yield Finding(Kind.UNSEEDED_RANDOM, text)
    for defect in challenge.defects:
        yield Finding(Kind.KNOWN_DEFECT, defect)


def _twice(tests: tuple[Test, ...]) -> Iterator[Finding]:
    """Tests with one input: the same answer is asked for twice, or two answers are."""
    seen: dict[str, tuple[int, str, Test]] = {}
    for at, test in enumerate(tests):
        if isinstance(test, ScriptTest):
            continue
        given = encode(list(test.args)) if isinstance(test, CallTest) else test.stdin
        wanted = encode(test.expected) if isinstance(test, CallTest) else test.stdout
        first, known, other = seen.setdefault(given, (at, wanted, test))
        if first == at:
            continue
        if known == wanted and other.compare == test.compare:  # type: ignore[union-attr]
            yield Finding(Kind.IDLE_TEST, f"Test {at} is the same as test {first}.")
        elif _differ(other, test):
            text = f"Tests {first} and {at} ask for different answers to the same input."
            yield Finding(Kind.CONTRADICTORY_TESTS, text)


def _differ(one: Test, other: Test) -> bool:
    if isinstance(one, CallTest) and isinstance(other, CallTest):
        kinds = {one.compare.kind, other.compare.kind}
        differ = bool(one.expected != other.expected)
        if differ and "raises" in kinds:
            return kinds != {"raises"} or not _any_raise(one, other)
        same_types = encode(one.expected) == encode(other.expected)
        return kinds <= _EXACT and (differ or (kinds == {"strict"} and not same_types))
    if isinstance(one, StdioTest) and isinstance(other, StdioTest):
        kinds = {one.compare.kind, other.compare.kind}
        return kinds <= _EXACT and one.stdout.split() != other.stdout.split()
    return False


def _any_raise(one: CallTest, other: CallTest) -> bool:
    """Names of what may be raised can be several, or any."""
    return not (isinstance(one.expected, str) and isinstance(other.expected, str))


def _draws_unseeded(code: str) -> bool:
    """True when Python test code uses the random generator and never says from which seed."""
    if len(code) > _MAX_CODE or "random" not in code:
        return False
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    modules = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    } | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return bool(modules & {"random", "numpy.random"}) and not names & {"seed", "Random"}
