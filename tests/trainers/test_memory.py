"""Memory that runs out ends in advice, and in a checkpoint."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from codeeval_gym.errors import TrainingError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.memory import out_of_memory
from codeeval_gym.trainers.ppo.learner import Learner
from codeeval_gym.trainers.rollout import Rollout


class Greedy(Learner):
    """Wants more than there is from the second iteration on, halfway through a step."""

    def learn(self, rollout: Rollout, iteration: int, lr_scale: float) -> dict[str, float]:
        if iteration:
            self.actor_critic.value_head.bias.grad = torch.ones(1)
            torch.empty(2**60)
        return super().learn(rollout, iteration, lr_scale)


def test_learning_says_what_to_turn_and_leaves_a_checkpoint(
    policy: LLMAdapter, probe: Any, config: PPOConfig
) -> None:
    trainer = PPOTrainer(policy, probe({"h": "a"}), config)
    trainer.learner = Greedy(policy.model, trainer.config)
    with pytest.raises(TrainingError) as raised:
        trainer.learn(64, progress=False)

    said = str(raised.value)
    assert "Memory ran out while learning from them: " in said
    assert "micro_batch_tokens first (now 4096;" in said
    for turn in ("gradient_checkpointing", "mixed_precision to bf16", "max_new_tokens (now 5)"):
        assert turn in said
    assert f"A checkpoint after 1 iterations is in {trainer.run_folder}." in said
    assert trainer.learner.actor_critic.value_head.bias.grad is None

    changes = {"micro_batch_tokens": 64}
    again = PPOTrainer.load(trainer.run_folder, probe({"h": "a"}), device="cpu", changes=changes)
    assert again.learn(32, progress=False).counters.iterations == 2


def test_writing_programs_says_what_to_turn(
    policy: LLMAdapter, probe: Any, config: PPOConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def generate(*_: Any, **__: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.\nMore.")

    monkeypatch.setattr(policy, "generate", generate)
    settings = replace(config, gradient_checkpointing=True, mixed_precision="no")
    trainer = PPOTrainer(policy, probe({"h": "a"}), settings)
    with pytest.raises(TrainingError) as raised:
        trainer.learn(64, progress=False)

    said = str(raised.value)
    assert "while writing programs: CUDA out of memory. Tried to allocate 2.00 GiB.\n" in said
    assert "lower num_envs (now 16; it must divide episodes_per_iteration, now 16)" in said
    assert (trainer.run_folder / "checkpoints" / "000000" / "trainer.json").exists()


@pytest.mark.parametrize(
    ("error", "is_one"),
    [
        (MemoryError(), True),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: …"), True),
        (RuntimeError("CUDA error: out of memory"), True),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False),
        (ValueError("out of memory"), False),
    ],
    ids=repr,
)
def test_what_is_one(error: Exception, is_one: bool) -> None:
    assert out_of_memory(error) is is_one
