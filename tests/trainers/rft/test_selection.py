"""Which programs are learnt from, by hand."""

from typing import Any

import numpy as np
import pytest

from codeeval_gym.errors import ConfigError
from codeeval_gym.trainers import RFTConfig
from codeeval_gym.trainers.examples import Example
from codeeval_gym.trainers.rft.selection import select, worthy
from codeeval_gym.trainers.rollout import Turn


def turn(
    program: str,
    reward: float,
    *,
    challenge: str = "x",
    accepted: bool = False,
    truncated: bool = False,
) -> Turn:
    return Turn(
        episode=0,
        group=0,
        prompt=(1,),
        program=tuple(map(ord, program)),
        logprobs=(0.0,) * len(program),
        truncated=truncated,
        reward=reward,
        verdict="accepted" if accepted else "wrong_answer",
        terms={},
        infra_error="",
        evaluation=None,
        challenge_id=challenge,
    )


TURNS = [
    turn("a", 0.9, accepted=True),
    turn("a", 0.9, accepted=True),  # the same again
    turn("b", 1.0, accepted=True),
    turn("c", 0.5),
    turn("d", 0.4),
    turn("e", 1.0, accepted=True, truncated=True),  # it was accepted, but does not end
    turn("f", 0.8, accepted=True, challenge="y"),
    turn("g", 0.0, challenge="y"),
]


def chosen(**settings: Any) -> dict[str, str]:
    """Letters by challenge."""
    config = RFTConfig(**settings)
    found: dict[str, str] = {}
    for example in select(worthy(TURNS, config), config, np.random.default_rng(0)):
        found[example.challenge_id] = found.get(example.challenge_id, "") + chr(example.program[0])
    return {name: "".join(sorted(letters)) for name, letters in found.items()}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, {"x": "ab", "y": "f"}),
        ({"select": "best", "min_reward": 0.5}, {"x": "abc", "y": "f"}),
        ({"select": "best", "min_reward": 0.0}, {"x": "abcd", "y": "f"}),
        ({"select": "best", "min_reward": 0.95}, {"x": "b"}),
        ({"select": "best", "per_challenge": 1}, {"x": "b", "y": "f"}),
        ({"select": "best", "per_challenge": 2}, {"x": "ab", "y": "f"}),
    ],
)
def test_by_hand(settings: dict[str, Any], expected: dict[str, str]) -> None:
    assert chosen(**settings) == expected


def test_which_of_several_accepted_programs_is_a_matter_of_chance() -> None:
    config = RFTConfig(per_challenge=1)
    examples = [Example("x", (1,), (number,), 1.0) for number in range(4)]
    found = [
        select(examples, config, np.random.default_rng(seed))[0].program[0] for seed in range(400)
    ]

    counts = [found.count(number) for number in range(4)]
    assert min(counts) > 60  # of 100; five standard deviations are 43


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"select": "all"}, "select must be one of accepted, best, not 'all'"),
        ({"base": "best"}, "base must be one of current, start"),
        ({"min_reward": 1.5}, "min_reward must be from 0 to 1"),
        ({"window": 0}, "window must be from 1"),
        ({"probability_weight": 2.0}, "probability_weight must be from 0 to 1"),
        ({"batch_programs": 0}, "batch_programs must be from 1"),
        ({"group_size": 3}, "group_size must be a divisor of 128"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=f"RFTConfig.{message}"):
        RFTConfig(**changes)
