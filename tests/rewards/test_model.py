"""Weights, gates, None, and what comes back."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.errors import ConfigError, RewardError, UnknownNameError
from codeeval_gym.rewards import Entry, Gate, Reward, RewardContext, RewardModel, make
from codeeval_gym.testing import check_reward
from codeeval_gym.testing.strategies import evaluations
from codeeval_gym.types import Evaluation, TestReport, Verdict, from_json, to_json

JUDGED = Evaluation("c/1", "python", "pass", Verdict.WRONG_ANSWER)


@dataclass(frozen=True)
class Fixed:
    """Pays the same for everything."""

    value: float | None
    name: ClassVar[str] = "fixed"
    needs: ClassVar[frozenset[str]] = frozenset()

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        return self.value


def model(**values: float | None) -> RewardModel:
    return RewardModel({name: Entry(Fixed(value)) for name, value in values.items()})


@pytest.mark.parametrize("spec", ["default", "default-execution", "only:tests", "only:tests_all"])
def test_built_in_models_keep_the_contract(spec: str) -> None:
    check_reward(make(spec))


@given(evaluations())
def test_total_is_the_weighted_sum_of_the_terms(drawn: Evaluation) -> None:
    reward = make("default")(drawn)
    paid = [(reward.terms[name] or 0.0) * weight for name, weight in reward.weights.items()]
    assert reward.total == pytest.approx(sum(paid), abs=1e-12)


@given(evaluations(), st.lists(st.floats(1e-3, 1e3), min_size=3, max_size=3))
def test_only_a_right_program_earns_exactly_one(drawn: Evaluation, weights: list[float]) -> None:
    total = make(dict(zip(("syntax", "execution", "tests"), weights, strict=True)))(drawn).total
    parts = drawn.syntax, drawn.execution, drawn.tests
    if None not in parts and drawn.tests:
        assert (total == 1.0) == (drawn.verdict is Verdict.ACCEPTED)


def test_weights_are_renormalised_over_the_terms_that_apply() -> None:
    reward = model(a=1.0, b=None, c=0.0)(JUDGED)
    assert reward.total == 0.5
    assert reward.terms == {"a": 1.0, "b": None, "c": 0.0}
    assert reward.weights == {"a": 0.5, "b": 0.0, "c": 0.5}
    assert reward.reasons == {"b": "does not apply"}


def test_where_no_term_applies_the_total_is_0_and_says_why() -> None:
    reward = model(a=None)(JUDGED)
    assert reward.total == 0.0
    assert reward.reasons["total"] == "no term with a weight applies"


@pytest.mark.parametrize(
    ("gate", "opening", "paid"),
    [
        (Gate("b"), 0.5, 0.4),
        (Gate("b"), 0.0, 0.0),
        (Gate("b", full=True), 0.99, 0.0),
        (Gate("b", full=True), 1.0, 0.8),
        (Gate("b"), None, None),
    ],
)
def test_gates(gate: Gate, opening: float | None, paid: float | None) -> None:
    gated = RewardModel({"a": Entry(Fixed(0.8), 1.0, gate), "b": Entry(Fixed(opening))})
    assert gated(JUDGED).terms["a"] == paid


def test_without_keeps_a_gate_that_others_need_unpaid() -> None:
    gated = RewardModel({"a": Entry(Fixed(0.8), 1.0, Gate("b")), "b": Entry(Fixed(0.5), 3.0)})
    reward = gated.without("b")(JUDGED)
    assert reward.total == 0.4
    assert reward.weights == {"a": 1.0, "b": 0.0}


def test_ablations() -> None:
    default = make("default")
    assert list(default.without("syntax").entries) == [
        *("execution", "tests", "quality", "efficiency")
    ]
    assert list(default.only("tests").entries) == ["tests"]
    assert default.reweight(tests=1.0).entries["tests"].weight == 1.0
    assert default.needs == {*("syntax", "execution", "tests", "quality", "efficiency")}
    assert default.only("tests").needs == {"tests"}


@pytest.mark.parametrize("change", ["without", "only"])
def test_a_name_that_is_not_in_the_model_is_refused(change: str) -> None:
    with pytest.raises(UnknownNameError, match=r"no reward term in this model 'test'.*'tests'"):
        getattr(make("default"), change)("test")


@pytest.mark.parametrize(
    ("value", "shown"), [(1.2, "1.2"), (-0.1, "-0.1"), (float("nan"), "nan"), ("1", "'1'")]
)
def test_a_value_out_of_bounds_is_an_error_that_names_the_term(value: float, shown: str) -> None:
    with pytest.raises(RewardError, match=f"'mine' gave {shown}; expected a number from 0 to 1"):
        model(mine=value)(JUDGED)


def test_a_term_that_raises_is_an_error_that_names_the_term() -> None:
    @dataclass(frozen=True)
    class Broken(Fixed):
        def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
            return 1 / len(evaluation.backend)

    with pytest.raises(RewardError, match="'mine' raised ZeroDivisionError"):
        RewardModel({"mine": Entry(Broken(1.0))})(JUDGED)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({}, "at least one term"),
        ({"a": Entry(Fixed(1.0), 0.0)}, "weight above 0"),
        ({"a": Entry(Fixed(1.0), 1.0, Gate("a"))}, "its own gate"),
    ],
)
def test_models_that_cannot_be_are_refused(entries: dict[str, Entry], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        RewardModel(entries)


def test_a_gate_must_be_in_the_model() -> None:
    with pytest.raises(UnknownNameError, match="in this model, for the gate of 'a', 'b'"):
        RewardModel({"a": Entry(Fixed(1.0), 1.0, Gate("b"))})


@given(evaluations())
def test_rewards_round_trip_through_json(drawn: Evaluation) -> None:
    reward = make("default")(drawn)
    assert from_json(Reward, to_json(reward)) == reward


def test_an_evaluation_without_tests_is_paid_for_the_rest() -> None:
    judged = Evaluation("c/1", "python", "pass", Verdict.ACCEPTED, tests=TestReport(()))
    assert make("default")(judged).terms["tests"] is None
