"""What a program is joined to before it is judged."""

from dataclasses import replace

import pytest

from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.evaluation.programs import MAX_PROGRAM_BYTES, assemble, too_long
from codeeval_gym.types import Challenge

_HEADER = "def add(a: int, b: int) -> int:\n"
_HELPED = "import math\n\ndef half(x):\n    return x / 2\n\n" + _HEADER
_DOCUMENTED = _HEADER + '    """Return the sum."""\n'


@pytest.mark.parametrize(
    "body",
    [
        "    return a + b\n",
        "\treturn a + b",
        "\n\n    return a + b\n",
        "    return a + b\r\n",
        " return a + b",
        "    def add(a, b):\n        return 1\n    return a + b\n",
        "    add = a + b\n    return add\n",
        "    return a + b\n\n\ndef add(a, b):\n    return 0\n",
        "# the sum\n    return a + b\n",
        "",
        "\n",
    ],
)
def test_a_body_continues_the_starter(adding: Challenge, body: str) -> None:
    assert assemble(adding, body, "python") == _HEADER + body


@pytest.mark.parametrize(
    "program",
    [
        "def add(a, b):\n    return a + b\n",
        "def add(a, b):\r\n    return a + b\r\n",
        "async def add(a, b):\n    return a + b\n",
        "import functools\n@functools.cache\ndef add(a, b):\n    return a + b\n",
        "class add:\n    pass\n",
        "add = lambda a, b: a + b\n",
        "add: object = sum\n",
        "x = 1\n\n\ndef add(a, b): return a + b",
        "def add(a, b:\n    return a + b\n",
    ],
)
def test_a_whole_program_stands_alone(adding: Challenge, program: str) -> None:
    assert assemble(adding, program, "python") == program


@pytest.mark.parametrize("program", ["return a + b", "print('hello')\n", "# a + b", "I cannot."])
def test_what_is_no_body_stands_alone(adding: Challenge, program: str) -> None:
    """It fails for the function it lacks, not for its syntax."""
    assert assemble(adding, program, "python") == program


def test_a_nested_function_of_the_same_name_defines_nothing(adding: Challenge) -> None:
    program = "def other():\n    def add(a, b):\n        return a + b\n"
    starter = {"python": _DOCUMENTED}
    assert assemble(replace(adding, starter=starter), program, "python") == _DOCUMENTED + program


def test_the_starter_s_helpers_come_before_a_whole_program(adding: Challenge) -> None:
    program = "def add(a, b):\n    return half(2 * (a + b))\n"
    joined = assemble(replace(adding, starter={"python": _HELPED}), program, "python")
    assert joined == _HELPED.removesuffix(_HEADER) + program


def test_a_future_import_stays_first(adding: Challenge) -> None:
    program = "from __future__ import annotations\ndef add(a, b):\n    return a + b\n"
    assert assemble(replace(adding, starter={"python": _HELPED}), program, "python") == program


def test_a_starter_without_final_newline_gets_one(adding: Challenge) -> None:
    challenge = replace(adding, starter={"python": _DOCUMENTED.rstrip()})
    joined = assemble(challenge, "    return a + b", "python")
    assert joined == _DOCUMENTED + "    return a + b"


@pytest.mark.parametrize(
    "change", [{"starter": {}}, {"signature": None, "public_tests": (), "hidden_tests": ()}]
)
def test_without_starter_or_signature_nothing_is_joined(
    adding: Challenge, change: dict[str, object]
) -> None:
    challenge = replace(adding, **change)  # type: ignore[arg-type]
    assert assemble(challenge, "    return 1", "python") == "    return 1"


