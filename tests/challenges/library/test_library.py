"""The hand-made library: what it holds, and that its tests tell right programs from wrong ones."""

import ast
import os
import random
from collections import Counter

import pytest

from codeeval_gym.challenges import library, load
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.testing.library import ENOUGH, count_mutants, faults
from codeeval_gym.types import Challenge, from_json, to_json

FULL = os.environ.get("CODEEVAL_FULL") == "1"
JUDGED, MUTATED = 2, 2
"""How many entries are judged in five languages, and how many have their mutants judged."""


def some(count: int) -> list[library.Entry]:
    """All entries, or always the same few."""
    names = library.names() if FULL else random.Random(7).sample(library.names(), count)
    return [library.entry(name) for name in names]


def test_there_are_enough_of_each_tier_and_category() -> None:
    challenges = library.all()
    assert len(challenges) >= 60
    assert min(Counter(item.tier for item in challenges).values()) >= 8
    assert {item.tier for item in challenges} == {1, 2, 3, 4, 5}
    assert {item.category for item in challenges} == set(library.CATEGORIES)


@pytest.mark.parametrize("name", library.names())
def test_an_entry_is_whole(name: str) -> None:
    challenge = library.get(name)
    assert set(challenge.references) == {"python", "javascript", "java", "cpp", "rust"}
    assert len(challenge.tests) <= 20
    assert challenge.signature is not None
    for language, reference in challenge.references.items():
        assert challenge.signature.name in reference, language
    assert library.wrong_program(name).why.endswith(".")
    assert from_json(Challenge, to_json(challenge)) == challenge


@pytest.mark.parametrize("name", library.names())
def test_python_programs_have_the_signature_of_the_challenge(name: str) -> None:
    entry = library.entry(name)
    assert entry.challenge.signature is not None
    assert entry.challenge.scaling is not None
    wanted = [param.name for param in entry.challenge.signature.params]
    programs = [
        entry.challenge.references["python"],
        entry.challenge.scaling.slower["python"],
        entry.wrong.program,
    ]
    for program in programs:
        functions = [node for node in ast.parse(program).body if isinstance(node, ast.FunctionDef)]
        (found,) = [node for node in functions if node.name == entry.challenge.signature.name]
        assert [arg.arg for arg in found.args.args] == wanted


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'undo_redo'"):
        library.get("undo_rdo")


def test_a_challenge_stays_in_its_split() -> None:
    """Known ones, so that nobody's held-out set changes when a challenge is added."""
    known = {"undo_redo": "train", "tile_rows": "test", "dense_ranks": "validation"}
    assert {name: library.split_of(library.get(name)) for name in known} == known


def test_each_challenge_is_in_one_split_of_both_datasets() -> None:
    ids = [challenge.id for challenge in library.all()]
    for kind in ("library", "builtin"):
        dealt = [
            name for split in ("train", "validation", "test") for name in load(kind, split).ids
        ]
        assert Counter(dealt) & Counter(ids) == Counter(ids)
    assert min(len(load("library", split)) for split in ("train", "validation", "test")) >= 6


def test_right_programs_are_accepted_and_wrong_ones_are_not(engine: EvaluationEngine) -> None:
    found = faults(some(JUDGED), engine)
    assert {name: told for name, told in found.items() if told} == {}


def test_the_tests_kill_mutants(engine: EvaluationEngine) -> None:
    counts = {entry.challenge.id: count_mutants(entry, engine) for entry in some(MUTATED)}
    assert {name: it for name, it in counts.items() if it.share < ENOUGH or it.stale} == {}
    assert sum(count.killed for count in counts.values()) > 5 * len(counts)
