"""The silent bugs, each made on purpose."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch
from gymnasium.vector import SyncVectorEnv

from codeeval_gym.errors import TrainingError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import PPOConfig, PPOTrainer, checks
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.interrupts import Interrupts
from codeeval_gym.trainers.rollout import Rollout, Turn

Probe = Callable[..., SyncVectorEnv]


@pytest.fixture
def trainer(policy: LLMAdapter, probe: Probe, config: PPOConfig) -> PPOTrainer:
    config = replace(config, value_warmup_iterations=0)
    return PPOTrainer(policy, probe({"h": "a"}), config)


def turn(**changes: object) -> Turn:
    plain = Turn(0, 0, (5,), (2, 1), (0.0, 0.0), False, 0.5, "accepted", {}, "", None)
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_dropout_is_caught(trainer: PPOTrainer) -> None:
    """The two passes then differ, so that the ratio is not 1."""
    layer = trainer.policy.model.model.layers[0].mlp
    drop = torch.nn.Dropout(0.2).train()
    layer.register_forward_hook(lambda *args: drop(args[2]) if torch.is_grad_enabled() else None)

    with pytest.raises(TrainingError, match="log-ratio of new to old probabilities is"):
        trainer.learn(64, progress=False)


def test_a_reference_that_is_another_model_is_caught(
    policy: LLMAdapter, probe: Probe, config: PPOConfig, model_folder: str
) -> None:
    other = LLMAdapter(model_folder, device="cpu").model
    torch.nn.init.normal_(other.lm_head.weight)

    with pytest.raises(TrainingError, match="the policy differs from its reference by"):
        PPOTrainer(policy, probe({"h": "a"}), config, reference=other).learn(16, progress=False)


def test_another_temperature_in_training_is_caught(trainer: PPOTrainer) -> None:
    trainer.learner.actor_critic.temperature = 0.3
    assert trainer.learner.reference is not None
    trainer.learner.reference.temperature = 0.3

    with pytest.raises(TrainingError, match="sampler and of the training pass differ"):
        trainer.learn(16, progress=False)


def test_nan_is_caught_before_it_reaches_the_weights(trainer: PPOTrainer) -> None:
    head = trainer.policy.model.lm_head.weight
    before = head.detach().clone()
    head.register_hook(lambda gradient: gradient * torch.nan)

    with pytest.raises(TrainingError, match="gradient is nan"):
        trainer.learn(16, progress=False)
    assert torch.equal(head, before)


def test_a_mask_beside_the_program_is_caught() -> None:
    programs = Programs.join([[5]], [[2, 1]])
    shifted = replace(programs, prompt_lengths=programs.prompt_lengths - 1)

    checks.check_mask(programs, [turn()])
    with pytest.raises(TrainingError, match="not the 2 that were sampled"):
        checks.check_mask(shifted, [turn()])


@pytest.mark.parametrize("reward", [-0.1, 1.1, float("nan")])
def test_returns_outside_zero_and_one_are_refused(reward: float) -> None:
    with pytest.raises(TrainingError, match="expected a return from 0 to 1"):
        checks.check_rewards([turn(reward=reward)])


def test_returns_are_of_episodes_so_that_shaping_may_take_back() -> None:
    checks.check_rewards([turn(reward=-0.5), turn(reward=1.0)])


def test_too_many_infrastructure_failures_stop_training() -> None:
    lost = turn(infra_error="no jail", episode=1)
    rollout = Rollout((turn(), lost), 0, 0)

    checks.check_infra(rollout, max_share=0.5)
    with pytest.raises(TrainingError, match=r"1 of 2 episodes.*first reason: no jail"):
        checks.check_infra(rollout, max_share=0.4)
    with pytest.raises(TrainingError, match="1 of 1 episodes"):
        checks.check_infra(Rollout((lost,), 0, 0), max_share=1.0)


def test_a_rollout_of_an_older_policy_is_refused(trainer: PPOTrainer) -> None:
    """Its ratio would be 1 all the same: old log-probabilities are computed again."""
    trainer.learn(16 * 2, progress=False)
    old = trainer._collect(Interrupts())
    assert old.iteration == 2
    learnt = trainer.learner.learn(old, 2, 1.0)
    assert learnt["sampling/age"] == 0
    with pytest.raises(TrainingError, match=r"of iteration 2 came to iteration 3; it may be 0"):
        trainer.learner.learn(old, 3, 1.0)
    with pytest.raises(TrainingError, match="came to iteration 1"):
        trainer.learner.learn(old, 1, 1.0)

    assert checks.check_age(replace(old, iteration=2), 4, 2) == 2
    assert checks.check_age(Rollout((), 0.0, 0.0), 4, 0) == 0
