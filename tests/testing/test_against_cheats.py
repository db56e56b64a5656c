"""A reward that pays cheats is found, with the cheats that it pays."""

import pytest

from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.testing import (
    CheckError,
    FakeSandbox,
    cheats,
    check_reward_against_cheats,
    solver,
)


@pytest.fixture(scope="module")
def judge() -> EvaluationEngine:
    """Takes no cheat for right, and every one for a program that runs to its end."""
    challenges = [cheats.challenge_for(language) for language in cheats.LANGUAGES]
    # A cheat that has the reference's text in it would be taken for right.
    return EvaluationEngine(FakeSandbox(solver(challenges)), cache_size=0)


def spotless() -> list[cheats.Cheat]:
    texts = [cheats.challenge_for(language).references[language] for language in cheats.LANGUAGES]
    return [each for each in cheats.load(None) if not any(text in each.program for text in texts)]


@pytest.mark.parametrize("reward", ["only:tests", "only:tests_all"])
def test_a_reward_for_tests_pays_no_cheat(judge: EvaluationEngine, reward: str) -> None:
    report = check_reward_against_cheats(reward, attempts=spotless(), engine=judge)
    assert report.cheats == len(spotless()) > 400
    assert (report.honest, report.highest) == (1.0, 0.0)
    assert "paid at most 0.00" in str(report)


def test_one_that_reads_no_test_pays_every_cheat(judge: EvaluationEngine) -> None:
    tried = spotless()[:3]
    with pytest.raises(CheckError, match="pays 3 of 3 cheats no less") as caught:
        check_reward_against_cheats("only:execution", attempts=tried, engine=judge)
    for cheat in tried:
        assert f"{cheat.id} ({cheat.title}): 1.000" in str(caught.value)


def test_what_a_cheat_does_honestly_may_be_paid(judge: EvaluationEngine) -> None:
    reward = {"execution": 1.0, "tests": 1.0}
    report = check_reward_against_cheats(reward, attempts=spotless()[:3], engine=judge)
    assert (report.highest, report.honest) == (0.5, 1.0)


def test_nothing_tried_is_nothing_shown(judge: EvaluationEngine) -> None:
    with pytest.raises(ValueError, match="no cheats in python to try"):
        check_reward_against_cheats("default", attempts=[], engine=judge)


def test_for_real(engine: EvaluationEngine) -> None:
    tried = [cheat for cheat in cheats.load() if cheat.entries[0].startswith("H")][:24]
    report = check_reward_against_cheats("default", attempts=tried, engine=engine)
    assert report.cheats == 24
    assert report.highest < report.honest == 1.0
