"""What judges the library finds each fault that an author can make."""

from dataclasses import replace
from typing import Any

import pytest

from codeeval_gym.challenges import library
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.testing.library import count_mutants, faults
from codeeval_gym.types import CallTest

_ENTRY = library.entry("undo_redo")
_REFERENCE = _ENTRY.challenge.references["python"]


_FAILS_LATE = "def arguments(size, seed):\n    return [['a'] * size] if size < 9 else 1 / 0\n"


def changed(name: str, **fields: Any) -> library.Entry:
    """The entry with another id, and other fields of its challenge."""
    return replace(_ENTRY, challenge=replace(_ENTRY.challenge, id=f"tests/{name}", **fields))


def with_scaling(name: str, **fields: Any) -> library.Entry:
    assert _ENTRY.challenge.scaling is not None
    return changed(name, scaling=replace(_ENTRY.challenge.scaling, **fields))


def test_every_kind_of_fault_is_told(engine: EvaluationEngine) -> None:
    references = dict(_ENTRY.challenge.references)
    broken = {**references, "javascript": "function undo_redo(edits) { return edits; }"}
    odd = _REFERENCE.replace("return words", "return words if len(edits) != 2 else ['odd']")
    empty = (CallTest((["undo"],), []), CallTest((["redo"],), []), CallTest((["a", "undo"],), []))
    harmless = replace(_ENTRY.wrong, program=_REFERENCE, caught_by="hidden/6")
    hopeless = replace(_ENTRY.wrong, program="def undo_redo(edits):\n    return None\n")
    entries = [
        changed("sound"),
        changed("reference", references=broken),
        with_scaling("slower", slower={"python": odd}),
        with_scaling("generator", generator="def arguments(size, seed):\n    return [0] / size\n"),
        with_scaling("largest", generator=_FAILS_LATE),
        changed("vacuous", public_tests=empty[:2], hidden_tests=empty[2:]),
        replace(changed("harmless"), wrong=harmless),
        replace(changed("hopeless"), wrong=hopeless),
    ]
    found = {name.partition("/")[2]: told for name, told in faults(entries, engine).items()}
    assert found["sound"] == ()
    assert found["reference"][0].startswith("javascript: public/0 wrong_answer: expected")
    assert found["slower"][0].startswith("slower python: for drawn ")
    assert "TypeError" in found["generator"][0]
    assert found["largest"] == (
        "sizes.py gives 'runtime_error: ZeroDivisionError: division by zero' for 1280",
    )
    assert any(told.startswith("a program without merit passes") for told in found["vacuous"])
    assert found["harmless"] == ("wrong.py passes hidden/6",)
    assert found["hopeless"] == ("wrong.py passes no test at all: it is not plausible",)


@pytest.mark.parametrize(
    ("reasons", "stale"),
    [
        ({}, ()),
        ({"line 1: a -> b (constant)": "there is no such mutant"}, ("line 1: a -> b (constant)",)),
    ],
)
def test_mutants_that_live_count_unless_there_is_a_reason(
    reasons: dict[str, str], stale: tuple[str, ...], engine: EvaluationEngine
) -> None:
    few = replace(
        changed("few", hidden_tests=_ENTRY.challenge.hidden_tests[:2]), equivalent_mutants=reasons
    )
    count = count_mutants(few, engine)
    assert count.share == count.killed / (count.killed + len(count.alive)) < 1
    assert count.stale == stale
    (alive, *_) = (told.partition(";")[0] for told in count.alive)
    excused = count_mutants(replace(few, equivalent_mutants={alive: "as a trial"}), engine)
    assert excused.equivalent == (alive,)
    assert len(excused.alive) == len(count.alive) - 1
