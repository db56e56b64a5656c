"""From a neutral signature to the text a program starts with; every type, in every language."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from codeeval_gym.challenges.neutral import misfit, read_type
from codeeval_gym.challenges.signatures import languages_of, starter, starters
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.types import CallTest, Challenge, Evaluation, Param, Signature
from tests.sandboxes.languages.values import TYPES

LANGUAGES = ("python", "javascript", "java", "cpp", "rust")
FLOATS = st.lists(TYPES["float"], max_size=2)
FLAGS = st.dictionaries(TYPES["str"], st.lists(TYPES["bool"], max_size=2), max_size=2)
VALUES = {
    "tuple[int, float, tuple[str, bool]]": st.tuples(
        TYPES["int"], TYPES["float"], st.tuples(TYPES["str"], TYPES["bool"])
    ),
    "list[int]": TYPES["list[int]"],
    "list[list[float]]": st.lists(FLOATS, max_size=2),
    "list[tuple[float, bool]]": TYPES["list[tuple[float, bool]]"],
    "dict[str, dict[str, list[bool]]]": st.dictionaries(TYPES["str"], FLAGS, max_size=2),
    "dict[int, list[float]]": TYPES["dict[int, list[float]]"],
    "optional[int]": TYPES["optional[int]"],
    "list[optional[str]]": TYPES["list[optional[str]]"],
}
KINDS = list(VALUES)
EVERYTHING = Signature(
    "everything",
    tuple(Param(f"p{at}", kind) for at, kind in enumerate(KINDS)),
    f"tuple[{', '.join(KINDS)}]",
)
"""All types as parameters, and again in the answer."""
NAMES = ", ".join(param.name for param in EVERYTHING.params)
BODIES = {
    "python": f"    return ({NAMES})\n",
    "javascript": f"    return [{NAMES}];\n}}\n",
    "java": f"        return new Row({NAMES});\n    }}\n}}\n",
    "cpp": f"    return {{{NAMES}}};\n}}\n",
    "rust": f"    ({NAMES})\n}}\n",
}
ADD = Signature("add", (Param("a", "int"), Param("b", "int")), "int")


def everywhere(kind: str) -> st.SearchStrategy[object]:
    """Values that a kind has in every language."""
    return VALUES[kind].filter(lambda value: not misfit(value, read_type(kind)))


ARGUMENTS = st.tuples(*map(everywhere, KINDS))


@pytest.mark.parametrize("language", LANGUAGES)
@settings(
    max_examples=2, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(drawn=st.lists(ARGUMENTS, min_size=5, max_size=10))
def test_every_type_goes_in_and_comes_back(
    language: str, engine: EvaluationEngine, drawn: list[tuple[object, ...]]
) -> None:
    """With a body that only hands its arguments on: the starter says all that is needed."""
    tests = tuple(CallTest(args, args) for args in drawn)
    program = starter(EVERYTHING, language) + BODIES[language]
    challenge = Challenge("tests/all", "", "", "", 1, LANGUAGES, EVERYTHING, hidden_tests=tests)
    evaluation = engine.evaluate(challenge, program, language=language, need={"tests"})
    assert isinstance(evaluation, Evaluation)
    wrong = [(it.got, it.error) for it in evaluation.tests or () if it.verdict != "accepted"]
    assert wrong == []
    assert len(evaluation.tests or ()) == len(drawn)


def test_the_languages_are_those_that_are_executed() -> None:
    assert set(languages_of(ADD)) == set(LANGUAGES)
    assert set(LANGUAGES) <= set(languages)


def test_documentation_stands_where_each_language_puts_it() -> None:
    found = starters(ADD, "Add two numbers.\n\nBoth may be negative.\n")
    assert found == {
        "python": (
            "def add(a: int, b: int) -> int:\n"
            '    """Add two numbers.\n\n    Both may be negative.\n    """\n'
        ),
        "javascript": (
            "/**\n * Add two numbers.\n *\n * Both may be negative.\n *\n"
            " * @param {number} a\n * @param {number} b\n * @returns {number}\n */\n"
            "function add(a, b) {\n"
        ),
        "java": (
            "import java.util.*;\n\nclass Solution {\n"
            "    /**\n     * Add two numbers.\n     *\n     * Both may be negative.\n     */\n"
            "    static long add(long a, long b) {\n"
        ),
        "cpp": (
            "/**\n * Add two numbers.\n *\n * Both may be negative.\n */\n"
            "long long add(long long a, long long b) {\n"
        ),
        "rust": (
            "/// Add two numbers.\n///\n/// Both may be negative.\n"
            "fn add(a: i64, b: i64) -> i64 {\n"
        ),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_documentation_breaks_out_of_its_comment(
    language: str, engine: EvaluationEngine
) -> None:
    documentation = 'a \\ and \\u0041 */ /* """ \'\'\' */ // \n*/ }\n"""\\n ends with "\\'
    bodies = {"python": "    return a + b\n", "java": "        return a + b;\n    }\n}\n"}
    bodies |= {"rust": "    a + b\n}\n"}
    program = starter(ADD, language, documentation) + bodies.get(language, "    return a + b;\n}\n")
    challenge = Challenge("tests/add", "", "", "", 1, LANGUAGES, ADD, (CallTest((2, 3), 5),))
    evaluation = engine.evaluate(challenge, program, language=language, need={"tests"})
    assert evaluation.verdict == "accepted", evaluation.tests


