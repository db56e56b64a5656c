"""What is kept, what is drawn, and that it comes back from a file as it was."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from codeeval_gym.errors import ConfigError, TrainingError
from codeeval_gym.trainers.dqn.replay import Replay
from codeeval_gym.trainers.dqn.trajectories import (
    MUTANT,
    POLICY,
    REFERENCE,
    Step,
    Trajectory,
    trajectories,
)
from codeeval_gym.trainers.rollout import Turn


def episode(number: int, challenge: str = "c", **changes: Any) -> Trajectory:
    step = Step(
        tokens=np.array([2, 3, number, 1], np.int32),
        prompt_length=2,
        rewards=np.array([0.0, 0.5], np.float32),
        behaviour=np.array([-1.0, -0.25], np.float32),
    )
    fields: dict[str, Any] = {"source": POLICY, "solved": False, "born": number} | changes
    return Trajectory(challenge_id=challenge, steps=(step,), **fields)


def turn(**changes: Any) -> Turn:
    plain = Turn(0, 0, (5,), (2, 1), (-0.5, -0.25), False, 0.5, "accepted", {}, "", None, "c")
    return replace(plain, **changes)


def drawn(replay: Replay, count: int, rounds: int = 400, share: float = 0.5) -> Counter[int]:
    """How often each episode came, by the iteration it was born in."""
    chance = np.random.default_rng(0)
    found = (replay.sample(count, share, chance) for _ in range(rounds))
    return Counter(one.born for batch in found for one in batch)


def test_a_program_is_kept_once() -> None:
    """The later one: its log-probabilities are those of a younger policy."""
    replay = Replay(10)

    assert replay.add([episode(1), episode(2), episode(1, born=7)]) == 2
    assert [one.born for one in replay] == [2, 7]
    assert replay.add([episode(1, challenge="other")]) == 1


def test_a_reference_that_the_policy_finds_stays_a_reference() -> None:
    replay = Replay(10)
    replay.add([episode(1, source=REFERENCE)])

    assert replay.add([episode(1)]) == 0
    assert [one.source for one in replay] == [REFERENCE]


def test_the_oldest_of_the_policy_go_first() -> None:
    replay = Replay(3)
    replay.add([episode(0, source=REFERENCE), *map(episode, range(1, 5))])
    assert [one.born for one in replay] == [0, 3, 4]

    replay.add([episode(n, source=MUTANT) for n in range(10, 13)])
    assert [one.born for one in replay] == [10, 11, 12]


def test_half_of_what_is_drawn_is_solved() -> None:
    replay = Replay(100)
    replay.add([episode(n, f"c{n}") for n in range(2, 40)])
    replay.add([episode(n, f"c{n}", solved=True) for n in range(40, 48)])
    batch = replay.sample(10, 0.5, np.random.default_rng(0))

    assert sum(one.solved for one in batch) == 5
    assert len({one.key for one in batch}) == 10
    # Of solved ones there are eight, so there are more of the others.
    assert sum(one.solved for one in replay.sample(20, 0.5, np.random.default_rng(0))) == 8
    assert len(replay.sample(200, 0.5, np.random.default_rng(0))) == 46


def test_every_challenge_weighs_the_same() -> None:
    """One has nine episodes, the other one: each is half of what is drawn."""
    replay = Replay(100)
    replay.add([episode(n, "often") for n in range(2, 11)])
    replay.add([episode(50, "once")])
    counts = drawn(replay, 1, 2000)

    assert counts[50] / 2000 == pytest.approx(0.5, abs=0.04)  # four standard deviations


def test_large_errors_are_drawn_more_often() -> None:
    """Errors 0.3 and 0.1, exponent 1: three times as often."""
    replay = Replay(10, priority_exponent=1.0)
    replay.add([episode(2, "a"), episode(3, "b")])
    replay.prioritise(list(replay), [0.3, 0.1])
    counts = drawn(replay, 1, 2000)

    assert counts[2] / 2000 == pytest.approx(0.301 / 0.402, abs=0.04)


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    replay = Replay(10, priority_exponent=1.0)
    two_turns = replace(episode(4), steps=episode(4).steps * 2, source=MUTANT)
    choice = replace(episode(5).steps[0], others=(np.array([7, 1], np.int32),))
    replay.add([episode(1), two_turns, replace(episode(5, solved=True), steps=(choice,))])
    replay.prioritise([two_turns], [0.125])
    replay.write(tmp_path)
    again = Replay(10, priority_exponent=1.0)
    again.read(tmp_path)

    assert [one.key for one in again] == [one.key for one in replay]
    for one, other in zip(again, replay, strict=True):
        assert (one.source, one.solved, one.born) == (other.source, other.solved, other.born)
        for step, before in zip(one.steps, other.steps, strict=True):
            assert np.array_equal(step.rewards, before.rewards)
            assert np.array_equal(step.behaviour, before.behaviour)
            assert step.tokens.dtype == np.int32
    assert drawn(again, 2, 20) == drawn(replay, 2, 20)


def test_nothing_to_learn_from_and_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="nothing in the replay"):
        Replay(3).sample(1, 0.5, np.random.default_rng(0))
    with pytest.raises(ConfigError, match="cannot be read"):
        Replay(3).read(tmp_path)


def test_from_turns_to_episodes() -> None:
    """Two turns are one episode, paid on the last token of each; what was cut off earns nothing."""
    turns = [
        turn(reward=0.0, verdict="wrong_answer"),
        turn(reward=0.75),
        turn(episode=1, truncated=True),
    ]
    both, cut = trajectories(turns, source=POLICY, iteration=3)

    assert [step.rewards.tolist() for step in both.steps] == [[0.0, 0.0], [0.0, 0.75]]
    assert (both.solved, both.born, both.challenge_id) == (True, 3, "c")
    assert both.steps[0].prompt == [5]
    assert both.steps[0].program == [2, 1]
    assert cut.steps[0].rewards.tolist() == [0.0, 0.0]
    assert not cut.solved
    kept = trajectories(turns, source=POLICY, iteration=3, truncated="mask")
    assert [one.key for one in kept] == [both.key]
