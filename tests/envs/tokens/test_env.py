"""Programs written token by token."""

from typing import Any

import numpy as np
import pytest
from gymnasium.error import ResetNeeded

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs.code_eval import CodeEvalEnv
from codeeval_gym.envs.tokens import Characters, Python, TokensEnv
from codeeval_gym.errors import SandboxError, UnknownNameError
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Input, Run

RIGHT = "def add_10(a: int) -> int:\n    return a + 10\n"


def make(sandbox: Sandbox, posed: Dataset, **kwargs: Any) -> TokensEnv:
    env = TokensEnv(sandbox=sandbox, challenges=posed, **kwargs)
    env.reset(seed=0, options={"challenge_id": "posed/add-10"})
    return env


def write(env: TokensEnv, tokens: list[int]) -> tuple[Any, ...]:
    """Take these steps, which have to be one program; what the last one gave."""
    *rest, last = tokens
    for token in rest:
        _, reward, terminated, truncated, info = env.step(token)
        assert (reward, terminated, truncated, info["verdict"]) == (0.0, False, False, "")
    return env.step(last)


@pytest.mark.parametrize("vocabulary", ["python", "bytes", "characters"])
@pytest.mark.parametrize("program", [RIGHT, RIGHT.replace("10\n", "9\n")], ids=["right", "wrong"])
def test_a_program_is_paid_as_the_same_text_is(
    nsjail: Sandbox, posed: Dataset, vocabulary: str, program: str
) -> None:
    env = make(nsjail, posed, vocabulary=vocabulary)
    observation, reward, terminated, truncated, info = write(env, env.encode(program))
    plain = CodeEvalEnv(sandbox=nsjail, challenges=posed)
    plain.reset(options={"challenge_id": "posed/add-10"})
    _, expected, *flags, told = plain.step(program)
    assert (reward, terminated, truncated) == (expected, *flags)
    assert {**info, "timing": {}, "usage": {}} == {**told, "timing": {}, "usage": {}}
    assert (reward == 1.0) == (program == RIGHT)
    assert env.decode() == program
    assert observation["turn"] == [1]


def test_the_observation_holds_what_was_written(fake: FakeSandbox, posed: Dataset) -> None:
    env = make(fake, posed, vocabulary="characters", max_length=64)
    first, _ = env.reset(options={"challenge_id": "posed/add-10"})
    starter = posed[0].starter["python"]
    characters = Characters().writer(posed[0])
    assert first["length"] == [len(starter)]
    assert characters.decode(first["tokens"][: len(starter)].tolist()) == starter
    assert set(first["tokens"][len(starter) :]) == {env.vocabulary.end}
    second, *_ = env.step(5)
    assert (first["length"].item(), second["length"].item()) == (len(starter), len(starter) + 1)
    assert second["tokens"][len(starter)] == 5
    assert first["tokens"][len(starter)] == env.vocabulary.end  # what was handed out stays
    assert first in env.observation_space
    assert second in env.observation_space


def test_features_tell_challenges_apart_and_names_and_numbers_not(
    fake: FakeSandbox, posed: Dataset
) -> None:
    env = TokensEnv(sandbox=fake, challenges="builtin")
    ids = ["scale-and-shift-0", "scale-and-shift-1", "reverse-text-0"]
    features = [env.reset(options={"challenge_id": f"builtin/{name}"})[0]["task"] for name in ids]
    one, same, other = features
    assert np.linalg.norm(one) == pytest.approx(1.0)
    assert one @ other < 0.5 < one @ same


def test_a_prefix_is_written_already(fake: FakeSandbox, posed: Dataset) -> None:
    env = make(fake, posed, vocabulary="characters")
    env.reset(options={"challenge_id": "posed/add-10", "prefix": 2})
    reference = posed[0].references["python"]
    assert reference.startswith(env.decode())
    assert env.decode().endswith("secret_sum = a + 10\n")
    *_, info = write(env, env.encode(reference))
    assert info["verdict"] == "accepted"
    env.reset(options={"challenge_id": "posed/add-10"})
    assert env.decode() == posed[0].starter["python"]  # the next episode has no prefix


def test_a_prefix_that_has_no_tokens_or_leaves_no_room_is_refused(
    fake: FakeSandbox, posed: Dataset
) -> None:
    options = {"challenge_id": "posed/add-10", "prefix": 2}
    for env, reason in (
        (make(fake, posed, vocabulary="bytes", max_length=40), "max_length=40.* leave no room"),
        (make(fake, posed, vocabulary={"name": "characters", "characters": "ab"}), "no token for"),
        (make(fake, posed, vocabulary={"name": "python", "words": ["pass"]}), "no token for"),
    ):
        with pytest.raises(ValueError, match=reason):
            env.reset(options=options)
        with pytest.raises(ResetNeeded):
            env.step(0)


