"""kill -9 in the middle of a save: nothing is lost, and nothing is half there."""

import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch
from gymnasium.vector import SyncVectorEnv

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.tracker import read_metrics
from tests.trainers import warm

TRAIN = """
import signal
import sys
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig, PPOTrainer

class Signal:
    # Says that it is being written, and then takes for ever.
    def __reduce__(self):
        says.send("writing")
        signal.pause()

def slow_from_the_second_on(row):
    if row["iteration"] == 2:
        trainer.learner.optimizer.param_groups[0]["signal"] = Signal()

config = PPOConfig.from_yaml(sys.argv[2])
trainer = PPOTrainer(LLMAdapter(sys.argv[1], device="cpu"), ProbeEnv({"h": "a"}), config)
trainer.learn(16, slow_from_the_second_on, progress=False)
"""


def weights(trainer: PPOTrainer) -> list[torch.Tensor]:
    return [tensor.clone() for tensor in trainer.learner.actor_critic.state_dict().values()]


def test_a_save_that_was_killed_loses_nothing(
    policy: LLMAdapter,
    model_folder: Path,
    probe: Callable[..., SyncVectorEnv],
    config: PPOConfig,
    tmp_path: Path,
) -> None:
    run = tmp_path / "run"
    config = replace(config, episodes_per_iteration=4, checkpoint_every=1, run_folder=str(run))
    config.to_yaml(tmp_path / "config.yaml")
    words = (str(model_folder), str(tmp_path / "config.yaml"))
    running = warm.start(TRAIN, *words, output=tmp_path / "output")
    assert running.hear() == "writing"
    running.process.kill()
    assert running.end() == -signal.SIGKILL

    # The second checkpoint was begun, and its iteration is in the metrics already.
    (draft,) = (run / "checkpoints").glob(".000002.*.tmp")
    assert (draft / "policy").is_dir()
    assert not (draft / "trainer.json").exists()
    assert [row["iteration"] for row in read_metrics(run)] == [1, 2]

    resumed = PPOTrainer.load(run, ProbeEnv({"h": "a"}), device="cpu")
    assert resumed.counters.iterations == 1
    resumed.learn(16, progress=False)
    assert [row["iteration"] for row in read_metrics(run)] == [1, 2, 3, 4]
    assert not list((run / "checkpoints").glob(".*"))

    whole = PPOTrainer(
        policy, ProbeEnv({"h": "a"}), replace(config, run_folder=str(tmp_path / "whole"))
    ).learn(16, progress=False)
    pairs = zip(weights(whole), weights(resumed), strict=True)
    assert all(torch.equal(one, other) for one, other in pairs)
