"""An episode as text: complete, coloured, and safe to print."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import gymnasium as gym
import pytest

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs import CodeEvalVectorEnv
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Call, CallTest, Input, Outcome, Returned, Run, StdioTest

FIRST = """\
add 10 (posed/add-10, arithmetic, tier 1)
turn 0 of 1

Write a function add_10 that adds 10 to its argument.
"""

AFTER = """
program:
    x = 1

verdict: wrong_answer
reward: 0.556 = 0.222 * syntax 1.000 + 0.333 * execution 1.000 + 0.333 * tests 0.000\
 + 0.111 * quality 0.000

public/0: add_10(1)
    - 11
    + None

public/1: add_10(2)
    - 12
    + None

feedback:
    Verdict: wrong_answer.
    0 of 2 public tests passed.
    add_10(1) returned None, expected 11.
"""
RED, GREEN = "\x1b[31m", "\x1b[32m"


def start(sandbox: Sandbox, posed: Dataset, **kwargs: Any) -> gym.Env[object, str]:
    kwargs = {"render_mode": "ansi", **kwargs}
    env = gym.make("CodeEval-Python-v0", sandbox=sandbox, challenges=posed, **kwargs)
    env.reset(options={"challenge_id": "posed/add-10"})
    return env


def shown(env: gym.Env[object, str]) -> str:
    text = env.render()
    assert isinstance(text, str)
    return text


def plain(env: gym.Env[object, str]) -> str:
    """Without our own colours."""
    return re.sub("\x1b\\[[0-9;]*m", "", shown(env))


def answering(value: object, stdout: str = "") -> FakeSandbox:
    def answer(files: Mapping[str, str], item: Input) -> Run:
        returned = Returned(value) if isinstance(item, Call) else None
        return Run(Outcome.FINISHED, compiled=True, exit_code=0, stdout=stdout, returned=returned)

    return FakeSandbox(answer)


def test_what_is_shown_before_and_after(fake: Sandbox, posed: Dataset) -> None:
    env = start(fake, posed)
    assert plain(env) == FIRST
    env.step("x = 1")
    assert plain(env) == FIRST.replace("turn 0", "turn 1") + AFTER


def test_colours_tell_right_from_wrong(fake: Sandbox, posed: Dataset) -> None:
    env = start(fake, posed)
    env.step("x = 1")
    assert f"verdict: {RED}wrong_answer" in shown(env)
    env.reset(options={"challenge_id": "posed/add-10"})
    env.step(posed[0].references["python"])
    assert f"verdict: {GREEN}accepted" in shown(env)
    assert "public/" not in shown(env)


def test_what_differs_within_a_line_stands_out(posed: Dataset) -> None:
    challenge = replace(posed[0], public_tests=(CallTest((1,), [1, 2, 3]),))
    env = start(answering([1, 7, 3]), Dataset.of([challenge], name="one"))
    env.step("x = 1")
    assert f"{GREEN}    - [1, \x1b[0m\x1b[7;32m2" in shown(env).replace("\x1b[0m\x1b[32m", "")
    assert f"{RED}    + [1, \x1b[0m\x1b[7;31m7" in shown(env).replace("\x1b[0m\x1b[31m", "")


def test_texts_are_compared_line_by_line(posed: Dataset) -> None:
    challenge = replace(posed[0], public_tests=(StdioTest("5\n", "a\nb\nc\n"),))
    env = start(answering(None, "a\nx\nc\nd\n"), Dataset.of([challenge], name="one"))
    env.step("x = 1")
    lines = plain(env).splitlines()
    place = lines.index("public/0: '5\\n' on standard input")
    expected = ["      a", "    - b", "    + x", "      c", "    + d", ""]
    assert lines[place + 1 : place + 7] == expected


@pytest.mark.parametrize("attack", ["\x1b[2J\ud800\u202e", "[red]\x9b31m\r\b\x07\x00"])
def test_a_hostile_program_cannot_write_to_the_terminal(attack: str, posed: Dataset) -> None:
    env = start(answering(attack, attack), posed)
    env.step(attack + "\n" * 1000)
    text = plain(env)
    assert all(character.isprintable() or character == "\n" for character in text)
    escaped = attack.encode("unicode_escape", "surrogatepass").decode("ascii")
    assert text.count(escaped) >= 2  # as program, and as answer
    assert re.search("… 94[01] more lines", text)  # a carriage return ends a line, too


def test_no_test_that_is_hidden_is_rendered(posed: Dataset) -> None:
    env = start(answering(3), posed, feedback="perturbed")
    env.step("x = 1")
    assert "- 11" in plain(env)
    assert not re.search("77[78]0|88[89]0|hidden/", plain(env))


def test_a_person_sees_every_reset_and_step(
    fake: Sandbox, posed: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    env = start(fake, posed, render_mode="human")
    assert capsys.readouterr().out == FIRST
    env.step("x = 1")
    assert capsys.readouterr().out == FIRST.replace("turn 0", "turn 1") + AFTER
    assert env.render() is None
    assert "turn 1 of 1" in capsys.readouterr().out


def test_a_person_sees_every_slot_before_it_starts_anew(
    fake: Sandbox, posed: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    env = CodeEvalVectorEnv(2, sandbox=fake, challenges=posed, render_mode="human")
    env.reset(options=[{"challenge_id": "posed/add-11"}, {"challenge_id": "posed/add-12"}])
    assert capsys.readouterr().out.count("turn 0 of 1") == 2
    env.step(["x = 1", "x = 2"])
    printed = capsys.readouterr().out
    assert printed.count("turn 1 of 1") == 2
    assert printed.index("(posed/add-11,") < printed.index("(posed/add-12,")
    assert env.render() is None
