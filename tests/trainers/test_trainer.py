"""The whole loop: it learns, resumes exactly, writes its folder."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from gymnasium.vector import SyncVectorEnv

from codeeval_gym.errors import ConfigError, TrainingError, UnknownNameError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig, PPOTrainer, make
from codeeval_gym.trainers.tracker import read_metrics

Probe = Callable[..., SyncVectorEnv]
MEASURED = ("seconds", "time/", "programs_per_second")


def without_times(rows: list[dict[str, float]]) -> list[dict[str, float]]:
    return [{k: v for k, v in row.items() if not k.startswith(MEASURED)} for row in rows]


@pytest.fixture
def small(config: PPOConfig) -> PPOConfig:
    """Everything that has a state in use: Adam, adaptive KL, falling learning rate."""
    return replace(config, kl_target=0.5, kl_horizon=100, lr_schedule="linear", epochs=2)


@pytest.mark.parametrize("advantage", ["gae", "rloo"])
@pytest.mark.parametrize(
    "answers", [{"h": "ab"}, {"g": "a", "h": "b"}], ids=["constant program", "reads its prompt"]
)
def test_it_solves_the_probes(
    policy: LLMAdapter,
    probe: Probe,
    config: PPOConfig,
    answers: Mapping[str, str],
    advantage: str,
) -> None:
    config = replace(
        config,
        advantage=advantage,
        group_size=4 if advantage == "rloo" else 1,
        episodes_per_iteration=32,
        epochs=2,
        learning_rate=1e-3,
        kl_coeff=0.005,
        entropy_coeff=0.01,
    )
    trainer = PPOTrainer(policy, probe(answers, 32), config)
    trainer.learn(32 * 100, lambda row: row["pass_rate"] < 0.9, progress=False)

    assert read_metrics(trainer.run_folder)[0]["pass_rate"] < 0.2
    assert read_metrics(trainer.run_folder)[-1]["pass_rate"] >= 0.9
    for prompt, answer in answers.items():
        observation, _ = ProbeEnv({prompt: answer}).reset(seed=0)
        assert trainer.predict(observation) == answer


def test_resumed_equals_uninterrupted(
    policy: LLMAdapter, model_folder: Path, probe: Probe, small: PPOConfig, tmp_path: Path
) -> None:
    """Bit for bit: weights, optimiser, value head, KL weight, metrics, and all that follows."""
    whole = PPOTrainer(policy, probe({"h": "a"}), small).learn(16 * 4, progress=False)
    stopped = replace(small, run_folder=str(tmp_path / "stopped"))
    half = PPOTrainer(LLMAdapter(model_folder, device="cpu"), probe({"h": "a"}), stopped)
    half.learn(16 * 4, lambda row: row["iteration"] < 2, progress=False)
    torch.rand(5)  # whatever else the process did meanwhile
    resumed = PPOTrainer.load(stopped.run_folder or "", probe({"h": "a"}), device="cpu")
    resumed.learn(16 * 4, progress=False)

    assert without_times(read_metrics(resumed.run_folder)) == without_times(
        read_metrics(whole.run_folder)
    )
    for one, other in zip(
        whole.learner.actor_critic.state_dict().values(),
        resumed.learner.actor_critic.state_dict().values(),
        strict=True,
    ):
        assert torch.equal(one, other)
    assert resumed.learner.kl.coefficient == whole.learner.kl.coefficient
    assert optimizer_bits(resumed) == optimizer_bits(whole)


def optimizer_bits(trainer: PPOTrainer) -> list[Any]:
    state = trainer.learner.optimizer.state_dict()["state"]
    return [value.tolist() for slot in state.values() for value in slot.values()]


def test_equal_seeds_give_equal_runs_and_others_do_not(
    model_folder: Path, probe: Probe, config: PPOConfig, tmp_path: Path
) -> None:
    runs = []
    for number, seed in enumerate([0, 0, 1]):
        chosen = replace(config, seed=seed, run_folder=str(tmp_path / str(number)))
        trainer = PPOTrainer(LLMAdapter(model_folder, device="cpu"), probe({"h": "a"}), chosen)
        runs.append(without_times(read_metrics(trainer.learn(48, progress=False).run_folder)))

    assert runs[0] == runs[1] != runs[2]


def test_the_run_folder_is_complete(policy: LLMAdapter, probe: Probe, config: PPOConfig) -> None:
    config = replace(config, checkpoint_every=1, keep_checkpoints=2)
    folder = PPOTrainer(policy, probe({"h": "a"}), config).learn(64, progress=False).run_folder

    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert {"config.yaml", "metrics.jsonl", "learning_curve.svg", "learning_curve.png"} <= names
    assert {path.name for path in (folder / "checkpoints").iterdir()} == {"000003", "000004"}
    assert PPOConfig.from_yaml(folder / "config.yaml") == config
    assert [row["iteration"] for row in read_metrics(folder)] == [1, 2, 3, 4]
    assert len(list((folder / "records").iterdir())) == 4


def test_the_policy_of_a_checkpoint_is_an_ordinary_model(
    policy: LLMAdapter, probe: Probe, config: PPOConfig, tmp_path: Path
) -> None:
    trainer = PPOTrainer(policy, probe({"h": "a"}), config).learn(32, progress=False)
    trainer.save(tmp_path / "saved")
    trainer.save(tmp_path / "saved")
    again = LLMAdapter(tmp_path / "saved" / "policy", device="cpu")

    assert not list(tmp_path.glob(".*"))
    for one, other in zip(policy.model.parameters(), again.model.parameters(), strict=True):
        assert torch.equal(one, other)


def test_a_run_is_not_written_over(policy: LLMAdapter, probe: Probe, config: PPOConfig) -> None:
    PPOTrainer(policy, probe({"h": "a"}), config).learn(16, progress=False)

    with pytest.raises(ConfigError, match="already holds a run"):
        PPOTrainer(policy, probe({"h": "a"}), config).learn(16, progress=False)


def test_what_was_written_after_the_checkpoint_is_played_again(
    policy: LLMAdapter, probe: Probe, config: PPOConfig
) -> None:
    """As after a kill -9: metrics of iteration 2 are there, its checkpoint is not."""
    trainer = PPOTrainer(policy, probe({"h": "a"}), config).learn(16, progress=False)
    with (trainer.run_folder / "metrics.jsonl").open("a") as file:
        file.write(json.dumps({"iteration": 2, "pass_rate": 0.5}) + '\n{"iterat')
    resumed = PPOTrainer.load(trainer.run_folder, probe({"h": "a"}), device="cpu")
    resumed.learn(48, progress=False)

    rows = read_metrics(trainer.run_folder)
    assert [row["iteration"] for row in rows] == [1, 2, 3]
    assert all("kl/reference" in row for row in rows)


def test_too_many_infrastructure_failures_leave_a_checkpoint(
    policy: LLMAdapter, probe: Probe, config: PPOConfig
) -> None:
    trainer = PPOTrainer(policy, probe({"h": "a"}, fail=3), config)

    with pytest.raises(TrainingError, match=r"16 of 16 episodes.*the probe was told to"):
        trainer.learn(64, progress=False)  # the second iteration is each slot's third reset
    assert (trainer.run_folder / "checkpoints" / "000001" / "trainer.json").exists()


def test_time_bounds_training(policy: LLMAdapter, probe: Probe, config: PPOConfig) -> None:
    trainer = PPOTrainer(policy, probe({"h": "a"}), config)
    trainer.learn(max_seconds=1e-6, progress=False)

    assert trainer.counters.iterations == 1
    with pytest.raises(ConfigError, match="needs total_episodes, max_seconds or both"):
        trainer.learn()
    with pytest.raises(ConfigError, match="max_seconds must be at least 0, not -3"):
        trainer.learn(max_seconds=-3)


@pytest.mark.parametrize(
    ("changes", "scales"),
    [
        ({"lr_schedule": "linear"}, [1.0, 0.75, 0.5, 0.25]),
        ({"lr_warmup_iterations": 2}, [0.5, 1.0, 1.0, 1.0]),
    ],
    ids=["linear", "warm-up"],
)
def test_learning_rate_by_hand(
    policy: LLMAdapter,
    probe: Probe,
    config: PPOConfig,
    changes: dict[str, Any],
    scales: list[float],
) -> None:
    trainer = PPOTrainer(policy, probe({"h": "a"}), replace(config, **changes))
    rows = read_metrics(trainer.learn(64, progress=False).run_folder)

    rates = [row["optimiser/learning_rate"] / config.learning_rate for row in rows]
    assert rates == pytest.approx(scales)


def test_slots_must_fit(policy: LLMAdapter, probe: Probe, config: PPOConfig) -> None:
    with pytest.raises(ConfigError, match="16 episodes an iteration cannot be played in 5 slots"):
        PPOTrainer(policy, probe({"h": "a"}, 5), config)


def test_trainers_are_made_by_name(policy: LLMAdapter, config: PPOConfig) -> None:
    assert isinstance(make("ppo", policy, ProbeEnv({"h": "a"}), config), PPOTrainer)
    with pytest.raises(UnknownNameError, match=r"no trainer 'pop'\. Did you mean 'ppo'"):
        make("pop", policy, ProbeEnv({"h": "a"}))


@pytest.mark.parametrize("folder", ["", "nowhere"])
def test_where_nothing_was_saved_nothing_is_loaded(tmp_path: Path, folder: str) -> None:
    with pytest.raises(ConfigError, match="no checkpoint in"):
        PPOTrainer.load(tmp_path / folder, ProbeEnv({"h": "a"}))
