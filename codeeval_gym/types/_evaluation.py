"""The judge's record of one program. Rewards and reports are pure functions of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from codeeval_gym.types._limits import Usage
from codeeval_gym.types._run import Outcome
from codeeval_gym.values import Plain

__all__ = [
    "EfficiencyReport",
    "Evaluation",
    "ExecutionReport",
    "Finding",
    "Growth",
    "ProcessReport",
    "QualityReport",
    "SyntaxReport",
    "TestReport",
    "TestResult",
    "Verdict",
]


class Verdict(StrEnum):
    """What the judge concluded about a program."""

    ACCEPTED = "accepted"
    WRONG_ANSWER = "wrong_answer"
    RUNTIME_ERROR = "runtime_error"
    COMPILE_ERROR = "compile_error"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    FORBIDDEN = "forbidden"
    UNKNOWN_MODULE = "unknown_module"


@dataclass(frozen=True)
class SyntaxReport:
    """Whether the program can be compiled, and how far from it the text is."""

    valid: bool
    """The language's own compiler accepts it."""
    error_count: int
    """Error and missing nodes in the tolerant parse; 0 for text the compiler alone refuses."""
    error_ratio: float
    """Share of the text's bytes inside error nodes, 0 to 1."""
    first_error: str | None = None
    """One line; ``None`` if valid."""
    first_error_line: int | None = None
    """1-based; ``None`` if valid or not known."""


@dataclass(frozen=True)
class ExecutionReport:
    """How running the program ended, without regard to right or wrong."""

    outcome: Outcome
    """How it ended; for several inputs, the first that is not ``finished``."""
    exit_code: int | None = None
    """``None`` if it did not end by itself."""
    signal: int | None = None
    """``None`` if no signal ended it."""
    stdout: str = ""
    """What it printed, within the output limit."""
    stderr: str = ""
    """As ``stdout``."""
    error: str | None = None
    """One line on what went wrong; else ``None``."""
    error_line: int | None = None
    """1-based line of the program; ``None`` if not known."""
    usage: Usage | None = None
    """``None`` if nothing was started."""

    @property
    def ok(self) -> bool:
        """True when it ran to its end."""
        return self.outcome is Outcome.FINISHED


@dataclass(frozen=True)
class TestResult:
    """One test's verdict."""

    __test__ = False  # the name makes pytest look for tests in it

    name: str
    """``public/0``, ``hidden/3`` …"""
    public: bool
    """Whether its outcome may be shown to the policy."""
    verdict: Verdict
    """``accepted`` only after a positive match."""
    got: Plain = None
    """The answer or output; ``None`` also when none came (see ``error``)."""
    expected: Plain = None
    """The right answer or output; never shown for hidden tests."""
    usage: Usage | None = None
    """``None`` where several tests share one process."""
    error: str | None = None
    """One line on why it is not accepted; ``None`` if accepted."""


@dataclass(frozen=True)
class TestReport:
    """The results of all tests, in order; a read-only sequence of :class:`TestResult`."""

    __test__ = False

    results: tuple[TestResult, ...]
    """One for each test: a test that did not report is here with its failure."""

    def __iter__(self) -> Iterator[TestResult]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __getitem__(self, index: int) -> TestResult:
        return self.results[index]

    @cached_property  # several terms ask for it
    def passed(self) -> int:
        """How many tests are accepted."""
        return sum(result.verdict is Verdict.ACCEPTED for result in self.results)

    @property
    def fraction(self) -> float | None:
        """Share of tests accepted, 0 to 1; ``None`` without tests."""
        return self.passed / len(self.results) if self.results else None

    @property
    def all_passed(self) -> bool:
        """True when there is a test and every one is accepted."""
        return bool(self.results) and self.passed == len(self.results)

    def select(self, *, public: bool) -> "TestReport":
        """Only the public, or only the hidden results."""
        return self._public if public else self._hidden

    @cached_property
    def _public(self) -> "TestReport":
        return TestReport(tuple(item for item in self.results if item.public))

    @cached_property
    def _hidden(self) -> "TestReport":
        return TestReport(tuple(item for item in self.results if not item.public))


@dataclass(frozen=True)
class Finding:
    """One thing an analyser objects to."""

    dimension: str
    """``style``, ``complexity`` or ``security``."""
    rule: str
    """The analyser's name for it, e.g. ``E711``."""
    line: int
    """1-based."""
    text: str
    """One line."""


@dataclass(frozen=True)
class QualityReport:
    """What analysers say of a text; nothing is executed."""

    score: float
    """The mean of the dimensions that were asked for, 0 to 1, higher is better."""
    findings: tuple[Finding, ...] = ()
    """In the order of lines; at most the first hundred."""
    toolset: str = ""
    """Fingerprint of tools, rules and settings; scores compare only within one."""
    style: float | None = None
    """0 to 1, by findings per hundred lines; ``None`` where nothing here judges it."""
    complexity: float | None = None
    """0 to 1, by the function with the highest cyclomatic complexity; ``None`` if not asked for."""
    security: float | None = None
    """0 to 1, halved by every finding; ``None`` if not asked for."""
    lines: int = 0
    """Lines that are neither empty nor comment."""
    max_complexity: int | None = None
    """The highest cyclomatic complexity of a function; ``None`` where there is none."""


