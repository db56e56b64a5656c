"""What the tolerant parser finds in any text."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.evaluation.syntax import (
    LANGUAGES,
    Grade,
    defines,
    enclosing,
    grade,
    last_function,
    preamble,
)

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


@given(
    st.text(max_size=40) | st.text("()[]{}:=.,'\"\\\n\t #defclassifxy01\ud800\0", max_size=40),
    st.sampled_from(LANGUAGES),
)
def test_any_text_has_a_grade(program: str, language: str) -> None:
    found = grade(program, language)
    assert 0.0 <= found.error_ratio <= 1.0
    assert (found.error_count == 0) is (found.first_error_line is None)
    last_function(program, language)
    preamble(program, "f", language, program)


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


_CLASS = "class A { int f(int a) { return a; } } class Main { static void main() {} }"
_LAST = [
    ("javascript", "const f = (a) => a\n", "f"),
    ("javascript", "var f = function (a) { return a }\nlet x = 1\n", "f"),
    ("javascript", "function f(a) {}\nclass C { g() {} }\nmodule.exports = { f }\n", "f"),
    ("javascript", "f = async a => a", "f"),
    ("javascript", "export function f() {}", "f"),
    ("javascript", "{ function f() {} }\nf()\n", None),
    ("cpp", "int* f(int a[]) { return a; }\nint main() {}\n", "f"),
    ("cpp", "template <class T> std::vector<T>& f(std::vector<T>& a) { return a; }", "f"),
    ("cpp", "auto f = [](int a) { return a; };\nint x = 1;\n", "f"),
    ("cpp", "int g(int);\nint f() { return g(1); }\nstruct S { int h() {} };\n", "f"),
    ("cpp", "int f();\nint S::g() {}\n", None),
    ("java", _CLASS, "f"),
    ("java", "class A { static class B { int f() {} } }", "f"),
    ("java", "enum E { X; int f() {} }", "f"),
    ("java", "int f() {}", "f"),
    ("java", "class f { f() {} }", None),
    ("rust", "pub fn f(a: i32) -> i32 { a }\nfn main() {}\n", "f"),
    ("rust", "fn f() {}\nmod m { fn g() {} }\nimpl S { fn h() {} }\nstruct S;\n", "f"),
    ("rust", "use f;\n// fn f() {}\n", None),
]


@pytest.mark.parametrize(("language", "program", "last"), _LAST)
def test_functions_of_other_languages(language: str, program: str, last: str | None) -> None:
    assert last_function(program, language) == last
    assert defines(program, "f", language) is (last == "f")


@pytest.mark.parametrize(
    ("language", "starter", "before"),
    [
        (
            "javascript",
            "const g = () => 1\n/* é */\nconst f = (a) => {\n",
            "const g = () => 1\n/* é */\n",
        ),
        ("cpp", "#include <vector>\nint f(int a){\n", "#include <vector>\n"),
        ("java", "import java.util.*;\nclass S {\n  int f(int a) {\n", "import java.util.*;\n"),
        ("rust", "use std::mem;\nfn f(a: i32) -> i32 {\n", "use std::mem;\n"),
    ],
)
def test_a_starter_may_end_inside_its_function(language: str, starter: str, before: str) -> None:
    assert preamble(starter, "f", language) == before


@pytest.mark.parametrize(
    ("language", "starter", "program", "before"),
    [
        (
            "javascript",
            "const g = 1\nconst h = 2\nconst f = () => {",
            "const g = 3",
            "\nconst h = 2\n",
        ),
        ("cpp", "#include <map>\nint g() {}\nint f(){\n", "int g() {}", "#include <map>\n\n"),
        ("rust", "use std::mem;\nfn g() {}\nfn f() {\n", "use std::mem::swap;", "\nfn g() {}\n"),
        ("rust", "use std::mem;\nfn g() {}\nfn f() {\n", "fn g() {}", "use std::mem;\n"),
        ("java", "import java.util.*;\nclass S { int f() {", "package a;\nclass S {}", ""),
    ],
)
def test_a_preamble_lacks_what_the_program_brings(
    language: str, starter: str, program: str, before: str
) -> None:
    assert preamble(starter, "f", language, program) == before


def test_a_java_method_without_a_class_goes_into_the_starter_s() -> None:
    starter = "import a.B;\nclass S {\n  int f(int a) {\n"
    assert enclosing(starter, "f", "int f(int a) { return a; }") == "import a.B;\nclass S {\n  "
    assert enclosing(starter, "f", "class T { int f(int a) { return a; } }") == ""
    assert enclosing(starter, "f", "int g(int a) { return a; }") == ""
    assert enclosing("int f(int a) {\n", "f", "int f(int a) { return a; }") == ""


_OVERLOADED = """class Solution {
    static long add(long a, long b) {
        return a + b;
    }

    // Adds up three.
    static long add(long a, long b, long c) {
"""


def test_a_starter_may_hold_an_overload_of_its_own_entry() -> None:
    method = "long add(long a, long b, long c) { return add(add(a, b), c); }"
    opened = enclosing(_OVERLOADED, "add", method)
    assert opened == _OVERLOADED.rpartition("static long add")[0]


def test_an_overload_that_the_program_brings_itself_is_left_out() -> None:
    method = "long add(long x,long y) { return y + x; } long add(long a, long b, long c) {}"
    assert enclosing(_OVERLOADED, "add", method).count("add(") == 0
    other = "long add(int x, int y) { return y + x; } long add(long a, long b, long c) {}"
    assert enclosing(_OVERLOADED, "add", other).count("add(") == 1


def test_a_method_of_the_same_name_in_another_class_is_not_the_entry() -> None:
    starter = "class A { static int f(int a) { return a; } }\nclass B { int f() { return 1; } }\n"
    assert enclosing(starter, "f", "int f(int a) { return 2; }") == "class A { "
    python = "def f(a): ...\n\ndef f(a, b):\n"
    assert preamble(python, "f") == "def f(a): ...\n\n"
