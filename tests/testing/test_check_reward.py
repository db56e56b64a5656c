"""The checker finds each way to break the contract of a reward term."""

from collections.abc import Callable

import pytest

from codeeval_gym.rewards import Entry, RewardContext, RewardModel
from codeeval_gym.testing import CheckError, check_reward
from codeeval_gym.types import Evaluation

Score = Callable[[Evaluation], float | None]


class Term:
    """A term made of a function."""

    name = "mine"

    def __init__(self, score: Score, needs: object = frozenset({"tests"})) -> None:
        self.score = score
        self.needs: frozenset[str] = needs  # type: ignore[assignment]  # some tests pass others

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        return self.score(evaluation)


def share(evaluation: Evaluation) -> float | None:
    return None if evaluation.tests is None else evaluation.tests.fraction


def spoil(evaluation: Evaluation) -> float | None:
    object.__setattr__(evaluation, "backend", "spoilt")
    return share(evaluation)


def counting() -> Score:
    calls = iter(range(10**9))
    return lambda evaluation: None if evaluation.tests is None else 1 / (1 + next(calls))


def divide(evaluation: Evaluation) -> float | None:
    return None if evaluation.tests is None else 1 / len(evaluation.tests)


def reversed_share(evaluation: Evaluation) -> float | None:
    value = share(evaluation)
    return None if value is None else 1 - value


def reads_syntax(evaluation: Evaluation) -> float | None:
    return share(evaluation) if evaluation.syntax is not None else None


def out_of_bounds(evaluation: Evaluation) -> float | None:
    return None if evaluation.tests is None else 1.0 + len(evaluation.tests)


def zero_for_missing(evaluation: Evaluation) -> float | None:
    return share(evaluation) or 0.0


@pytest.mark.parametrize(
    ("score", "message"),
    [
        (out_of_bounds, "mine gave .*, which is not None or from 0 to 1"),
        (lambda _: float("nan"), "mine gave nan"),
        (counting(), "not pure: a second call differs"),
        (spoil, "not pure: it changed the evaluation"),
        (divide, "mine raised ZeroDivisionError"),
        (reversed_share, "mine fell from .* when one more test passed"),
        (reads_syntax, "reads a part that is not in its needs"),
        (zero_for_missing, "mine gave 0.0 where every part it needs is missing"),
    ],
)
def test_broken_terms_are_found_with_the_case_that_shows_it(score: Score, message: str) -> None:
    with pytest.raises(CheckError, match=rf"{message}.*the evaluation was \{{"):
        check_reward(Term(score))


@pytest.mark.parametrize("needs", [{"tests"}, frozenset({"test"})])
def test_needs_are_a_frozenset_of_parts(needs: object) -> None:
    with pytest.raises(CheckError, match=r"mine.needs must be a frozenset of syntax, execution"):
        check_reward(Term(share, needs))


def test_a_sound_term_passes() -> None:
    check_reward(Term(share))


def test_a_model_is_checked_with_its_terms() -> None:
    sound = RewardModel({"mine": Entry(Term(share))})
    check_reward(sound)
    broken = RewardModel({"mine": Entry(Term(share)), "theirs": Entry(Term(zero_for_missing))})
    with pytest.raises(CheckError, match=r"theirs gave 0\.0"):
        check_reward(broken)
