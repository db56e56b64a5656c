"""What the two trainers are given side by side."""

from dataclasses import dataclass
from typing import Any

import gymnasium as gym

from benchmarks.contestants import _InTurn
from codeeval_gym import EvaluationEngine
from codeeval_gym.challenges import load


@dataclass
class Small:
    """What the sampler looks at of the settings."""

    episodes: int = 8
    group: int = 4


def test_ours_takes_challenges_in_the_order_of_rows(engine: EvaluationEngine) -> None:
    """Also though a slot draws again when its episode ends."""
    challenges = load("builtin")
    settings: Any = Small()
    env: Any = gym.make_vec(
        "CodeEval-Python-v0",
        num_envs=8,
        challenges=challenges,
        engine=engine,
        sampler=lambda dataset: _InTurn(dataset, settings),
    )
    posed: list[str] = []
    for _ in range(3):
        _, infos = env.reset(seed=[1, 1, 1, 1, 2, 2, 2, 2])
        posed += infos["challenge_id"].tolist()
        env.step(("(",) * 8)  # no program at all: every episode ends
    env.close()

    assert posed == [challenges.ids[place] for place in range(6) for _ in range(4)]
