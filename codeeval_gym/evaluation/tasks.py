"""One program to judge, all names resolved, and what can be said of it without running it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from codeeval_gym.evaluation import judging
from codeeval_gym.evaluation.judging import Plan
from codeeval_gym.evaluation.programs import MAX_PROGRAM_BYTES, assemble
from codeeval_gym.evaluation.syntax import grade
from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.types import (
    Challenge,
    Compile,
    EfficiencyReport,
    Evaluation,
    ExecutionReport,
    Input,
    Job,
    Limits,
    Outcome,
    QualityReport,
    Run,
    Scaling,
    Stdin,
    SyntaxReport,
    Test,
    TestReport,
    TestResult,
    to_json,
)

__all__ = ["TOO_LONG", "Task", "refused", "syntax_report", "task_for"]

TOO_LONG = f"the program is longer than {MAX_PROGRAM_BYTES} bytes"


@dataclass(frozen=True)
class Task:
    """One program to judge, all names resolved."""

    challenge_id: str
    """Empty for a program judged without a challenge."""
    language: str
    """The program's language."""
    program: str
    """The whole text."""
    tests: tuple[Test, ...]
    """Public ones first."""
    public: int
    """How many tests are public."""
    function: str | None
    """What tests that call call."""
    limits: Limits
    """For all tests together."""
    need: tuple[str, ...]
    """Parts to compute, sorted."""
    stdin: str = ""
    """For a program that runs without tests."""
    requirements: tuple[str, ...] = ()
    """Packages it may import."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables it sees beside the few fixed ones."""
    reference: str | None = None
    """What efficiency is measured against; ``None`` if there is none, or it is not asked for."""
    scaling: Scaling | None = None
    """As ``reference``."""
    growth: bool = False
    """Whether efficiency's part is to say how costs grow."""
    challenge: Challenge | None = field(default=None, compare=False)
    """Where the rest comes from; nothing of it that is not above depends on it."""

    @property
    def tested(self) -> bool:
        """Whether the tests are run: how fast a wrong program is says nothing."""
        return bool({"tests", "efficiency"} & set(self.need))

    def plan(self) -> Plan:
        """The jobs that judge it."""
        if self.tested and self.tests:
            return Plan.for_tests(self.job, self.tests, self.function)
        item = Stdin(self.stdin) if "execution" in self.need else Compile()
        return Plan((self.job((item,)),), ((),))

    def job(self, inputs: tuple[Input, ...]) -> Job:
        """The program with these inputs."""
        files = {languages[self.language].main_file: self.program}
        return Job(self.language, files, inputs, self.limits, self.environment, self.requirements)

    def content(self) -> str:
        """All that its evaluation depends on, but for the machine."""
        # Not content_hash, which sorts: a program may see in what order a dict was built.
        return to_json(replace(self, challenge=None))


def task_for(
    challenge: Challenge, program: str, language: str, need: frozenset[str], limits: Limits
) -> Task:
    """The task of judging a program against a challenge.

    Args:
        challenge: The challenge.
        program: The agent's text.
        language: Its language.
        need: Parts to compute.
        limits: For a challenge that has none of its own.
    """
    measured = "efficiency" in need
    return Task(
        challenge_id=challenge.id,
        language=language,
        program=assemble(challenge, program, language),
        tests=challenge.tests,
        public=len(challenge.public_tests),
        function=challenge.signature.name if challenge.signature else None,
        limits=challenge.limits or limits,
        need=tuple(sorted(need)),
        requirements=challenge.requirements,
        reference=challenge.references.get(language) if measured else None,
        scaling=challenge.scaling if measured else None,
        challenge=challenge if measured else None,
    )


def refused(
    task: Task,
    quality: QualityReport | None,
    efficiency: EfficiencyReport | None,
    backend: str,
) -> Evaluation:
    """The evaluation of a program over the size limit, without parsing or starting anything.

    Args:
        task: The task.
        quality: What its part ``quality`` is.
        efficiency: What its part ``efficiency`` is.
        backend: The sandbox.
    """
    execution = ExecutionReport(Outcome.COMPILE_ERROR, error=TOO_LONG)
    verdict = judging.verdict_of(execution, None)
    results = []
    for index, test in enumerate(task.tests):
        public = index < task.public
        name = f"public/{index}" if public else f"hidden/{index - task.public}"
        expected = judging.expected_of(test)
        results.append(TestResult(name, public, verdict, expected=expected, error=TOO_LONG))
    return Evaluation(
        challenge_id=task.challenge_id,
        language=task.language,
        program=task.program,
        verdict=verdict,
        syntax=SyntaxReport(False, 1, 1.0, TOO_LONG) if "syntax" in task.need else None,
        execution=execution if "execution" in task.need else None,
        tests=TestReport(tuple(results)) if "tests" in task.need else None,
        quality=quality,
        efficiency=efficiency,
        backend=backend,
    )


def syntax_report(task: Task, run: Run) -> SyntaxReport:
    """What the compiler said in a run, and how far from a program the text is."""
    if run.compiled:
        return SyntaxReport(True, 0, 0.0)
    found = grade(task.program, task.language)
    line = run.error_line if run.error_line is not None else found.first_error_line
    return SyntaxReport(
        valid=False,
        error_count=found.error_count,
        error_ratio=found.error_ratio,
        first_error=run.error or "it was not compiled",
        first_error_line=line,
    )
