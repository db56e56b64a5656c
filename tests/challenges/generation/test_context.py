from dataclasses import replace

import pytest

from codeeval_gym.challenges.generation import (
    Candidate,
    Document,
    Masked,
    Origin,
    Repository,
    Source,
)
from codeeval_gym.challenges.generation.conventions import broken_by, conventions_around
from codeeval_gym.challenges.generation.documents import sections_about, sections_of
from codeeval_gym.challenges.generation.operations import operations_in
from codeeval_gym.challenges.generation.prompts import context_of, prompt_of
from codeeval_gym.types import CallTest, Param

_BODY = "    whole = text.split(mark)\n    return [part.strip() for part in whole if part.strip()]"
_CANDIDATE = Candidate(
    "python",
    "lib/cut.py",
    "cut",
    3,
    9,
    "def cut(text, mark):",
    _BODY,
    "Cut a text at a mark.",
    params=(Param("text", "str"), Param("mark", "str")),
    module_documentation="All about cutting.",
)
_REFERENCE = f"def cut(text, mark):\n{_BODY}\n"
_MASKED = Masked(_CANDIDATE, "cut", _CANDIDATE.params, "any", "", _REFERENCE, _REFERENCE)
_MANUAL = """\
Manual
======

Nothing yet.

Cutting
-------

``cut`` leaves out what is empty; see also :func:`lib.cut`.

How ``cut`` works
-----------------

::

    whole = text.split(mark)
    return [part.strip() for part in whole if part.strip()]

Changes
-------

``cut`` is new.
"""


def test_documents_are_cut_at_headings_of_each_style() -> None:
    rst = [section.title for section in sections_of(Document("a.rst", _MANUAL))]
    assert rst == ["", "Manual", "Cutting", "How ``cut`` works", "Changes"]
    markdown = sections_of(Document("a.md", "# One\na\n## Two\nb\n"))
    assert [(section.title, section.text) for section in markdown] == [
        ("", ""),
        ("One", "a"),
        ("Two", "b"),
    ]


def test_only_sections_that_name_the_function_as_code_are_found() -> None:
    documents = [Document("a.rst", _MANUAL), Document("CHANGES.md", "# 1\n`cut` is new")]
    assert [section.title for section in sections_about("cut", documents)] == [
        "Cutting",
        "How ``cut`` works",
    ]
    assert sections_about("cut", [Document("b.md", "# x\nA short cut (of hair).")]) == []


def test_the_context_leaves_out_answers_and_secrets() -> None:
    documents = (Document("a.rst", _MANUAL), Document("b.md", "# Who\n`cut`: ask ola@nordlys.no"))
    repository = Repository("", Origin("lib"), documents=documents)
    context = context_of(_MASKED, repository, (), notes=[("api.yaml#/cut", "GET /cut")])
    assert context.documents == ("lib/cut.py", "a.rst#Cutting", "api.yaml#/cut")
    assert "All about cutting." in context.text
    assert "GET /cut" in context.text
    assert "split(mark)" not in context.text
    assert "nordlys" not in context.text
    assert [item.partition(":")[0] for item in context.withheld] == [
        "b.md#Who",
        "a.rst#How ``cut`` works",
    ]


def test_the_prompt_shows_examples_where_the_documentation_has_none() -> None:
    public = (CallTest(("a,b", ","), ["a", "b"]),)
    assert "cut('a,b', ',') gives ['a', 'b']" in prompt_of(_MASKED, public)
    documented = replace(_CANDIDATE, documentation=">>> cut('a', ',')\n['a']")
    assert "gives" not in prompt_of(replace(_MASKED, candidate=documented), public)


_AROUND = """\
import re
import lib.other
from os import path
def one_two(): raise ValueError("x")
def three_four(): raise KeyError
def five(): pass
def six_seven(): pass
def _eight(): pass
"""


@pytest.mark.parametrize(
    ("program", "broken"),
    [
        ("import re\ndef cut(text, mark): raise ValueError(text)", ()),
        ("def cutIt(text, mark): pass", ("naming",)),
        ("def cut(text, mark): raise RuntimeError(text)", ("errors",)),
        ("import subprocess\ndef cut(text, mark): pass", ("imports",)),
        ("from socket import socket\ndef Cut(): raise OSError", ("naming", "errors", "imports")),
        ("def cut(text, mark):\n    try: pass\n    except KeyError: raise", ()),
    ],
)
def test_conventions_are_found_and_can_be_checked(program: str, broken: tuple[str, ...]) -> None:
    rules = conventions_around(_MASKED, [Source("lib/cut.py", _AROUND, "python")])
    assert [rule.kind for rule in rules] == ["naming", "errors", "imports"]
    assert rules[2].allowed == ("os", "re")
    assert broken_by(_REFERENCE, "python", rules) == ()
    found = [rule.kind for rule in rules if broken_by(program, "python", (rule,))]
    assert tuple(found) == broken


def test_a_convention_that_the_original_breaks_is_none() -> None:
    masked = replace(_MASKED, program="import socket\n" + _REFERENCE)
    rules = conventions_around(masked, [Source("lib/cut.py", _AROUND, "python")])
    assert [rule.kind for rule in rules] == ["naming", "errors"]


@pytest.mark.parametrize(
    ("language", "code", "program"),
    [
        ("javascript", "import a from 'fs';\nfunction f() { throw new TypeError('x'); }", "Error"),
        ("java", "import java.util.List;\nclass A { void f() { throw new Bad(); } }", "Worse"),
        ("cpp", '#include <vector>\nvoid f() { throw std::out_of_range("x"); }', "std::bad"),
    ],
)
def test_other_languages_have_conventions_too(language: str, code: str, program: str) -> None:
    candidate = replace(_CANDIDATE, language=language)
    masked = replace(_MASKED, candidate=candidate, program="")
    rules = conventions_around(masked, [Source("lib/cut.py", code, language)])
    assert [rule.kind for rule in rules] == ["errors", "imports"]
    assert broken_by(code, language, rules) == ()
    wrong = code.replace(rules[0].allowed[0], program)
    assert broken_by(wrong, language, rules) != ()


_API = """\
openapi: 3.0.3
info: {title: Cutting, version: "1"}
paths:
  /texts/{id}/cut:
    get:
      operationId: cutText
      summary: Cuts at a mark.
      responses: {"200": {description: The parts.}}
"""


@pytest.mark.parametrize("name", ["cut_text", "cutText", "Service.cut_text"])
def test_the_operation_that_a_function_implements_is_found(name: str) -> None:
    data = {"api/cut.yaml": _API, "broken.yaml": "openapi: 3.0.0\n  x: [", "rows.json": "[1]"}
    operations = operations_in(Repository("", Origin("lib"), data=data))
    ((where, text),) = operations.of(name)
    assert where == "api/cut.yaml#GET /texts/{id}/cut"
    assert "Cuts at a mark." in text
    assert operations.of("cut") == ()
