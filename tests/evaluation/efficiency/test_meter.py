"""Who is measured, on what, and what is said of those who are not. Costs come from a fake."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from codeeval_gym.errors import SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Capabilities
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import (
    Call,
    CallTest,
    Challenge,
    EfficiencyReport,
    Evaluation,
    Input,
    Outcome,
    Returned,
    Run,
    Usage,
    from_json,
    to_json,
)

NEED = frozenset({"efficiency"})


class Counting(FakeSandbox):
    """Adds, and says that it took what the program's first line says, in CPU seconds."""

    def __init__(self, *, instructions: bool = False) -> None:
        super().__init__(self.added)
        self.instructions = instructions
        self.failing = False
        self.usages: dict[str, Usage] = {}

    @property
    def capabilities(self) -> Capabilities:
        return replace(super().capabilities, accounting="by heart")

    def added(self, files: Mapping[str, str], item: Input) -> Run:
        text = next(iter(files.values()))
        if self.failing and "broken" in text:
            raise SandboxError("no room")
        written = next((line for line in text.splitlines() if line.startswith("# takes ")), "")
        took = float(written.split()[2]) if written else 0.002
        count = int(took * 1e9) if self.instructions else None
        # The calls of a job share one process, and so its figures.
        usage = self.usages.setdefault(text, Usage(took, took, 10.0, instructions=count))
        assert isinstance(item, Call)
        right = None if "wrong" in text else sum(value for value in item.args if type(value) is int)
        return Run(Outcome.FINISHED, compiled=True, usage=usage, returned=Returned(right))


def program(seconds: float, words: str = "") -> str:
    return f"# takes {seconds} {words}\ndef add(a, b):\n    return a + b\n"


def challenge(reference: float | None, adding: Challenge) -> Challenge:
    references = {} if reference is None else {"python": program(reference)}
    return replace(adding, references=references, starter={})


def judged(engine: EvaluationEngine, posed: Challenge, text: str) -> EfficiencyReport:
    report = engine.evaluate(posed, text, need=NEED).efficiency
    assert report is not None
    return report


def test_a_cheap_program_gets_1_without_another_run(adding: Challenge) -> None:
    sandbox = Counting()
    with EvaluationEngine(sandbox) as engine:
        judged(engine, challenge(0.003, adding), program(0.001))
        before = len(sandbox.jobs)
        assert judged(engine, challenge(0.003, adding), program(0.004)).score == 1.0
        assert len(sandbox.jobs) == before + 1  # its tests


@pytest.mark.parametrize("instructions", [False, True])
def test_others_are_compared_with_the_reference(adding: Challenge, instructions: bool) -> None:
    with EvaluationEngine(Counting(instructions=instructions)) as engine:
        posed = challenge(0.1, adding)
        reports = [judged(engine, posed, program(took)) for took in (0.1, 0.2, 0.4, 1.7, 3.0)]
    assert [report.score for report in reports] == [1.0, 0.75, 0.5, 0.0, 0.0]
    counter = "instructions" if instructions else "cpu_seconds"
    assert {report.counter for report in reports} == {counter}
    assert reports[1].cost == pytest.approx(0.198 * (1e9 if instructions else 1), rel=0.01)


def test_references_are_measured_once(adding: Challenge) -> None:
    sandbox = Counting()
    with EvaluationEngine(sandbox) as engine:
        for took in (0.2, 0.3, 0.4):
            judged(engine, challenge(0.1, adding), program(took))
    reference = [job for job in sandbox.jobs if "# takes 0.1 " in job.files["main.py"]]
    assert len(reference) == 3  # the least of three runs


@pytest.mark.parametrize("text", ["wrong", "x" * (1 << 21)])
def test_a_program_that_is_not_accepted_gets_0(adding: Challenge, text: str) -> None:
    with EvaluationEngine(Counting()) as engine:
        assert judged(engine, challenge(0.1, adding), program(0.001, text)).score == 0.0


@pytest.mark.parametrize("words", ["", "wrong", "x" * (1 << 21)])
@pytest.mark.parametrize("took", [0.001, 2.0])
def test_where_nothing_compares_no_program_has_a_score(
    adding: Challenge, took: float, words: str
) -> None:
    with EvaluationEngine(Counting()) as engine:
        assert judged(engine, challenge(None, adding), program(took, words)).score is None
    with EvaluationEngine(FakeSandbox(Counting().added)) as engine:  # which counts nothing
        assert judged(engine, challenge(0.1, adding), program(took, words)).score is None


def test_a_reference_that_fails_takes_nothing_from_others(adding: Challenge) -> None:
    posed = replace(adding, references={"python": program(0.1, "wrong")}, starter={})
    with EvaluationEngine(Counting()) as engine:
        assert judged(engine, posed, program(2.0)).score == 1.0
        assert judged(engine, posed, program(2.0, "wrong")).score == 0.0


def test_our_own_failure_is_no_score(adding: Challenge) -> None:
    sandbox = Counting()
    sandbox.failing = True
    with EvaluationEngine(sandbox) as engine:
        posed = replace(adding, references={"python": program(0.1, "broken")}, starter={})
        pairs = [(posed, program(0.3)), (posed, program(0.001))]
        judged(engine, posed, program(0.001))
        failed, cheap = engine.evaluate_batch(pairs, need=NEED, on_error="return")
        assert isinstance(failed, SandboxError)
        assert isinstance(cheap, Evaluation)
        sandbox.failing = False
        assert judged(engine, posed, program(0.3)).score == 0.625


def test_the_report_is_part_of_the_record_and_tests_only_if_asked(adding: Challenge) -> None:
    with EvaluationEngine(Counting()) as engine:
        record = engine.evaluate(challenge(0.1, adding), program(0.2), need=NEED)
        assert record.tests is None
        assert record.verdict == "accepted"
        assert from_json(Evaluation, to_json(record)) == record
        assert engine.evaluate(challenge(0.1, adding), program(0.2)).efficiency is None


def test_tests_alone_say_what_a_program_takes(adding: Challenge) -> None:
    with EvaluationEngine(Counting()) as engine:
        report = engine.evaluate_efficiency(program(0.3), [CallTest((1, 2), 3)])
    assert report.score is None
    assert report.cost == pytest.approx(0.298)
