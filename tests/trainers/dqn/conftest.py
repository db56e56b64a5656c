"""A policy whose frozen weights say something, and settings that solve small problems quickly."""

from pathlib import Path

import pytest

from codeeval_gym.testing.policies import letters_policy
from codeeval_gym.trainers import DQNConfig


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random as it is, the model's output embedding is close to 0, and an adapter leaves it so."""
    return letters_policy(tmp_path_factory.mktemp("louder"), loudness=8.0)


@pytest.fixture
def dqn(tmp_path: Path) -> DQNConfig:
    return DQNConfig(
        run_folder=str(tmp_path / "run"),
        episodes_per_iteration=16,
        max_new_tokens=3,
        learning_rate=1e-2,
        gain_learning_rate=1e-2,
        value_learning_rate=3e-2,
        rank=8,
        tau=0.5,
        candidates=11,
        kl_coeff=0.0,
        trace_decay=0.8,
        updates_per_iteration=4,
        batch_episodes=32,
        value_warmup_iterations=0,
        micro_batch_tokens=1 << 20,
    )
