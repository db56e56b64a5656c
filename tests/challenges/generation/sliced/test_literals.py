"""Calls and types are read from text; nothing is evaluated."""

import pytest

from codeeval_gym.challenges.generation.languages.sliced.comments import (
    comment_above,
    without_markers,
)
from codeeval_gym.challenges.generation.languages.sliced.literals import calls_in
from codeeval_gym.challenges.generation.languages.sliced.types import (
    neutral_cpp,
    neutral_java,
    neutral_rust,
)
from codeeval_gym.values import Plain


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("cpp", r'EXPECT(f("a\"b\n\x41", -1, 0x10, 2.5f, true, {1, 2}) == 3)'),
        (
            "java",
            r"""equal(3, X.f("a\"b\n\u0041", -1, 0x10, 2.5, true, new int[] {1, 2}));""",
        ),
        ("javascript", r"""_.f('a"b\nA', -1, 16, 2.5, true, [1, 2]); // => 3"""),
        ("rust", r"""assert_eq!(3, f("a\"b\n\u{41}", -1, 0x10_u8, 2.5, true, &vec![1, 2]));"""),
    ],
)
def test_literals_of_every_language_are_read(language: str, text: str) -> None:
    assert list(calls_in(text, "f", language)) == [('a"b\nA', -1, 16, 2.5, True, [1, 2])]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "cpp",
            "f(std::string(\"x\"), nullptr, 'c', 017, 10UL, {{1}, {}})",
            [("x", None, "c", 15, 10, [[1], []])],
        ),
        ("java", "f(null, 'c', Arrays.asList(1, 2), 3L, 1_000)", [(None, "c", [1, 2], 3, 1000)]),
        ("javascript", "f({ 'a': 1, b: [undefined] }, .5)", [({"a": 1, "b": [None]}, 0.5)]),
        ("javascript", "f('it )', \"it is\")", [("it )", "it is")]),
        ("rust", 'f(Some("x"), None, (1, true), \'c\', "y".to_string(), [0u8; 0])', []),
        (
            "rust",
            'f(Some("x"), None, (1, true), \'c\', "y".to_string())',
            [("x", None, (1, True), "c", "y")],
        ),
        ("cpp", "f(x, 1) f(g(1)) f(1 + 1) sf(1) f(1", []),
        ("java", "f(new Thing()) xf(1) f(System.exit(1))", []),
        ("javascript", "f(process.exit(1)) f(`${x}`) $f(1) f(...[1])", []),
        ("rust", "fn f(a: &'a str) {} f(std::process::exit(1))", []),
        ("javascript", "f(" + "[" * 500 + "]" * 500 + ")", []),
        ("javascript", "f(" + "'" * 50_001, []),
    ],
)
def test_only_literals_are_read(language: str, text: str, expected: list[Plain]) -> None:
    assert list(calls_in(text, "f", language)) == expected


@pytest.mark.parametrize(
    ("read", "written", "neutral"),
    [
        (neutral_cpp, "const std::vector< std::string > &", "list[str]"),
        (neutral_cpp, "unsigned long long", "int"),
        (neutral_cpp, "const char *", "str"),
        (
            neutral_cpp,
            "std::map<std::string, std::pair<int, double>>",
            "dict[str, tuple[int, float]]",
        ),
        (neutral_cpp, "int *", "any"),
        (neutral_cpp, "Widget", "any"),
        (neutral_java, "final String", "str"),
        (neutral_java, "int[][]", "list[list[int]]"),
        (neutral_java, "Map<String, List<Integer>>", "dict[str, list[int]]"),
        (neutral_java, "T", "any"),
        (neutral_rust, "&'a [&str]", "list[str]"),
        (neutral_rust, "Option<Vec<(usize, char)>>", "optional[list[tuple[int, str]]]"),
        (neutral_rust, "Result<f64, Error>", "float"),
        (neutral_rust, "&mut Vec<i32>", "any"),
        (neutral_rust, "impl Iterator<Item = u8>", "any"),
    ],
)
def test_types_are_language_neutral_or_any(read: object, written: str, neutral: str) -> None:
    assert callable(read)
    assert read(written) == neutral


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/**\n * One.\n *\n * @param x two\n */\nX", "One.\n\n@param x two"),
        ("int a; /* not mine */\nX", ""),
        ("int a; // not mine\n\nX", ""),
        ("//////////////\n/// @brief One\n/// two.\n///\nX", "@brief One\ntwo."),
        ("/// One.\n#[inline]\n/// Two.\n#[must_use]\nX", "One.\nTwo."),
        ("/** One. */\n@Override\nX", "One."),
        ("end of it */\nX", ""),
        ("x();\nX", ""),
    ],
)
def test_the_comment_above_is_read_without_its_markers(text: str, words: str) -> None:
    lines = text.split("\n")
    assert without_markers(comment_above(lines, len(lines) - 1)) == words
