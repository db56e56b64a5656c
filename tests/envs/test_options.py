"""What ``reset(options=…)`` takes, in every member that is handed programs, and in vectors."""

from collections.abc import Callable, Mapping
from typing import Any

import gymnasium as gym
import pytest

from codeeval_gym.challenges import Dataset
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.registration import ENVIRONMENTS
from codeeval_gym.sandboxes import Sandbox

Reset = Callable[[Mapping[str, Any]], tuple[dict[str, Any], dict[str, Any]]]
TURN = {"program": "mine = 1", "feedback": "Verdict: wrong_answer."}
PROGRAMS = [name for name in ENVIRONMENTS if "-Tokens" not in name and "-TopK" not in name]
SINGLE = [(name, False) for name in PROGRAMS]
VECTOR = [(name, True) for name in PROGRAMS if ENVIRONMENTS[name].vector_entry_point]


def single(env_id: str, sandbox: Sandbox, posed: Dataset) -> Reset:
    env = gym.make(env_id, sandbox=sandbox, challenges=posed, max_turns=3)
    return lambda options: env.reset(seed=0, options=dict(options))


def vector(env_id: str, sandbox: Sandbox, posed: Dataset) -> Reset:
    """The second slot is given the options, the first none."""
    env = gym.make_vec(env_id, num_envs=2, sandbox=sandbox, challenges=posed, max_turns=3)

    def reset(options: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        parts = env.reset(seed=0, options=[{}, options])  # type: ignore[arg-type]
        assert parts[0]["turn"][0] == 0
        assert parts[0]["previous_program"][0] == ""
        observation = {key: item[1] for key, item in parts[0].items()}
        return observation, {"challenge_id": parts[1]["challenge_id"][1]}

    return reset


@pytest.fixture(params=[*SINGLE, *VECTOR], ids=lambda one: one[0] + "/vector" * one[1])
def member(request: pytest.FixtureRequest, fake: Sandbox, posed: Dataset) -> tuple[str, Reset]:
    env_id, many = request.param
    return env_id, (vector if many else single)(env_id, fake, posed)


def test_each_option_does_what_it_says(member: tuple[str, Reset], posed: Dataset) -> None:
    env_id, reset = member
    named = {"challenge_id": "posed/add-13"}
    observation, info = reset(named)
    assert info["challenge_id"] == "posed/add-13"
    language = gym.spec(env_id).kwargs["language"]
    assert observation["starter_code"] == posed["posed/add-13"].starter[language]

    observation, info = reset({**named, "history": [TURN, TURN]})
    assert observation["previous_program"] == "mine = 1"
    assert observation["feedback"] == "Verdict: wrong_answer."
    assert (observation["turn"], observation["turns_left"]) == (2, 1)

    observation, _ = reset({**named, "prefix": 2})
    lines = posed["posed/add-13"].references[language].splitlines(keepends=True)
    assert observation["starter_code"] == "".join(lines[:2])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"histroy": []}, "Did you mean 'history'"),
        ({"challenge_id": "posed/add13"}, "Did you mean 'posed/add-13'"),
    ],
)
def test_a_slip_is_told_the_nearest_name(
    options: dict[str, Any], message: str, member: tuple[str, Reset]
) -> None:
    with pytest.raises(UnknownNameError, match=message):
        member[1](options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"history": [TURN] * 3}, "leaves none of max_turns=3"),
        ({"prefix": -1}, "'prefix' is a number of lines, not -1"),
    ],
)
def test_what_cannot_be_is_said(
    options: dict[str, Any], message: str, member: tuple[str, Reset]
) -> None:
    with pytest.raises(ValueError, match=message):
        member[1](options)
