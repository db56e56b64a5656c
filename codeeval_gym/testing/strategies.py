"""Hypothesis strategies for this package's records. Needs ``hypothesis``."""

from hypothesis import strategies as st

from codeeval_gym.types import (
    CallTest,
    Challenge,
    EfficiencyReport,
    Evaluation,
    ExecutionReport,
    Outcome,
    Param,
    ProcessReport,
    QualityReport,
    Signature,
    SyntaxReport,
    TestReport,
    TestResult,
    Usage,
    Verdict,
)
from codeeval_gym.values import Plain

__all__ = [
    "challenges",
    "evaluations",
    "execution_reports",
    "plain_values",
    "process_reports",
    "syntax_reports",
    "test_reports",
    "usages",
]

_shares = st.floats(0, 1)
_amounts = st.none() | st.floats(0, 1e6)
_texts = st.text(max_size=20)
_answers = st.none() | st.integers(-9, 9) | _texts | st.lists(st.integers(-9, 9), max_size=3)
_identifiers = st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True)


def plain_values() -> st.SearchStrategy[Plain]:
    """Plain data, as programs take and return it."""
    leaves: st.SearchStrategy[Plain] = (
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _texts
    )

    def extend(inner: st.SearchStrategy[Plain]) -> st.SearchStrategy[Plain]:
        return (
            st.lists(inner, max_size=3)
            | st.dictionaries(_texts, inner, max_size=3)
            | st.tuples(inner, inner)
        )

    return st.recursive(leaves, extend, max_leaves=6)


def usages() -> st.SearchStrategy[Usage]:
    """What a run used, any figure possibly missing."""
    counts = st.none() | st.integers(0, 10**12)
    return st.builds(Usage, _amounts, _amounts, _amounts, _amounts, _amounts, counts)


@st.composite
def syntax_reports(draw: st.DrawFn) -> SyntaxReport:
    """Valid and invalid, the latter with 0 errors too."""
    if draw(st.booleans()):
        return SyntaxReport(True, 0, 0.0)
    line = draw(st.none() | st.integers(1, 99))
    return SyntaxReport(False, draw(st.integers(0, 9)), draw(_shares), draw(_texts), line)


@st.composite
def execution_reports(draw: st.DrawFn) -> ExecutionReport:
    """Every outcome, with and without output and usage."""
    outcome = draw(st.sampled_from(Outcome))
    return ExecutionReport(
        outcome,
        exit_code=0 if outcome is Outcome.FINISHED else draw(st.none() | st.integers(1, 255)),
        stdout=draw(_texts),
        stderr=draw(_texts),
        error=None if outcome is Outcome.FINISHED else draw(_texts),
        usage=draw(st.none() | usages()),
    )


@st.composite
def test_reports(draw: st.DrawFn) -> TestReport:
    """Up to three public and four hidden tests, each with any verdict."""
    names = [("public", index) for index in range(draw(st.integers(0, 3)))]
    names += [("hidden", index) for index in range(draw(st.integers(0, 4)))]
    return TestReport(tuple(draw(_test_results(*name)) for name in names))


test_reports.__test__ = False  # type: ignore[attr-defined]  # the name makes pytest run it


@st.composite
def _test_results(draw: st.DrawFn, kind: str, index: int) -> TestResult:
    verdict = draw(st.just(Verdict.ACCEPTED) | st.sampled_from(Verdict))
    expected = draw(_answers)
    passed = verdict is Verdict.ACCEPTED
    return TestResult(
        name=f"{kind}/{index}",
        public=kind == "public",
        verdict=verdict,
        got=expected if passed else draw(_answers),
        expected=expected,
        usage=draw(st.none() | usages()),
        error=None if passed else draw(_texts),
    )


@st.composite
def process_reports(draw: st.DrawFn) -> ProcessReport:
    """Labels of up to nine lines, some of them possibly not known."""
    lines = tuple(sorted(draw(st.sets(st.integers(1, 20), max_size=9))))
    completable = draw(st.integers(0, len(lines)))
    refuted = draw(st.none() | st.integers(completable + 1, len(lines) + 1))
    known = None if refuted is None or refuted > len(lines) else refuted
    return ProcessReport(lines, completable, known, draw(st.integers(0, 99)))


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """Records with any part missing; accepted only if nothing in them contradicts it."""
    syntax = draw(st.none() | syntax_reports())
    execution = draw(st.none() | execution_reports())
    tests = draw(st.none() | test_reports())
    return Evaluation(
        challenge_id=draw(st.just("") | _identifiers.map(lambda name: f"drawn/{name}")),
        language="python",
        program=draw(_texts),
        verdict=draw(_verdicts(syntax, execution, tests)),
        syntax=syntax,
        execution=execution,
        tests=tests,
        quality=draw(st.none() | st.builds(QualityReport, _shares)),
        efficiency=draw(st.none() | st.builds(EfficiencyReport, _shares)),
        usage=draw(st.none() | usages()),
        backend="drawn",
        process=draw(st.none() | process_reports()),
    )


def _verdicts(
    syntax: SyntaxReport | None, execution: ExecutionReport | None, tests: TestReport | None
) -> st.SearchStrategy[Verdict]:
    if syntax is not None and not syntax.valid:
        return st.just(Verdict.COMPILE_ERROR)
    if execution is not None and not execution.ok:
        return st.just(Verdict(execution.outcome.value))
    if tests is not None and tests.all_passed:
        return st.just(Verdict.ACCEPTED)
    if tests is not None and len(tests):
        failed = [result.verdict for result in tests if result.verdict is not Verdict.ACCEPTED]
        return st.just(failed[0])
    return st.sampled_from(Verdict)


@st.composite
def challenges(draw: st.DrawFn) -> Challenge:
    """Challenges to write a function of up to three parameters, with call tests."""
    params = draw(st.lists(_identifiers, max_size=3, unique=True))
    name = draw(_identifiers)
    arguments = st.tuples(*(plain_values() for _ in params))
    tests = st.lists(st.builds(CallTest, arguments, plain_values()), max_size=3).map(tuple)
    header = f"def {name}({', '.join(params)}):\n"
    return Challenge(
        id=f"drawn/{name}",
        title=draw(_texts),
        prompt=draw(_texts),
        category=draw(st.sampled_from(("arithmetic", "strings", "lists"))),
        tier=draw(st.integers(1, 5)),
        signature=Signature(name, tuple(Param(param, "any") for param in params), "any"),
        public_tests=draw(tests),
        hidden_tests=draw(tests),
        references={"python": header + "    return None\n"},
        starter={"python": header},
    )
