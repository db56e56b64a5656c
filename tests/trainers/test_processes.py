"""Two processes learn what one would."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from safetensors.torch import load_file

LEARN = """
import sys
import torch
from safetensors.torch import save_file

sys.path.insert(0, sys.argv[1])
from test_updates import rollout_of
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import PPOConfig
from codeeval_gym.trainers.ppo.learner import Learner
from codeeval_gym.trainers.rollout import Rollout

torch.set_num_threads(1)
policy = LLMAdapter(sys.argv[2], device="cpu")
turns = rollout_of(policy).turns
# One step on all rows; short micro-batches, of which the two processes have unlike numbers.
config = PPOConfig(
    minibatches=1, micro_batch_tokens=16, learning_rate=3e-3, value_warmup_iterations=0
)
learner = Learner(policy.model, config)
if learner.accelerator.num_processes == 2:
    first = learner.accelerator.process_index == 0
    turns = tuple(turn for turn in turns if (turn.episode < 2) is first)
learner.learn(Rollout(turns, 0.0, 0.0), 0, 1.0)
if learner.accelerator.is_main_process:
    weights = {name: w.detach() for name, w in learner.actor_critic.named_parameters()}
    save_file(weights, sys.argv[3])
if learner.accelerator.num_processes == 2:
    torch.distributed.destroy_process_group()
"""


def start(model: Path, target: Path, **environment: str) -> "subprocess.Popen[str]":
    arguments = [str(Path(__file__).parent), str(model), str(target)]
    return subprocess.Popen(
        [sys.executable, "-c", LEARN, *arguments],
        env=os.environ | {"OMP_NUM_THREADS": "1"} | environment,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_make_the_step_of_one(model_folder: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
    both = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    processes = [start(model_folder, tmp_path / "one")]
    for rank in "01":
        ranked = {"RANK": rank, "LOCAL_RANK": rank, "ACCELERATE_USE_CPU": "true"}
        processes.append(start(model_folder, tmp_path / "two", **both, **ranked))
    errors = [process.communicate(timeout=60)[1] for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0], errors
    one, two = load_file(tmp_path / "one"), load_file(tmp_path / "two")
    for name, weight in one.items():
        # A step is 3e-3; sums in another order differ in the last digits.
        assert (weight - two[name]).abs().max() < 2e-5, name
