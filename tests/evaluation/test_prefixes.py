"""Labels of lines: found by binary search, judged by the engine, within a budget."""

from collections.abc import Sequence
from math import ceil, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.errors import SandboxError
from codeeval_gym.evaluation import EvaluationEngine, PrefixLabeller
from codeeval_gym.rewards import make
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.types import CallTest, Challenge, Evaluation, Input, Param, Run, Signature

LINES = tuple(f"    step_{number} = {number}\n" for number in range(20))
REFERENCE = "def f(a):\n" + "".join(LINES) + "    return a\n"
CHALLENGE = Challenge(
    id="posed/f",
    title="f",
    prompt="Write f.",
    category="arithmetic",
    tier=1,
    signature=Signature("f", (Param("a", "int"),), "int"),
    hidden_tests=(CallTest((1,), 1),),
    references={"python": REFERENCE},
)


class Table:
    """Completes what the reference begins with, at the last try; and nothing else."""

    def __init__(self, reference: str = REFERENCE) -> None:
        self.reference = reference
        self.asked: list[list[str]] = []

    def __call__(
        self, prefixes: Sequence[tuple[Challenge, str]], count: int
    ) -> Sequence[Sequence[str]]:
        self.asked.append([prefix for _, prefix in prefixes])
        return [["    pass\n"] * (count - 1) + [self._rest(prefix)] for _, prefix in prefixes]

    def _rest(self, prefix: str) -> str:
        right = self.reference.startswith(prefix)
        return self.reference.removeprefix(prefix) if right else "    return None\n"


@pytest.fixture(scope="module")
def judge() -> EvaluationEngine:
    return EvaluationEngine(FakeSandbox(solver([CHALLENGE])))


def right_until(line: int, length: int) -> str:
    """The reference's first lines, then others."""
    right = REFERENCE.splitlines(keepends=True)[:line]
    return "".join(right) + "    wrong = 1\n" * (length - line)


@given(st.integers(0, 21), st.integers(1, 60))
def test_the_longest_completable_prefix_is_found(
    judge: EvaluationEngine, right: int, others: int
) -> None:
    length, table = right + others, Table()
    evaluation = judge.evaluate(CHALLENGE, right_until(right, length))
    labelled = PrefixLabeller(judge, table, samples=3, budget=100).label(CHALLENGE, evaluation)
    assert labelled.process is not None
    expected = {line: line <= right for line in range(1, length + 1)}
    assert labelled.process.labels == expected
    assert labelled.process.completions == 3 * len(table.asked)
    assert len(table.asked) <= ceil(log2(length))
    assert make({"process": 1.0})(labelled).total == right / length


def test_an_accepted_program_needs_no_completion(judge: EvaluationEngine) -> None:
    table = Table()
    evaluation = judge.evaluate(CHALLENGE, REFERENCE)
    report = PrefixLabeller(judge, table).label(CHALLENGE, evaluation).process
    assert report is not None
    assert (report.share, report.completions, table.asked) == (1.0, 0, [])


def test_empty_lines_and_comments_are_neutral(judge: EvaluationEngine) -> None:
    program = "# first\n\ndef f(a):\n    # then\n    x = 1\n\n"
    table = Table("# first\n\n" + REFERENCE)
    evaluation = judge.evaluate(CHALLENGE, program)
    report = PrefixLabeller(judge, table).label(CHALLENGE, evaluation).process
    assert report is not None
    assert report.labels == {3: True, 5: False}
    assert table.asked == [["# first\n\ndef f(a):\n"]]


def test_what_the_budget_leaves_open_has_no_label(judge: EvaluationEngine) -> None:
    evaluation = judge.evaluate(CHALLENGE, right_until(6, 16))
    table = Table()
    labelled = PrefixLabeller(judge, table, samples=4, budget=9).label(CHALLENGE, evaluation)
    report = labelled.process
    assert report is not None
    # Lines 8 and 4 took four completions each; the one that is left is not enough for line 6.
    assert (report.completable, report.refuted, report.completions) == (4, 8, 8)
    assert [line for line, label in report.labels.items() if label is None] == [5, 6, 7]


def test_beginning_anew_is_no_completion(judge: EvaluationEngine) -> None:
    def anew(prefixes: Sequence[tuple[Challenge, str]], count: int) -> list[list[str]]:
        return [[REFERENCE] * count for _ in prefixes]

    evaluation = judge.evaluate(CHALLENGE, "import math\n" + right_until(1, 2))
    report = PrefixLabeller(judge, anew).label(CHALLENGE, evaluation).process
    assert report is not None
    assert report.labels == {1: True, 2: False, 3: False}
    assert report.completions == 4  # those of the import; the others were not judged


def test_many_records_share_each_round(judge: EvaluationEngine) -> None:
    table = Table()
    pairs = [(CHALLENGE, judge.evaluate(CHALLENGE, right_until(n, 8))) for n in (0, 3, 7)]
    labelled = PrefixLabeller(judge, table).label_batch(pairs)
    assert [len(asked) for asked in table.asked] == [3, 3, 3]
    shares = [
        item.process.share for item in labelled if isinstance(item, Evaluation) and item.process
    ]
    assert shares == [0, 3 / 8, 7 / 8]


def test_a_completion_that_cannot_be_judged_is_no_label(judge: EvaluationEngine) -> None:
    right = solver([CHALLENGE])

    def fail(files: "dict[str, str]", item: Input) -> Run:
        if "    pass\n" in "".join(files.values()):
            raise SandboxError("out of order")
        return right(files, item)

    failing = EvaluationEngine(FakeSandbox(fail))  # type: ignore[arg-type]
    evaluation = judge.evaluate(CHALLENGE, "x = 1\ny = 2\nz = 3\n")
    with pytest.raises(SandboxError, match="out of order"):
        PrefixLabeller(failing, Table()).label(CHALLENGE, evaluation)
    # One that is accepted decides, whatever became of the others.
    evaluation = judge.evaluate(CHALLENGE, right_until(1, 2))
    found = PrefixLabeller(failing, Table()).label(CHALLENGE, evaluation).process
    assert found is not None
    assert found.completable == 1


@pytest.mark.parametrize("counts", [{"samples": 0}, {"samples": 4, "budget": 3}])
def test_counts_are_positive(judge: EvaluationEngine, counts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be at least 1, and at most budget="):
        PrefixLabeller(judge, Table(), **counts)
