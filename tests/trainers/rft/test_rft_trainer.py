"""The whole loop: what was accepted is learnt, from where it was told to, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from gymnasium.vector import SyncVectorEnv

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import RFTConfig, RFTTrainer, make
from codeeval_gym.trainers.tracker import read_metrics
from tests.trainers.runs import everything, without_times

Probe = Callable[..., SyncVectorEnv]
ANSWERS = {"g": "a", "h": "b"}


@pytest.fixture
def config(tmp_path: Path) -> RFTConfig:
    return RFTConfig(
        run_folder=str(tmp_path / "run"),
        episodes_per_iteration=16,
        group_size=4,
        max_new_tokens=3,
        learning_rate=1e-3,
        batch_programs=8,
    )


@pytest.mark.parametrize("base", ["current", "start"])
def test_it_reads_its_prompt(
    undecided: LLMAdapter, probe: Probe, config: RFTConfig, base: str
) -> None:
    """It answers either at random, and is told which it was."""
    epochs = 30 if base == "start" else 3  # from the start it has to be learnt at one go
    config = replace(config, base=base, epochs=epochs, window=2, learning_rate=3e-3)
    trainer = RFTTrainer(undecided, probe(ANSWERS), config)
    trainer.learn(16 * 15, lambda row: row["pass_rate"] < 1.0, progress=False)
    rows = read_metrics(trainer.run_folder)

    assert rows[0]["pass_rate"] < 0.8
    assert rows[-1]["pass_rate"] == 1.0
    assert rows[0]["kl/reference"] == 0 < rows[-1]["kl/reference"]
    for prompt, answer in ANSWERS.items():
        observation, _ = ProbeEnv({prompt: answer}).reset(seed=0)
        assert trainer.predict(observation) == answer


def test_the_best_of_many_lead_where_none_is_accepted(
    policy: LLMAdapter, probe: Probe, config: RFTConfig
) -> None:
    """A random policy hardly ever ends after the right letter, but its reward points there."""
    config = replace(
        config,
        select="best",
        min_reward=0.3,
        per_challenge=1,
        group_size=16,
        episodes_per_iteration=64,
        learning_rate=5e-3,
        epochs=3,
    )
    trainer = RFTTrainer(policy, probe({"h": "a"}, 16), config)
    trainer.learn(64 * 30, lambda row: row["pass_rate"] < 0.9, progress=False)
    rows = read_metrics(trainer.run_folder)

    assert rows[0]["pass_rate"] < 0.2
    assert rows[-1]["pass_rate"] >= 0.9


def test_without_an_accepted_program_nothing_changes(
    policy: LLMAdapter, probe: Probe, config: RFTConfig
) -> None:
    before = [p.detach().clone() for p in policy.model.parameters()]
    trainer = RFTTrainer(policy, probe({"h": "abcdefgh"}), config).learn(32, progress=False)

    assert all(torch.equal(a, b) for a, b in zip(before, policy.model.parameters(), strict=True))
    for row in read_metrics(trainer.run_folder):
        assert row["selection/worthy"] == row["optimiser/steps"] == row["kl/reference"] == 0


def test_the_start_is_where_each_iteration_sets_out_from(
    undecided: LLMAdapter, probe: Probe, config: RFTConfig
) -> None:
    """One iteration from the start and one after another end alike if they learn the same."""
    config = replace(config, base="start", learning_rate=1e-2, lr_warmup_iterations=0)
    trainer = RFTTrainer(undecided, probe(ANSWERS), config)
    trainer.learn(16, progress=False)
    learner = trainer.learner
    start = {name: tensor.clone() for name, tensor in learner.start.items()}
    moved = {name: parameter.clone() for name, parameter in learner._trained().items()}
    learner._start_again()

    assert any(not torch.equal(moved[name], start[name]) for name in start)
    assert all(torch.equal(p, start[name]) for name, p in learner._trained().items())
    assert not learner.optimizer.state_dict()["state"]


def test_infrastructure_failures_are_never_learnt(
    undecided: LLMAdapter, probe: Probe, config: RFTConfig
) -> None:
    """The second half of the episodes fails: each is its slot's third, counting resets between."""
    config = replace(config, episodes_per_iteration=32, max_infra_share=0.9)
    trainer = RFTTrainer(undecided, probe(ANSWERS, 16, fail=3), config).learn(32, progress=False)
    row = read_metrics(trainer.run_folder)[0]

    assert row["infra/share"] == 0.5
    assert 0 < row["selection/worthy"] <= 16


@pytest.mark.parametrize("changes", [{}, {"base": "start", "window": 2, "select": "best"}])
def test_resumed_equals_uninterrupted(
    undecided_folder: Path,
    probe: Probe,
    config: RFTConfig,
    tmp_path: Path,
    changes: dict[str, Any],
) -> None:
    """Bit for bit: weights, optimiser, the programs of earlier iterations, metrics."""
    config = replace(config, lr_schedule="linear", epochs=2, **changes)

    def trainer(name: str) -> RFTTrainer:
        here = replace(config, run_folder=str(tmp_path / name))
        policy = LLMAdapter(undecided_folder, device="cpu")
        return RFTTrainer(policy, probe(ANSWERS, turns=2), here)

    whole = trainer("whole").learn(16 * 4, progress=False)
    half = trainer("stopped")
    half.learn(16 * 4, lambda row: row["iteration"] < 2, progress=False)
    torch.rand(5)  # whatever else the process did meanwhile
    resumed = RFTTrainer.load(half.run_folder, probe(ANSWERS, turns=2), device="cpu")
    assert everything(resumed) == everything(half) != everything(whole)
    resumed.learn(16 * 4, progress=False)

    assert without_times(resumed) == without_times(whole)
    assert everything(resumed) == everything(whole)
    if config.window > 1:
        assert resumed.learner.kept == whole.learner.kept


def test_it_is_made_by_name(policy: LLMAdapter, config: RFTConfig, tmp_path: Path) -> None:
    tiny = RFTConfig.for_tiny(seed=3)
    tiny.to_yaml(tmp_path / "config.yaml")

    assert RFTConfig.from_yaml(tmp_path / "config.yaml") == tiny
    assert isinstance(make("rft", policy, ProbeEnv({"h": "a"}), config), RFTTrainer)
