"""Answers in, rewards out, whoever asks."""

import subprocess
import sys

import pytest

from codeeval_gym.adapters import Scorer
from codeeval_gym.challenges import Dataset
from codeeval_gym.errors import ChallengeError, SandboxError, UnknownNameError
from codeeval_gym.rewards import Reward
from codeeval_gym.types import Rights
from tests.adapters.conftest import OUT_OF_ORDER, POSED, REWARD, RIGHT, WRONG, engine


def test_each_answer_is_paid_what_the_reward_pays(scorer: Scorer) -> None:
    fenced = f"Here it is:\n```python\n{RIGHT}```\nDone."
    ids = ["posed/f", "posed/f", "posed/g", "posed/f"]
    right, wrong, other, failed = scorer.score(ids, [fenced, WRONG, RIGHT, OUT_OF_ORDER])
    assert isinstance(right, Reward)
    assert isinstance(wrong, Reward)
    assert isinstance(other, Reward)
    assert (right.total, wrong.total, other.total) == (1.0, 0.0, 0.0)
    assert isinstance(failed, SandboxError)
    # Siblings are the judged answers to the same challenge: there is none to g.
    assert right.terms["novelty"] is not None
    assert other.terms["novelty"] is None


def test_one_answer(scorer: Scorer) -> None:
    assert scorer.score_one("posed/f", RIGHT).total == 1.0
    with pytest.raises(SandboxError, match="out of order"):
        scorer.score_one("posed/f", OUT_OF_ORDER)
    with pytest.raises(UnknownNameError, match="posed/f"):
        scorer.score_one("posed/ff", RIGHT)
    with pytest.raises(ValueError, match="zip"):
        scorer.score(["posed/f"], [])


def test_rows_say_what_is_asked_and_nothing_of_the_answer(scorer: Scorer) -> None:
    assert scorer.rows() == [
        {"prompt": "Write f.", "challenge_id": "posed/f"},
        {"prompt": "Write g.", "challenge_id": "posed/g"},
    ]
    assert scorer.rows(chat=True)[0]["prompt"] == [{"role": "user", "content": "Write f."}]


def test_what_must_not_be_trained_on_is_refused() -> None:
    kept: Dataset = POSED.with_rights(Rights(train_allowed=False))
    with pytest.raises(ChallengeError, match="may not be trained on"):
        Scorer(kept, REWARD, engine=engine())
    assert Scorer(kept, REWARD, engine=engine(), training=False).rows()


def test_an_engine_that_was_passed_in_stays_open() -> None:
    judge = engine()
    with Scorer(POSED, REWARD, engine=judge):
        pass
    assert not judge.sandbox.closed  # type: ignore[attr-defined]


def test_no_trainer_is_imported_before_it_is_used() -> None:
    modules = "codeeval_gym.adapters.trl, codeeval_gym.adapters.verl, " + (
        "codeeval_gym.adapters.openenv, codeeval_gym.adapters.verifiers"
    )
    heavy = "('trl', 'torch', 'transformers', 'verl', 'openenv', 'verifiers')"
    code = f"import sys, {modules}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
