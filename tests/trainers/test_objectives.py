"""Advantages of several objectives, by hand."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gymnasium as gym
import pytest
import torch

from codeeval_gym import EvaluationEngine
from codeeval_gym.challenges import Dataset
from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.ppo.experience import Scores, assign_credit
from codeeval_gym.trainers.ppo.objectives import objective_advantages, objective_scores
from codeeval_gym.trainers.tracker import read_metrics
from codeeval_gym.types import Rights
from tests.trainers.process.conftest import LETTERS, answer
from tests.trainers.test_experience import PLAIN, turn

NAN = float("nan")
# Two groups of two. The second objective does not apply to the third episode.
SCORES = torch.tensor([[1.0, 0.0], [0.0, 0.5], [0.5, NAN], [0.0, 1.0]])
GROUPS = torch.tensor([0, 0, 1, 1])
WEIGHTS = torch.tensor([3.0, 1.0])
ALL = torch.ones(4)


def whitened(values: list[float]) -> torch.Tensor:
    raw = torch.tensor(values)
    return (raw - raw.mean()) / raw.std(correction=0)


@pytest.mark.parametrize(
    ("advantage", "summed"),
    [
        # Means 0.5, 0.25 | 0.25, 1: what is left is ±0.5, ∓0.25 | ±0.25, and 0 of the one 1.0.
        ("dr_grpo", [(3 * 0.5 - 0.25) / 4, (-3 * 0.5 + 0.25) / 4, 0.25, (-3 * 0.25) / 4]),
        ("rloo", [(3 - 0.5) / 4, (-3 + 0.5) / 4, 0.5, (-3 * 0.5) / 4]),
        # Of two numbers each lies 1/√2 of their spread from their mean.
        ("grpo", [2 / 4 * 0.5**0.5, -2 / 4 * 0.5**0.5, 0.5**0.5, -3 / 4 * 0.5**0.5]),
    ],
)
def test_advantages_by_hand(advantage: str, summed: list[float]) -> None:
    found = objective_advantages(SCORES, WEIGHTS, GROUPS, advantage, ALL)
    torch.testing.assert_close(found, whitened(summed), atol=1e-3, rtol=1e-3)


def test_what_does_not_apply_is_not_a_zero() -> None:
    zero = torch.where(SCORES.isnan(), 0.0, SCORES)
    as_it_is = objective_advantages(SCORES, WEIGHTS, GROUPS, "grpo", ALL)
    as_zero = objective_advantages(zero, WEIGHTS, GROUPS, "grpo", ALL)

    assert not torch.allclose(as_it_is, as_zero, atol=0.05)
    alone = objective_advantages(SCORES[:, :1], WEIGHTS[:1], GROUPS, "grpo", ALL)
    assert as_it_is[2] > 0
    assert alone[2] > 0


def test_unlike_mixtures_do_not_collapse() -> None:
    """Each objective is brought to one size before it is weighed, however rarely it is met."""
    scores = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0]])
    found = objective_advantages(
        scores, torch.tensor([1.0, 0.5]), torch.zeros(4, dtype=torch.long), "grpo", ALL
    )
    # The one episode without the first objective alone has the second: weighed 1 to ½.
    assert found[1] < 0
    torch.testing.assert_close(found[0], -found[1] / 3, atol=1e-3, rtol=1e-3)


def test_episodes_that_do_not_count_change_no_mean() -> None:
    counted = torch.tensor([1.0, 1.0, 0.0, 0.0])
    found = objective_advantages(SCORES, WEIGHTS, GROUPS, "grpo", counted)
    torch.testing.assert_close(found, torch.tensor([1.0, -1.0, 0.0, 0.0]), atol=1e-3, rtol=1e-3)


def test_scores_are_the_terms_of_the_last_program() -> None:
    turns = [
        replace(turn(0, 0.0), terms={"tests": 0.25}),
        replace(turn(0, 1.0), terms={"tests": 1.0, "quality": 0.5}),
        replace(turn(1, 1.0, truncated=True), terms={"tests": 1.0}),
    ]
    kept = objective_scores(turns, ("tests", "quality"), cut_is_zero=False)
    zero = objective_scores(turns, ("tests", "quality"), cut_is_zero=True)

    torch.testing.assert_close(kept, torch.tensor([[1, 0.5], [1, NAN]]), equal_nan=True)
    torch.testing.assert_close(zero, torch.tensor([[1, 0.5], [0, NAN]]), equal_nan=True)


def test_all_tokens_of_an_episode_share_the_advantage() -> None:
    """Two episodes of a group, the first with two turns; rewards are not what is compared."""
    turns = [turn(0, 0.0), turn(0, 0.1), turn(1, 0.9)]
    terms = [{}, {"a": 1.0, "b": 0.0}, {"a": 0.0, "b": 0.5}]
    turns = [replace(one, terms=term) for one, term in zip(turns, terms, strict=True)]
    flat = torch.full((3, 2), -1.0)
    credit = replace(PLAIN, advantage="grpo", objectives={"a": 2.0, "b": 1.0})
    found = assign_credit(
        turns, Programs.join([[5]] * 3, [[1, 2]] * 3), Scores(flat, flat, 0 * flat), credit
    )

    expected = torch.tensor([[1.0, 1.0], [1.0, 1.0], [-1.0, -1.0]])
    torch.testing.assert_close(found.advantages, expected, atol=1e-3, rtol=1e-3)


def test_the_environment_of_many_objectives_is_trained_on(
    policy: LLMAdapter, config: PPOConfig
) -> None:
    """Its reward is an array; what is logged is the reward model's own number."""
    env = gym.make(
        "mo-CodeEval-Python-v0",
        challenges=Dataset.of([LETTERS], name="letters").with_rights(Rights(train_allowed=True)),
        engine=EvaluationEngine(FakeSandbox(answer)),
        reward={"syntax": 1.0, "tests": 3.0},
    )
    config = replace(
        config,
        advantage="grpo",
        group_size=8,
        normalise="objective",
        whiten="none",
        kl_placement="loss",
    )
    trainer = PPOTrainer(policy, env, config).learn(16, progress=False)
    (row,) = read_metrics(trainer.run_folder)

    assert trainer.learner._credit().objectives == {"syntax": 1.0, "tests": 3.0}
    mixed = (row["reward/syntax"] + 3 * row["reward/tests"]) / 4
    assert row["reward/mean"] == pytest.approx(mixed)
    assert 0 < mixed < 1


def test_it_needs_an_environment_that_says_what_its_terms_weigh(
    policy: LLMAdapter, probe: Callable[..., Any], config: PPOConfig
) -> None:
    config = replace(
        config,
        advantage="grpo",
        group_size=4,
        normalise="objective",
        whiten="none",
        kl_placement="loss",
    )
    with pytest.raises(ConfigError, match="has no reward_model"):
        PPOTrainer(policy, probe({"h": "a"}), config).learn(16, progress=False)
