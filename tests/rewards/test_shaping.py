"""Shaping moves payment between turns and creates none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.rewards import PotentialShaping
from codeeval_gym.testing.strategies import test_reports as reports
from codeeval_gym.types import Evaluation, TestReport, TestResult, Verdict


@given(st.lists(reports(), min_size=1, max_size=4), st.floats(0.1, 1.0))
def test_the_discounted_sum_over_an_episode_is_0(drawn: list[TestReport], gamma: float) -> None:
    shaping = PotentialShaping(gamma)
    turns = [Evaluation("c/1", "python", "", Verdict.ACCEPTED, tests=item) for item in drawn]
    paid = [
        shaping(before, after, last=index == len(turns) - 1)
        for index, (before, after) in enumerate(zip([None, *turns[:-1]], turns, strict=True))
    ]
    discounted = sum(gamma**index * payment for index, payment in enumerate(paid))
    assert discounted == pytest.approx(0.0, abs=1e-9)


def test_progress_on_public_tests_is_paid_when_it_is_made() -> None:
    half = TestReport(
        (
            TestResult("public/0", True, Verdict.ACCEPTED),
            TestResult("public/1", True, Verdict.FORBIDDEN),
        )
    )
    judged = Evaluation("c/1", "python", "pass", Verdict.FORBIDDEN, tests=half)
    assert PotentialShaping()(None, judged, last=False) == 0.5
    assert PotentialShaping(0.5)(judged, judged, last=False) == -0.25


@pytest.mark.parametrize("gamma", [0.0, 1.1, float("nan")])
def test_gamma_is_a_discount(gamma: float) -> None:
    with pytest.raises(ValueError, match="gamma must be above 0 and at most 1"):
        PotentialShaping(gamma)
