"""What each built-in term pays."""

import pytest
from hypothesis import given

from codeeval_gym.rewards import RewardContext, terms
from codeeval_gym.testing import check_reward
from codeeval_gym.testing.strategies import evaluations
from codeeval_gym.types import (
    Evaluation,
    ExecutionReport,
    Outcome,
    SyntaxReport,
    TestReport,
    TestResult,
    Verdict,
)

CONTEXT = RewardContext()


def evaluation(**parts: object) -> Evaluation:
    return Evaluation("c/1", "python", "pass", Verdict.WRONG_ANSWER, **parts)  # type: ignore[arg-type]


def report(public: str, hidden: str) -> TestReport:
    """``"+-"`` is a test passed and a test failed."""
    flags = [(True, flag) for flag in public] + [(False, flag) for flag in hidden]
    verdicts = {"+": Verdict.ACCEPTED, "-": Verdict.WRONG_ANSWER}
    return TestReport(tuple(TestResult("t", shown, verdicts[flag]) for shown, flag in flags))


@pytest.mark.parametrize("name", list(terms))
def test_every_registered_term_keeps_the_contract(name: str) -> None:
    assert terms[name]().name == name
    check_reward(terms[name]())


@given(evaluations())
def test_terms_keep_the_contract_on_drawn_evaluations(drawn: Evaluation) -> None:
    for name in terms:
        check_reward(terms[name](), [drawn])


@pytest.mark.parametrize(
    ("report", "paid"),
    [
        (SyntaxReport(True, 0, 0.0), 1.0),
        (SyntaxReport(False, 0, 0.0), 0.5),
        (SyntaxReport(False, 2, 0.5), 0.25),
        (SyntaxReport(False, 9, 1.0), 0.0),
        (None, None),
    ],
)
def test_syntax_pays_half_at_most_for_what_does_not_compile(
    report: SyntaxReport | None, paid: float | None
) -> None:
    assert terms["syntax"]()(evaluation(syntax=report), CONTEXT) == paid


@pytest.mark.parametrize("outcome", Outcome)
def test_execution_pays_only_for_running_to_the_end(outcome: Outcome) -> None:
    paid = terms["execution"]()(evaluation(execution=ExecutionReport(outcome)), CONTEXT)
    assert paid == (1.0 if outcome is Outcome.FINISHED else 0.0)


@pytest.mark.parametrize(
    ("public", "hidden", "share", "all_passed"),
    [
        ("++", "++++", 1.0, 1.0),
        ("++", "+---", 0.25, 0.0),
        ("++", "----", 0.0, 0.0),
        ("+-", "", 0.5, 0.0),
        ("++", "", 1.0, 1.0),
        ("-", "+++", 0.75, 0.0),  # wrong, so not paid in full though every hidden test passes
        ("", "", None, None),
    ],
)
def test_tests_pay_for_hidden_tests_and_never_all_for_a_wrong_program(
    public: str, hidden: str, share: float | None, all_passed: float | None
) -> None:
    judged = evaluation(tests=report(public, hidden))
    assert terms["tests"]()(judged, CONTEXT) == share
    assert terms["tests_all"]()(judged, CONTEXT) == all_passed
