import random

import pytest

from codeeval_gym.challenges.generation import Candidate, Example, Masked
from codeeval_gym.challenges.generation.inputs import propose
from codeeval_gym.challenges.generation.preconditions import Precondition
from codeeval_gym.challenges.generation.varying import leaves_of, vary
from codeeval_gym.types import Param
from codeeval_gym.values import Plain


def _masked(*params: Param, literals: tuple[Plain, ...] = ()) -> Masked:
    candidate = Candidate("python", "a.py", "f", 1, 2, "def f():", "pass", "", literals=literals)
    return Masked(candidate, "f", params, "any", "", "", "")


def _seen(*calls: tuple[Plain, ...]) -> list[Example]:
    return [Example(args, None, "unit_test") for args in calls]


@pytest.mark.parametrize(
    "value", [3, 2.5, True, "text", b"ab", [1, 2], (1, "a"), {1, 2}, {"a": [1]}, [[], [1, "x"]]]
)
def test_a_varied_value_keeps_its_type_and_the_old_one_its_content(value: Plain) -> None:
    before = repr(value)
    chance = random.Random(1)
    found = [vary(value, chance, leaves_of([value])) for _ in range(60)]
    assert {type(item) for item in found} == {type(value)}
    assert any(repr(item) != before for item in found)
    assert repr(value) == before


def test_leaves_are_collected_once_by_type() -> None:
    assert leaves_of([[1, "a"], {"a": (2, 1)}]) == {int: [1, 2], str: ["a"]}


@pytest.mark.parametrize(
    ("args", "admitted"),
    [
        ((7, "x"), True),
        ((0, ""), True),
        ((-1, "x"), False),  # three calls and no negative number
        ((1.5, "x"), False),
        ((True, "x"), False),
        ((1, ["x"]), False),
        ((1,), False),
        ((1, "x" * 100), False),
    ],
)
def test_the_precondition_keeps_to_what_was_seen(args: tuple[Plain, ...], admitted: bool) -> None:
    params = (Param("n", "any"), Param("text", "any"))
    precondition = Precondition.of(params, _seen((0, "a"), (3, "bb"), (12, "c")))
    assert precondition.admits(args) is admitted


def test_a_declared_type_is_admitted_though_it_was_not_seen() -> None:
    params = (Param("n", "optional[dict[str, list[int]]]"),)
    precondition = Precondition.of(params, _seen(({},)))
    assert precondition.admits(({"a": [1]},))
    assert precondition.admits((None,))
    assert not precondition.admits(({"a": ["1"]},))


def test_proposals_begin_with_what_was_seen_and_repeat_nothing() -> None:
    seen = _seen((1, "a"), (20, "bcd"))
    found = propose(_masked(Param("n", "int"), Param("t", "str")), seen, count=30, seed=5)
    assert found[:2] == ((1, "a"), (20, "bcd"))
    assert len({repr(args) for args in found}) == len(found) == 32
    assert all(type(number) is int and type(text) is str for number, text in found)


def test_the_same_seed_gives_the_same_proposals() -> None:
    masked = _masked(Param("xs", "list[int]"), literals=(77,))
    seen = _seen(([1, 2],))
    one, two, other = (propose(masked, seen, count=25, seed=seed) for seed in (1, 1, 2))
    assert one == two
    assert one != other
    assert any(77 in args[0] for args in one)


def test_without_calls_only_declared_types_are_tried() -> None:
    assert propose(_masked(Param("x", "any")), [], count=9, seed=0) == ()
    assert len(propose(_masked(Param("x", "list[str]")), [], count=9, seed=0)) > 4


def test_an_adapters_steps_keep_their_methods() -> None:
    params = tuple(Param(name, "list[any]") for name in ("created", "steps", "arguments"))
    seen = _seen(([], [["add", [1]], ["pop", []]], [5]), ([[3]], [], [6]))
    found = propose(_masked(*params), seen, count=40, seed=0)
    assert len(found) > 20
    assert {name for _, steps, _ in found for name, _ in steps} == {"add", "pop"}
    assert {len(arguments) for _, _, arguments in found} == {1}
