import pytest

from codeeval_gym.challenges.similarity import syntax_hash
from codeeval_gym.errors import UnknownNameError

_SAME = {
    "python": (
        """
import math
def total(numbers: list[int], start: int = 0) -> int:
    'Add them.'
    result = start  # so far
    seen = 0
    for number in numbers:
        if (number > 1): result += number
    return result
def other(a): return "x"
""",
        """
def f1(a): return 'x'
def q(w, e=0):
    u = 0
    v = e
    for t in w:
        if t > 1:
            v += t
    return v
""",
    ),
    "javascript": (
        "function total(xs) { const a = 1; let b = 'x'; /* c */ return xs.map((x) => x + a); }",
        "// d\nfunction q(w) {\n let c = 'x'\n const d = 1\n return (w.filter((e) => (e + d)))\n}",
    ),
    "java": (
        "import java.util.*; class Solution { int a(int x) { int y = 1; int z = 2; return y + z; }"
        " int b() { return 7; } }",
        "class Other { int d() { return 7; } /* e */ int c(int q) { int s = 2; int r = 1;"
        " return (s + r); } }",
    ),
    "cpp": (
        "#include <vector>\nint a(std::vector<int> x) { int y = 1; int z = 2; return x.at(y); }",
        "int b(std::vector<int> q) { int s = 2; // t\n int r = 1; return (q.get(r)); }",
    ),
    "rust": (
        "use std::io; fn a(x: i64) -> i64 { let y = 1; let z = 2; x.pow(y) } fn c() {}",
        "fn d() {} /// e\nfn b(q: i64) -> i64 { let s = 2; let r = 1; q.max(r) }",
    ),
}


@pytest.mark.parametrize("language", _SAME)
def test_names_order_and_comments_do_not_count(language: str) -> None:
    one, other = _SAME[language]
    assert syntax_hash(one, language) == syntax_hash(other, language)


_CHANGES = [
    (language, old, new)
    for language, (program, _) in _SAME.items()
    for old, new in (("1", "3"), ("+", "-"), ("return", "throw"))
    if old in program
]


@pytest.mark.parametrize(("language", "old", "new"), _CHANGES)
def test_operators_literals_and_keywords_do(language: str, old: str, new: str) -> None:
    program = _SAME[language][0]
    assert syntax_hash(program.replace(old, new), language) != syntax_hash(program, language)


def test_what_is_in_a_text_counts() -> None:
    assert syntax_hash("def f(): return 'a'", "python") != syntax_hash(
        "def f(): return 'b'", "python"
    )


def test_structure_counts() -> None:
    inside = "def f(x):\n    for a in x:\n        b = 1\n        c = 2\n    return b"
    outside = "def f(x):\n    for a in x:\n        b = 1\n    c = 2\n    return b"
    assert syntax_hash(inside, "python") != syntax_hash(outside, "python")


@pytest.mark.parametrize(
    "program",
    [
        "",
        "def f(:\n  return",
        "(" * 20_000,
        "x = " + "-" * 10_000 + "1",
        "a" * (3 << 20),
        "\ud800 = 1",
        "\0",
    ],
    ids=["empty", "broken", "brackets", "deep", "long", "surrogate", "nul"],
)
@pytest.mark.parametrize("language", ["python", "javascript"])
def test_any_text_has_a_hash(program: str, language: str) -> None:
    assert syntax_hash(program, language) == syntax_hash(program, language)
    assert len(syntax_hash(program, language)) == 32


def test_an_unknown_language_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'python'"):
        syntax_hash("", "pyton")
