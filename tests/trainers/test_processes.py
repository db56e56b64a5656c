"""Two processes learn what one would."""

from collections.abc import Callable
from pathlib import Path

from safetensors.torch import load_file, save_file

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import PPOConfig
from codeeval_gym.trainers.ppo.learner import Learner
from codeeval_gym.trainers.rollout import Rollout
from tests.trainers.test_updates import rollout_of
from tests.trainers.two_processes import in_two_processes

SHARE = """
import sys
import torch
from tests.trainers.test_processes import learn

torch.set_num_threads(1)
learn(sys.argv[1], sys.argv[2])
torch.distributed.destroy_process_group()
"""


def learn(model: str, target: str) -> None:
    """One step on all rows, or on those of this process; the weights after it go to a file."""
    policy = LLMAdapter(model, device="cpu")
    turns = rollout_of(policy).turns
    # Short micro-batches, of which two processes have unlike numbers.
    config = PPOConfig(
        minibatches=1, micro_batch_tokens=16, learning_rate=3e-3, value_warmup_iterations=0
    )
    learner = Learner(policy.model, config)
    if learner.accelerator.num_processes == 2:
        first = learner.accelerator.process_index == 0
        turns = tuple(turn for turn in turns if (turn.episode < 2) is first)
    learner.learn(Rollout(turns, 0.0, 0.0), 0, 1.0)
    if learner.accelerator.is_main_process:
        named = learner.actor_critic.named_parameters()
        save_file({name: weight.detach() for name, weight in named}, target)


def one_and_two(
    share: str, alone: Callable[[str, str], None], model: Path, folder: Path
) -> tuple[Path, Path]:
    """Where one process wrote, and where two that run ``share`` did."""
    one, two = folder / "one", folder / "two"
    in_two_processes(share, str(model), str(two), meanwhile=lambda: alone(str(model), str(one)))
    return one, two


def test_two_processes_make_the_step_of_one(model_folder: Path, tmp_path: Path) -> None:
    one, two = map(load_file, one_and_two(SHARE, learn, model_folder, tmp_path))
    for name, weight in one.items():
        # A step is 3e-3; sums in another order differ in the last digits.
        assert (weight - two[name]).abs().max() < 2e-5, name
