"""A term that breaks its contract stops training; what it failed on is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import gymnasium as gym
import pytest

from codeeval_gym.challenges import Dataset
from codeeval_gym.errors import RewardError, UnknownNameError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.rewards import Entry, RewardContext, RewardModel, make
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.tracker import read_metrics, with_record
from codeeval_gym.types import CallTest, Challenge, Evaluation, Param, Rights, Signature, from_json

CHALLENGE = Challenge(
    id="posed/letters",
    title="letters",
    prompt="h",
    category="strings",
    tier=1,
    signature=Signature("a", (Param("b", "int"),), "int"),
    hidden_tests=(CallTest((1,), 1),),
    rights=Rights(train_allowed=True),
)


@dataclass(frozen=True)
class AfterA:
    """Gives a half, until a program begins with ``a``."""

    fail: Callable[[], float]
    name: ClassVar[str] = "after_a"
    needs: ClassVar[frozenset[str]] = frozenset()

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        return self.fail() if evaluation.program.startswith("a") else 0.5


def too_much() -> float:
    return 1.2


def divide() -> float:
    return 1 / 0


@pytest.mark.parametrize(
    ("fail", "said"),
    [(divide, "raised ZeroDivisionError: division by zero"), (too_much, "gave 1.2")],
)
@pytest.mark.parametrize("vector", [True, False])
def test_training_stops_and_keeps_the_record(
    policy: LLMAdapter, config: PPOConfig, fail: Callable[[], float], said: str, vector: bool
) -> None:
    model = RewardModel({"mine": Entry(AfterA(fail)), **make("only:tests").entries})
    options: dict[str, Any] = {
        "challenges": Dataset.of([CHALLENGE], name="posed"),
        "engine": EvaluationEngine(FakeSandbox(solver([CHALLENGE]))),
        "reward": model,
    }
    name = "CodeEval-Python-v0"
    env = gym.make_vec(name, num_envs=4, **options) if vector else gym.make(name, **options)
    trainer = PPOTrainer(policy, env, config)
    with pytest.raises(RewardError, match=f"Reward term 'mine' {said}") as caught:
        trainer.learn(16 * 50, progress=False)

    kept = trainer.run_folder / "failed.jsonl"
    assert str(kept) in str(caught.value)
    (line,) = kept.read_text("utf-8").splitlines()
    evaluation = from_json(Evaluation, line)
    assert evaluation.program.startswith("a")
    assert caught.value.term == "mine"
    assert caught.value.evaluation == evaluation
    rows = read_metrics(trainer.run_folder)
    assert len(rows) == trainer.counters.iterations < 50  # what was being collected is no row
    assert all(row["reward/mine"] == 0.5 for row in rows)  # and was never paid as 0
    assert list((trainer.run_folder / "checkpoints").iterdir())


def test_an_error_without_a_record_is_left_as_it_is(tmp_path: Path) -> None:
    error = RewardError("somebody else's")
    assert with_record(error, tmp_path) is error
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("reward", "error", "said"),
    [
        ("default-qualty", UnknownNameError, "'qualty'. Did you mean 'quality'"),
        ({"tests": -1}, ValueError, "'tests' must be a finite number of at least 0, not -1"),
    ],
)
def test_a_reward_that_cannot_be_is_refused_before_anything_starts(
    reward: object, error: type[Exception], said: str
) -> None:
    for make_env in (gym.make, gym.make_vec):
        with pytest.raises(error, match=said):
            make_env("CodeEval-Python-v0", reward=reward)
