"""The gate on a real sandbox: what is wrong with a challenge is found and named."""

import dataclasses
import threading
from collections.abc import Iterable, Mapping, Sequence

import pytest

from codeeval_gym.challenges import GateSettings, examine, minimise, require_admitted
from codeeval_gym.challenges.gate import Kind
from codeeval_gym.challenges.gate.references import environments
from codeeval_gym.errors import ChallengeError, SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import (
    CallTest,
    Challenge,
    Compare,
    Evaluation,
    Limits,
    Param,
    ScriptTest,
    Signature,
    TestReport,
)

REFERENCE = "def span(xs):\n    return max(xs) - min(xs) if xs else 0\n"
QUICK = GateSettings(runs=2, trivial=False, mutants=0)


def spanning(reference: str = REFERENCE, **changes: object) -> Challenge:
    challenge = Challenge(
        id="tests/span",
        title="span",
        prompt="The largest less the smallest.",
        category="lists",
        tier=1,
        signature=Signature("span", (Param("xs", "list[int]"),), "int"),
        public_tests=(CallTest(([3, 1, 7],), 6),),
        hidden_tests=(CallTest(([],), 0), CallTest(([5],), 0), CallTest(([-2, 4, 4],), 6)),
        references={"python": reference},
    )
    return dataclasses.replace(challenge, **changes)  # type: ignore[arg-type]


def kinds(
    challenge: Challenge, engine: EvaluationEngine, settings: GateSettings | None = None
) -> set[Kind]:
    return {finding.kind for finding in examine(challenge, engine, settings=settings).reasons}


def test_a_sound_challenge_is_admitted(engine: EvaluationEngine) -> None:
    report = examine(spanning(), engine)
    assert report.admitted, list(map(str, report.reasons))
    assert report.mutation_share is not None
    assert report.mutation_share >= 0.8
    assert require_admitted(spanning(), engine, settings=GateSettings()) == spanning()


@pytest.mark.parametrize(
    "reference",
    [
        "import random\ndef span(xs):\n    return max(xs, default=0) - min(xs, default=0)"
        " + (random.random() < 0.4)\n",
        "def span(xs):\n    first = next(iter({'a', 'b', 'c', 'd', 'e', 'f', 'g'}))\n"
        "    return max(xs, default=0) - min(xs, default=0) + (first in 'bdf')\n",
        "import time\ndef span(xs):\n    shift = time.localtime(0).tm_hour\n"
        "    return max(xs, default=0) - min(xs, default=0) + (12 < shift)\n",
        "import os\nshift = os.urandom(1)[0] % 2\ndef span(xs):\n"
        "    return max(xs, default=0) - min(xs, default=0) + shift\n",
    ],
    ids=["random numbers", "hash seed", "time zone", "the machine's own randomness"],
)
def test_a_reference_that_passes_now_and_then_is_flaky(
    reference: str, engine: EvaluationEngine
) -> None:
    settings = GateSettings(runs=20, trivial=False, mutants=0)  # all alike by chance: 1 in 500,000
    report = examine(spanning(reference), engine, settings=settings)
    (reason,) = report.reasons
    assert reason.kind is Kind.FLAKY_REFERENCE
    assert "of 20 times: test" in str(reason)
    assert not report.admitted


def test_a_reference_that_always_fails_is_not_flaky(engine: EvaluationEngine) -> None:
    challenge = spanning("def span(xs):\n    return 6\n")
    report = examine(challenge, engine, settings=QUICK)
    assert [reason.kind for reason in report.reasons] == [Kind.FAILING_REFERENCE]
    assert str(report.reasons[0]).startswith("Its python reference fails: test hidden/0, wrong")
    with pytest.raises(ChallengeError, match="reference fails"):
        require_admitted(challenge, engine)