@dataclass(frozen=True)
class Growth:
    """How a cost grows with the size of the input, fitted to measured costs."""

    label: str
    """``O(1)``, ``O(log n)``, ``O(n)``, ``O(n log n)``, ``O(n^2)``, ``O(n^3)`` or ``exponential``.
    """
    slope: float
    """Of the logarithm of the cost over the logarithm of the size: the power of n."""
    low: float
    """Lower end of the slope's 95 % interval."""
    high: float
    """Upper end of the slope's 95 % interval."""
    sizes: tuple[int, ...]
    """Sizes measured, growing."""
    costs: tuple[float, ...]
    """The cost at each of them, in the counter's unit."""
    counter: str
    """What was counted: ``instructions``, ``jumps``, ``cpu_seconds`` or ``peak_memory_mb``."""


@dataclass(frozen=True)
class EfficiencyReport:
    """Time and space against the challenge's references, measured on the same host."""

    score: float | None
    """0 to 1, higher is better; 0 for a program that is not accepted. ``None`` where there is
    nothing to compare any program of the challenge with."""
    usage: Usage | None = None
    """What the score was computed from."""
    counter: str = ""
    """What time was counted in: ``instructions``, ``jumps`` (loops and calls, with the CPU time as
    a check) or ``cpu_seconds``; scores compare only within one. Empty if nothing was counted."""
    cost: float | None = None
    """The program's time in the counter's unit, an idle program's taken off; ``None`` if it was not
    measured."""
    reference_cost: float | None = None
    """The fastest reference's time; ``None`` if it was not measured."""
    time: float | None = None
    """The part of the score that is time's, 0 to 1; ``None`` where there is no score."""
    space: float | None = None
    """1, 0.5 or 0; ``None`` where memory was not compared."""
    growth: Growth | None = None
    """How time grows with the input; ``None`` if not asked for, or not measurable."""
    memory_growth: Growth | None = None
    """How peak memory grows with the input; ``None`` as for ``growth``."""
    note: str | None = None
    """One line on what decided the score, if it was not a measurement; else ``None``."""


@dataclass(frozen=True)
class ProcessReport:
    """Which beginnings of the program can still be completed to an accepted one.

    Found by :class:`~codeeval_gym.evaluation.PrefixLabeller`. Empty lines and comments are neutral:
    they have no label.

    Raises:
        ValueError: If the counts cannot be.
    """

    lines: tuple[int, ...]
    """The lines that have a label, in order, 1-based."""
    completable: int
    """How many of these the longest prefix has that was completed to an accepted program."""
    refuted: int | None = None
    """How many the shortest prefix has that was tried and could not be completed; ``None`` if there
    is none. Between the two nothing is known: the budget was spent."""
    completions: int = 0
    """How many completions were judged to find this out."""

    def __post_init__(self) -> None:
        count = len(self.lines)
        fits = self.refuted is None or self.completable < self.refuted <= count
        if not (fits and 0 <= self.completable <= count):
            raise ValueError(
                f"{self.completable} completable and {self.refuted} refuted of {count} lines "
                "cannot be."
            )

    @property
    def labels(self) -> dict[int, bool | None]:
        """Line number to whether the program up to it can be completed; ``None``: not known."""
        known: dict[int, bool | None] = dict.fromkeys(self.lines)
        for place, line in enumerate(self.lines, start=1):
            if place <= self.completable:
                known[line] = True
            elif self.refuted is not None and place >= self.refuted:
                known[line] = False
        return known

    @property
    def share(self) -> float | None:
        """The completable share of the labelled lines, 0 to 1; ``None`` where there is none."""
        return self.completable / len(self.lines) if self.lines else None


@dataclass(frozen=True)
class Evaluation:
    """The whole record of one judged program. Parts that were not asked for are ``None``."""

    challenge_id: str
    """Which challenge; empty for a program judged without one."""
    language: str
    """The program's language."""
    program: str
    """The text that was judged, starter included where it was joined."""
    verdict: Verdict
    """The judge's conclusion over all parts computed."""
    syntax: SyntaxReport | None = None
    """Part ``syntax``."""
    execution: ExecutionReport | None = None
    """Part ``execution``."""
    tests: TestReport | None = None
    """Part ``tests``: one result per test."""
    quality: QualityReport | None = None
    """Part ``quality``."""
    efficiency: EfficiencyReport | None = None
    """Part ``efficiency``."""
    usage: Usage | None = None
    """What judging it used; ``None`` if nothing was started."""
    backend: str = ""
    """The sandbox and how it isolates, e.g. ``nsjail``."""
    toolset: str = ""
    """The language toolchain, e.g. ``CPython 3.11.7``."""
    process: ProcessReport | None = None
    """Part ``process``: added to a record by a labeller, never by judging alone."""
