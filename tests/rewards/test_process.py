"""The share of a program that was on the right way."""

import gymnasium as gym
import pytest

from codeeval_gym.rewards import Process, RewardContext, make
from codeeval_gym.types import Evaluation, ProcessReport, Verdict, from_json, to_json

JUDGED = Evaluation("c/1", "python", "pass", Verdict.WRONG_ANSWER)


def score(report: ProcessReport | None) -> float | None:
    return Process()(Evaluation("c/1", "python", "x", JUDGED.verdict, process=report), CONTEXT)


CONTEXT = RewardContext()


def test_it_pays_the_completable_share_of_the_labelled_lines() -> None:
    assert score(ProcessReport((1, 3, 4, 5), 3, 4)) == 0.75
    assert score(ProcessReport((1, 2), 2)) == 1.0
    assert score(ProcessReport((), 0)) == 0.0
    assert score(None) is None


def test_what_is_not_known_counts_as_not_completable() -> None:
    report = ProcessReport((1, 3, 4, 5), 1, 4, completions=8)
    assert report.labels == {1: True, 3: None, 4: None, 5: False}
    assert score(report) == 0.25


@pytest.mark.parametrize("counts", [(3, None), (-1, None), (1, 1), (0, 3), (0, 0)])
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int | None]) -> None:
    with pytest.raises(ValueError, match="of 2 lines cannot be"):
        ProcessReport((1, 2), *counts)


def test_labels_are_part_of_the_record() -> None:
    labelled = Evaluation(
        "c/1", "python", "x", JUDGED.verdict, process=ProcessReport((1, 3), 1, 2, 8)
    )
    assert from_json(Evaluation, to_json(labelled)) == labelled
    assert "process" not in to_json(JUDGED)  # so old records are what they were


def test_a_model_that_has_it_is_for_labelled_records_and_no_environment() -> None:
    model = make({"tests": 1.0, "process": 0.2})
    assert model(JUDGED).reasons["process"] == "does not apply"
    with pytest.raises(ValueError, match="reads process, which judging a program does not give"):
        gym.make("CodeEval-Python-v0", reward=model)