def test_tests_that_a_stub_passes_are_refused(engine: EvaluationEngine) -> None:
    reference = (
        "def span(xs):\n    low = high = xs[0] if xs else 0\n    for x in xs:\n"
        "        if x < low:\n            low = x\n        if x > high:\n            high = x\n"
        "    return high - low\n"
    )
    tests = (CallTest(([5],), 0), CallTest(([],), 0))
    vacuous = spanning(reference, public_tests=(), hidden_tests=tests)
    report = examine(vacuous, engine, settings=GateSettings(runs=1))
    assert {Kind.VACUOUS, Kind.WEAK_TESTS} <= {reason.kind for reason in report.reasons}
    assert "A program without merit passes: constant 0." in map(str, report.reasons)
    weak = next(reason for reason in report.reasons if reason.kind is Kind.WEAK_TESTS)
    assert "x < low" in str(weak)


def test_test_code_that_asserts_nothing_is_refused(engine: EvaluationEngine) -> None:
    code = (
        "def check(candidate):\n    try:\n        candidate([1])\n"
        "    except Exception:\n        pass\n"
    )
    silent = spanning(public_tests=(), hidden_tests=(ScriptTest(code),))
    assert Kind.VACUOUS in kinds(silent, engine, GateSettings(runs=1, mutants=0))


def test_contradicting_tests_are_named(engine: EvaluationEngine) -> None:
    twice = (CallTest(([5],), 0), CallTest(([1],), 0), CallTest(([5],), 1))
    report = examine(spanning(hidden_tests=twice), engine, settings=QUICK)
    assert "Tests 1 and 3 ask for different answers to the same input." in map(str, report.reasons)
    typed = (CallTest(([5],), 0), CallTest(([5],), 0.0))
    assert Kind.CONTRADICTORY_TESTS in kinds(spanning(hidden_tests=typed), engine, QUICK)
    near = tuple(CallTest(([5],), value, Compare("close", atol=1)) for value in (0, 0.5))
    assert kinds(spanning(hidden_tests=near), engine, QUICK) == set()


def test_a_test_that_does_nothing_is_told_and_refused_only_if_asked(
    engine: EvaluationEngine,
) -> None:
    tests = (CallTest(([2, 2],), 0), CallTest(([2, 2],), 0), CallTest(([-2, 4, 4],), 6))
    challenge = spanning(hidden_tests=(*tests, CallTest(([],), 0)))
    report = examine(challenge, engine, settings=GateSettings(runs=1))
    told = [str(item) for item in report.findings if item.kind is Kind.IDLE_TEST]
    assert "Test 2 is the same as test 1." in told
    assert report.admitted
    strict = GateSettings(runs=1, refused=frozenset(Kind))
    assert not examine(challenge, engine, settings=strict).admitted


def test_a_reference_near_the_limit_is_refused(engine: EvaluationEngine) -> None:
    slow = f"def busy():\n    sum(range(2 * 10**7))\nbusy()\n{REFERENCE}"
    limits = Limits(wall_seconds=60.0, cpu_seconds=10.0)
    settings = dataclasses.replace(QUICK, time_share=0.01)
    (reason,) = examine(spanning(slow, limits=limits), engine, settings=settings).reasons
    assert reason.kind is Kind.SLOW_REFERENCE
    assert "more than 1% of the 10 s that programs have" in str(reason)


def test_random_inputs_without_a_seed_are_told(engine: EvaluationEngine) -> None:
    body = "    assert candidate([n, 0]) == n\n    assert candidate([]) == 0\n"
    loose = f"import random\ndef check(candidate):\n    n = random.randint(1, 9)\n{body}"
    fixed = loose.replace("    n =", "    random.seed(1)\n    n =")
    found = [
        {item.kind for item in examine(challenge, engine, settings=QUICK).findings}
        for challenge in (
            spanning(public_tests=(), hidden_tests=(ScriptTest(code),)) for code in (loose, fixed)
        )
    ]
    assert found == [{Kind.UNSEEDED_RANDOM}, set()]


def test_a_record_that_says_what_is_wrong_with_it_is_believed(engine: EvaluationEngine) -> None:
    known = spanning(defects=("its third check compares the answer with itself",))
    report = examine(known, engine, settings=QUICK)
    assert [item.kind for item in report.findings] == [Kind.KNOWN_DEFECT]
    assert report.admitted


