"""An episode as text: complete, and safe to print."""

import gymnasium as gym

from codeeval_gym.challenges import Dataset
from codeeval_gym.sandboxes import Sandbox

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

feedback:
    Verdict: wrong_answer.
    0 of 2 public tests passed.
    add_10(1) returned None, expected 11.
"""


def start(fake: Sandbox, posed: Dataset) -> gym.Env[object, str]:
    env = gym.make("CodeEval-Python-v0", sandbox=fake, challenges=posed, render_mode="ansi")
    env.reset(options={"challenge_id": "posed/add-10"})
    return env


def test_what_is_shown_before_and_after(fake: Sandbox, posed: Dataset) -> None:
    env = start(fake, posed)
    assert env.render() == FIRST
    env.step("x = 1")
    assert env.render() == FIRST.replace("turn 0", "turn 1") + AFTER


def test_a_hostile_program_cannot_write_to_the_terminal(fake: Sandbox, posed: Dataset) -> None:
    env = start(fake, posed)
    env.step("\x1b[2J\ud800\u202e" + "\n" * 1000)
    shown = env.render()
    assert isinstance(shown, str)
    assert all(character.isprintable() or character == "\n" for character in shown)
    assert "\\x1b[2J\\ud800\\u202e" in shown
    assert "… 940 more lines" in shown