def test_a_starter_without_tokens_is_left_to_the_policy(fake: FakeSandbox, posed: Dataset) -> None:
    env = make(fake, posed, vocabulary={"name": "python", "words": ["pass"]})
    assert env.decode() == ""


def test_the_length_limit_ends_a_program(nsjail: Sandbox, posed: Dataset) -> None:
    tokens = make(nsjail, posed).encode(RIGHT)
    places = len(Python().writer(posed[0]).encode(RIGHT))
    env = make(nsjail, posed, max_length=places)
    assert env.encode(RIGHT) == tokens[:-1]  # no end token is needed
    assert write(env, tokens[:-1])[-1]["verdict"] == "accepted"
    with pytest.raises(ResetNeeded):
        env.step(0)
    with pytest.raises(ValueError, match="places"):
        env.encode(RIGHT + "\n\ndef other():\n    pass\n")


def illegal(env: TokensEnv) -> int:
    return int(np.flatnonzero(~env.action_masks())[0])


def test_an_invalid_token_ends_the_program_as_it_stands(nsjail: Sandbox, posed: Dataset) -> None:
    env = make(nsjail, posed)
    _, _, terminated, truncated, info = env.step(illegal(env))
    assert (terminated, truncated, info["verdict"]) == (True, False, "compile_error")


def test_an_invalid_token_can_be_passed_over(fake: FakeSandbox, posed: Dataset) -> None:
    env = make(fake, posed, invalid_action="noop", max_length=20)
    before = env.decode()
    length = env.reset(options={"challenge_id": "posed/add-10"})[0]["length"][0]
    for _ in range(length, 20 - 1):
        observation, _, terminated, _, _ = env.step(illegal(env))
        assert not terminated
        assert env.decode() == before
        assert env.action_masks().any()
    assert observation["length"] == [length]
    assert env.step(illegal(env))[2]  # they count against the limit


def test_an_invalid_token_can_be_an_error(fake: FakeSandbox, posed: Dataset) -> None:
    env = make(fake, posed, invalid_action="error")
    with pytest.raises(ValueError, match="may not come here"):
        env.step(illegal(env))
    env.step(int(np.flatnonzero(env.action_masks())[0]))  # nothing was lost


def test_turns_start_alike(fake: FakeSandbox, posed: Dataset) -> None:
    env = make(fake, posed, max_turns=2)
    start = env.decode()
    observation, reward, terminated, _, info = write(env, env.encode(f"{start}    pass\n"))
    assert (reward, terminated, info["verdict"]) == (0.0, False, "wrong_answer")
    assert (observation["turn"].item(), observation["turns_left"].item()) == (1, 1)
    assert env.decode() == start
    history = [{"program": "x", "feedback": "y"}]
    observation, _ = env.reset(options={"challenge_id": "posed/add-10", "history": history})
    assert (observation["turn"].item(), observation["turns_left"].item()) == (1, 1)


def test_a_failure_of_the_sandbox_is_a_truncation(posed: Dataset) -> None:
    def fail(files: object, item: Input) -> Run:
        raise SandboxError("the jail is gone")

    env = make(FakeSandbox(fail), posed)
    _, reward, terminated, truncated, info = write(env, env.encode(RIGHT))
    assert (reward, terminated, truncated) == (0.0, False, True)
    assert "the jail is gone" in info["infra_error"]
    assert env.last_evaluation is None


@pytest.mark.parametrize("action", [-1, 10_000, 1.5, "return", None, np.array([1, 2])])
def test_what_is_no_token_is_an_error(fake: FakeSandbox, posed: Dataset, action: Any) -> None:
    with pytest.raises(ValueError, match="An action is a whole number of Discrete"):
        make(fake, posed).step(action)


def test_settings_that_cannot_be_are_named(fake: FakeSandbox, posed: Dataset) -> None:
    with pytest.raises(UnknownNameError, match="terminate"):
        make(fake, posed, invalid_action="terminat")
    with pytest.raises(UnknownNameError, match="python"):
        make(fake, posed, vocabulary="pyton")
    with pytest.raises(ValueError, match="max_length"):
        make(fake, posed, max_length=0)
    with pytest.raises(ResetNeeded):
        TokensEnv(sandbox=fake, challenges=posed).action_masks()