class Counting:
    """Notes what it is asked; a test that it was not asked to forget reports."""

    def __init__(self, engine: EvaluationEngine, forget: int = 0) -> None:
        self.engine, self.forget = engine, forget
        self.environments: list[Mapping[str, str] | None] = []
        self.lock = threading.Lock()

    def evaluate_batch(
        self,
        pairs: Sequence[tuple[Challenge, str]],
        *,
        language: str = "python",
        need: Iterable[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> list[Evaluation | SandboxError]:
        with self.lock:
            self.environments.append(environment)
        found = self.engine.evaluate_batch(
            pairs, language=language, need=need, environment=environment
        )
        return [self._short(item) for item in found]

    def _short(self, item: Evaluation | SandboxError) -> Evaluation | SandboxError:
        if isinstance(item, SandboxError) or item.tests is None or not self.forget:
            return item
        return dataclasses.replace(item, tests=TestReport(item.tests.results[: -self.forget]))


def test_ten_runs_are_ten_runs_and_are_not_run_again(engine: EvaluationEngine) -> None:
    judge = Counting(engine)
    challenge = spanning(REFERENCE + "# ten runs\n")
    settings = GateSettings(trivial=False, mutants=0)
    hits = engine.cache.hits
    examine(challenge, judge, settings=settings)
    assert engine.cache.hits == hits
    seen = [tuple(sorted((environment or {}).items())) for environment in judge.environments]
    assert len(set(seen)) == len(seen) == 10
    assert len({dict(item).get("PYTHONHASHSEED", "0") for item in seen}) > 3
    examine(challenge, judge, settings=settings)
    assert engine.cache.hits == hits + 10


def test_a_test_that_does_not_report_is_missed(engine: EvaluationEngine) -> None:
    found = examine(spanning(), Counting(engine, forget=1), settings=QUICK).reasons
    assert [reason.kind for reason in found] == [Kind.UNREPORTED_TEST]
    assert str(found[0]) == "Only 3 of its 4 tests report on python."


def test_the_first_run_is_as_always() -> None:
    assert environments(1) == ({},)
    assert len({str(item) for item in environments(25)}) == 25


def test_settings_that_make_no_sense_are_refused() -> None:
    for wrong in ({"runs": 0}, {"mutants": -1}, {"inputs": -1}, {"at_once": 0}):
        with pytest.raises(ValueError, match="at least one run"):
            GateSettings(**wrong)  # type: ignore[arg-type]
    for share in (0, 1.5):
        with pytest.raises(ValueError, match="A share is"):
            GateSettings(killed_share=share)


def test_fewer_tests_kill_as_many(engine: EvaluationEngine) -> None:
    many = tuple(CallTest(([n, n + 1, 0],), n + 1) for n in range(1, 15))
    challenge = spanning(hidden_tests=(*many, *spanning().hidden_tests))
    small = minimise(challenge, engine)
    assert small.public_tests == challenge.public_tests
    assert len(small.hidden_tests) <= 5
    assert [test for test in challenge.hidden_tests if test in small.hidden_tests] == list(
        small.hidden_tests
    )
    settings = GateSettings(runs=1, trivial=False)
    before, after = (examine(it, engine, settings=settings).scores[0] for it in (challenge, small))
    assert len(after.killed) == len(before.killed)
    assert len(minimise(challenge, engine, most=2).tests) == 2


def test_a_check_that_calls_nothing_accepts_a_stub(engine: EvaluationEngine) -> None:
    """Upstream benchmarks have such: a test that is commented out, or calls another function."""
    challenge = Challenge(
        id="tests/largest",
        title="largest",
        prompt="The largest.",
        category="lists",
        tier=1,
        languages=("rust",),
        signature=Signature("largest", (Param("xs", "list[int]"),), "int"),
        hidden_tests=(ScriptTest("def check(candidate):\n    pass\n"),),
        references={
            "rust": "fn largest(xs: Vec<i64>) -> i64 { xs.into_iter().max().unwrap_or(0) }\n"
        },
    )
    reasons = examine(challenge, engine, settings=GateSettings(runs=1, mutants=0)).reasons
    assert {reason.kind for reason in reasons} == {Kind.VACUOUS}
    assert "A program without merit passes in rust: stub." in map(str, reasons)
