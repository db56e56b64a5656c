"""A value function with a trunk of its own: a copy, or a second adapter."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter, LoraSettings
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.ppo.value_model import ActorCritic

PROGRAMS = Programs.join([[2, 3, 4], [5]], [[4, 5, 1], [2, 1]])


@pytest.fixture
def apart(config: PPOConfig) -> PPOConfig:
    return replace(config, value_trunk="separate", kl_coeff=0.05)


def loaded(folder: Path, kind: str) -> LLMAdapter:
    lora = LoraSettings(rank=4) if kind == "adapter" else None
    return LLMAdapter(folder, device="cpu", lora=lora)


def actor_critic(policy: LLMAdapter) -> ActorCritic:
    model = ActorCritic(policy.model, own_trunk=True)
    torch.manual_seed(1)
    nn.init.normal_(model.value_head.weight)
    return model


kinds = pytest.mark.parametrize("kind", ["copy", "adapter"])


@kinds
def test_it_starts_as_the_policys(model_folder: Path, kind: str) -> None:
    policy = loaded(model_folder, kind)
    shared = ActorCritic(loaded(model_folder, kind).model)
    own = actor_critic(policy)
    shared.value_head.load_state_dict(own.value_head.state_dict())

    for one, other in zip(own(PROGRAMS), shared(PROGRAMS), strict=True):
        torch.testing.assert_close(one, other)


@kinds
def test_each_loss_reaches_its_own_trunk_and_no_other(model_folder: Path, kind: str) -> None:
    own = actor_critic(loaded(model_folder, kind))
    policy, value = own.policy_parameters(), own.value_parameters()
    with torch.no_grad():  # the half of an adapter that is 0 would stop the gradient of the other
        for name, weight in own.named_parameters():
            if "lora_B" in name:
                weight.normal_(std=0.1)
    own(PROGRAMS).values.sum().backward()
    assert not any(weight.grad is not None and weight.grad.any() for weight in policy)
    assert all(weight.grad is not None for weight in value if weight.requires_grad)
    assert len([weight for weight in value if weight.requires_grad]) > 10

    own.zero_grad()
    own(PROGRAMS).logprobs.sum().backward()
    assert any(weight.grad is not None and weight.grad.any() for weight in policy)
    assert not any(weight.grad is not None and weight.grad.any() for weight in value)


@kinds
def test_while_the_value_function_warms_up_its_trunk_learns_too(
    model_folder: Path, probe: Any, apart: PPOConfig, kind: str
) -> None:
    """The reward is made, or a head of 0 would have nothing to learn."""
    policy = loaded(model_folder, kind)
    trainer = PPOTrainer(
        policy, probe({"h": "a", "g": "b"}), replace(apart, value_warmup_iterations=9)
    )
    critic = trainer.learner.actor_critic
    before = [weight.detach().clone() for weight in critic.policy_parameters()]
    trunk = [weight.detach().clone() for weight in critic.value_parameters()[2:]]
    trainer.learn(16 * 4, progress=False)

    assert all(map(torch.equal, before, critic.policy_parameters()))
    assert not all(map(torch.equal, trunk, critic.value_parameters()[2:]))


@kinds
def test_resumed_equals_uninterrupted(
    model_folder: Path, probe: Any, apart: PPOConfig, tmp_path: Path, kind: str
) -> None:
    whole = PPOTrainer(loaded(model_folder, kind), probe({"h": "a"}), apart)
    whole.learn(16 * 4, progress=False)
    stopped = replace(apart, run_folder=str(tmp_path / "stopped"))
    half = PPOTrainer(loaded(model_folder, kind), probe({"h": "a"}), stopped)
    half.learn(16 * 4, lambda row: row["iteration"] < 2, progress=False)
    saved = Path(str(stopped.run_folder)) / "checkpoints" / "000002"
    assert (saved / "value_trunk.safetensors").is_file()
    assert {path.name for path in (saved / "policy").iterdir() if path.is_dir()} == set()
    resumed = PPOTrainer.load(saved, probe({"h": "a"}), device="cpu").learn(64, progress=False)

    one, other = parameters(whole), parameters(resumed)
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert any("value_trunk" in name or ".value." in name for name in one)


def parameters(trainer: PPOTrainer) -> dict[str, Tensor]:
    return {name: x.detach() for name, x in trainer.learner.actor_critic.named_parameters()}


def test_the_adapter_that_writes_is_the_policys(
    model_folder: Path, probe: Any, apart: PPOConfig
) -> None:
    """The sampler's log-probabilities are compared with the training pass in every iteration."""
    policy = loaded(model_folder, "adapter")
    trainer = PPOTrainer(policy, probe({"h": "a"}), replace(apart, value_learning_rate=1e-1))
    trainer.learn(16 * 3, progress=False)
    one, other = (
        {name: x for name, x in parameters(trainer).items() if f".{adapter}." in name}
        for adapter in ("default", "value")
    )
    assert not all(map(torch.equal, one.values(), other.values()))


def test_two_adapters_are_not_recomputed(model_folder: Path, probe: Any, apart: PPOConfig) -> None:
    with pytest.raises(ConfigError, match="with the policy's adapter"):
        PPOTrainer(
            loaded(model_folder, "adapter"),
            probe({"h": "a"}),
            replace(apart, gradient_checkpointing=True),
        )
