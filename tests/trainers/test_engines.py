"""An engine that has a copy of the weights, as vLLM has, samples from the newest."""

import copy
from pathlib import Path
from typing import Any

from codeeval_gym.llm import Generation, LLMAdapter, generate
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.tracker import read_metrics


class Copying:
    """Samples from the weights as they were when it was last told of them."""

    def __init__(self, policy: LLMAdapter) -> None:
        self.policy = policy
        self.refresh()

    def generate(self, prompts: Any, **settings: Any) -> Generation:
        ids: dict[str, Any] = {"eos_id": self.policy.eos_id, "pad_id": self.policy.pad_id}
        return generate(self.model, prompts, **ids, **settings)

    def refresh(self) -> None:
        self.model = copy.deepcopy(self.policy.model)


def test_each_iteration_samples_from_the_policy_as_it_is(
    model_folder: Path, probe: Any, config: PPOConfig
) -> None:
    policy = LLMAdapter(model_folder, device="cpu", engine=Copying)
    trainer = PPOTrainer(policy, probe({"h": "a"}), config).learn(16 * 4, progress=False)
    gaps = [row["sampling/gap"] for row in read_metrics(trainer.run_folder)]
    assert len(gaps) == 4
    assert max(gaps) < 1e-5
