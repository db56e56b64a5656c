"""A policy and its reference: scored as in training, and the same before the first step."""

from pathlib import Path

import pytest
import torch

from codeeval_gym.errors import TrainingError
from codeeval_gym.llm import LLMAdapter, LoraSettings
from codeeval_gym.trainers import RFTConfig
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.likelihood import Scorer
from codeeval_gym.trainers.ppo.value_model import ActorCritic
from codeeval_gym.trainers.rft.learner import Learner
from tests.trainers.test_updates import rollout_of

PROGRAMS = Programs.join([[2, 3, 4], [5]], [[4, 5, 1], [2, 1]])


@pytest.mark.parametrize("temperature", [1.0, 0.7])
def test_programs_are_as_likely_as_ppo_finds_them(policy: LLMAdapter, temperature: float) -> None:
    with torch.no_grad():
        found = Scorer(policy.model, temperature)(PROGRAMS)
        expected = ActorCritic(policy.model, temperature=temperature)(PROGRAMS).logprobs

    assert torch.equal(found, expected)


def test_without_a_kl_there_is_no_second_model(policy: LLMAdapter) -> None:
    learner = Learner(policy.model, RFTConfig(group_size=1, measure_kl=False))
    metrics = learner.learn(rollout_of(policy), 0, 1.0)

    assert learner.reference is None
    assert "kl/reference" not in metrics
    assert "sampling/gap" in metrics


def test_the_reference_of_an_adapter_is_the_model_without_it(
    policy: LLMAdapter, model_folder: Path
) -> None:
    adapted = LLMAdapter(model_folder, device="cpu", lora=LoraSettings(rank=4))
    learner = Learner(adapted.model, RFTConfig(group_size=1, learning_rate=1e-2))
    rollout = rollout_of(adapted)
    first = learner.learn(rollout, 0, 1.0)
    scored = learner.score(rollout.turns)
    with torch.no_grad():
        expected = Scorer(policy.model)(scored.programs)

    assert learner.reference is None
    assert first["kl/reference"] == 0
    assert scored.reference is not None
    assert torch.equal(scored.reference, expected)
    assert not torch.allclose(scored.policy, expected)


def test_a_reference_that_is_not_the_policy_is_noticed(policy: LLMAdapter) -> None:
    rollout = rollout_of(policy)
    learner = Learner(policy.model, RFTConfig(group_size=1))
    with torch.no_grad():
        policy.model.get_output_embeddings().weight.mul_(1.01)

    with pytest.raises(TrainingError, match="differs from its reference"):
        learner.learn(rollout, 0, 1.0)
