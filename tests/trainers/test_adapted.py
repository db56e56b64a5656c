"""PPO of an adapter: the base stays as it is, and is the reference."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter, LoraSettings
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.ppo.value_model import ActorCritic
from codeeval_gym.trainers.tracker import read_metrics

PROGRAMS = Programs.join([[2, 3, 4], [5]], [[4, 5, 1], [2, 1]])


@pytest.fixture
def adapted(model_folder: Path) -> LLMAdapter:
    return LLMAdapter(model_folder, device="cpu", lora=LoraSettings(rank=4))


def weights(policy: LLMAdapter, of_adapter: bool) -> dict[str, torch.Tensor]:
    named = policy.model.named_parameters()
    return {name: x.detach().clone() for name, x in named if ("lora_" in name) is of_adapter}


def test_a_step_changes_the_adapter_and_not_a_bit_of_the_base(
    adapted: LLMAdapter, probe: Any, config: PPOConfig
) -> None:
    base, before = weights(adapted, of_adapter=False), weights(adapted, of_adapter=True)
    trainer = PPOTrainer(adapted, probe({"h": "a"}), replace(config, kl_coeff=0.05))
    trainer.learn(16 * 3, progress=False)

    after = weights(adapted, of_adapter=False)
    assert all(torch.equal(base[name], after[name]) for name in base)
    moved = weights(adapted, of_adapter=True)
    assert any(not torch.equal(before[name], moved[name]) for name in before)
    assert trainer.learner.reference is None  # no second copy
    rows = read_metrics(trainer.run_folder)
    assert rows[0]["kl/reference"] == 0
    assert rows[-1]["kl/reference"] > 0


def test_the_reference_is_the_model_that_was_loaded(
    adapted: LLMAdapter, policy: LLMAdapter, probe: Any, config: PPOConfig
) -> None:
    trainer = PPOTrainer(adapted, probe({"h": "a"}), replace(config, kl_coeff=0.05))
    trainer.learn(16 * 3, progress=False)
    with torch.no_grad():
        scores = trainer.learner.scorer.score(PROGRAMS)
        expected = ActorCritic(policy.model)(PROGRAMS).logprobs

    assert torch.equal(scores.ref_logprobs, expected)
    assert not torch.allclose(scores.old_logprobs, expected)


def test_resumed_equals_uninterrupted(
    adapted: LLMAdapter, model_folder: Path, probe: Any, config: PPOConfig, tmp_path: Path
) -> None:
    whole = PPOTrainer(adapted, probe({"h": "a"}), config).learn(16 * 4, progress=False)
    stopped = replace(config, run_folder=str(tmp_path / "stopped"))
    again = LLMAdapter(model_folder, device="cpu", lora=LoraSettings(rank=4))
    half = PPOTrainer(again, probe({"h": "a"}), stopped)
    half.learn(16 * 4, lambda row: row["iteration"] < 2, progress=False)
    saved = Path(str(stopped.run_folder)) / "checkpoints" / "000002"
    assert (saved / "policy" / "adapter_model.safetensors").is_file()
    assert not list(saved.rglob("model.safetensors"))
    resumed = PPOTrainer.load(saved, probe({"h": "a"}), device="cpu").learn(64, progress=False)

    one, other = weights(whole.policy, of_adapter=True), weights(resumed.policy, of_adapter=True)
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_bfloat16_base_can_be_trained_on(
    model_folder: Path, probe: Any, config: PPOConfig
) -> None:
    policy = LLMAdapter(model_folder, device="cpu", dtype=torch.bfloat16, lora=LoraSettings(rank=4))
    trainer = PPOTrainer(policy, probe({"h": "a"}), config).learn(16 * 2, progress=False)
    assert trainer.counters.iterations == 2


def test_a_policy_behind_an_endpoint_is_refused(probe: Any, config: PPOConfig) -> None:
    policy = LLMAdapter("openai:coder@http://127.0.0.1:9/v1")
    with pytest.raises(ConfigError, match=r"is an endpoint: .* no weights .* to train"):
        PPOTrainer(policy, probe({"h": "a"}), config)
