"""Calls that have to raise, in every language, on the real sandbox."""

import pytest

from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import CallTest, Compare, Verdict

_NAMES = ["ValueError", "RangeError", "IllegalArgumentException", "std::invalid_argument", "panic"]
_TESTS = [CallTest((4,), 2), CallTest((-1,), _NAMES, Compare("raises"))]

_RIGHT = {
    "python": """\
def half(n):
    if n < 0:
        raise ValueError(n)
    return n // 2
""",
    "javascript": """\
function half(n) {
  if (n < 0) throw new RangeError("negative");
  return Math.floor(n / 2);
}
""",
    "java": """\
class Solution {
    static int half(int n) {
        if (n < 0) throw new IllegalArgumentException("negative");
        return n / 2;
    }
}
""",
    "cpp": """\
#include <stdexcept>
int half(int n) {
  if (n < 0) throw std::invalid_argument("negative");
  return n / 2;
}
""",
    "rust": """\
fn half(n: i64) -> i64 {
    if n < 0 { panic!("negative"); }
    n / 2
}
""",
}
_SILENT = {
    "python": "def half(n):\n    return n // 2\n",
    "javascript": "function half(n) { return Math.floor(n / 2); }\n",
    "java": "class Solution { static int half(int n) { return n / 2; } }\n",
    "cpp": "int half(int n) { return n / 2; }\n",
    "rust": "fn half(n: i64) -> i64 { n / 2 }\n",
}


@pytest.mark.parametrize("language", _RIGHT)
def test_a_program_that_raises_is_right_where_it_has_to(
    engine: EvaluationEngine, language: str
) -> None:
    report = engine.evaluate_test_cases(_RIGHT[language], _TESTS, language, function="half")
    assert [result.error for result in report] == [None, None]
    assert report[1].got in (*_NAMES, "java.lang.IllegalArgumentException")


@pytest.mark.parametrize("language", _SILENT)
def test_one_that_does_not_is_wrong(engine: EvaluationEngine, language: str) -> None:
    report = engine.evaluate_test_cases(_SILENT[language], _TESTS, language, function="half")
    assert [result.verdict for result in report] == [Verdict.ACCEPTED, Verdict.WRONG_ANSWER]
    assert report[1].error == "it raised nothing"


@pytest.mark.parametrize(
    "program",
    [
        "",
        "raise ValueError\n",
        "def half(n):\n    return 'ValueError'\n",
        "def half(n):\n    raise KeyError(n)\n",
        "def half(n):\n    raise UnicodeError('a kind of ValueError')\n",
        "import os\ndef half(n):\n    os._exit(0)\n",
        "def other(n):\n    raise ValueError\n",
    ],
    ids=["empty", "on load", "its name", "another", "a derived one", "exit", "another function"],
)
@pytest.mark.parametrize("name", ["ValueError", "NameError"])
def test_what_is_no_such_exception(engine: EvaluationEngine, program: str, name: str) -> None:
    test = CallTest((-1,), name, Compare("raises"))
    report = engine.evaluate_test_cases(program, [test], function="half")
    assert not report.all_passed


def test_a_program_that_lies_about_its_exceptions_has_to_know_when(
    engine: EvaluationEngine,
) -> None:
    """The name is its answer: whoever wrote it, it is right for some arguments only."""
    liar = "def half(n):\n    raise type('ValueError', (Exception,), {})\n"
    report = engine.evaluate_test_cases(liar, _TESTS, function="half")
    assert [result.verdict for result in report] == [Verdict.RUNTIME_ERROR, Verdict.ACCEPTED]


def test_a_program_that_raises_as_it_has_to_is_executed_without_error(
    engine: EvaluationEngine,
) -> None:
    test = CallTest((-1,), None, Compare("raises"))
    program = "def half(n):\n    raise ZeroDivisionError\n"
    report = engine.evaluate_test_cases(program, [test], function="half")
    assert report[0].got == "ZeroDivisionError"
