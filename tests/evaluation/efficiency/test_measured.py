"""What real programs are paid, in five languages, honest ones and others."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from codeeval_gym.challenges import library
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox, make
from codeeval_gym.testing import cheats
from codeeval_gym.types import CallTest, Challenge, EfficiencyReport, Evaluation, Scaling

NEED = frozenset({"efficiency"})
POSED = cheats.COUNTING
assert POSED.scaling is not None
FAST, SLOW = POSED.references["python"], POSED.scaling.slower["python"]
MIDDLING = """\
def pairs(values):
    return sum(values.count(value) - 1 for value in values) // 2
"""


@pytest.fixture(scope="module")
def judge(sandbox: Sandbox) -> Iterator[EvaluationEngine]:
    with EvaluationEngine(sandbox) as found:
        yield found


@pytest.fixture(scope="module")
def monitoring() -> Iterator[EvaluationEngine]:
    """A judge whose programs run on an interpreter that can be monitored."""
    versions = Path.home() / ".pyenv" / "versions"
    found = sorted(versions.glob("3.1[2-9].*/bin/python3.1[2-9]"))
    if not found:
        pytest.skip(f"There is no CPython 3.12 or later in {versions}.")
    started = make("nsjail", workers=1, python=str(found[0]))
    with started, EvaluationEngine(started) as judge:
        yield judge


def measured(engine: EvaluationEngine, *programs: str) -> list[EfficiencyReport]:
    judged = engine.evaluate_batch([(POSED, program) for program in programs], need=NEED)
    return [
        item.efficiency
        for item in judged
        if isinstance(item, Evaluation) and item.efficiency is not None
    ]


def scores(engine: EvaluationEngine, *programs: str) -> list[float]:
    found = [report.score for report in measured(engine, *programs)]
    return [score for score in found if score is not None]


def test_a_slow_program_is_paid_less_the_slower_it_is(judge: EvaluationEngine) -> None:
    fast, middling, slow, wrong = scores(judge, FAST, MIDDLING, SLOW, "def pairs(values): return 0")
    assert fast == 1.0
    assert fast >= middling > slow > wrong
    assert wrong == 0


def test_the_same_program_is_paid_the_same(judge: EvaluationEngine) -> None:
    for program in (FAST, SLOW):
        found = scores(judge, *(f"{program}\n# {turn}\n" for turn in range(5)))
        assert len(found) == 5
        assert len(set(found)) == 1


def test_memory_costs_less_than_a_level_of_time(judge: EvaluationEngine) -> None:
    hungry, lean = measured(judge, f"KEPT = b'x' * 16_000_000\n{FAST}", SLOW)
    assert hungry.space == 0.5
    assert lean.space == 1.0
    assert hungry.score is not None
    assert lean.score is not None
    assert hungry.score > lean.score


@pytest.mark.parametrize("engine_name", ["judge", "monitoring"])
def test_no_slow_program_is_paid_more_than_the_slow_one(
    engine_name: str, request: pytest.FixtureRequest
) -> None:
    engine: EvaluationEngine = request.getfixturevalue(engine_name)
    can_be_monitored = engine_name == "monitoring"
    tried = [item for item in cheats.slow_cheats() if can_be_monitored or not item.monitored]
    (honest,) = scores(engine, SLOW)
    reports = dict(zip(tried, measured(engine, *(cheat.program for cheat in tried)), strict=True))
    paid = {cheat.id: report.score for cheat, report in reports.items()}
    assert {name: score for name, score in paid.items() if score is None or score > honest} == {}
    if can_be_monitored:
        tampered = [cheat.id for cheat, item in reports.items() if "tampered" in (item.note or "")]
        assert tampered == ["M1", "M3", "M4"]


def test_jumps_are_counted_exactly_and_beside_the_cpu_time(monitoring: EvaluationEngine) -> None:
    reports = measured(monitoring, *(f"{SLOW}\n# {turn}\n" for turn in range(3)), FAST)
    assert {report.counter for report in reports} == {"jumps"}
    assert len({report.cost for report in reports[:3]}) == 1
    # The inner loop goes round 1000 * 999 / 2 times in each of three calls.
    assert reports[0].cost == pytest.approx(3 * 1000 * 999 / 2, rel=0.01)
    # The count alone would pay them 0.5; the CPU time, which has noise, can only take from that.
    *slow, fast = [report.score or 0.0 for report in reports]
    assert max(slow) <= 0.5 < fast


@pytest.mark.parametrize("language", ["javascript", "java", "cpp", "rust"])
def test_the_reference_of_another_language_is_paid_in_full(
    judge: EvaluationEngine, language: str
) -> None:
    challenge = library.entry("pairs_with_gap").challenge
    reference = challenge.references[language]
    evaluation = judge.evaluate(challenge, reference, language, need=NEED)
    report = evaluation.efficiency
    assert report is not None
    assert (report.score, report.counter, report.note) == (1.0, "cpu_seconds", None)


def growing(program: str, arguments: str, sizes: tuple[int, ...]) -> Challenge:
    scaling = Scaling(f"def arguments(size, seed):\n    return {arguments}\n", sizes)
    test = CallTest(([1, 2, 1],), 1)
    return replace(
        POSED,
        public_tests=(test,),
        hidden_tests=(),
        references={"python": program},
        scaling=scaling,
    )


@pytest.mark.parametrize(
    ("program", "label", "sizes"),
    [
        ("def pairs(values):\n    return values.count(1) - len(values) // 3\n", "O(n)", None),
        (SLOW, "O(n^2)", (64, 128, 256, 512)),
        ("def pairs(values):\n    return 1\n", "O(1)", None),
    ],
)
def test_growth_of_real_programs(
    judge: EvaluationEngine, program: str, label: str, sizes: tuple[int, ...] | None
) -> None:
    sizes = sizes or (1000, 4000, 16_000, 64_000)
    challenge = growing(program, "[[1, 2, 1] * (size // 3)]", sizes)
    report = judge.evaluate_efficiency(program, challenge)
    assert report.growth is not None
    assert report.growth.label == label
    assert report.growth.low <= report.growth.slope <= report.growth.high


def test_growth_of_memory(judge: EvaluationEngine) -> None:
    program = "def pairs(values):\n    return len(b'x' * (len(values) * 20_000)) // 60_000\n"
    challenge = growing(program, "[[1, 2, 1] * (size // 3)]", (300, 600, 1200, 2400))
    report = judge.evaluate_efficiency(program, challenge)
    assert report.memory_growth is not None
    assert report.memory_growth.label == "O(n)"


def test_a_generator_that_fails_leaves_the_tests(judge: EvaluationEngine) -> None:
    broken = Scaling("def arguments(size, seed):\n    raise ValueError(size)\n", (10, 20, 40))
    challenge = replace(POSED, scaling=broken, hidden_tests=(CallTest(([7] * 3,), 3),))
    report = judge.evaluate_efficiency(SLOW, challenge)
    assert report.score == 1.0
    # On cores that others use, too, three numbers may take long enough to be compared after all.
    assert report.note in (None, "its tests take too little to tell it from the reference")
    assert report.growth is None
