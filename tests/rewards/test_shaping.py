"""Shaping moves payment between turns and creates none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.envs.episode import Episode, Rules
from codeeval_gym.envs.feedback import policies
from codeeval_gym.rewards import PotentialShaping, make
from codeeval_gym.rewards.shaping import potential
from codeeval_gym.types import Challenge, Evaluation, TestReport, TestResult, Verdict

CHALLENGE = Challenge("c/1", "", "", "strings", 1)
GAMMAS = st.floats(0.1, 1.0)


FLAGS = st.lists(st.booleans(), max_size=3)
REPORTS = st.none() | st.tuples(FLAGS, FLAGS)
"""Which public and which hidden tests a program passes; ``None`` for one without the part."""
Drawn = tuple[list[bool], list[bool]] | None


def turns(drawn: list[Drawn]) -> list[Evaluation]:
    return [
        Evaluation(
            "c/1", "python", "", Verdict.WRONG_ANSWER, tests=None if item is None else report(*item)
        )
        for item in drawn
    ]


def report(public: list[bool], hidden: list[bool]) -> TestReport:
    flags = [(True, flag) for flag in public] + [(False, flag) for flag in hidden]
    verdicts = {True: Verdict.ACCEPTED, False: Verdict.WRONG_ANSWER}
    return TestReport(tuple(TestResult("t", shown, verdicts[flag]) for shown, flag in flags))


def discounted(paid: list[float], gamma: float) -> float:
    return sum(gamma**index * payment for index, payment in enumerate(paid))


@given(st.lists(REPORTS, min_size=1, max_size=8), GAMMAS, st.data())
def test_from_any_turn_on_all_that_is_paid_is_the_potential_there_taken_back(
    drawn: list[Drawn], gamma: float, data: st.DataObject
) -> None:
    """Ng, Harada and Russell 1999: the sum telescopes to minus the potential at the start."""
    shaping, evaluations = PotentialShaping(gamma), turns(drawn)
    start = data.draw(st.integers(0, len(drawn) - 1), label="start")
    states = [None, *evaluations]
    paid = [
        shaping(states[turn], evaluations[turn], last=turn == len(drawn) - 1)
        for turn in range(start, len(drawn))
    ]
    assert discounted(paid, gamma) == pytest.approx(-potential(states[start]), abs=1e-9)


@given(
    st.lists(REPORTS, min_size=1, max_size=5), GAMMAS, st.sampled_from(["default", "only:tests"])
)
def test_an_episode_s_return_is_the_same_with_and_without_shaping(
    drawn: list[Drawn], gamma: float, reward: str
) -> None:
    """An episode starts with potential 0, so nothing is left to differ by."""
    returns = []
    for shaping in (None, PotentialShaping(gamma)):
        rules = Rules(make(reward), policies["none"], max_turns=len(drawn), shaping=shaping)
        episode = Episode(rules, CHALLENGE)
        paid = [episode.take("", item, 0.0).reward for item in turns(drawn)]
        assert episode.over
        returns.append(discounted(paid, gamma))
    assert returns[1] == pytest.approx(returns[0], abs=1e-9)


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
