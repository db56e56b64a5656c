"""A fixed grid of evaluations: every combination that a reward term must cope with."""

from collections.abc import Iterator
from itertools import product

from codeeval_gym.types import (
    EfficiencyReport,
    Evaluation,
    ExecutionReport,
    Finding,
    Outcome,
    ProcessReport,
    QualityReport,
    SyntaxReport,
    TestReport,
    TestResult,
    Usage,
    Verdict,
)

__all__ = ["grid", "report"]

_SYNTAX = (
    None,
    SyntaxReport(True, 0, 0.0),
    SyntaxReport(False, 0, 0.0, "'return' outside function", 1),
    SyntaxReport(False, 3, 0.25, "invalid syntax", 2),
    SyntaxReport(False, 1, 1.0, "invalid syntax"),
)
_EXECUTION = (
    None,
    ExecutionReport(Outcome.FINISHED, exit_code=0, usage=Usage(0.01, 0.01, 8.0)),
    ExecutionReport(Outcome.RUNTIME_ERROR, exit_code=1, error="ValueError: no", error_line=3),
    ExecutionReport(Outcome.TIME_LIMIT, signal=9, usage=Usage(10.0, 5.0)),
    ExecutionReport(Outcome.COMPILE_ERROR),
)
_OTHERS = (
    (None, None, None, None),
    (
        QualityReport(0.0, (Finding("style", "F401", 1, "unused import"),)),
        EfficiencyReport(0.0),
        Usage(),
        ProcessReport((1, 2), 0, 1, 4),
    ),
    (
        QualityReport(1.0),
        EfficiencyReport(1.0, Usage(0.01)),
        Usage(0.02, 0.01, 9.0, 4.0, 4.0, 10),
        ProcessReport((1, 2), 1),
    ),
)


def grid() -> Iterator[Evaluation]:
    """Every combination of the parts above with every pattern of up to 2 + 2 test results."""
    for syntax, execution, tests, others in product(_SYNTAX, _EXECUTION, _tests(), _OTHERS):
        quality, efficiency, usage, process = others
        yield Evaluation(
            challenge_id="grid/example",
            language="python",
            program="def f():\n    return 1\n",
            verdict=_verdict(syntax, execution, tests),
            syntax=syntax,
            execution=execution,
            tests=tests,
            quality=quality,
            efficiency=efficiency,
            usage=usage,
            backend="grid",
            process=process,
        )


def report(public: tuple[bool, ...], hidden: tuple[bool, ...]) -> TestReport:
    """A report in which the tests marked ``True`` are accepted and the others wrong."""
    flags = [("public", index, passed) for index, passed in enumerate(public)]
    flags += [("hidden", index, passed) for index, passed in enumerate(hidden)]
    return TestReport(tuple(_result(*flag) for flag in flags))


def _result(kind: str, index: int, passed: bool) -> TestResult:
    return TestResult(
        name=f"{kind}/{index}",
        public=kind == "public",
        verdict=Verdict.ACCEPTED if passed else Verdict.WRONG_ANSWER,
        got=1 if passed else 2,
        expected=1,
        error=None if passed else "expected 1, got 2",
    )


def _tests() -> list[TestReport | None]:
    reports: list[TestReport | None] = [None]
    for count_public, count_hidden in product(range(3), repeat=2):
        flags = product((False, True), repeat=count_public + count_hidden)
        reports += [report(item[:count_public], item[count_public:]) for item in flags]
    return reports


def _verdict(
    syntax: SyntaxReport | None, execution: ExecutionReport | None, tests: TestReport | None
) -> Verdict:
    if syntax is not None and not syntax.valid:
        return Verdict.COMPILE_ERROR
    if execution is not None and not execution.ok:
        return Verdict(execution.outcome.value)
    return Verdict.ACCEPTED if tests is not None and tests.all_passed else Verdict.WRONG_ANSWER
