"""What the judge does when the sandbox fails, and what it asks of it. Nothing is executed."""

from collections.abc import Mapping

import pytest

from codeeval_gym import EvaluationEngine
from codeeval_gym.errors import SandboxError
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.types import Challenge, Evaluation, Input, Run, Verdict

_LOST = "def add(a, b): return 'lost'"
_WRONG = "def add(a, b): return 0"


@pytest.fixture
def failing(adding: Challenge) -> FakeSandbox:
    """Answers as the reference would, and fails for one program."""
    answer = solver([adding])

    def answer_or_fail(files: Mapping[str, str], item: Input) -> Run:
        if _LOST in files["main.py"]:
            raise SandboxError("The worker was lost.")
        return answer(files, item)

    return FakeSandbox(answer_or_fail)


def test_a_failure_is_returned_in_its_place(failing: FakeSandbox, adding: Challenge) -> None:
    right = adding.references["python"]
    pairs = [(adding, text) for text in (right, _LOST, _WRONG, _LOST)]
    results = EvaluationEngine(failing).evaluate_batch(pairs, on_error="return")
    assert [type(item) for item in results] == [Evaluation, SandboxError, Evaluation, SandboxError]
    assert isinstance(results[0], Evaluation)
    assert results[0].verdict is Verdict.ACCEPTED
    assert isinstance(results[2], Evaluation)
    assert results[2].verdict is Verdict.WRONG_ANSWER


def test_a_failure_is_raised_by_default(failing: FakeSandbox, adding: Challenge) -> None:
    engine = EvaluationEngine(failing)
    with pytest.raises(SandboxError, match="worker was lost"):
        engine.evaluate(adding, _LOST)
    with pytest.raises(SandboxError, match="worker was lost"):
        engine.evaluate_batch([(adding, _WRONG), (adding, _LOST)])


def test_a_failure_is_not_remembered(failing: FakeSandbox, adding: Challenge) -> None:
    engine = EvaluationEngine(failing)
    for _ in range(2):
        engine.evaluate_batch([(adding, _LOST)], on_error="return")
    assert len(failing.jobs) == 2


def test_duplicates_in_a_batch_are_executed_once(failing: FakeSandbox, adding: Challenge) -> None:
    results = EvaluationEngine(failing).evaluate_batch([(adding, _WRONG)] * 5)
    assert len(failing.jobs) == 1
    assert len(results) == 5
    assert len(set(map(id, results))) == 1


def test_without_a_cache_everything_is_executed(failing: FakeSandbox, adding: Challenge) -> None:
    engine = EvaluationEngine(failing, cache_size=0)
    engine.evaluate(adding, _WRONG)
    engine.evaluate(adding, _WRONG)
    assert len(failing.jobs) == 2


def test_an_empty_batch_asks_for_nothing(failing: FakeSandbox) -> None:
    assert EvaluationEngine(failing).evaluate_batch([]) == []
    assert failing.jobs == []


def test_a_program_over_the_limit_never_reaches_the_sandbox(
    failing: FakeSandbox, adding: Challenge
) -> None:
    evaluation = EvaluationEngine(failing).evaluate(adding, "#" * 2_000_000)
    assert evaluation.verdict is Verdict.COMPILE_ERROR
    assert evaluation.execution is not None
    assert evaluation.execution.error == "the program is longer than 1048576 bytes"
    assert failing.jobs == []


def test_hidden_answers_never_enter_a_job(failing: FakeSandbox, adding: Challenge) -> None:
    EvaluationEngine(failing).evaluate(adding, _WRONG)
    (job,) = failing.jobs
    assert set(job.files) == {"main.py"}
    assert not any(hasattr(item, "expected") for item in job.inputs)
    assert adding.references["python"] not in job.files["main.py"]


def test_the_caller_closes_what_the_caller_opened(failing: FakeSandbox) -> None:
    EvaluationEngine(failing).close()
    assert not failing.closed
