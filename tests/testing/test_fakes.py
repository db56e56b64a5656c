"""The fake sandbox answers from a function, on the seam of the real ones."""

import copy
from collections.abc import Mapping

import pytest

from codeeval_gym.errors import SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.types import (
    CallTest,
    Challenge,
    Input,
    Job,
    Outcome,
    Run,
    ScriptTest,
    Signature,
    Stdin,
    StdioTest,
    Test,
    Verdict,
)

REFERENCE = "def f(a):\n    return a\n"


def challenge(test: Test) -> Challenge:
    return Challenge(
        id="c/1",
        title="identity",
        prompt="Return a.",
        category="arithmetic",
        tier=1,
        signature=Signature("f", (), "int"),
        hidden_tests=(test,),
        references={"python": REFERENCE},
    )


def echo(files: Mapping[str, str], item: Input) -> Run:
    assert isinstance(item, Stdin)
    if item.text == "broken":
        raise SandboxError("the pipe is gone")
    return Run(Outcome.FINISHED, stdout=files["main.py"] + item.text)


def test_each_input_is_answered_by_the_function() -> None:
    with FakeSandbox(echo) as sandbox:
        job = Job("python", {"main.py": "x"}, (Stdin("1"), Stdin("2")))
        assert [run.stdout for run in sandbox.run(job)] == ["x1", "x2"]
        assert sandbox.jobs == [job]
    assert sandbox.closed


def test_a_failure_stays_with_its_own_job() -> None:
    good, bad = (Job("python", {"main.py": ""}, (Stdin(text),)) for text in ("ok", "broken"))
    first, second, third = FakeSandbox(echo).run_batch([good, bad, good])
    assert isinstance(second, SandboxError)
    assert first == third == FakeSandbox(echo).run(good)


def test_a_copy_is_the_sandbox_itself() -> None:
    sandbox = FakeSandbox(echo)
    assert copy.deepcopy({"sandbox": sandbox})["sandbox"] is sandbox


@pytest.mark.parametrize(
    "test", [CallTest((1,), 1), StdioTest("1", "1"), ScriptTest("def check(f): assert f(1) == 1")]
)
def test_the_solver_passes_references_and_nothing_else(test: Test) -> None:
    posed = challenge(test)
    engine = EvaluationEngine(sandbox=FakeSandbox(solver([posed])))
    assert engine.evaluate(posed, REFERENCE).verdict is Verdict.ACCEPTED
    assert engine.evaluate(posed, "def f(a):\n    return 2\n").verdict is not Verdict.ACCEPTED
