"""What is executed of a code base, in the real sandbox."""

from collections.abc import Mapping, Sequence

import pytest

from codeeval_gym.challenges.generation import (
    Candidate,
    Example,
    Masked,
    Origin,
    Repository,
    Skip,
    Source,
)
from codeeval_gym.challenges.generation.languages import Python
from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import Call, Job, Outcome, Returned, Run

_LIBRARY = '''\
"""A library."""


def double(number, times=1, *, offset=0):
    """Double a number so often.

    >>> double(3)
    6
    """
    for _ in range(times):
        number = number * 2 + offset
    return number


def quadruple(number):
    """Double a number twice."""
    return double(double(number), offset=0) if number != 0 else 0


def apply(function, value):
    """Call a function, whatever it is."""
    return function(value) if callable(function) else value


class Counter:
    """Counts."""

    def __init__(self, start=0):
        self.value = start

    def step(self, by=1):
        """Count on, and return where it stands."""
        self.value = self.value + by
        return self.value
'''
_SUITE = """\
import unittest

import pytest

from lib import Counter, apply, double, quadruple


@pytest.fixture
def counter():
    yield Counter(10)


def test_counter(counter):
    assert counter.step() == 11
    assert counter.step(by=5) == 16


@pytest.mark.parametrize(("number", "expected"), [(1, 2), pytest.param(5, 10)])
def test_double(number, expected):
    assert double(number) == expected
    assert double(number=number, times=2) == expected * 2
    assert double(number, offset=7) == expected + 7


def test_functions_are_no_data():
    assert apply(len, [1]) == 1
    assert apply(3, 4) == 4


@pytest.mark.skip
def test_never():
    double(999)


def test_unknown_fixture(tmp_path_factory):
    double(998)


def test_endless():
    while True:
        pass


class TestOther(unittest.TestCase):
    def setUp(self):
        self.number = 21

    def test_quadruple(self):
        self.assertEqual(quadruple(self.number), 84)
        self.fail("on purpose")
"""


def _masked(text: str, suite: str = "") -> tuple[Python, Repository, dict[str, Masked]]:
    sources = (Source("lib.py", text, "python"), Source("test_lib.py", suite, "python"))
    repository = Repository("", Origin("lib"), sources)
    language = Python()
    found = [item for item in language.find(repository) if isinstance(item, Candidate)]
    masked = [language.mask(item, repository) for item in found]
    return language, repository, {m.candidate.name: m for m in masked if isinstance(m, Masked)}


def _calls(examples: Sequence[Example]) -> set[tuple[str, str]]:
    return {(item.origin, repr(item.args)) for item in examples}


def test_calls_are_recorded_while_the_suite_runs(sandbox: Sandbox) -> None:
    language, repository, masked = _masked(_LIBRARY, _SUITE)
    found = language.observe(list(masked.values()), repository, sandbox)
    assert _calls(found["lib.py::double"]) == {
        ("doctest", "(3,)"),
        ("unit_test", "(1,)"),
        ("unit_test", "(1, 2)"),
        ("unit_test", "(1, 1, 7)"),
        ("unit_test", "(5,)"),
        ("unit_test", "(5, 2)"),
        ("unit_test", "(5, 1, 7)"),
        ("recorded", "(21,)"),
        ("recorded", "(42, 1, 0)"),
    }
    assert _calls(found["lib.py::quadruple"]) == {("unit_test", "(21,)")}
    assert _calls(found["lib.py::apply"]) == {("unit_test", "(3, 4)")}
    assert _calls(found["lib.py::Counter.step"]) == {
        ("unit_test", "([10], [], [])"),
        ("unit_test", "([10], [['step', []]], [5])"),
    }
    assert [item.expected for item in found["lib.py::double"] if item.args == (5, 2)] == [20]


_ODD = '''\
SEEN = iter(range(10**9))


def odd(kind, values):
    """Do what cannot be tested."""
    if kind == "changes":
        values.append(1)
        return values
    if kind == "hangs":
        while True:
            pass
    if kind == "dies":
        return b"x" * 10**9
    if kind == "exits":
        raise SystemExit(0)
    if kind == "objects":
        return [object()]
    if kind == "large":
        return list(range(100_000))
    if kind == "varies":
        return next(SEEN) + 1
    return values[0]
'''


