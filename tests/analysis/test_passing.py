"""pass@1, its interval, and the paired difference, against values worked out apart."""

import numpy as np
import pytest
from scipy import stats

from codeeval_gym.analysis import paired_difference, pass_report
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
