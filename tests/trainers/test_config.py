"""Settings: refused when they cannot be, and the same after a round trip."""

from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.errors import ConfigError
from codeeval_gym.trainers import PPOConfig

RLOO = {"advantage": "rloo", "group_size": 4}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"whiten": "yes"}, "whiten must be one of full, mean, none, not 'yes'"),
        ({"temperature": 0.0}, "temperature must be above 0"),
        ({"gamma": 1.5}, "gamma must be from 0 to 1, not 1.5"),
        ({"epochs": 0}, "epochs must be from 1"),
        ({"learning_rate": float("nan")}, "learning_rate must be above 0"),
        ({"dual_clip": 1.0}, "dual_clip must be above 1, or None"),
        ({"advantage": "rloo"}, "group_size must be at least 2 with advantage 'rloo'"),
        ({"advantage": "grpo"}, "group_size must be at least 2 with advantage 'grpo'"),
        (
            {"advantage": "dr_grpo", "group_size": 2, "truncated": "bootstrap"},
            "truncated must be 'penalise' or 'mask' with advantage 'dr_grpo'",
        ),
        ({"kl_estimator": "k1", "kl_placement": "loss"}, "kl_estimator must be k2 or k3"),
        (
            {"advantage": "grpo", "group_size": 4, "kl_placement": "reward"},
            "kl_placement must be 'loss' or 'auto' with advantage 'grpo'",
        ),
        ({"episodes_per_iteration": 10, "group_size": 4}, "a divisor of 10 episodes"),
        ({"episodes_per_iteration": 10, "num_envs": 4}, "num_envs must be a divisor of 10"),
        ({"kl_target": 3.0, "kl_coeff": 0.0}, "a weight of 0 cannot be steered"),
        ({**RLOO, "value_trunk": "separate"}, "value_trunk must be 'shared' with advantage 'rloo'"),
        ({"value_trunk": "separate", "detach_value": True}, "detach_value must be False"),
        ({**RLOO, "process_value_init": True}, "process_value_init must be False"),
        ({**RLOO, "process_coeff": 0.1}, "'share' where programs are compared as a whole"),
        ({"credit_level": "turn", "process_coeff": 0.1}, "process_reward must be 'share'"),
        ({"normalise": "objective"}, "a value function of its own"),
        ({**RLOO, "normalise": "objective"}, "whiten must be 'none'"),
        ({**RLOO, "normalise": "objective", "whiten": "none"}, "KL is no objective"),
        (
            {**RLOO, "normalise": "objective", "process_coeff": 1.0, "process_reward": "share"},
            "process_coeff must be 0",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        PPOConfig(**changes)


def test_yaml_round_trip(tmp_path: Path) -> None:
    config = PPOConfig.for_tiny(learning_rate=1e-5, kl_target=3.0, dual_clip=None)
    config.to_yaml(tmp_path / "config.yaml")

    assert PPOConfig.from_yaml(tmp_path / "config.yaml") == config


def test_numbers_are_read_as_people_write_them(tmp_path: Path) -> None:
    """Plain YAML 1.1 takes 1e-5 for a text."""
    path = tmp_path / "config.yaml"
    path.write_text("learning_rate: 1e-5\nseed: 7\nrun_folder: 1e5x\n")

    config = PPOConfig.from_yaml(path)
    assert (config.learning_rate, config.seed, config.run_folder) == (1e-5, 7, "1e5x")


def test_an_unknown_setting_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("learning_rat: 0.1\n")

    with pytest.raises(ConfigError, match="learning_rat"):
        PPOConfig.from_yaml(tmp_path / "config.yaml")
