"""Weights that change with training steps."""

import math

import pytest

from codeeval_gym.errors import ConfigError
from codeeval_gym.rewards import RewardContext, Schedule, make
from codeeval_gym.types import Evaluation, SyntaxReport, TestReport, TestResult, Verdict

TESTS = TestReport((TestResult("hidden/0", False, Verdict.WRONG_ANSWER),))
JUDGED = Evaluation(
    "a/1", "python", "x", Verdict.WRONG_ANSWER, SyntaxReport(True, 0, 0.0), tests=TESTS
)


@pytest.mark.parametrize(
    ("step", "weight"),
    [(-5, 0.8), (0, 0.8), (50, 0.5), (100, 0.2), (150, 0.6), (200, 1.0), (999, 1.0)],
)
def test_straight_lines_between_points(step: int, weight: float) -> None:
    schedule = Schedule(((0, 0.8), (100, 0.2), (200, 1.0)))
    assert schedule.at(step) == pytest.approx(weight)


def test_a_model_pays_by_the_step() -> None:
    model = make({"syntax": [[0, 1.0], [100, 0.0]], "tests": 1.0})
    totals = [model(JUDGED, RewardContext(step=step)).total for step in (0, 50, 100)]
    assert totals == pytest.approx([1 / 2, 1 / 3, 0.0])
    assert make(model.spec()) == model
    assert "1 at 0 -> 0 at 100" in repr(model)


def test_a_term_that_pays_later_is_one_that_pays() -> None:
    model = make({"tests": [[0, 0.0], [10, 1.0]]})
    assert model(JUDGED, RewardContext(step=0)).reasons["total"] == "no term with a weight applies"
    with pytest.raises(ConfigError, match="at least one term with a weight above 0"):
        make({"tests": [[0, 0.0]]})


@pytest.mark.parametrize(
    "points", [[], [[0, 1.0], [0, 2.0]], [[5, 1], [3, 1]], [[0, -1]], [[0, math.nan]], [[0.5, 1]],
               [[0]], ["ab"], [[0, "1"]], [[True, 1.0]]]
)  # fmt: skip
def test_mistakes_name_the_term(points: object) -> None:
    with pytest.raises(ConfigError, match="Reward term 'tests': A schedule"):
        make({"tests": points})
