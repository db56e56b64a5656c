import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeeval_gym.challenges.mutation import OPERATORS, find_function, mutants
from codeeval_gym.challenges.mutation._trees import errors, leaves, parse
from codeeval_gym.errors import UnknownNameError
from tests.challenges.mutation.programs import PROGRAMS

LANGUAGES = tuple(PROGRAMS)
_LENGTHS = {
    "python": "len(word)",
    "javascript": "word.length",
    "java": "word.length()",
    "cpp": "word.size()",
    "rust": "word.len()",
}
_NOT_THERE = {
    "python": set(),
    "javascript": {"off_by_one"},
    "java": {"off_by_one"},
    "cpp": {"off_by_one"},
    "rust": {"off_by_one", "exception_swallow"},
}
"""Off by one is a bound of Python's ranges and slices; a loop's bound is ``boundary`` elsewhere."""


def edits(program: str, language: str) -> set[tuple[str, str, str]]:
    return {(it.operator, it.original, it.replacement) for it in mutants(program, language)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_operator_finds_its_place(language: str) -> None:
    found = {mutant.operator for mutant in mutants(PROGRAMS[language], language)}
    assert found == set(OPERATORS) - _NOT_THERE[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_mutants_parse_and_differ_from_the_program_and_from_each_other(language: str) -> None:
    program = PROGRAMS[language]
    found = mutants(program, language)
    roots = [parse(mutant.program.encode(), language) for mutant in found]
    assert [errors(root) for root in roots] == [0] * len(found)
    tokens = {tuple(leaves(root)) for root in roots}
    assert len(tokens) == len(found) > 30
    assert tuple(leaves(parse(program.encode(), language))) not in tokens


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mutant_is_its_program_with_one_piece_replaced(language: str) -> None:
    program = f"{'#' if language == 'python' else '//'} ümläut\n{PROGRAMS[language]}"
    source = program.encode()
    for mutant in mutants(program, language):
        end = mutant.start + len(mutant.original.encode())
        assert source[mutant.start : end].decode() == mutant.original
        whole = source[: mutant.start] + mutant.replacement.encode() + source[end:]
        assert mutant.program == whole.decode()
        assert mutant.line == program.encode()[: mutant.start].count(b"\n") + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_operators_do(language: str) -> None:
    length = _LENGTHS[language]
    found = edits(PROGRAMS[language], language)
    both = f"least <= {length} {'and' if language == 'python' else '&&'} {length} < most"
    either = both.replace(" and ", " or ").replace("&&", "||")
    assert {
        ("boundary", f"least <= {length}", f"least < {length}"),
        ("relational", f"{length} < most", f"{length} >= most"),
        ("logical", both, either),
        ("logical", both, f"{length} < most"),
        ("arithmetic", "total += step", "total -= step"),
        ("arithmetic", "total * 2", "total + 2"),
        ("constant", "2", "3"),
        ("constant", "2", "1"),
        ("constant", '"stop"', '""'),
    } <= found
    confused = {(old, new) for operator, old, new in found if operator == "wrong_variable"}
    assert confused & {("total", "step"), ("total", "at")}
    assert {name for pair in confused for name in pair} <= {"total", "step", "at", "least", "most"}
    operators = {operator: set() for operator in OPERATORS}  # type: dict[str, set[str]]
    for operator, _, replacement in found:
        operators[operator].add(replacement.rstrip(";"))
    assert "join(at, total)" in operators["swap_arguments"]
    assert {"break", "continue"} <= operators["loop_control"]
    odd = "isOdd(word)" if language in ("java", "javascript") else "is_odd(word)"
    assert f"{'not ' if language == 'python' else '!'}({odd})" in operators["negate_condition"]
    default = {"cpp": "{}", "rust": "Default::default()", "javascript": "null"}.get(language, "0")
    assert f"return {default}" in operators["return_default"]
    assert operators["drop_statement"] == {"pass" if language == "python" else
                                           "()" if language == "rust" else ""}  # fmt: skip


def test_a_documentation_string_and_messages_are_no_constants() -> None:
    texts = {it.original for it in mutants(PROGRAMS["python"], "python")}
    assert '"stop"' in texts
    assert not any("too many" in text and text.startswith('"') for text in texts)
    assert not any("Count words" in text and text.startswith('"') for text in texts)


def test_a_program_that_multiplies_a_sum_keeps_its_shape() -> None:
    """What binds looser is put in parentheses: the fault is one operator, not two."""
    program = "def f(a, b, c):\n    return a - b * c\n"
    assert ("arithmetic", "b * c", "(b + c)") in edits(program, "python")


def test_text_and_lists_are_not_subtracted() -> None:
    program = 'def f(a, b):\n    return a + "x" + b, [0] * 3 + [1]\n'
    assert not [it for it in mutants(program, "python") if it.operator == "arithmetic"]


def test_nothing_is_put_in_place_of_what_is_a_default_already() -> None:
    for value in ("0", "None", "[]", '""', "False"):
        found = mutants(f"def f(a):\n    return {value}\n", "python")
        assert "return_default" not in {it.operator for it in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_seed_draws_the_same_mutants(language: str) -> None:
    program = PROGRAMS[language]
    drawn = [mutants(program, language, limit=12, seed=seed) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]
    assert {len(sample) for sample in drawn} == {12}
    assert set(drawn[0]) <= set(mutants(program, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sample_is_fair_to_the_operators(language: str) -> None:
    there = set(OPERATORS) - _NOT_THERE[language]
    sample = mutants(PROGRAMS[language], language, limit=len(there), seed=3)
    assert {mutant.operator for mutant in sample} == there


def test_one_function_or_method_can_be_mutated_alone() -> None:
    program = (
        "def one(a):\n    return a + 1\n"
        "class Box:\n    def two(self, a):\n        return a + 2\n"
        "class Bag:\n    def two(self, a):\n        return a + 3\n"
    )
    assert {it.line for it in mutants(program, "python", function="one")} == {2}
    assert {it.line for it in mutants(program, "python", function="two")} == {5, 8}
    assert {it.line for it in mutants(program, "python", function="Bag.two")} == {8}
    with pytest.raises(ValueError, match="defines no function 'three'"):
        mutants(program, "python", function="three")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_function_is_found_by_its_name(language: str) -> None:
    source = PROGRAMS[language].encode()
    node = find_function(source, language, "tally")
    assert node is not None
    assert node.child_by_field_name("body") is not None
    assert find_function(source, language, "tall") is None


def test_only_a_part_of_a_program_can_be_mutated() -> None:
    program = "def f(a):\n    return a + 1\ndef g(a):\n    return a + 1\n"
    middle = program.index("def g")
    assert {it.line for it in mutants(program, "python", within=(0, middle))} == {2}


def test_what_no_mutant_can_be_made_of_is_told() -> None:
    with pytest.raises(UnknownNameError, match="python"):
        mutants("x = 1", "pyton")
    with pytest.raises(ValueError, match="longer than"):
        mutants("x = 1\n" * 200_000, "python")


@settings(max_examples=60)
@given(language=st.sampled_from(LANGUAGES), seed=st.integers(0, 1 << 16))
def test_broken_and_hostile_text_has_mutants_that_are_no_more_broken(
    language: str, seed: int
) -> None:
    draw = random.Random(seed)
    text = list(PROGRAMS[language])
    for _ in range(draw.randrange(12)):
        text[draw.randrange(len(text))] = draw.choice(string.printable)
    program = "".join(text)
    known = errors(parse(program.encode(), language))
    for mutant in mutants(program, language, limit=8, seed=seed):
        assert errors(parse(mutant.program.encode(), language)) <= known


def test_deeply_nested_text_is_walked_without_recursion() -> None:
    program = "def f(a):\n    return " + "(" * 3000 + "a + 1" + ")" * 3000 + "\n"
    assert mutants(program, "python", limit=5)