@pytest.mark.parametrize(
    ("signature", "missing"),
    [
        (Signature("f", (Param("x", "any"),), "int"), {"cpp", "rust"}),
        (Signature("f", (), "list[any]"), {"cpp", "rust"}),
        (Signature("f", (Param("x", "dict[float, int]"),), "int"), {"rust"}),
        (Signature("f", tuple(Param(f"p{at}", "int") for at in range(9)), "int"), {"rust"}),
        (Signature("f", (), f"tuple[{', '.join(['int'] * 9)}]"), {"rust"}),
        (Signature("final", (), "int"), {"java", "rust"}),
        (Signature("f", (Param("lambda", "int"),), "int"), {"python"}),
        (Signature("delete", (), "int"), {"javascript", "cpp"}),
        (Signature("main", (), "int"), {"cpp", "rust"}),
    ],
)
def test_a_language_that_cannot_say_a_signature_is_left_out(
    signature: Signature, missing: set[str]
) -> None:
    assert set(LANGUAGES) - set(languages_of(signature)) == missing
    assert set(starters(signature)) == set(LANGUAGES) - missing
    with pytest.raises(ValueError, match="cannot say"):
        starter(signature, min(missing))


@pytest.mark.parametrize(
    "text", ["", "integer", "list", "list[]", "list[int", "dict[int]", "list[int, int]", "tuple[]"]
)
def test_what_is_no_type_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="type"):
        read_type(text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_type_is_read_as_it_is_written(kind: str) -> None:
    assert str(read_type(kind)) == kind
    assert read_type(kind.replace(", ", ",")) == read_type(kind)


@pytest.mark.parametrize(
    ("kind", "value", "problem"),
    [
        ("int", True, "expected int, got True"),
        ("int", 1.0, "expected int, got 1.0"),
        ("int", 1 << 63, "more than 64 bits"),
        ("int", -(1 << 63), ""),
        ("float", 1, "expected float, got 1"),
        ("str", "\ud800", "lone surrogate"),
        ("list[int]", (1,), "expected list"),
        ("list[int]", [1, "2"], "expected int, got '2'"),
        ("tuple[int, str]", (1, "a", "b"), "expected tuple"),
        ("tuple[int, str]", (1, 2), "expected str, got 2"),
        ("dict[str, int]", {1: 1}, "expected str, got 1"),
        ("dict[str, int]", {"a": None}, "expected int, got None"),
        ("optional[int]", None, ""),
        ("optional[int]", "a", "expected int, got 'a'"),
        ("any", object(), ""),
    ],
)
def test_a_value_of_another_type_is_told(kind: str, value: object, problem: str) -> None:
    told = misfit(value, read_type(kind))
    assert problem in told
    assert bool(told) == bool(problem)