def test_only_what_can_be_a_test_is_one(sandbox: Sandbox) -> None:
    language, _, masked = _masked(_ODD)
    kinds = ("", "changes", "dies", "hangs", "exits", "objects", "large", "varies", "raises")
    inputs = [(kind, [] if kind == "raises" else [5]) for kind in kinds]
    (answers,) = language.answer([masked["odd"]], [inputs], sandbox)
    said = {
        kind: answer.reason if isinstance(answer, Skip) else (answer.compare.kind, answer.expected)
        for kind, answer in zip(kinds, answers, strict=True)
    }
    assert said == {
        "": ("strict", 5),
        "changes": "it changes its arguments",
        "dies": "no answer",
        "hangs": "it is slow",
        "exits": ("raises", "SystemExit"),
        "objects": "its answer is no plain data",
        "large": "its answer is no plain data",
        "varies": ("strict", 1),
        "raises": ("raises", "IndexError"),
    }


def test_an_answer_that_depends_on_calls_before_it_is_no_test(sandbox: Sandbox) -> None:
    language, _, masked = _masked(_ODD)
    (answers,) = language.answer([masked["odd"]], [[("varies", [1]), ("varies", [2])]], sandbox)
    assert [item.reason for item in answers if isinstance(item, Skip)] == ["its answers vary"] * 2


class _Runner:
    """Answers every job with the same forged value, or fails."""

    def __init__(self, value: object) -> None:
        self.value = value

    def run_batch(self, jobs: Sequence[Job]) -> Sequence[Sequence[Run] | SandboxError]:
        if isinstance(self.value, SandboxError):
            return [self.value for _ in jobs]
        run = Run(Outcome.FINISHED, returned=Returned(self.value))
        return [[run for _ in job.inputs] for job in jobs]


_FORGED: Mapping[str, object] = {
    "nothing": None,
    "no list": {"calls": 7},
    "an index outside": {"calls": [[99, "unit_test", [1], [2]], [-1, "unit_test", [1], [2]]]},
    "an unknown origin": {"calls": [[0, "hand", [1], [2]]]},
    "no arguments": {"calls": [[0, "unit_test", "x", [2]], ["0", "unit_test", [1], [2]]]},
}


@pytest.mark.parametrize("kind", _FORGED)
def test_forged_records_are_not_believed(kind: str) -> None:
    language, repository, masked = _masked(_LIBRARY, _SUITE)
    found = language.observe(list(masked.values()), repository, _Runner(_FORGED[kind]))
    assert set(map(len, found.values())) == {0}
    (answers,) = language.answer([masked["double"]], [[(1,)]], _Runner(_FORGED[kind]))
    assert isinstance(answers[0], Skip)


def test_a_sandbox_that_fails_is_an_error_and_no_skip() -> None:
    language, repository, masked = _masked(_LIBRARY, _SUITE)
    broken = _Runner(SandboxError("it died"))
    with pytest.raises(SandboxError, match="it died"):
        language.observe(list(masked.values()), repository, broken)
    with pytest.raises(SandboxError, match="it died"):
        language.answer([masked["double"]], [[(1,)]], broken)


def test_the_code_base_lies_in_the_jail_and_its_setup_is_not_called() -> None:
    language, repository, masked = _masked(_LIBRARY, _SUITE)
    seen: list[Job] = []

    class Watching(_Runner):
        def run_batch(self, jobs: Sequence[Job]) -> Sequence[Sequence[Run] | SandboxError]:
            seen.extend(jobs)
            return super().run_batch(jobs)

    language.observe(list(masked.values()), repository, Watching(None))
    assert {"repository/lib.py", "main.py", "codeeval_jail/suite.py"} <= set(seen[0].files)
    assert all(isinstance(item, Call) and item.function == "record" for item in seen[0].inputs)
