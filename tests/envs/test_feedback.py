"""What each feedback policy says, and that none has anything to leak."""

from dataclasses import replace

import pytest

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs.feedback import policies, public_evidence
from codeeval_gym.types import (
    CallTest,
    Challenge,
    Evaluation,
    ExecutionReport,
    Outcome,
    ScriptTest,
    StdioTest,
    SyntaxReport,
    TestReport,
    TestResult,
    Verdict,
)


def judged(*verdicts: Verdict, verdict: Verdict = Verdict.WRONG_ANSWER) -> Evaluation:
    """Two public results, then hidden ones."""
    results = [
        TestResult(
            f"t/{place}", place < 2, item, got=place, expected=[place, "expected"], error="e"
        )
        for place, item in enumerate(verdicts)
    ]
    return Evaluation("c/1", "python", "p", verdict, tests=TestReport(tuple(results)))


def say(policy: str, challenge: Challenge, evaluation: Evaluation) -> str:
    return policies[policy](*public_evidence(challenge, evaluation))


YES, NO, CRASH = Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR


def test_none_says_nothing(posed: Dataset) -> None:
    assert say("none", posed[0], judged(NO, NO)) == ""


def test_verdict_says_the_verdict(posed: Dataset) -> None:
    assert say("verdict", posed[0], judged(NO, NO)) == "Verdict: wrong_answer."


def test_public_shows_the_first_failure_alone(posed: Dataset) -> None:
    assert say("public", posed[0], judged(YES, NO, NO, YES)) == (
        "Verdict: wrong_answer.\n1 of 2 public tests passed.\n"
        "add_10(2) returned 1, expected [1, 'expected']."
    )
    assert "add_10(2)" not in say("public", posed[0], judged(NO, NO))


def test_full_shows_every_failure(posed: Dataset) -> None:
    said = say("full", posed[0], judged(CRASH, NO))
    assert "add_10(1) ended with e, expected [0, 'expected'].\nadd_10(2) returned 1" in said


def test_a_hidden_failure_is_told_and_not_shown(posed: Dataset) -> None:
    said = say("full", posed[0], judged(YES, YES, NO))
    assert said == (
        "Verdict: wrong_answer.\n2 of 2 public tests passed.\nA hidden test did not pass."
    )


def test_accepted(posed: Dataset) -> None:
    said = say("public", posed[0], judged(YES, YES, YES, verdict=YES))
    assert said == "Verdict: accepted.\n2 of 2 public tests passed."


def test_a_syntax_error_is_told_with_its_line(posed: Dataset) -> None:
    report = SyntaxReport(False, 1, 0.5, "'(' was never closed", 3)
    evaluation = replace(judged(NO, NO, verdict=Verdict.COMPILE_ERROR), syntax=report)
    assert say("full", posed[0], evaluation) == (
        "Verdict: compile_error.\nLine 3: '(' was never closed"
    )


def test_other_kinds_of_test(posed: Dataset) -> None:
    challenge = replace(posed[0], public_tests=(StdioTest("5\n", "6"), ScriptTest("check")))
    assert say("full", challenge, judged(NO, NO)).splitlines()[2:] == [
        "With '5\\n' on standard input it printed 0, expected [0, 'expected'].",
        "t/1: e",
    ]


def test_long_values_are_shortened(posed: Dataset) -> None:
    challenge = replace(posed[0], public_tests=(CallTest(("x" * 10_000,), 1), CallTest((1,), 1)))
    assert len(say("full", challenge, judged(NO, NO))) < 600


@pytest.mark.parametrize("policy", list(policies))
def test_a_policy_is_given_nothing_hidden(policy: str, posed: Dataset) -> None:
    execution = ExecutionReport(Outcome.RUNTIME_ERROR, stdout="7770", error="ValueError: 7770")
    evaluation = replace(judged(YES, NO, NO, NO), execution=execution, program="")
    challenge, shown = public_evidence(posed[0], evaluation)
    assert not any(secret in f"{challenge} {shown}" for secret in ("7770", "t/2", "secret_sum"))
