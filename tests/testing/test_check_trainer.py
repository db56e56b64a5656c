"""Every trainer keeps the contract, and the check finds those that do not."""

from collections.abc import Mapping
from typing import Any

import pytest
import torch

from codeeval_gym.testing import CheckError, check_trainer
from codeeval_gym.trainers import PPOConfig, PPOTrainer, trainer_class, trainers
from codeeval_gym.trainers.ppo.learner import Learner
from codeeval_gym.trainers.rollout import Rollout

PPO: Mapping[str, Any] = {
    "episodes_per_iteration": 16,
    "max_new_tokens": 3,
    "learning_rate": 3e-3,
    "value_learning_rate": 1e-2,
    "minibatches": 2,
    "value_warmup_iterations": 1,
    "kl_coeff": 0.005,
}
DQN: Mapping[str, Any] = {
    "episodes_per_iteration": 16,
    "max_new_tokens": 2,
    "learning_rate": 1e-2,
    "gain_learning_rate": 1e-2,
    "value_learning_rate": 3e-2,
    "rank": 8,
    "tau": 0.1,
    "candidates": 11,
    "kl_coeff": 0.0,
    "batch_episodes": 32,
    "value_warmup_iterations": 0,
    "polyak": 0.2,
    "conservative_solved": 0.1,
}
SETTINGS: Mapping[str, tuple[Mapping[str, Any], float]] = {
    "ppo": (PPO, 1.0),
    "dqn": (DQN, 8.0),
    "rft": ({"episodes_per_iteration": 64, "max_new_tokens": 2, "learning_rate": 1e-2}, 1.0),
    "dpo": (
        {
            "episodes_per_iteration": 64,
            "group_size": 32,
            "max_new_tokens": 2,
            "learning_rate": 3e-3,
        },
        1.0,
    ),
}
"""Settings under which each solves the probe, and how loud its policy must be."""


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.mark.parametrize("name", sorted(trainers))
def test_every_trainer_keeps_the_contract(name: str) -> None:
    if name not in SETTINGS:
        pytest.skip(f"no settings here under which {name} solves a probe, which has no references")
    settings, loudness = SETTINGS[name]
    kind = trainer_class(name)
    report = check_trainer(kind, kind.config_type(**settings), loudness=loudness)

    assert str(report).startswith(f"{name}: solved the probe in ")
    assert report.start < 0.5


class Careless(Learner):
    """Learns nothing of use, from what failed too, and counts what it never writes down."""

    calls = 0

    def learn(self, rollout: Rollout, iteration: int, lr_scale: float) -> dict[str, float]:
        self.calls += 1
        with torch.no_grad():
            self.actor_critic.model.lm_head.weight.add_(1e-3 * self.calls * len(rollout.turns))
        return {"kl/reference": float(self.calls)}


class CarelessTrainer(PPOTrainer):
    """A trainer that breaks the contract."""

    algorithm = "careless"

    def __init__(self, policy: Any, env: Any, config: Any = None, **options: Any) -> None:
        super().__init__(policy, env, config, **options)
        self.learner = Careless(policy.model, self.config)


def test_what_breaks_it_is_named() -> None:
    with pytest.raises(CheckError) as raised:
        check_trainer(CarelessTrainer, PPOConfig(**PPO), iterations=1)

    said = str(raised.value)
    assert said.startswith("4 checks of CarelessTrainer failed:")
    assert "a run that was resumed has other metrics" in said
    assert "a run that was resumed ends with another policy or optimiser" in said
    assert "episodes that infrastructure failed change what is learnt" in said
    assert "it does not learn: pass rate 0.0" in said
