"""Two processes learn what one would."""

from functools import partial
from pathlib import Path

from safetensors.torch import load_file, save_file

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import DQNConfig
from codeeval_gym.trainers.dqn.learner import Learner
from codeeval_gym.trainers.rollout import Rollout
from tests.trainers.test_updates import rollout_of
from tests.trainers.two_processes import in_two_processes

SHARE = """
import sys
import torch
from tests.trainers.dqn.test_dqn_processes import learn

torch.set_num_threads(1)
learn(*sys.argv[1:])
torch.distributed.destroy_process_group()
"""


def learn(model: str, target: str) -> None:
    """One step on all rows, or on those of this process; how far it went goes to a file."""
    policy = LLMAdapter(model, device="cpu")
    turns = rollout_of(policy).turns
    # Short micro-batches, of which two processes have unlike numbers; and more episodes than
    # there are, so that each process draws all of its own.
    config = DQNConfig(
        updates_per_iteration=1,
        batch_episodes=64,
        micro_batch_tokens=16,
        learning_rate=3e-3,
        value_warmup_iterations=0,
    )
    learner = Learner(policy, config)
    if learner.accelerator.num_processes == 2:
        first = learner.accelerator.process_index == 0
        turns = tuple(turn for turn in turns if (turn.episode < 2) is first)
    before = {name: x.detach().clone() for name, x in learner.q_model.named_parameters()}
    learner.learn(Rollout(turns, 0.0, 0.0), 0, 1.0)
    if learner.accelerator.is_main_process:
        after = learner.q_model.named_parameters()
        save_file({name: (x.detach() - before[name]).contiguous() for name, x in after}, target)


def test_two_processes_make_the_step_of_one(model_folder: Path, tmp_path: Path) -> None:
    model, one, two = str(model_folder), str(tmp_path / "one"), str(tmp_path / "two")
    in_two_processes(SHARE, model, two, meanwhile=partial(learn, model, one))
    alone, together = load_file(one), load_file(two)

    assert max(step.abs().max() for step in alone.values()) > 1e-3
    for name, step in alone.items():
        # A step is 3e-3; sums in another order differ in the last digits.
        assert (step - together[name]).abs().max() < 2e-5, name
