"""Collecting, from every kind of environment."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from gymnasium.vector import SyncVectorEnv

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers.metrics import means, tally
from codeeval_gym.trainers.rollout import Rollout, Sampling, collect
from codeeval_gym.trainers.slots import open_slots

Probe = Callable[..., SyncVectorEnv]
ANSWERS = {"g": "a", "h": "b"}


def play(
    policy: LLMAdapter, env: Any, seeds: list[int], budget: int = 4, **options: Any
) -> Rollout:
    slots = open_slots(env, 1)
    generator = torch.Generator().manual_seed(0)
    return collect(policy, slots, seeds, Sampling(budget, 1.0), generator=generator, **options)


def test_turns_hold_what_was_sampled_and_paid(policy: LLMAdapter, probe: Probe) -> None:
    rollout = play(policy, probe(ANSWERS, 4), [1, 1, 2, 2, 3, 3, 4, 4])

    assert [turn.episode for turn in rollout.turns] == list(range(8))
    assert [turn.group for turn in rollout.turns] == [1, 1, 2, 2, 3, 3, 4, 4]
    for turn in rollout.turns:
        prompt = policy.tokenizer.decode(turn.prompt).strip()
        program = policy.decode_program(turn.program)
        assert turn.reward == turn.terms["prefix"] == paid(program, ANSWERS[prompt])
        assert turn.truncated is (policy.eos_id not in turn.program)
        assert len(turn.logprobs) == len(turn.program)


def paid(program: str, answer: str) -> float:
    right = program.startswith(answer)
    return 1 / max(len(program), 1) if right else 0.0


def test_equal_seeds_are_equal_challenges(policy: LLMAdapter, probe: Probe) -> None:
    turns = play(policy, probe(ANSWERS, 8), [5, 5, 5, 5, 6, 6, 6, 6]).turns

    assert len({turn.prompt for turn in turns[:4]}) == 1
    assert len({turn.prompt for turn in turns[4:]}) == 1


def test_a_single_environment_gives_the_challenges_of_a_vector(
    policy: LLMAdapter, probe: Probe
) -> None:
    single = play(policy, ProbeEnv(ANSWERS), [1, 2, 3, 4])
    vector = play(policy, probe(ANSWERS, 2), [1, 2, 3, 4])

    assert [turn.prompt for turn in single.turns] == [turn.prompt for turn in vector.turns]


def test_episodes_go_on_until_the_last_has_ended(policy: LLMAdapter, probe: Probe) -> None:
    """Three turns unless solved before; what an ended slot begins by itself is left out."""
    rollout = play(policy, probe({"h": "a"}, 16, turns=3), list(range(16)), budget=1)
    counts = [sum(turn.episode == episode for turn in rollout.turns) for episode in range(16)]

    solved = {turn.episode for turn in rollout.turns if turn.reward == 1}
    assert solved
    assert all(count == 3 for episode, count in enumerate(counts) if episode not in solved)
    assert [turn.episode for turn in rollout.turns] == sorted(
        turn.episode for turn in rollout.turns
    )


def test_infrastructure_failures_are_told_apart(policy: LLMAdapter, probe: Probe) -> None:
    rollout = play(policy, probe(ANSWERS, 4, fail=2), list(range(4)))
    again = play(policy, probe(ANSWERS, 4, fail=1), list(range(4)))

    assert not rollout.failed
    assert again.failed == dict.fromkeys(range(4), "the probe was told to")
    assert again.kept() == []


def test_metrics_leave_out_what_was_not_judged(policy: LLMAdapter, probe: Probe) -> None:
    rollout = play(policy, probe(ANSWERS, 4, fail=1), list(range(4)))

    assert means([tally(rollout)]) == {"infra/share": 1.0}


def test_metrics_join_over_processes(policy: LLMAdapter, probe: Probe) -> None:
    """As if one process had played everything."""
    turns = play(policy, probe(ANSWERS, 8), list(range(8))).turns
    parts = [tally(Rollout(turns[:2], 0, 0)), tally(Rollout(turns[2:], 0, 0))]

    assert means(parts) == pytest.approx(means([tally(Rollout(turns, 0, 0))]))


def test_something_else_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"Expected the id of an environment.*got a int"):
        open_slots(5, 1)  # type: ignore[arg-type]


def test_collecting_can_be_stopped_before_judging(policy: LLMAdapter, probe: Probe) -> None:
    class StopError(Exception):
        pass

    def poll() -> None:
        raise StopError

    with pytest.raises(StopError):
        play(policy, probe(ANSWERS, 2), [1, 2], poll=poll)
