"""A vector of terms in place of their sum."""

from typing import Any

import gymnasium as gym
import numpy as np
import pytest

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs import MultiObjectiveEnv
from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Run

WRONG = "def add_10(a):\n    return 11\n"


def make(sandbox: Sandbox, posed: Dataset, **kwargs: Any) -> MultiObjectiveEnv:
    made = gym.make("mo-CodeEval-Python-v0", sandbox=sandbox, challenges=posed, **kwargs)
    env = made.unwrapped
    assert isinstance(env, MultiObjectiveEnv)
    env.reset(options={"challenge_id": "posed/add-10"})
    return env


@pytest.mark.parametrize("program", [WRONG, "def add_10(a):\n    return a + 10\n", "def add_10("])
def test_the_weighted_sum_is_the_scalar_reward(
    nsjail: Sandbox, posed: Dataset, program: str
) -> None:
    env = make(nsjail, posed)
    _, vector, terminated, _, info = env.step(program)
    assert env.objectives == ("syntax", "execution", "tests", "quality", "efficiency")
    assert vector in env.reward_space
    assert dict(zip(env.objectives, vector, strict=True)) == info["reward_terms"]
    scalar = gym.make("CodeEval-Python-v0", sandbox=nsjail, challenges=posed)
    scalar.reset(options={"challenge_id": "posed/add-10"})
    assert terminated
    assert env.weights @ vector == pytest.approx(scalar.step(program)[1])


def test_terms_that_are_not_paid_are_no_objectives(nsjail: Sandbox, posed: Dataset) -> None:
    env = make(nsjail, posed, reward={"tests": 1.0, "syntax": 0.0})
    assert env.objectives == ("tests",)
    assert env.reward_space.shape == (1,)


def test_before_the_end_nothing_is_paid(nsjail: Sandbox, posed: Dataset) -> None:
    env = make(nsjail, posed, max_turns=2)
    _, vector, terminated, _, info = env.step(WRONG)
    assert not terminated
    assert info["reward_terms"]["syntax"] == 1.0
    np.testing.assert_array_equal(vector, np.zeros(5))


def test_our_own_failure_pays_nothing(posed: Dataset) -> None:
    def fail(*_: object) -> Run:
        raise SandboxError("no room")

    failing = FakeSandbox(fail)
    _, vector, terminated, truncated, info = make(failing, posed).step(WRONG)
    assert (terminated, truncated, info["infra_error"]) == (False, True, "no room")
    np.testing.assert_array_equal(vector, np.zeros(5))


def test_shaping_is_refused(nsjail: Sandbox, posed: Dataset) -> None:
    with pytest.raises(ValueError, match="shaping adds to one number"):
        make(nsjail, posed, shaping=1.0)


def test_weights_follow_their_schedules(nsjail: Sandbox, posed: Dataset) -> None:
    reward = {"tests": [[0, 0.0], [10, 1.0]], "syntax": [[0, 0.0], [5, 3.0]]}
    env = make(nsjail, posed, reward=reward)
    np.testing.assert_array_equal(env.weights, [0.0, 0.0])
    env.training_step = 10
    np.testing.assert_array_equal(env.weights, [0.25, 0.75])
