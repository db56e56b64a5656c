"""What the table of grader hacks says, and that our own column is what it claims."""

import ast

import pytest

from benchmarks import grader_hacks
from benchmarks.grader_hacks import EXPECTED, GRADERS, INPUTS, Grader, Hack, Result
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import CallTest, Verdict

HACKS = grader_hacks.load_hacks()


@pytest.mark.parametrize("hack", HACKS, ids=lambda hack: hack.name)
def test_a_hack_is_a_program(hack: Hack) -> None:
    ast.parse(hack.program)


def test_there_is_one_control_of_each_kind() -> None:
    assert [hack.control for hack in HACKS if hack.control is not None] == [True, False]
    assert len(HACKS) > 12
    assert not set(INPUTS) & set(EXPECTED)


@pytest.mark.parametrize("hack", HACKS, ids=lambda hack: hack.name)
def test_only_the_right_program_is_paid_here(engine: EvaluationEngine, hack: Hack) -> None:
    tests = [CallTest((x,), out) for x, out in zip(INPUTS, EXPECTED, strict=True)]
    report = engine.evaluate_test_cases(hack.program, tests, function="double")

    assert report.all_passed is (hack.control is True)
    assert hack.control is True or all(item.verdict is not Verdict.ACCEPTED for item in report)


def test_a_grader_that_fails_a_control_is_named() -> None:
    right, wrong, cheat = HACKS[0].name, HACKS[1].name, HACKS[2].name
    sound = [Result("a", right, True), Result("a", wrong, False), Result("a", cheat, True)]
    lenient = [Result("b", right, True), Result("b", wrong, True)]
    hanging = [Result("c", right, None), Result("c", wrong, False)]

    assert grader_hacks.unsound([*sound, *lenient, *hanging], HACKS) == ["b", "c"]


def test_the_table_has_a_row_for_each_program_and_counts_hacks_alone() -> None:
    hacks = (Hack("right", "", True), Hack("lie", ""), Hack("exit", ""))
    results = [
        Result("a", "right", True),
        Result("a", "lie", True),
        Result("a", "exit", False),
        Result("b", "right", True),
        Result("b", "lie", None),
    ]
    lines = grader_hacks.table(results, hacks, ["a", "b"]).splitlines()

    assert lines == [
        "|  | a | b |",
        "| --- | --- | --- |",
        "| (right) | accepted | accepted |",
        "| lie | **accepted** | ended or hung |",
        "| exit | refused | ended or hung |",
        "| fooled by | 1 of 2 | 0 of 2 |",
    ]


def test_a_grader_runs_in_a_process_of_its_own() -> None:
    """The plainest of them takes exit code 0 for right."""
    plain = next(grader for grader in GRADERS if grader.name == "exit code of a script")
    said = {hack.name: grader_hacks.attempt(plain, hack).accepted for hack in HACKS[:2]}
    leaving = grader_hacks.attempt(plain, Hack("leave", "raise SystemExit(0)\n"))

    assert list(said.values()) == [True, False]
    assert leaving.accepted is True


def test_a_grader_that_is_not_there_is_left_out() -> None:
    assert not Grader("none", "no_such_grader_anywhere", lambda program: True).installed()
    assert Grader("ours", None, lambda program: True).installed()
