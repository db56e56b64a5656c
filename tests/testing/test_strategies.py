"""What is drawn is what the package itself could have made."""

from hypothesis import given

from codeeval_gym.testing import strategies
from codeeval_gym.types import (
    Challenge,
    Evaluation,
    TestReport,
    Usage,
    Verdict,
    from_json,
    to_json,
)
from codeeval_gym.values import Plain, decode, encode


@given(strategies.evaluations())
def test_evaluations_survive_json_and_do_not_contradict_themselves(drawn: Evaluation) -> None:
    assert from_json(Evaluation, to_json(drawn)) == drawn
    if drawn.verdict is Verdict.ACCEPTED:
        assert drawn.syntax is None or drawn.syntax.valid
        assert drawn.tests is None or drawn.tests.all_passed or not len(drawn.tests)


@given(strategies.test_reports())
def test_reports_name_public_tests_first(drawn: TestReport) -> None:
    assert [item.public for item in drawn] == sorted((item.public for item in drawn), reverse=True)


@given(strategies.usages())
def test_usages_survive_json(drawn: Usage) -> None:
    assert from_json(Usage, to_json(drawn)) == drawn


@given(strategies.challenges())
def test_challenges_survive_json(drawn: Challenge) -> None:
    assert from_json(Challenge, to_json(drawn)) == drawn


@given(strategies.plain_values())
def test_plain_values_are_plain(drawn: Plain) -> None:
    assert decode(encode(drawn)) == drawn
