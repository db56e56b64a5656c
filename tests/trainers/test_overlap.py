"""Programs are judged while others are written, and nothing but the time is different."""

import math
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

import pytest
import torch

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs import CodeEvalVectorEnv
from codeeval_gym.errors import SandboxError
from codeeval_gym.llm import Generation, LLMAdapter
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.trainers.rollout import Rollout, Sampling, collect
from codeeval_gym.trainers.slots import open_slots
from codeeval_gym.types import CallTest, Challenge, Input, Outcome, Param, Returned, Run, Signature

SLOTS = 8
SAMPLING = Sampling(6, 1.0)
FRUGAL = {"tests": 1.0, "novelty": 1.0}


def challenge(number: int) -> Challenge:
    return Challenge(
        id=f"overlap/{number}",
        title="",
        prompt="abcdefgh"[: 1 + number],
        category="arithmetic",
        tier=1,
        languages=("python",),
        signature=Signature("f", (Param("a", "int"),), "int"),
        public_tests=(CallTest((1,), number),),
        hidden_tests=(CallTest((2,), number),),
        references={"python": f"def f(a: int) -> int:\n    return {number}\n"},
    )


CHALLENGES = Dataset.of([challenge(number) for number in range(4)], name="overlap")


def answer(files: Mapping[str, str], item: Input) -> Run:
    """What a program returns depends on its text; one in some is the sandbox's own failure."""
    text = "".join(files.values())
    if text.count("g") % 3 == 2:
        raise SandboxError("lost")
    return Run(
        Outcome.FINISHED, compiled=True, exit_code=0, returned=Returned(sum(map(ord, text)) % 4)
    )


def make(answer: Callable[[Mapping[str, str], Input], Run], turns: int = 1) -> CodeEvalVectorEnv:
    return CodeEvalVectorEnv(
        SLOTS,
        sandbox=FakeSandbox(answer),
        challenges=CHALLENGES,
        reward=FRUGAL,
        max_turns=turns,
    )


def play(policy: LLMAdapter, env: Any, **options: Any) -> Rollout:
    chance = torch.Generator().manual_seed(5)
    seeds = [1, 1, 1, 1, 2, 2, 3, 4] * 2
    return collect(policy, open_slots(env, SLOTS), seeds, SAMPLING, generator=chance, **options)


def told(rollout: Rollout) -> list[tuple[Any, ...]]:
    """All but what was measured."""
    names = ("episode", "group", "prompt", "program", "logprobs", "truncated", "reward", "verdict")
    more = ("terms", "infra_error", "challenge_id")
    return [tuple(getattr(turn, name) for name in names + more) for turn in rollout.turns]


@pytest.mark.parametrize("turns", [1, 3])
def test_the_rollout_is_the_same_bit_for_bit(policy: LLMAdapter, turns: int) -> None:
    with closing(make(answer, turns)) as early, closing(make(answer, turns)) as late:
        overlapped = play(policy, early)
        apart = play(policy, late, overlap=False)
    assert told(overlapped) == told(apart)
    assert {turn.verdict for turn in apart.turns} > {"accepted", ""}
    assert 0 < len(apart.failed) < 16
    if turns > 1:
        assert len(apart.turns) > 16


@pytest.mark.parametrize(("device", "held_back"), [("cpu", 0.5), ("cpu", 0.6), ("cuda", 0.0)])
def test_programs_are_judged_before_the_next_is_written(
    policy: LLMAdapter, device: str, held_back: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes waits, in the middle of it, for a verdict on what is no longer held back."""
    if held_back:
        monkeypatch.setattr("codeeval_gym.trainers.rollout.HELD_BACK", held_back)
    # Where its model is stays as it is: this is what decides whether programs are held back.
    monkeypatch.setattr(LLMAdapter, "device", torch.device(device))
    judged = threading.Event()
    begun: list[bool] = []

    def once(files: Mapping[str, str], item: Input) -> Run:
        judged.set()
        return answer(files, item)

    def write(prompts: Any, on_finished: Any = None, **settings: Any) -> Generation:
        judged.clear()
        complete = 0

        def wait(row: int, ids: list[int]) -> None:
            nonlocal complete
            begun.append(judged.is_set())
            on_finished(row, ids)
            complete += 1
            if complete >= held_back * SLOTS:
                assert judged.wait(60)

        return policy.generate(prompts, on_finished=wait, **settings)

    with closing(make(once)) as env:
        play(policy, env, generate=write)
    held = max(1, math.ceil(held_back * SLOTS))  # the first is complete before any is judged
    assert begun == [number >= held for number in range(SLOTS)] * 2


def test_what_cannot_tell_hands_all_over_at_the_end(policy: LLMAdapter) -> None:
    def write(prompts: Any, **settings: Any) -> Generation:
        assert "on_finished" not in settings
        return policy.generate(prompts, **settings)

    with closing(make(answer)) as env, closing(make(answer)) as other:
        assert told(play(policy, env, generate=write)) == told(play(policy, other))


def test_stopped_while_writing_it_starts_anew(policy: LLMAdapter) -> None:
    class StopError(Exception):
        pass

    asked = 0

    def poll() -> None:
        nonlocal asked
        asked += 1
        if asked == 6:  # before writing, and with five programs: some are handed in already
            raise StopError

    with closing(make(answer)) as env, closing(make(answer)) as other:
        with pytest.raises(StopError):
            play(policy, env, poll=poll)
        assert told(play(policy, env)) == told(play(policy, other))
