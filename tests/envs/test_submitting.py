"""Programs handed in one by one give what one step gives."""

import threading
from collections.abc import Mapping
from typing import Any

import gymnasium as gym
import pytest
from gymnasium.error import AlreadyPendingCallError, ResetNeeded
from gymnasium.utils.env_checker import data_equivalence

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs import CodeEvalVectorEnv
from codeeval_gym.envs._pending import Pending
from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Input, Outcome, Run

SLOTS = 6


def programs(posed: Dataset, step: int) -> list[str]:
    """Some right, some wrong, some broken, some the same."""
    right = posed[0].references["python"] + posed[1].references["python"]
    each = ("", right, "def add_12(a): return 1", "(")
    return [each[(slot + step) % 4] for slot in range(SLOTS)]


def unmeasured(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    measured = ("timing", "_timing", "usage", "_usage")
    return {key: unmeasured(item) for key, item in value.items() if key not in measured}


def test_a_judge_that_loses_a_program_is_an_error_and_no_waiting(posed: Dataset) -> None:
    pending = Pending(lambda pairs: [], slots=1, at_once=1)
    pending.submit(0, posed[0], "def f(): pass")
    with pytest.raises(ValueError, match="shorter"):
        pending.gather()
    pending.close()


def make(sandbox: Sandbox, posed: Dataset, **kwargs: Any) -> CodeEvalVectorEnv:
    env = CodeEvalVectorEnv(SLOTS, sandbox=sandbox, challenges=posed, **kwargs)
    env.reset(seed=3)
    return env


@pytest.mark.parametrize("turns", [1, 3])
def test_they_give_what_one_step_gives(turns: int, sandbox: Sandbox, posed: Dataset) -> None:
    reward = {"tests": 1.0, "syntax": 1.0, "novelty": 1.0}  # one that compares slots, too
    settings: dict[str, Any] = {"max_turns": turns, "reward": reward, "feedback": "perturbed"}
    at_once, by_and_by = (make(sandbox, posed, **settings) for _ in range(2))
    for step in range(4):
        actions = programs(posed, step)
        expected = [unmeasured(part) for part in at_once.step(actions)]
        for slot in (4, 0, 5, 2, 1, 3):
            by_and_by.submit(slot, actions[slot])
        found = [unmeasured(part) for part in by_and_by.gather()]
        assert data_equivalence(expected, found, exact=True)
        assert [item and item.verdict for item in by_and_by.last_evaluations] == [
            item and item.verdict for item in at_once.last_evaluations
        ]
    by_and_by.close()
    at_once.close()


class Held(FakeSandbox):
    """Does not answer before it is let go."""

    def __init__(self) -> None:
        super().__init__(self._wait)
        self.asked, self.go = threading.Event(), threading.Event()

    def _wait(self, files: Mapping[str, str], item: Input) -> Run:
        if "last" in files["main.py"]:
            self.asked.set()
            assert self.go.wait(60)
        return Run(Outcome.FINISHED, compiled=True, exit_code=0)


def test_what_is_judged_can_be_asked_for_while_the_rest_is_not(posed: Dataset) -> None:
    sandbox = Held()
    env = make(sandbox, posed, reward="only:tests")
    env.submit(2, "last = 1")
    assert sandbox.asked.wait(60)  # or the others would be judged together with it
    env.submit(0, "x = 1")
    env.submit(3, "x = 2")
    while len(env.poll()) < 2:
        pass
    assert env.poll() == (0, 3)
    for slot in (1, 4, 5):
        env.submit(slot, "x = 3")
    sandbox.go.set()
    env.gather()
    assert env.poll() == ()
    env.close()


def test_a_program_that_several_hand_in_is_judged_once(fake: FakeSandbox, posed: Dataset) -> None:
    env = make(fake, posed, reward="only:tests")
    env.reset(options={"challenge_id": "posed/add-10"})
    for slot in range(SLOTS):
        env.submit(slot, "x = 1")
    env.gather()
    assert len(fake.jobs) == 1
    env.close()


def test_a_failure_takes_only_its_own_slot(posed: Dataset) -> None:
    def answer(files: Mapping[str, str], item: Input) -> Run:
        if "bang" in files["main.py"]:
            raise SandboxError("the worker died twice")
        return Run(Outcome.FINISHED, compiled=True, exit_code=0)

    env = make(FakeSandbox(answer), posed, reward="only:tests")
    for slot in range(SLOTS):
        env.submit(slot, "bang = 1" if slot == 1 else "x = 1")
    *_, truncated, infos = env.gather()
    assert truncated.tolist() == [slot == 1 for slot in range(SLOTS)]
    assert infos["final_info"]["infra_error"][1] == "the worker died twice"
    env.close()


def test_a_reset_forgets_what_was_submitted(fake: Sandbox, posed: Dataset) -> None:
    env, other = make(fake, posed), make(fake, posed)
    env.submit(0, "x = 1")
    env.reset(seed=5)
    other.reset(seed=5)
    actions = programs(posed, 0)
    assert unmeasured(env.step(actions)[4]["final_info"])["challenge_id"].tolist() == (
        other.step(actions)[4]["final_info"]["challenge_id"].tolist()
    )
    env.close()


def test_mistakes(fake: Sandbox, posed: Dataset) -> None:
    env = CodeEvalVectorEnv(2, sandbox=fake, challenges=posed)
    for call in (lambda: env.submit(0, ""), env.gather):
        with pytest.raises(ResetNeeded, match="no episode has started"):
            call()
    env.reset(seed=0)
    with pytest.raises(ValueError, match="A slot is 0 to 1, not 2"):
        env.submit(2, "")
    with pytest.raises(ValueError, match="A slot is 0 to 1, not -1"):
        env.submit(-1, "")
    with pytest.raises(TypeError, match="not a bytes"):
        env.submit(0, b"")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="No program for slot 0, 1 yet"):
        env.gather()
    env.submit(1, "x = 1")
    with pytest.raises(ValueError, match="Slot 1 has a program already"):
        env.submit(1, "x = 2")
    with pytest.raises(AlreadyPendingCallError, match="gather"):
        env.step(["", ""])
    with pytest.raises(ValueError, match="No program for slot 0 yet"):
        env.gather()
    env.submit(0, "x = 1")
    assert env.gather()[2].tolist() == [True, True]
    env.close()


def test_it_is_reached_through_gymnasiums_maker(fake: Sandbox, posed: Dataset) -> None:
    env = gym.make_vec("CodeEval-Python-v0", num_envs=1, sandbox=fake, challenges=posed)
    assert isinstance(env, CodeEvalVectorEnv)
    env.reset(seed=0)
    env.submit(0, "x = 1")
    assert env.gather()[1].shape == (1,)
    env.close()
