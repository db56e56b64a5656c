"""The whole loop: references are judged, and what is accepted is learnt, to its end."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from gymnasium.vector import SyncVectorEnv

from codeeval_gym.challenges import Dataset
from codeeval_gym.errors import ChallengeError, ConfigError, TrainingError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import SFTConfig, SFTTrainer, make
from codeeval_gym.trainers.tracker import read_metrics
from codeeval_gym.types import Challenge, Rights
from tests.trainers.runs import everything, without_times

Probe = Callable[..., SyncVectorEnv]
ANSWERS = {"g": "ab", "h": "ba"}


@pytest.fixture
def config(tmp_path: Path) -> SFTConfig:
    return SFTConfig(
        run_folder=str(tmp_path / "run"),
        episodes_per_iteration=16,
        max_new_tokens=4,
        learning_rate=3e-3,
        batch_programs=8,
    )


def taught(
    probe: Probe,
    references: Mapping[str, str] = ANSWERS,
    *,
    name: str = "probe:train",
    allowed: bool = True,
    **options: Any,
) -> SyncVectorEnv:
    """The probe, whose challenges have references."""
    env = probe(ANSWERS, **options)
    challenges = [
        Challenge(
            id=f"probe/{prompt}",
            title=prompt,
            prompt=prompt,
            category="probe",
            tier=1,
            references={"python": answer},
            rights=Rights(train_allowed=allowed or None),
        )
        for prompt, answer in references.items()
    ]
    env.challenges = Dataset.of(challenges, name)  # type: ignore[attr-defined]
    return env


def test_it_writes_the_references(policy: LLMAdapter, probe: Probe, config: SFTConfig) -> None:
    trainer = SFTTrainer(policy, taught(probe), replace(config, epochs=3)).learn(
        16 * 8, progress=False
    )
    rows = read_metrics(trainer.run_folder)

    for prompt, answer in ANSWERS.items():
        observation, _ = ProbeEnv({prompt: answer}).reset(seed=0)
        assert trainer.predict(observation) == answer
        generation = policy.generate(
            [policy.encode_prompt(prompt)], max_new_tokens=4, temperature=0.0
        )
        assert not generation.truncated[0]  # it has learnt to stop
    assert [row["pass_rate"] for row in rows] == [1.0] * 8
    assert [row["imitation/programs"] for row in rows] == [16.0] * 8
    assert rows[-1]["imitation/loss"] < 0.1 < rows[0]["imitation/loss"]
    assert rows[0]["kl/reference"] == 0 < rows[1]["kl/reference"] < rows[-1]["kl/reference"]


def test_what_is_not_accepted_is_not_learnt(
    policy: LLMAdapter, probe: Probe, config: SFTConfig
) -> None:
    """A reference may be wrong; its challenge then teaches nothing."""
    before = [p.detach().clone() for p in policy.model.parameters()]
    wrong = dict.fromkeys(ANSWERS, "c")
    trainer = SFTTrainer(policy, taught(probe, wrong), config).learn(16, progress=False)
    row = read_metrics(trainer.run_folder)[0]

    assert row["pass_rate"] == row["imitation/programs"] == row["optimiser/steps"] == 0
    assert all(torch.equal(a, b) for a, b in zip(before, policy.model.parameters(), strict=True))


def test_infrastructure_failures_are_told_and_not_learnt(
    policy: LLMAdapter, probe: Probe, config: SFTConfig
) -> None:
    """The second half of the episodes fails: each is its slot's third, counting resets between."""
    config = replace(config, episodes_per_iteration=32, max_infra_share=0.9)
    trainer = SFTTrainer(policy, taught(probe, fail=3), config).learn(32, progress=False)
    row = read_metrics(trainer.run_folder)[0]

    assert row["infra/share"] == 0.5
    assert row["imitation/programs"] == 16
    with pytest.raises(TrainingError, match=r"Infrastructure failed for 16 of 32 episodes"):
        SFTTrainer(
            policy,
            taught(probe, fail=3),
            replace(config, max_infra_share=0.25, run_folder=f"{config.run_folder}-other"),
        ).learn(32, progress=False)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"name": "families:test"}, ConfigError, "'families:test' are held out"),
        ({"allowed": False}, ChallengeError, "may not be trained on"),
        ({"references": {"g": "abababab", "h": "b" * 8}}, ConfigError, "of at most 4 tokens"),
    ],
)
def test_what_may_not_be_read_is_refused(
    policy: LLMAdapter,
    probe: Probe,
    config: SFTConfig,
    options: dict[str, Any],
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        SFTTrainer(policy, taught(probe, **options), config).learn(16, progress=False)


def test_an_environment_without_references_is_refused(
    policy: LLMAdapter, probe: Probe, config: SFTConfig
) -> None:
    trainer = make("sft", policy, probe(ANSWERS), config)

    assert isinstance(trainer, SFTTrainer)
    with pytest.raises(ConfigError, match="SFT needs an environment that has references"):
        trainer.learn(16, progress=False)
    with pytest.raises(ConfigError, match="group_size must be 1"):
        SFTConfig(group_size=2)


def test_resumed_equals_uninterrupted(
    model_folder: Path, probe: Probe, config: SFTConfig, tmp_path: Path
) -> None:
    """Bit for bit: weights, optimiser, metrics."""

    def trainer(name: str) -> SFTTrainer:
        here = replace(config, run_folder=str(tmp_path / name), lr_schedule="linear", epochs=2)
        return SFTTrainer(LLMAdapter(model_folder, device="cpu"), taught(probe), here)

    whole = trainer("whole").learn(16 * 4, progress=False)
    half = trainer("stopped")
    half.learn(16 * 4, lambda row: row["iteration"] < 2, progress=False)
    torch.rand(5)  # whatever else the process did meanwhile
    resumed = SFTTrainer.load(half.run_folder, taught(probe), device="cpu")
    assert everything(resumed) == everything(half) != everything(whole)
    resumed.learn(16 * 4, progress=False)

    assert without_times(resumed) == without_times(whole)
    assert everything(resumed) == everything(whole)


def test_settings_for_the_built_in_policy_can_be_written_and_read(tmp_path: Path) -> None:
    config = SFTConfig.for_tiny(seed=3)
    config.to_yaml(tmp_path / "config.yaml")

    assert SFTConfig.from_yaml(tmp_path / "config.yaml") == config
