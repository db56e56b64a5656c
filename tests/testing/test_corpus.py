"""The catalogue of attacks is whole, and its programs are what they say."""

import ast
from pathlib import Path

import pytest

from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.testing import cheats, honest
from codeeval_gym.types import Call, CallTest, Stdin, Verdict

ROOT = Path(__file__).parents[2]
CHEATS = cheats.load(None)
HONEST = honest.load()
CLASSES = {"E": 24, "R": 40, "I": 18, "H": 58, "P": 24}
OWN = {"Y": 10, "J": 10, "V": 12, "C": 14, "S": 8}
"""A language's own class of attacks: Python, JavaScript, Java, C++, Rust."""


def test_the_catalogue_counts_without_gaps() -> None:
    counts = {**CLASSES, **OWN}
    numbers = [f"{letter}{n}" for letter, count in counts.items() for n in range(1, count + 1)]
    assert list(cheats.CATALOGUE) == numbers
    assert all(text.strip() for text in cheats.CATALOGUE.values())


def test_every_number_is_tried_or_has_a_reason() -> None:
    tried = {number for cheat in CHEATS for number in cheat.entries}
    tried |= {number for program in HONEST for number in program.entries}
    listed = [tried, set(cheats.TRIED_BY_TESTS), set(cheats.UNTRIED)]

    assert set.union(*listed) == set(cheats.CATALOGUE)
    assert not set(cheats.UNTRIED) & (tried | set(cheats.TRIED_BY_TESTS))
    assert all(len(reason) > 40 for reason in cheats.UNTRIED.values())


@pytest.mark.parametrize("place", sorted(set(cheats.TRIED_BY_TESTS.values())))
def test_a_test_that_is_named_is_there(place: str) -> None:
    path, name = place.split("::")
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert name in functions


def test_ids_are_unique_and_named_for_their_number() -> None:
    ids = [item.id for item in CHEATS] + [item.id for item in HONEST]
    assert len(set(ids)) == len(ids)
    assert all(cheat.id.partition("-")[0] in cheat.entries for cheat in CHEATS)


@pytest.mark.parametrize(("language", "least"), [("python", 190), ("cpp", 85), ("rust", 55)])
def test_the_catalogue_is_large(language: str, least: int) -> None:
    assert len(cheats.load(language)) >= least


@pytest.mark.parametrize("language", cheats.LANGUAGES)
def test_every_language_has_its_own_attacks_and_most_of_the_others(language: str) -> None:
    own = dict(zip(cheats.LANGUAGES, OWN, strict=True))[language]
    tried = {number for cheat in cheats.load(language) for number in cheat.entries}
    tried |= {number for program in honest.load(language) for number in program.entries}

    assert {f"{own}{n}" for n in range(1, OWN[own] + 1)} <= tried
    assert {number[0] for number in tried} >= set(CLASSES)


def test_cheats_in_python_are_what_is_given_by_default() -> None:
    assert {cheat.language for cheat in cheats.load()} == {"python"}
    assert cheats.CHALLENGE.references["python"] == cheats.HONEST


def test_no_cheat_names_a_right_answer_it_should_not_know() -> None:
    """A cheat that held a hidden answer would be accepted for it, and prove nothing."""
    tests = cheats.CHALLENGE.hidden_tests
    answers = [str(test.expected) for test in tests if isinstance(test, CallTest)]
    searching = {"I4"}  # looks for them on the disk, and answers nothing else
    holders = {cheat.id for cheat in CHEATS for answer in answers if answer in cheat.program}
    assert holders - searching == set()


def test_a_cheat_is_never_expected_to_be_accepted() -> None:
    assert [cheat.id for cheat in CHEATS if Verdict.ACCEPTED in cheat.expected] == []
    assert [cheat.id for cheat in CHEATS if not cheat.expected] == []


def test_an_honest_program_has_inputs_of_one_class_and_an_answer_for_each() -> None:
    for program in HONEST:
        assert len({type(item) for item in program.inputs}) == 1, program.id
        assert len(program.inputs) == len(program.expected), program.id
        texts = [text for text in program.expected if isinstance(program.inputs[0], Stdin)]
        assert all(isinstance(text, str) for text in texts), program.id
        if isinstance(program.inputs[0], Call):
            assert program.inputs[0].function in program.program, program.id


def test_output_that_is_expected_is_within_the_limit() -> None:
    for program in HONEST:
        printed = sum(len(text.encode()) for text in program.expected if isinstance(text, str))
        assert printed <= program.limits.output_kb * 1024, program.id


@pytest.mark.parametrize("language", cheats.LANGUAGES)
def test_a_language_has_a_main_file_and_a_reference(language: str) -> None:
    assert languages[language].main_file
    challenge = cheats.challenge_for(language)
    assert challenge.signature is not None
    assert challenge.signature.name in challenge.references[language]
