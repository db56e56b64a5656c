"""The vector environment is N single ones, judged in one batch."""

from collections.abc import Mapping
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.error import ResetNeeded
from gymnasium.utils.env_checker import data_equivalence
from gymnasium.vector import AutoresetMode, SyncVectorEnv

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs import CodeEvalEnv, CodeEvalVectorEnv
from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.types import Input, Run, Verdict

IDS = ["CodeEval-Python-v0", "CodeEval-Python-Repair-v0"]


def programs(posed: Dataset, step: int) -> list[str]:
    """Some right, some wrong, some broken."""
    right = posed[0].references["python"] + posed[1].references["python"]
    return [("", right, "def add_12(a): return 1", "(")[(slot + step) % 4] for slot in range(5)]


def without_measurements(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    measured = ("timing", "_timing", "usage", "_usage")
    return {key: without_measurements(item) for key, item in value.items() if key not in measured}


@pytest.mark.parametrize("env_id", IDS)
def test_it_behaves_as_gymnasiums_own_vector_of_single_ones(
    env_id: str, sandbox: Sandbox, posed: Dataset
) -> None:
    settings: dict[str, Any] = {"sandbox": sandbox, "challenges": posed}
    ours = gym.make_vec(env_id, num_envs=5, **settings)
    theirs = SyncVectorEnv(
        [lambda: gym.make(env_id, **settings)] * 5, autoreset_mode=AutoresetMode.SAME_STEP
    )
    assert isinstance(ours, CodeEvalVectorEnv)
    pair = ours.reset(seed=11), theirs.reset(seed=11)
    assert data_equivalence(pair[0], pair[1], exact=True)
    for step in range(5):
        actions = tuple(programs(posed, step))
        mine = [without_measurements(part) for part in ours.step(actions)]
        other = [without_measurements(part) for part in theirs.step(actions)]
        assert data_equivalence(mine, other, exact=True)


def test_spaces_hold_what_comes_back(fake: Sandbox, posed: Dataset) -> None:
    env = CodeEvalVectorEnv(3, sandbox=fake, challenges=posed)
    observation, _ = env.reset(seed=0)
    assert observation in env.observation_space
    assert env.step(env.action_space.sample())[0] in env.observation_space
    assert isinstance(observation["prompt"], tuple)
    assert observation["turn"].dtype == np.int64


def test_an_ended_slot_starts_anew_and_keeps_its_end(fake: Sandbox, posed: Dataset) -> None:
    env = CodeEvalVectorEnv(2, sandbox=fake, challenges=posed, max_turns=2)
    env.reset(options={"challenge_id": "posed/add-10"})
    right = posed["posed/add-10"].references["python"]
    observation, rewards, terminated, _, infos = env.step([right, ""])
    assert rewards.tolist() == [1.0, 0.0]
    assert terminated.tolist() == [True, False]
    assert observation["turn"].tolist() == [0, 1]
    assert infos["final_obs"][0]["previous_program"] == right
    assert infos["final_info"]["hidden_passed"][0] == 2
    assert infos["final_info"]["_hidden_passed"].tolist() == [True, False]
    assert [item.verdict for item in env.last_evaluations if item] == [
        Verdict.ACCEPTED,
        Verdict.WRONG_ANSWER,
    ]


def test_a_failure_takes_only_its_own_slot(posed: Dataset) -> None:
    right = solver(posed)

    def answer(files: Mapping[str, str], item: Input) -> Run:
        if "bang" in files["main.py"]:
            raise SandboxError("the worker died twice")
        return right(files, item)

    env = CodeEvalVectorEnv(3, sandbox=FakeSandbox(answer), challenges=posed)
    env.reset(seed=0)
    _, rewards, terminated, truncated, infos = env.step(["x = 1", "bang = 1", "x = 1"])
    assert truncated.tolist() == [False, True, False]
    assert terminated.tolist() == [True, False, True]
    assert rewards[1] == 0.0
    assert infos["final_info"]["infra_error"].tolist() == ["", "the worker died twice", ""]
    assert [item is None for item in env.last_evaluations] == [False, True, False]


def test_slots_can_be_given_their_own_seeds_and_options(fake: Sandbox, posed: Dataset) -> None:
    env = CodeEvalVectorEnv(2, sandbox=fake, challenges=posed)
    single = CodeEvalEnv(sandbox=fake, challenges=posed)
    _, infos = env.reset(seed=[5, 9])
    expected = [single.reset(seed=seed)[1]["challenge_id"] for seed in (5, 9)]
    assert infos["challenge_id"].tolist() == expected
    chosen = ["posed/add-11", "posed/add-13"]
    _, infos = env.reset(options=[{"challenge_id": name} for name in chosen])
    assert infos["challenge_id"].tolist() == chosen


def test_each_slot_is_rendered(fake: Sandbox, posed: Dataset) -> None:
    env = CodeEvalVectorEnv(2, sandbox=fake, challenges=posed, render_mode="ansi")
    env.reset(options=[{"challenge_id": "posed/add-11"}, {"challenge_id": "posed/add-12"}])
    shown = env.render()
    assert shown is not None
    assert ["add_11" in text for text in shown] == [True, False]


def test_mistakes(fake: Sandbox, posed: Dataset) -> None:
    env = CodeEvalVectorEnv(2, sandbox=fake, challenges=posed)
    with pytest.raises(ResetNeeded, match="no episode has started"):
        env.step(["", ""])
    with pytest.raises(ValueError, match="Expected 2 items in seed, got 3"):
        env.reset(seed=[1, 2, 3])
    env.reset(seed=1)
    with pytest.raises(TypeError, match="sequence of 2 programs, not one str"):
        env.step("ab")
    with pytest.raises(ValueError, match="Expected 2 items in actions, got 1"):
        env.step([""])
    with pytest.raises(TypeError, match="not a int"):
        env.step(["", 1])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="num_envs must be at least 1"):
        CodeEvalVectorEnv(0, sandbox=fake, challenges=posed)


def test_gymnasiums_shared_memory_fails_loudly_instead_of_freezing_texts(
    fake: Sandbox, posed: Dataset
) -> None:
    with pytest.raises(ValueError, match="shared_memory=False"):
        gym.make_vec(IDS[0], 1, "async", sandbox=fake, challenges=posed)
