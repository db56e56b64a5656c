import ast

import pytest

from codeeval_gym.challenges.benchmarks._asserts import NotLiteralError, call_tests
from codeeval_gym.challenges.benchmarks._literals import NotConstantError, fold
from codeeval_gym.challenges.benchmarks._python_types import neutral_type
from codeeval_gym.types import CallTest, Compare


def read(body: str) -> tuple[CallTest, ...]:
    (check,) = ast.parse(f"def check(candidate):\n    {body}\n").body
    assert isinstance(check, ast.FunctionDef)
    return call_tests(check)


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    "text",
    [
        "-1.5",
        "[1, (2, 'a'), {3: None}, {4}]",
        "2 ** 10",
        "'a' * 3",
        "[0] * 4 + [1]",
        "1 / 3",
        "7 // 2 % 3",
        "not True",
        "1 + 2j",
        "b'ab'",
    ],
)
def test_a_constant_expression_has_the_value_python_gives_it(text: str) -> None:
    assert fold(expression(text)) == eval(text)


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "f()",
        "[1].pop",
        "...",
        "{**{}}",
        "1 / 0",
        "'a' - 1",
        "{[]}",
        "f'{1}'",
        "9 ** 9 ** 9",
        "'a' * 10 ** 9",
        "10 ** 9 * [0]",
        "[x for x in ()]",
    ],
)
def test_what_is_no_small_constant_is_refused(text: str) -> None:
    with pytest.raises(NotConstantError):
        fold(expression(text))


@pytest.mark.parametrize(
    ("body", "test"),
    [
        ("assert candidate(1, [2]) == 'a'", CallTest((1, [2]), "a", Compare("equal"))),
        ("assert candidate(1) == 2, 'why'", CallTest((1,), 2, Compare("equal"))),
        ("assert candidate('x')", CallTest(("x",), True, Compare("equal"))),
        ("assert not candidate('x')", CallTest(("x",), False, Compare("equal"))),
        ("assert candidate() is None", CallTest((), None, Compare("strict"))),
        ("assert abs(candidate(1) - 2 / 4) < 1e-6", CallTest((1,), 0.5, Compare("close", 0, 1e-6))),
    ],
)
def test_a_literal_assert_is_data(body: str, test: CallTest) -> None:
    assert read(body) == (test,)


def test_statements_that_do_nothing_are_no_tests() -> None:
    assert read("'doc'; pass; print; assert True, 'why'; assert candidate(1) == 2") == (
        CallTest((1,), 2, Compare("equal")),
    )


@pytest.mark.parametrize(
    "body",
    [
        "x = 1",
        "assert False",
        "print(1)",
        "for x in (1, 2): assert candidate(x) == x",
        "assert candidate(x) == 1",
        "assert candidate(1) == other(1)",
        "assert other(1) == 1",
        "assert candidate(n=1) == 1",
        "assert candidate(*[1]) == 1",
        "assert candidate(1) != 1",
        "assert candidate(1) == candidate(2) == 3",
        "assert tuple(candidate(1)) == (1,)",
    ],
)
def test_all_else_has_to_be_run(body: str) -> None:
    with pytest.raises(NotLiteralError):
        read(body)


@pytest.mark.parametrize(
    ("annotation", "neutral"),
    [
        ("int", "int"),
        ("List[List[str]]", "list[list[str]]"),
        ("dict[str, int]", "dict[str, int]"),
        ("Tuple[int, float]", "tuple[int, float]"),
        ("Optional[str]", "optional[str]"),
        ("list", "list[any]"),
        ("Union[int, str]", "any"),
        ("int | None", "any"),
        ("Any", "any"),
    ],
)
def test_python_types_become_neutral(annotation: str, neutral: str) -> None:
    assert neutral_type(expression(annotation)) == neutral
