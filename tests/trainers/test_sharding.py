"""Weights in shards over two processes (FSDP2, on CPUs) train as weights that are not.

accelerate itself would take FSDP for GPUs only, so the processes are told that it is asked for.
"""

import os
from pathlib import Path
from typing import Any

import pytest
import torch
from accelerate.utils import DistributedType
from safetensors.torch import load_file, save_file

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.sharding import mirror_of
from tests.trainers.two_processes import in_two_processes

SHARE = """
import sys
import torch
from tests.trainers.test_sharding import pretend_fsdp2, train

torch.set_num_threads(1)
model, folder = sys.argv[1:]
train(model, f"{folder}/whole")
pretend_fsdp2()
train(model, f"{folder}/shards")
torch.distributed.destroy_process_group()
"""
EPISODES = 4


def pretend_fsdp2() -> None:
    """As ``accelerate launch`` with fsdp2.yaml would set it up, were there GPUs."""
    from accelerate import Accelerator
    from accelerate.state import AcceleratorState, PartialState
    from accelerate.utils import FullyShardedDataParallelPlugin

    os.environ["FSDP_VERSION"] = "2"
    Accelerator()
    plugin = FullyShardedDataParallelPlugin(
        fsdp_version=2,
        auto_wrap_policy="transformer_based_wrap",
        reshard_after_forward=True,
        cpu_ram_efficient_loading=False,
        state_dict_type="SHARDED_STATE_DICT",
    )
    for state in (AcceleratorState, PartialState):
        state._shared_state["distributed_type"] = DistributedType.FSDP
    AcceleratorState._shared_state["fsdp_plugin"] = plugin


def config(folder: Path) -> PPOConfig:
    # Micro-batches of a row or two, of which two processes have unlike numbers.
    return PPOConfig(
        run_folder=str(folder),
        episodes_per_iteration=EPISODES,
        num_envs=1,
        max_new_tokens=5,
        minibatches=1,
        micro_batch_tokens=7,
        learning_rate=1e-2,
        value_learning_rate=1e-3,
        value_warmup_iterations=1,
    )


def train(model: str, folder: str) -> None:
    """Two iterations, a checkpoint, two more in a trainer that is loaded; all weights to a file."""
    run = Path(folder)
    trainer = PPOTrainer(LLMAdapter(model, device="cpu"), ProbeEnv({"h": "a"}), config(run))
    trainer.learn(2 * EPISODES, progress=False)
    trainer = PPOTrainer.load(run, ProbeEnv({"h": "a"}), device="cpu")
    trainer.learn(4 * EPISODES, progress=False)
    mirror = mirror_of(trainer.learner)
    if mirror is not None:
        shards = [type(parameter).__name__ for parameter in mirror.trained.parameters()]
        assert set(shards) == {"DTensor"}, shards
    if trainer.learner.accelerator.is_main_process:
        named = trainer.learner.actor_critic.named_parameters()
        save_file({name: weight.detach() for name, weight in named}, run / "weights")


def test_shards_are_trained_saved_and_resumed_as_whole_weights_are(
    model_folder: Path, tmp_path: Path
) -> None:
    """The same two processes, first without shards and then with them."""
    in_two_processes(SHARE, str(model_folder), str(tmp_path))
    shards, whole = (load_file(tmp_path / name / "weights") for name in ("shards", "whole"))
    before = dict(LLMAdapter(model_folder, device="cpu").model.named_parameters())
    moved = max((whole[f"model.{name}"] - x).abs().max().item() for name, x in before.items())
    assert moved > 1e-3
    for name, weight in whole.items():
        # Four steps of 1e-2; sums in another order differ in the last digits.
        torch.testing.assert_close(shards[name], weight, atol=5e-5, rtol=0)
    assert not list((tmp_path / "shards" / "checkpoints").glob(".*"))


def test_a_learner_without_a_mirror_is_told_so(policy: LLMAdapter) -> None:
    class Accelerated:
        distributed_type = DistributedType.DEEPSPEED

    class Plain:
        accelerator: Any = Accelerated()

    with pytest.raises(ConfigError, match="Plain cannot train weights in shards"):
        mirror_of(Plain())


def test_a_run_in_shards_is_not_resumed_without(policy: LLMAdapter, tmp_path: Path) -> None:
    trainer = PPOTrainer(policy, ProbeEnv({"h": "a"}), config(tmp_path / "run"))
    trainer.learn(EPISODES, progress=False)
    moments = tmp_path / "run" / "checkpoints" / "000001" / "optimizer.pt"
    state = torch.load(moments, weights_only=True)
    state["state"] = {f"model.layer.{key}": value for key, value in state["state"].items()}
    torch.save(state, moments)

    with pytest.raises(ConfigError, match="is of a run with weights in shards"):
        PPOTrainer.load(tmp_path / "run", ProbeEnv({"h": "a"}), device="cpu")
