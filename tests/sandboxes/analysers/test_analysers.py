"""The external tools themselves, in a real jail: each is skipped where it is not installed."""

import os

import pytest

from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.analysers import ExternalTool, Opinion, analysers
from codeeval_gym.types import Outcome

ON_CI = frozenset({"cppcheck"})
"""Tools that a CI run installs; the others are optional there, too: they are large."""
NAMES = ("biome", "checkstyle", "clippy", "cppcheck", "rustfmt")
BAD = {
    "biome": (
        "function f(a) {\n  if (a == 1) {\n    debugger;\n  }\n  return eval(a);\n}\n",
        {
            ("style", "biome:suspicious/noDoubleEquals", 2),
            ("style", "biome:suspicious/noDebugger", 3),
            ("security", "biome:security/noGlobalEval", 5),
        },
    ),
    "checkstyle": (
        "class a {\n    static int F(int x) {\n        return x+3;\n    }\n}\n",
        {("style", "checkstyle:TypeName", 1), ("style", "checkstyle:MethodName", 2)},
    ),
    "clippy": (
        "pub fn f(v: &Vec<i64>) -> i64 {\n    return v[0];\n}\n",
        {("style", "clippy:ptr_arg", 1), ("style", "clippy:needless_return", 2)},
    ),
    "cppcheck": (
        "int f() {\n  int a[3];\n  a[5] = 1;\n  int unused = 3;\n  return a[0];\n}\n",
        {
            ("security", "cppcheck:arrayIndexOutOfBounds", 3),
            ("style", "cppcheck:unreadVariable", 4),
        },
    ),
    "rustfmt": (
        "pub fn f() -> i64 {\n  1\n}\npub fn g()->i64{\n    2\n}\n",
        {("style", "rustfmt:layout", 2), ("style", "rustfmt:layout", 4)},
    ),
}
"""Each tool's text and some of what it has to find: dimension, rule and line."""
SILENCED = {
    "biome": ("security/noGlobalEval", "function f", "// biome-ignore-all lint: mine\nfunction f"),
    "checkstyle": ("MethodName", "class", '// CHECKSTYLE:OFF\n@SuppressWarnings("all")\nclass'),
    "clippy": ("needless_return", "pub", "#![allow(clippy::all, warnings)]\npub"),
    "cppcheck": (
        "arrayIndexOutOfBounds",
        "  a[5]",
        "  // cppcheck-suppress arrayIndexOutOfBounds\n  a[5]",
    ),
    "rustfmt": ("layout", "pub fn f", "#![rustfmt::skip]\npub fn f"),
}
"""A rule, and what a text can say, in place of which words, so that the tool should not apply it.
"""
SMUGGLED = {
    "biome": ("biome:suspicious/noDebugger", "/** biome-ignore-start lint: x */\ndebugger;\n"),
    "clippy": (
        "clippy:needless_return",
        "#[cfg(not(clippy))]\npub fn f() -> i64 {\n    return 1;\n}\n",
    ),
    "rustfmt": ("rustfmt:layout", "#[cfg_attr(any(), rustfmt::skip)]\nfn f( a:i64 )->i64{a}\n"),
    "cppcheck": (
        "cppcheck:arrayIndexOutOfBounds",
        "#ifdef __GNUC__\nint f() {\n  int a[3];\n  a[5] = 1;\n  return a[0];\n}\n#endif\n",
    ),
}
"""Other ways to the same end."""


def tool_of(name: str, sandbox: Sandbox) -> ExternalTool:
    """The tool; a skip where this machine has none, and on CI a failure if it has to."""
    try:
        sandbox.toolset(name)
    except LanguageUnavailable as error:
        if os.environ.get("CI") == "true" and name in ON_CI:
            raise
        pytest.skip(f"optional: {error}")
    return analysers[name]()


def opinions(tool: ExternalTool, sandbox: Sandbox, *texts: str) -> list[Opinion]:
    (run,) = sandbox.run(tool.job(texts))
    assert run.outcome in (Outcome.FINISHED, Outcome.RUNTIME_ERROR)
    return tool.read(run, len(texts))


def rules(opinion: Opinion) -> set[str]:
    return {item.rule for item in opinion.findings}


def test_every_tool_is_tried_here() -> None:
    assert set(analysers) >= set(NAMES)
    assert set(BAD) == set(SILENCED) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_has_nothing_to_say_of_its_sample(name: str, sandbox: Sandbox) -> None:
    tool = tool_of(name, sandbox)
    assert opinions(tool, sandbox, tool.sample) == [Opinion()]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_bad_is_found_where_it_is(name: str, sandbox: Sandbox) -> None:
    tool = tool_of(name, sandbox)
    text, expected = BAD[name]
    (opinion,) = opinions(tool, sandbox, text)
    assert opinion.valid
    assert {(item.dimension, item.rule, item.line) for item in opinion.findings} >= expected


@pytest.mark.parametrize("name", NAMES)
def test_no_comment_or_attribute_silences_it(name: str, sandbox: Sandbox) -> None:
    tool = tool_of(name, sandbox)
    rule, words, others = SILENCED[name]
    (opinion,) = opinions(tool, sandbox, BAD[name][0].replace(words, others, 1))
    assert f"{name}:{rule}" in rules(opinion)


@pytest.mark.parametrize("name", SMUGGLED)
def test_nothing_is_hidden_from_it(name: str, sandbox: Sandbox) -> None:
    tool = tool_of(name, sandbox)
    rule, text = SMUGGLED[name]
    assert rule in rules(opinions(tool, sandbox, text)[0])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_program_is_none(name: str, sandbox: Sandbox) -> None:
    tool = tool_of(name, sandbox)
    (opinion,) = opinions(tool, sandbox, "((((")
    assert (opinion.valid, bool(opinion.findings)) == (False, True)


@pytest.mark.parametrize("name", ["biome", "checkstyle"])
def test_each_text_of_a_group_gets_its_own(name: str, sandbox: Sandbox) -> None:
    tool = tool_of(name, sandbox)
    bad = BAD[name][0]
    clean, broken, found, again = opinions(tool, sandbox, tool.sample, "((((", bad, tool.sample)
    assert clean == again == Opinion()
    assert not broken.valid
    assert found == opinions(tool, sandbox, bad)[0]


def test_clippy_does_not_blame_a_text_for_packages_that_it_cannot_see(sandbox: Sandbox) -> None:
    tool = tool_of("clippy", sandbox)
    text = "use rand::Rng;\n\npub fn f() -> i64 {\n    rand::thread_rng().gen()\n}\n"
    (opinion,) = opinions(tool, sandbox, text)
    assert opinion.valid
    assert not opinions(tool, sandbox, "pub fn f() -> i64 {\n    nothing\n}\n")[0].valid