def test_length_is_counted_in_bytes() -> None:
    assert not too_long("a" * MAX_PROGRAM_BYTES)
    assert too_long("a" * (MAX_PROGRAM_BYTES + 1))
    assert too_long("é" * (MAX_PROGRAM_BYTES // 2 + 1))
    assert not too_long("\ud800" * (MAX_PROGRAM_BYTES // 3))


_STARTERS = {
    "cpp": "#include <vector>\nusing namespace std;\n\nint add(int a, int b){\n",
    "java": "import java.util.*;\n\nclass Solution {\n    public int add(int a, int b) {\n",
    "javascript": "/* Add. */\nconst add = (a, b) => {\n",
    "rust": "use std::mem;\n\nfn add(a: i32, b: i32) -> i32 {\n",
}


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("cpp", "    return a + b;\n}\n"),
        ("cpp", "}"),
        ("java", "        return a + b;\n    }\n}\n"),
        ("javascript", "  const add = a + b\n  return add\n}\n"),
        ("rust", "a + b\n}\n"),
        ("rust", "// nothing\n}\n"),
    ],
)
def test_a_body_continues_the_starter_in_any_language(
    adding: Challenge, language: str, body: str
) -> None:
    challenge = replace(adding, starter=_STARTERS)
    assert assemble(challenge, body, language) == _STARTERS[language] + body


@pytest.mark.parametrize(
    ("language", "program", "before"),
    [
        (
            "cpp",
            "long add(long a, long b) { return a + b; }",
            "#include <vector>\nusing namespace std;\n\n",
        ),
        ("java", "class Mine { int add(int a, int b) { return a; } }", "import java.util.*;\n\n"),
        ("javascript", "  function add(a, b) { return a }", "/* Add. */\n"),
        ("rust", "pub fn add(a: i64, b: i64) -> i64 { a }", "use std::mem;\n\n"),
        ("rust", "use std::fmt;\nfn add(a: i64, b: i64) -> i64 { a }", "\n\n"),
    ],
)
def test_a_whole_program_follows_imports_and_helpers_in_any_language(
    adding: Challenge, language: str, program: str, before: str
) -> None:
    challenge = replace(adding, starter=_STARTERS)
    assert assemble(challenge, program, language) == before + program


def test_a_java_method_alone_gets_a_class(adding: Challenge) -> None:
    method = "public int add(int a, int b) { return a + b; }"
    joined = assemble(replace(adding, starter=_STARTERS), method, "java")
    assert joined == f"import java.util.*;\n\nclass Solution {{\n    {method}\n}}\n"


_CLASS = """\
from typing import List

class Solution:
    def add(self, a: int, b: int) -> int:
        """
_ADAPTER = (
    "if 'Solution' in globals():\n    def add(*args):\n        return Solution().add(*args)\n"
)


@pytest.mark.parametrize(
    ("program", "above"),
    [
        ("class Solution:\n    def add(self, a, b):\n        return a + b\n", _CLASS[:25]),
        ("class Solution(object):\n    kept = 1\n", _CLASS[:25]),
        ("def add(a, b):\n    return a + b\n", ""),
        ("        return a + b\n", _CLASS + "\n"),
        ("print(1)\n", ""),
    ],
    ids=["class", "other class", "function", "body", "neither"],
)
def test_a_program_that_defines_the_starter_s_class_stands_alone(
    adding: Challenge, program: str, above: str
) -> None:
    challenge = replace(adding, starter={"python": _CLASS}, adapter={"python": _ADAPTER})
    assert assemble(challenge, program, "python") == f"{above}{program}\n\n{_ADAPTER}"


def test_an_adapter_belongs_to_its_language(adding: Challenge) -> None:
    challenge = replace(adding, adapter={"python": _ADAPTER})
    assert assemble(challenge, "let a = 1;", "javascript") == "let a = 1;"


def test_an_adapter_calls_the_method_of_a_class(
    engine: EvaluationEngine, adding: Challenge
) -> None:
    challenge = replace(adding, starter={"python": _CLASS}, adapter={"python": _ADAPTER})
    right = "class Solution:\n    def add(self, a: List[int], b):\n        return a + b\n"
    for program in (right, "        return a + b\n", "def add(a, b):\n    return a + b\n"):
        assert engine.evaluate(challenge, program).verdict == "accepted"
    wrong = "class Solution:\n    def add(self, a, b):\n        return a - b\n"
    assert engine.evaluate(challenge, wrong).verdict == "wrong_answer"
