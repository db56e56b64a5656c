"""Gradient checkpointing saves memory and changes nothing else."""

from dataclasses import replace
from typing import Any

import pytest
import torch
from transformers.modeling_layers import GradientCheckpointingLayer

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter, generate
from codeeval_gym.testing.models import random_model
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.ppo.value_model import ActorCritic
from codeeval_gym.trainers.recomputing import recompute_layers

PROGRAMS = Programs.join([[2, 3, 4], [5]], [[4, 5, 1], [2, 1]])


def gradients(actor_critic: ActorCritic) -> dict[str, torch.Tensor]:
    actor_critic.zero_grad()
    actor_critic(PROGRAMS).logprobs.sum().backward()
    named = actor_critic.named_parameters()
    return {name: x.grad.clone() for name, x in named if x.grad is not None}


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma2", "mixtral"])
def test_the_gradient_is_the_same_and_layers_run_twice(family: str) -> None:
    model = random_model(family, attention_dropout=0.5, attn_pdrop=0.5, resid_pdrop=0.5)
    actor_critic = ActorCritic(model)
    expected = gradients(actor_critic)
    (layer, *_) = [x for x in model.modules() if isinstance(x, GradientCheckpointingLayer)]
    runs: list[bool] = []
    # A module within the layer: its dropout must stay off.
    inner = next(x for x in layer.children() if list(x.children()))
    inner.register_forward_hook(lambda module, *_: runs.append(module.training))
    recompute_layers(model)
    found = gradients(actor_critic)

    assert runs == [False, False]
    assert found.keys() == expected.keys()
    for name, gradient in expected.items():
        torch.testing.assert_close(found[name], gradient)


def test_sampling_keeps_its_cache() -> None:
    def sampled(model: Any) -> torch.Tensor:
        noise = torch.Generator().manual_seed(0)
        return generate(
            model, [[5, 6], [7]], max_new_tokens=8, eos_id=1, pad_id=0, generator=noise
        ).logprobs  # fmt: skip

    model = random_model("llama")
    expected = sampled(model)
    recompute_layers(model)
    gradients(ActorCritic(model))
    assert torch.equal(sampled(model), expected)


def test_a_run_with_it_is_the_run_without(
    policy: LLMAdapter, model_folder: Any, probe: Any, config: PPOConfig, tmp_path: Any
) -> None:
    PPOTrainer(policy, probe({"h": "a"}), config).learn(32, progress=False)
    other = LLMAdapter(model_folder, device="cpu")
    config = replace(config, gradient_checkpointing=True, run_folder=str(tmp_path / "other"))
    PPOTrainer(other, probe({"h": "a"}), config).learn(32, progress=False)

    for one, two in zip(policy.model.parameters(), other.model.parameters(), strict=True):
        torch.testing.assert_close(one, two)


def test_a_family_that_cannot_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    model = random_model("llama")
    monkeypatch.setattr(type(model), "supports_gradient_checkpointing", False)
    with pytest.raises(ConfigError, match="LlamaForCausalLM has no layers that can be recomputed"):
        recompute_layers(model)
