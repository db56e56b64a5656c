"""What the tolerant parser finds in any text."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.evaluation.syntax import Grade, defines, grade, last_function, preamble

_VALID = [
    "",
    "\n\n",
    "# only a comment",
    "def f(x):\n    return x\n",
    "def f(x):\r\n    return x\r\n",
    "\ufeffx = 1\n",
    "async def f():\n    async with a as b:\n        await b\n",
    "match x:\n    case [1, *rest] if rest:\n        pass\n",
    "try:\n    pass\nexcept* OSError:\n    pass\n",
    "print(f'{x!r:>{width}}')\n",
    "if (n := 10) > 5:\n    ...\n",
    "é = '\U0001f600'\n",
    "@a.b\nclass C(metaclass=M):\n    x: int = 1\n",
]


@pytest.mark.parametrize("program", _VALID)
def test_a_valid_program_has_no_errors(program: str) -> None:
    assert grade(program) == Grade(0, 0.0, None)


@pytest.mark.parametrize(
    ("program", "line"),
    [
        ("def f(:\n    return 1\n", 1),
        ("x = 1\ny = (\n", 2),
        ("def f():\n    return 1 +\n", 2),
        ("I cannot help with that.", 1),
        ("x = 1\n\n$\n", 3),
        ("\0", 1),
        ("\ud800", 1),
    ],
)
def test_an_error_has_a_line(program: str, line: int) -> None:
    found = grade(program)
    assert found.error_count >= 1
    assert found.first_error_line == line


def test_a_longer_error_is_a_larger_share() -> None:
    small = grade("x = 1\n" * 50 + "$$\n")
    large = grade("x = 1\n" * 50 + "$$ $$ $$ $$ $$ $$ $$\n")
    assert 0 < small.error_ratio < large.error_ratio < 1


@given(st.text(max_size=40) | st.text("()[]{}:=.,'\"\\\n\t #defclassifxy01\ud800\0", max_size=40))
def test_any_text_has_a_grade(program: str) -> None:
    found = grade(program)
    assert 0.0 <= found.error_ratio <= 1.0
    assert (found.error_count == 0) is (found.first_error_line is None)
    last_function(program)


@pytest.mark.parametrize(
    "program",
    ["(" * 300_000, "[" * 300_000, "not " * 100_000, "def f(:\n" * 40_000, "a\n" * 100_000],
    ids=["parentheses", "brackets", "not", "def", "lines"],
)
def test_depth_and_length_do_no_harm(program: str) -> None:
    assert 0.0 <= grade(program).error_ratio <= 1.0
    assert not defines(program, "g")


def test_threads_do_not_meet_in_the_parser() -> None:
    programs = [f"x{n} = {n}\n" * 200 + "(" * (n % 3) for n in range(200)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(grade, programs)) == [grade(program) for program in programs]


@pytest.mark.parametrize(
    ("program", "last"),
    [
        ("def f(): ...\ndef g(): ...\n", "g"),
        ("def f(): ...\nclass Helper: ...\n", "f"),
        ("@cache\ndef f(): ...\n", "f"),
        ("async def f(): ...\n", "f"),
        ("def f():\n    def g(): ...\n", "f"),
        ("class C:\n    def f(self): ...\n", None),
        ("f = lambda: 1\n", None),
        ("", None),
    ],
)
def test_the_last_function(program: str, last: str | None) -> None:
    assert last_function(program) == last


def test_a_definition_is_at_top_level() -> None:
    assert defines("x = 1\ndef f(): ...\n", "f")
    assert not defines("class C:\n    def f(self): ...\n", "f")
    assert not defines("f()\n", "f")
    assert not defines("'''\ndef f(): ...\n'''", "f")


def test_the_preamble_is_all_that_stands_before() -> None:
    assert preamble("import é\n\n@cache\ndef f(): ...\n", "f") == "import é\n\n"
    assert preamble("def f(): ...\n", "g") == ""


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(UnknownNameError, match=r"no language 'pyton'. Did you mean 'python'"):
        grade("x", "pyton")
