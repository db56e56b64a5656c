"""Every way to credit tokens solves an environment whose best policy is known, in seconds.

With the default settings of PPO, and those of RLOO: ``test_trainer.py``.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from gymnasium.vector import SyncVectorEnv

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.tracker import read_metrics

Probe = Callable[..., SyncVectorEnv]
READS = {"g": "a", "h": "b"}
GRPO = {
    "advantage": "grpo",
    "group_size": 4,
    "loss_mean": "program",
    "kl_placement": "loss",
    "kl_estimator": "k3",
    "whiten": "none",
}


def solved(
    policy: LLMAdapter, env: SyncVectorEnv, config: PPOConfig, enough: float
) -> tuple[PPOTrainer, list[dict[str, float]]]:
    trainer = PPOTrainer(policy, env, config)
    trainer.learn(32 * 150, lambda row: row["pass_rate"] < enough, progress=False)
    return trainer, read_metrics(trainer.run_folder)


@pytest.fixture
def quick(config: PPOConfig) -> PPOConfig:
    return replace(
        config,
        episodes_per_iteration=32,
        epochs=2,
        learning_rate=1e-3,
        kl_coeff=0.005,
        entropy_coeff=0.01,
    )


@pytest.mark.parametrize(
    ("changes", "enough"),
    [
        (GRPO | {"learning_rate": 2e-3}, 0.95),
        (GRPO | {"advantage": "dr_grpo", "loss_mean": "budget", "learning_rate": 2e-3}, 0.95),
        ({"value_trunk": "separate", "kl_placement": "loss"}, 0.9),
        ({"credit_level": "turn"}, 0.9),
    ],
    ids=["grpo", "dr_grpo", "separate trunk", "turns"],
)
def test_it_copies_from_its_prompt(
    policy: LLMAdapter, probe: Probe, quick: PPOConfig, changes: dict[str, Any], enough: float
) -> None:
    trainer, rows = solved(policy, probe(READS, 32), replace(quick, **changes), enough)

    assert rows[0]["pass_rate"] < 0.2
    assert rows[-1]["pass_rate"] >= enough
    for prompt, answer in READS.items():
        observation, _ = ProbeEnv({prompt: answer}).reset(seed=0)
        assert trainer.predict(observation) == answer


@pytest.mark.parametrize("level", ["token", "turn"])
def test_it_repairs_in_the_second_turn(
    undecided: LLMAdapter, probe: Probe, quick: PPOConfig, level: str
) -> None:
    """The first program is never right; what is read after it tells the answers apart."""
    config = replace(quick, credit_level=level, max_new_tokens=2)
    trainer, rows = solved(undecided, probe(READS, 32, turns=2, hints=True), config, 0.9)

    assert rows[0]["pass_rate"] < 0.7  # it writes one or the other
    assert rows[-1]["pass_rate"] >= 0.9
    written = [play(trainer, ProbeEnv({hint: READS[hint]}, turns=2, hints=True)) for hint in READS]
    assert [len(programs) for programs in written] == [2, 2]
    assert [programs[1][:1] for programs in written] == list(READS.values())


def play(trainer: PPOTrainer, env: ProbeEnv) -> list[str]:
    """The programs of an episode, as the policy likes them best."""
    observation, _ = env.reset(seed=0)
    programs, over = [], False
    while not over:
        programs.append(trainer.predict(observation))
        observation, _, over, _, _ = env.step(programs[-1])
    return programs
