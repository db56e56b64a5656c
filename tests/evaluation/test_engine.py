"""The judge on a real sandbox."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym import EvaluationEngine
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import (
    CallTest,
    Challenge,
    Evaluation,
    Limits,
    Outcome,
    Param,
    ScriptTest,
    Signature,
    StdioTest,
    Test,
    Verdict,
    from_json,
    to_json,
)

_RIGHT = "def add(a, b):\n    return a + b\n"
_WRONG = "def add(a, b):\n    return a - b\n"


def test_syntax(engine: EvaluationEngine) -> None:
    assert engine.evaluate_syntax(_RIGHT).valid
    report = engine.evaluate_syntax("x = 1\ndef add(a, b:\n    return a\n")
    assert not report.valid
    assert report.error_count >= 1
    assert 0 < report.error_ratio <= 1
    assert report.first_error_line == 2
    assert report.first_error is not None
    assert report.first_error.startswith("SyntaxError: ")


def test_what_only_the_compiler_refuses_is_invalid_without_error_nodes(
    engine: EvaluationEngine,
) -> None:
    report = engine.evaluate_syntax("return 1\n")
    assert (report.valid, report.error_count, report.error_ratio) == (False, 0, 0.0)
    assert report.first_error == "SyntaxError: 'return' outside function (main.py, line 1)"


def test_syntax_runs_nothing(engine: EvaluationEngine) -> None:
    assert engine.evaluate_syntax("while True: pass").valid


def test_execution(engine: EvaluationEngine) -> None:
    report = engine.evaluate_execution("print(input()[::-1])", stdin="abc\n")
    assert report.ok
    assert (report.stdout, report.stderr, report.exit_code) == ("cba\n", "", 0)
    assert report.usage is not None
    assert report.usage.wall_seconds is not None


def test_an_execution_that_fails_has_a_line(engine: EvaluationEngine) -> None:
    report = engine.evaluate_execution("x = 1\nx / 0\n")
    assert report.outcome is Outcome.RUNTIME_ERROR
    assert (report.error, report.error_line) == ("ZeroDivisionError: division by zero", 2)


def test_test_cases(engine: EvaluationEngine) -> None:
    tests: list[Test] = [
        CallTest((1, 2), 3),
        CallTest((2, 2), 5),
        ScriptTest("def check(candidate):\n    assert candidate(1, 1) == 2\n"),
    ]
    report = engine.evaluate_test_cases(_RIGHT, tests)
    accepted, wrong = Verdict.ACCEPTED, Verdict.WRONG_ANSWER
    assert [item.verdict for item in report] == [accepted, wrong, accepted]
    assert (report[1].got, report[1].expected) == (4, 5)


def test_test_cases_that_print(engine: EvaluationEngine) -> None:
    report = engine.evaluate_test_cases("print(int(input()) * 2)", [StdioTest("4", "8")])
    assert report.all_passed
    assert report[0].usage is not None


def test_the_last_function_is_called_unless_one_is_named(engine: EvaluationEngine) -> None:
    code = "def one(): return 1\ndef two(): return 2\nclass Three: ...\n"
    assert engine.evaluate_test_cases(code, [CallTest((), 2)]).all_passed
    assert engine.evaluate_test_cases(code, [CallTest((), 1)], function="one").all_passed


def test_no_function_at_all_is_the_program_s_failure(engine: EvaluationEngine) -> None:
    report = engine.evaluate_test_cases("x = 1", [CallTest((), 1)])
    assert report[0].verdict is Verdict.RUNTIME_ERROR
    assert report[0].error == "NameError: the program defines no 'solution'"


def test_no_tests_at_all_are_the_caller_s(engine: EvaluationEngine) -> None:
    with pytest.raises(ValueError, match="needs at least one test"):
        engine.evaluate_test_cases(_RIGHT, [])


@pytest.mark.parametrize(
    ("program", "verdict", "passed"),
    [
        (_RIGHT, Verdict.ACCEPTED, 3),
        ("    return a + b\n", Verdict.ACCEPTED, 3),
        (_RIGHT.replace("\n", "\r\n"), Verdict.ACCEPTED, 3),
        ("\ufeff" + _RIGHT, Verdict.ACCEPTED, 3),
        ("async def add(a, b):\n    return a + b\n", Verdict.RUNTIME_ERROR, 0),
        (_WRONG, Verdict.WRONG_ANSWER, 1),
        ("def add(a, b):\n    return a / (b - 2)\n", Verdict.RUNTIME_ERROR, 0),
        ("import numpy_is_not_here\n" + _RIGHT, Verdict.UNKNOWN_MODULE, 0),
        ("def add(a, b:\n", Verdict.COMPILE_ERROR, 0),
        ("", Verdict.COMPILE_ERROR, 0),
        ("# add a to b", Verdict.RUNTIME_ERROR, 0),
        ("\0", Verdict.COMPILE_ERROR, 0),
        (_RIGHT + "\0", Verdict.COMPILE_ERROR, 0),
        ("\ud800", Verdict.COMPILE_ERROR, 0),
        (_RIGHT + "x = '\udfff'", Verdict.COMPILE_ERROR, 0),
        ("x" * 10_000_000, Verdict.COMPILE_ERROR, 0),
        (_RIGHT + "#" * 10_000_000, Verdict.COMPILE_ERROR, 0),
        ("(" * 100_000, Verdict.COMPILE_ERROR, 0),
        ("class add:\n    def __new__(cls, a, b):\n        return a + b\n", Verdict.ACCEPTED, 3),
        ("def add(a, b):\n    return a + b\n    def add(): ...\n", Verdict.ACCEPTED, 3),
        ("import os\nos._exit(0)\n" + _RIGHT, Verdict.RUNTIME_ERROR, 0),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_every_text_is_judged(
    engine: EvaluationEngine, adding: Challenge, program: str, verdict: Verdict, passed: int
) -> None:
    evaluation = engine.evaluate(adding, program)
    assert evaluation.verdict is verdict
    assert evaluation.tests is not None
    assert (len(evaluation.tests), evaluation.tests.passed) == (3, passed)
    assert evaluation.syntax is not None
    assert evaluation.syntax.valid is (verdict is not Verdict.COMPILE_ERROR)
    assert from_json(Evaluation, to_json(evaluation)) == evaluation


def test_a_record_says_what_was_judged_and_where(
    engine: EvaluationEngine, adding: Challenge
) -> None:
    evaluation = engine.evaluate(adding, "    return a + b\n")
    assert evaluation.challenge_id == "tests/add"
    assert evaluation.program == adding.starter["python"] + "    return a + b\n"
    assert evaluation.backend == "nsjail"
    assert "Python" in evaluation.toolset
    assert evaluation.usage is not None


def test_only_what_is_needed_is_computed(engine: EvaluationEngine, adding: Challenge) -> None:
    for part in ("syntax", "execution", "tests"):
        evaluation = engine.evaluate(adding, _RIGHT, need=(name for name in [part]))
        parts = ("syntax", "execution", "tests")
        assert [name for name in parts if getattr(evaluation, name) is not None] == [part]
        assert evaluation.verdict is Verdict.ACCEPTED


def test_the_challenge_s_own_limits_hold(engine: EvaluationEngine, adding: Challenge) -> None:
    limited = replace(adding, limits=Limits(wall_seconds=1.0, cpu_seconds=0.3))
    program = "def add(a, b):\n    while b: pass\n    return a + b\n"
    evaluation = engine.evaluate(limited, program)
    assert evaluation.verdict is Verdict.TIME_LIMIT
    assert engine.evaluate(limited, _RIGHT).verdict is Verdict.ACCEPTED


def test_identical_work_is_done_once(sandbox: Sandbox, adding: Challenge) -> None:
    engine = EvaluationEngine(sandbox)
    first = engine.evaluate(adding, _RIGHT)
    assert engine.cache.hits == 0
    assert engine.evaluate(adding, _RIGHT) is first
    assert engine.cache.hits == 1
    engine.evaluate(adding, _RIGHT, need={"syntax"})
    engine.evaluate(replace(adding, limits=Limits(memory_mb=256)), _RIGHT)
    assert engine.cache.hits == 1


def test_what_a_program_can_tell_apart_is_not_identical(engine: EvaluationEngine) -> None:
    code = "def first(table): return next(iter(table))"
    for table in ({"a": 1, "b": 2}, {"b": 2, "a": 1}):
        accepted = engine.evaluate_test_cases(code, [CallTest((table,), "a")]).all_passed
        assert accepted is (next(iter(table)) == "a")


def test_a_batch_keeps_its_order(engine: EvaluationEngine, adding: Challenge) -> None:
    programs = [_RIGHT, "def add(", _WRONG, _RIGHT, "x" * 2_000_000]
    results = engine.evaluate_batch([(adding, program) for program in programs])
    evaluations = [item for item in results if isinstance(item, Evaluation)]
    assert [item.program for item in evaluations] == programs
    assert [item.verdict for item in evaluations] == [
        Verdict.ACCEPTED,
        Verdict.COMPILE_ERROR,
        Verdict.WRONG_ANSWER,
        Verdict.ACCEPTED,
        Verdict.COMPILE_ERROR,
    ]


@pytest.mark.parametrize("program", [b"def add(a, b): ...", None, 5, ["def"]])
def test_a_program_is_text(engine: EvaluationEngine, adding: Challenge, program: Any) -> None:
    for judge in (
        lambda: engine.evaluate(adding, program),
        lambda: engine.evaluate_batch([(adding, program)]),
        lambda: engine.evaluate_syntax(program),
        lambda: engine.evaluate_execution(program),
        lambda: engine.evaluate_test_cases(program, [CallTest((), 1)]),
    ):
        with pytest.raises(TypeError, match="A program is a string, not "):
            judge()


def test_an_unknown_part_is_named(engine: EvaluationEngine, adding: Challenge) -> None:
    with pytest.raises(UnknownNameError, match=r"no part of an evaluation 'test'. Did you mean"):
        engine.evaluate(adding, _RIGHT, need={"test"})


def test_an_unknown_language_is_named(engine: EvaluationEngine, adding: Challenge) -> None:
    for judge in (
        lambda: engine.evaluate(adding, _RIGHT, "pyhton", need={"tests"}),
        lambda: engine.evaluate_execution(_RIGHT, "pyhton"),
        lambda: engine.evaluate_test_cases(_RIGHT, [CallTest((), 1)], "pyhton"),
    ):
        with pytest.raises(UnknownNameError, match=r"no language 'pyhton'. Did you mean"):
            judge()


def test_an_unknown_sandbox_is_named() -> None:
    with pytest.raises(UnknownNameError, match=r"no sandbox 'nsjial'. Did you mean 'nsjail'"):
        EvaluationEngine("nsjial")


def test_a_sandbox_that_was_passed_in_stays_open(sandbox: Sandbox) -> None:
    with EvaluationEngine(sandbox) as engine:
        engine.close()
    assert EvaluationEngine(sandbox).evaluate_syntax("x = 1").valid


def test_limits_come_from_a_file(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "eval_config.yaml"
    path.write_text("evaluation: {test_timeout: 3}")
    assert EvaluationEngine(sandbox, config=path).limits == Limits(cpu_seconds=3, wall_seconds=6)
    path.write_text("evaluation: {test_timeout: 0}")
    with pytest.raises(ConfigError, match="cpu_seconds must be positive"):
        EvaluationEngine(sandbox, config=path)


def test_a_challenge_that_differs_is_judged_by_its_own_tests(engine: EvaluationEngine) -> None:
    signature = Signature("add", (Param("a", "int"), Param("b", "int")), "int")
    first = Challenge(
        id="c/add",
        title="add",
        prompt="Add.",
        category="arithmetic",
        tier=1,
        languages=("python",),
        signature=signature,
        hidden_tests=(CallTest((1, 2), 3),),
    )
    for _ in range(2):  # the second time from what was kept
        for challenge, verdict in (
            (first, Verdict.ACCEPTED),
            (replace(first, hidden_tests=(CallTest((1, 2), 4),)), Verdict.WRONG_ANSWER),
            (replace(first), Verdict.ACCEPTED),
        ):
            assert engine.evaluate(challenge, _RIGHT).verdict is verdict
    limits = Limits(cpu_seconds=1.0)
    assert engine.evaluate(replace(first, limits=limits), _RIGHT).verdict is Verdict.ACCEPTED
