"""What the types refuse, and the little that they can be asked."""

import math
from typing import Any

import pytest

from codeeval_gym.types import (
    CallTest,
    Challenge,
    Compare,
    Limits,
    ScriptTest,
    StdioTest,
    TestReport,
    TestResult,
    Verdict,
)


def _challenge(**changes: Any) -> Challenge:
    fields = {"id": "a/b", "title": "t", "prompt": "p", "category": "c", "tier": 1, **changes}
    return Challenge(**fields)


@pytest.mark.parametrize("name", ["wall_seconds", "cpu_seconds", "memory_mb", "output_kb"])
@pytest.mark.parametrize("value", [0, -1, math.inf, -math.inf, math.nan, 10**400])
def test_a_limit_is_positive_and_finite(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} must be positive and finite, not "):
        Limits(**{name: value})


@pytest.mark.parametrize("value", ["5", None, True, [1]])
def test_a_limit_is_a_number(value: Any) -> None:
    with pytest.raises(TypeError, match="cpu_seconds must be a number, not "):
        Limits(cpu_seconds=value)


@pytest.mark.parametrize("name", ["memory_mb", "output_kb", "processes", "disk_mb"])
def test_a_count_is_whole(name: str) -> None:
    half: Any = 1.5
    with pytest.raises(ValueError, match=f"{name} must be a whole number, not 1.5"):
        Limits(**{name: half})


def test_seconds_may_be_whole() -> None:
    assert Limits(wall_seconds=3, cpu_seconds=2).wall_seconds == 3


@pytest.mark.parametrize("value", [-0.1, math.nan, math.inf])
def test_a_tolerance_is_finite_and_not_negative(value: float) -> None:
    for wrong in ({"rtol": value}, {"atol": value}):
        with pytest.raises(ValueError, match="Tolerances must be finite and not negative"):
            Compare("close", **wrong)


@pytest.mark.parametrize("name", ["", "a", "/", "a/", "/b"])
def test_an_id_has_collection_and_name(name: str) -> None:
    with pytest.raises(ValueError, match="A challenge id is 'collection/name'"):
        _challenge(id=name)


def test_benchmark_ids_may_have_more_parts() -> None:
    assert _challenge(id="humaneval-x/java/0").id == "humaneval-x/java/0"


@pytest.mark.parametrize("test", [CallTest((), 1), ScriptTest("")])
def test_tests_that_call_need_a_signature(test: Any) -> None:
    with pytest.raises(ValueError, match="has tests that call, and no signature"):
        _challenge(hidden_tests=(test,))


def test_public_tests_come_first_and_alone_are_shown() -> None:
    public, hidden = StdioTest("1", "1"), StdioTest("2", "2")
    challenge = _challenge(
        public_tests=(public,), hidden_tests=(hidden,), references={"python": "print(1)"}
    )
    assert challenge.tests == (public, hidden)
    assert challenge.public_view().tests == (public,)
    assert challenge.public_view().references == {}


def test_a_report_counts_what_is_accepted() -> None:
    right = TestResult("public/0", True, Verdict.ACCEPTED)
    wrong = TestResult("hidden/0", False, Verdict.WRONG_ANSWER)
    report = TestReport((right, wrong))
    assert (len(report), report.passed, report.fraction) == (2, 1, 0.5)
    assert list(report.select(public=False)) == [wrong]
    assert report.select(public=True).all_passed
    assert not report.all_passed


def test_nothing_tested_is_nothing_passed() -> None:
    empty = TestReport(())
    assert empty.fraction is None
    assert not empty.all_passed
