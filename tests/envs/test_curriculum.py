"""Environments draw by a sampler, and tell it how episodes end."""

from typing import Any

import gymnasium as gym
import numpy as np
import pytest

from codeeval_gym.challenges import Dataset
from codeeval_gym.challenges.samplers import Result, make
from codeeval_gym.envs import CodeEvalEnv
from codeeval_gym.envs.vector import CodeEvalVectorEnv
from codeeval_gym.errors import ConfigError, SandboxError, UnknownNameError
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.testing import FakeSampler, FakeSandbox


def _reference(env: Any, challenge_id: str) -> str:
    program: str = env.unwrapped.challenges[challenge_id].references["python"]
    return program


def test_reset_draws_what_the_sampler_says(fake: Sandbox, posed: Dataset) -> None:
    sampler = FakeSampler([3, 5])
    env = gym.make("CodeEval-Python-v0", sandbox=fake, challenges=posed, sampler=sampler)
    for seed, place, solves in ((0, 3, True), (1, 5, False), (2, 3, True)):
        _, info = env.reset(seed=seed)
        assert info["challenge_id"] == posed.ids[place]
        env.step(_reference(env, info["challenge_id"]) if solves else "no program")
    assert sampler.updates == [(Result(3, True),), (Result(5, False),), (Result(3, True),)]
    rates = env.unwrapped.curriculum.pass_rates("me")  # type: ignore[attr-defined]
    assert [(r.challenge_id, r.attempts, r.passed) for r in rates] == [
        (posed.ids[3], 2, 2),
        (posed.ids[5], 1, 0),
    ]


def test_uniform_is_the_default_and_draws_as_before(fake: Sandbox, posed: Dataset) -> None:
    env = CodeEvalEnv(sandbox=fake, challenges=posed)
    drawn = [env.reset(seed=5)[1]["challenge_id"]]
    drawn += [env.reset()[1]["challenge_id"] for _ in range(20)]
    rng = np.random.default_rng(5)
    assert drawn == [posed.sample(rng).id for _ in range(21)]


def test_an_unknown_sampler_suggests_the_nearest(fake: Sandbox, posed: Dataset) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'tiers'"):
        CodeEvalEnv(sandbox=fake, challenges=posed, sampler="tier")


def test_turns_before_the_last_say_nothing(fake: Sandbox, posed: Dataset) -> None:
    sampler = FakeSampler()
    env = CodeEvalEnv(sandbox=fake, challenges=posed, sampler=sampler, max_turns=3)
    _, info = env.reset()
    env.step("wrong")
    assert sampler.updates == []
    env.step(_reference(env, info["challenge_id"]))
    assert sampler.updates == [(Result(0, True),)]


def test_help_and_failures_of_ours_do_not_count(posed: Dataset) -> None:
    def fail(*_: object) -> Any:
        raise SandboxError("no")

    sampler = FakeSampler()
    env = CodeEvalEnv(sandbox=FakeSandbox(fail), challenges=posed, sampler=sampler)
    env.reset()
    assert env.step("x = 1")[3]
    env.reset(options={"prefix": 1})
    env.step("x = 1")
    assert sampler.updates == []


def test_help_does_not_count(fake: Sandbox, posed: Dataset) -> None:
    sampler = FakeSampler()
    env = CodeEvalEnv(sandbox=fake, challenges=posed, sampler=sampler, max_turns=2)
    for options in ({"prefix": 1}, {"history": [{"program": "a", "feedback": "b"}]}):
        env.reset(options=options)
        _, _, terminated, _, _ = env.step(_reference(env, posed.ids[0]))
        assert terminated
    assert sampler.updates == []
    env.reset(options={"challenge_id": posed.ids[4]})
    env.step(_reference(env, posed.ids[4]))
    assert sampler.updates == [(Result(4, True),)]


def test_a_vector_environment_tells_before_it_draws_again(fake: Sandbox, posed: Dataset) -> None:
    sampler = FakeSampler([2, 6, 1])
    env = CodeEvalVectorEnv(3, sandbox=fake, challenges=posed, sampler=sampler)
    _, infos = env.reset(seed=0)
    assert infos["challenge_id"].tolist() == [posed.ids[2]] * 3
    _, _, _, _, infos = env.step([_reference(env, posed.ids[2]), "no", "no"])
    assert [result for update in sampler.updates for result in update] == [
        Result(2, True),
        Result(2, False),
        Result(2, False),
    ]
    assert len(set(infos["challenge_id"].tolist())) == 1  # all drawn after all was told


def test_while_it_is_held_equal_seeds_are_equal_challenges(fake: Sandbox, posed: Dataset) -> None:
    env = CodeEvalVectorEnv(2, sandbox=fake, challenges=posed, sampler="learnability")

    def play() -> list[str]:
        drawn = []
        for _ in range(10):
            _, infos = env.reset(seed=[7, 7])
            drawn += infos["challenge_id"].tolist()
            env.step(["no"] * 2)
        return drawn

    with env.curriculum.held():
        assert len(set(play())) == 1
    assert len(set(play())) > 1


def test_a_curriculum_goes_on_exactly(fake: Sandbox, posed: Dataset) -> None:
    def play(env: CodeEvalVectorEnv, turns: range) -> list[str]:
        drawn = []
        for turn in turns:
            _, infos = env.reset(seed=turn)
            drawn += infos["challenge_id"].tolist()
            solved = [_reference(env, name) if name < "posed/add-14" else "" for name in drawn[-2:]]
            env.step(solved)
        return drawn

    def make_env() -> CodeEvalVectorEnv:
        return CodeEvalVectorEnv(2, sandbox=fake, challenges=posed, sampler="learnability")

    whole, first, second = make_env(), make_env(), make_env()
    expected = play(whole, range(12))
    play(first, range(6))
    second.curriculum.restore(first.curriculum.state())
    assert play(second, range(6, 12)) == expected[12:]
    assert second.curriculum.pass_rates("a") == whole.curriculum.pass_rates("a")


def test_a_state_of_something_else_is_refused(fake: Sandbox, posed: Dataset) -> None:
    env = CodeEvalEnv(sandbox=fake, challenges=posed, sampler="learnability")
    other = CodeEvalEnv(sandbox=fake, challenges=posed[:5], sampler="learnability")
    with pytest.raises(ConfigError, match="of a dataset of 5 challenges, and posed has 8"):
        env.curriculum.restore(other.curriculum.state())
    tiers = CodeEvalEnv(sandbox=fake, challenges=posed, sampler="tiers")
    with pytest.raises(ConfigError, match="another sampler's"):
        env.curriculum.restore(tiers.curriculum.state())


def test_a_sampler_of_a_mapping_is_made_for_the_dataset(fake: Sandbox, posed: Dataset) -> None:
    spec = {"name": "learnability", "sharpness": 0.0}
    env = CodeEvalEnv(sandbox=fake, challenges=posed, sampler=spec)
    assert type(env.curriculum.sampler) is type(make("learnability", posed))
