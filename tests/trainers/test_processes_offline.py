"""Two processes learn from programs and pairs what one would, however unevenly they found them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from safetensors.torch import load_file, save_file

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import DPOConfig, RFTConfig
from codeeval_gym.trainers.dpo.learner import Learner as DPOLearner
from codeeval_gym.trainers.rft.learner import Learner as RFTLearner
from codeeval_gym.trainers.rollout import Rollout
from tests.trainers.test_processes import one_and_two
from tests.trainers.test_updates import rollout_of

SHARE = """
import sys
import torch
from tests.trainers.test_processes_offline import learn

torch.set_num_threads(1)
learn(sys.argv[1], sys.argv[2])
torch.distributed.destroy_process_group()
"""
SHARED: dict[str, Any] = {
    "group_size": 2,
    "micro_batch_tokens": 16,
    "learning_rate": 3e-3,
    "max_grad_norm": 1e9,  # or a gradient that is twice too large would go unseen
}
LEARNERS: dict[str, tuple[Any, Any]] = {
    "rft": (RFTLearner, RFTConfig(batch_programs=2, epochs=2, **SHARED)),
    "dpo": (DPOLearner, DPOConfig(batch_pairs=2, sft_coeff=0.5, **SHARED)),
}


def learn(model: str, target: str) -> None:
    """Two steps and more on all rows, or on those of this process; the weights go to files.

    The first process has one pair of three, so that there are steps in which one of the two has
    nothing to do.
    """
    for name, (make, config) in LEARNERS.items():
        policy = LLMAdapter(model, device="cpu")
        turns = tuple(
            replace(turn, challenge_id=str(turn.group))
            for turn in rollout_of(policy, (1.0, 0.0) * 3, prompt=(2,)).turns
        )
        learner = make(policy.model, config)
        if learner.accelerator.num_processes == 2:
            first = learner.accelerator.process_index == 0
            turns = tuple(turn for turn in turns if (turn.episode < 2) is first)
        metrics = learner.learn(Rollout(turns, 0.0, 0.0), 0, 1.0)
        assert metrics["optimiser/steps"] >= 2
        if learner.accelerator.is_main_process:
            named = policy.model.named_parameters()
            save_file({key: weight.detach() for key, weight in named}, f"{target}-{name}")


def test_two_processes_make_the_steps_of_one(model_folder: Path, tmp_path: Path) -> None:
    paths = one_and_two(SHARE, learn, model_folder, tmp_path)
    for name in LEARNERS:
        one, two = (load_file(f"{path}-{name}") for path in paths)
        for key, weight in one.items():
            # A step is 3e-3; sums in another order differ in the last digits.
            assert (weight - two[key]).abs().max() < 2e-5, (name, key)
