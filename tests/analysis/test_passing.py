"""pass@k, its interval, and the paired difference, against values worked out apart."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from codeeval_gym.analysis import Tally, paired_difference, pass_at_k, pass_report
from codeeval_gym.types import Evaluation, Verdict


def evaluation(challenge: str, *, passed: bool) -> Evaluation:
    verdict = Verdict.ACCEPTED if passed else Verdict.WRONG_ANSWER
    return Evaluation(f"t/{challenge}", "python", "", verdict)


def policy(*outcomes: bool) -> list[Evaluation]:
    return [evaluation(str(n), passed=passed) for n, passed in enumerate(outcomes)]


def test_a_challenge_counts_once_however_many_programs_it_has() -> None:
    found = [evaluation("easy", passed=True)] * 9 + [evaluation("hard", passed=False)]
    assert pass_report(found).pass_at_1.estimate == 0.5


def test_programs_that_were_not_judged_count_for_nothing() -> None:
    report = pass_report([*policy(True, False), None])
    assert (report.pass_at_1.estimate, report.unjudged) == (0.5, 1)


def test_verdicts_are_counted_the_most_frequent_first() -> None:
    report = pass_report(policy(False, True, False))
    assert list(report.verdicts.items()) == [(Verdict.WRONG_ANSWER, 2), (Verdict.ACCEPTED, 1)]


def test_the_interval_of_a_proportion_is_near_wilsons() -> None:
    found = pass_report(policy(*[True] * 120, *[False] * 280)).pass_at_1
    wilson = stats.binomtest(120, 400).proportion_ci(method="wilson")

    assert found.estimate == 0.3
    assert found.low == pytest.approx(wilson.low, abs=0.006)  # two methods, not one value
    assert found.high == pytest.approx(wilson.high, abs=0.006)


def test_the_paired_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    covered = 0
    for _ in range(40):
        easy = rng.random(150)
        before = policy(*(rng.random(150) < easy))
        after = policy(*(rng.random(150) < np.minimum(1, easy + 0.2)))
        truth = float(np.mean(np.minimum(1, easy + 0.2) - easy))
        gain = paired_difference(pass_report(before), pass_report(after))
        covered += gain.low <= truth <= gain.high
    assert covered >= 34  # 38 expected; 33 or fewer has a chance below 1 %


def test_no_change_on_any_challenge_is_an_interval_of_zero_width() -> None:
    report = pass_report(policy(True, False, True))
    gain = paired_difference(report, report)
    assert (gain.low, gain.estimate, gain.high) == (0.0, 0.0, 0.0)
    assert not gain.excludes_zero


def test_policies_on_other_challenges_cannot_be_paired() -> None:
    with pytest.raises(ValueError, match="same challenges"):
        paired_difference(pass_report(policy(True)), pass_report(policy(True, False)))


def test_nothing_judged_is_an_error_not_a_zero() -> None:
    with pytest.raises(ValueError, match="No program was judged"):
        pass_report([None, None])


def test_an_interval_is_printed_in_per_cent() -> None:
    assert str(pass_report(policy(True, True)).pass_at_1) == "100.0 % [100.0, 100.0]"


@given(st.data(), st.integers(1, 60))
def test_pass_at_k_is_the_share_of_draws_with_an_accepted_one(
    data: st.DataObject, programs: int
) -> None:
    accepted, k = data.draw(st.integers(0, programs)), data.draw(st.integers(1, programs))
    exact = 1 - Fraction(comb(programs - accepted, k), comb(programs, k))
    assert pass_at_k(programs, accepted, k) == pytest.approx(float(exact), abs=1e-12)


def test_pass_at_k_does_not_overflow() -> None:
    assert pass_at_k(100_000, 1, 50_000) == pytest.approx(0.5)
    assert pass_at_k(100_000, 0, 99_999) == 0.0
    assert pass_at_k(200_000, 100_000, 100) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("programs", "accepted", "k", "said"),
    [
        (4, 2, 5, "pass@5 needs at least 5 programs; there are 4"),
        (4, 2, 0, "pass@0"),
        (4, 5, 1, "5 of 4 programs"),
        (4, -1, 1, "-1 of 4 programs"),
    ],
)
def test_a_k_that_cannot_be_is_an_error(programs: int, accepted: int, k: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        pass_at_k(programs, accepted, k)


def test_the_mean_is_over_challenges_whose_number_of_programs_differs() -> None:
    found = [evaluation("a", passed=n < 1) for n in range(4)]
    found += [evaluation("b", passed=n < 3) for n in range(10)]
    report = pass_report(found, ks=(1, 2))
    assert report.pass_at[1].estimate == pytest.approx((1 / 4 + 3 / 10) / 2)
    two = (1 - comb(3, 2) / comb(4, 2) + 1 - comb(7, 2) / comb(10, 2)) / 2
    assert report.pass_at[2].estimate == pytest.approx(two)
    assert report.pass_at[2].low < two < report.pass_at[2].high
    assert report.pass_at_1 == report.pass_at[1]
    assert report.tallies == {"t/a": Tally(4, 1), "t/b": Tally(10, 3)}


def test_fewer_programs_than_k_is_an_error_that_names_the_challenge() -> None:
    found = [evaluation("a", passed=True)] * 3 + [evaluation("b", passed=True)] * 2
    with pytest.raises(ValueError, match=r"pass@3 needs at least 3 programs .*; t/b has 2"):
        pass_report(found, ks=(1, 3))


def test_what_the_sandbox_did_not_judge_fails_nobody() -> None:
    found = [evaluation("a", passed=True), None, evaluation("b", passed=False)]
    found += [evaluation("b", passed=False), None, None]
    report = pass_report(found, ids=["t/a", "t/a", "t/b", "t/b", "t/c", "t/c"], ks=(1, 2))
    assert report.pass_at[1].estimate == 0.5
    assert report.pass_at[2].estimate == 0.0
    assert report.left_out == {1: ("t/c",), 2: ("t/a", "t/c")}
    assert report.tallies["t/c"] == Tally(0, 0, 2)
    assert report.unjudged == 3
