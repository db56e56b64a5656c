import dataclasses
import random

import pytest

from codeeval_gym.challenges.neutral import misfit, read_type
from codeeval_gym.challenges.similarity import (
    Duplicate,
    battery,
    behaviours,
    clusters,
    find_duplicates,
    shingles,
    similar_texts,
    similarity,
    split_by_cluster,
    split_of_cluster,
)
from codeeval_gym.challenges.similarity._behaviour import value_type
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import CallTest, Challenge, Param, Signature


def _challenge(name: str, prompt: str, program: str, kind: str = "int") -> Challenge:
    return Challenge(
        id=f"tests/{name}",
        title=name,
        prompt=prompt,
        category="lists",
        tier=1,
        signature=Signature("f", (Param("x", kind),), "any"),
        hidden_tests=(CallTest(([3, 1, 2],), None),),
        references={"python": program},
    )


_PROMPTS = [
    "Write a function that returns the sum of all even numbers in a list of whole numbers.",
    "Write a function to find the longest word of a sentence that has no digit.",
    "Given a grid of cells, count the islands that touch no border of the grid.",
]


@pytest.fixture
def five() -> list[Challenge]:
    """The first three are near duplicates, by text and by syntax; the last two are alone."""
    return [
        _challenge("a", _PROMPTS[0], "def f(x):\n    return sum(i for i in x if i % 2 == 0)\n"),
        _challenge("b", _PROMPTS[0].replace("whole ", ""), "def f(x):\n    return 1\n"),
        _challenge("c", _PROMPTS[1], "def g(yy):\n    return max(k for k in yy if k % 2 == 0)\n"),
        _challenge("d", _PROMPTS[2], "def f(x):\n    while x:\n        x -= 1\n"),
        _challenge("e", "Reverse a queue with two stacks.", "def f(x):\n    return x[::-1]\n"),
    ]


def test_duplicates_are_found_with_their_evidence(five: list[Challenge]) -> None:
    found = find_duplicates(five)
    assert [(pair.first, pair.second, pair.evidence) for pair in found] == [
        ("tests/a", "tests/b", "text"),
        ("tests/a", "tests/c", "syntax"),
    ]
    assert found[0].score == pytest.approx(0.8, abs=0.1)
    assert found[1] == Duplicate("tests/a", "tests/c", "syntax", 1.0)
    kin = [dataclasses.replace(item, family="tests/kin") for item in five[3:]]
    assert [pair.evidence for pair in find_duplicates(kin)] == ["family"]


def test_clusters_join_what_is_alike_through_others(five: list[Challenge]) -> None:
    names = clusters(five)
    assert names["tests/a"] == names["tests/b"] == names["tests/c"]
    assert len(set(names.values())) == 3


def test_a_cluster_s_name_is_that_of_its_content(five: list[Challenge]) -> None:
    names = clusters(five)
    assert clusters(five[::-1]) == names
    assert clusters([dataclasses.replace(item, cluster="old") for item in five]) == names
    assert clusters(five[3:])["tests/d"] == names["tests/d"]


def test_no_split_parts_a_cluster(five: list[Challenge]) -> None:
    rng = random.Random(0)
    words = [
        "stone",
        "river",
        "cloud",
        "green",
        "seven",
        "walk",
        "paper",
        "north",
        "quick",
        "table",
    ]
    lonely = [
        _challenge(f"n{n}", " ".join(rng.choices(words, k=20)), f"def f(x):\n    return {n}\n")
        for n in range(200)
    ]
    splits = split_by_cluster([*five, *lonely])
    sizes = {split: len(part) for split, part in splits.items()}
    assert sum(sizes.values()) == 205
    assert sizes["train"] == pytest.approx(164, abs=25)
    where = {item.id: split for split, part in splits.items() for item in part}
    assert where["tests/a"] == where["tests/b"] == where["tests/c"]
    again = split_by_cluster(lonely[:50][::-1])  # whatever else there is, and in any order
    assert all(where[item.id] == split for split, part in again.items() for item in part)


def test_shares_that_cannot_be() -> None:
    assert split_of_cluster("x", {"all": 1.0}) == "all"
    with pytest.raises(ValueError, match="add up to 1"):
        split_of_cluster("x", {"train": 0.5})
    with pytest.raises(ValueError, match=r"from 0\.5 to 1"):
        find_duplicates([], text=0.1)


def test_ids_are_unique(five: list[Challenge]) -> None:
    with pytest.raises(ValueError, match="share an id"):
        find_duplicates([five[0], five[0]])


def test_phrases_leave_out_case_and_how_names_are_joined() -> None:
    assert shingles("Find maxSum of_values!") == shingles("find max sum of values")
    assert shingles("one two") == frozenset({"one two"})
    assert shingles("...") == frozenset()
    assert similarity(shingles("a b c d"), shingles("b c d e")) == pytest.approx(1 / 3)
    assert similarity(frozenset(), frozenset()) == 0


def test_similar_texts_are_those_that_comparing_all_finds() -> None:
    rng = random.Random(1)
    words = [f"word{chr(97 + n)}" for n in range(26)]
    texts = [" ".join(rng.choices(words, k=30)) for _ in range(40)]
    for text in list(texts):
        changed = text.split()
        for _ in range(rng.randrange(4)):
            changed[rng.randrange(30)] = "other"
        texts.append(" ".join(changed))
    phrases = [shingles(text) for text in texts]
    expected = {
        (one, other)
        for one in range(80)
        for other in range(one + 1, 80)
        if similarity(phrases[one], phrases[other]) >= 0.7
    }
    assert len(expected) > 15
    assert {(one, other) for one, other, _ in similar_texts(texts, 0.7)} == expected


@pytest.mark.parametrize(
    "text",
    [
        "int",
        "str",
        "list[list[int]]",
        "dict[str, int]",
        "tuple[int, str]",
        "optional[bool]",
        "float",
    ],
)
def test_the_battery_holds_values_of_the_types(text: str) -> None:
    kind = read_type(text)
    calls = battery([kind, kind])
    assert calls == battery([kind, kind])
    assert [misfit(value, kind) for args in calls for value in args] == [""] * 64
    assert len({repr(args) for args in calls}) > 3


def test_the_type_of_a_value() -> None:
    for value, text in [
        (True, "bool"),
        ([[1]], "list[list[int]]"),
        ({"a": 1.0}, "dict[str, float]"),
        ((1, "a"), "tuple[int, str]"),
        (None, "any"),
        ([], "list[any]"),
    ]:
        assert str(value_type(value)) == text


def test_the_same_answers_are_the_same_behaviour(engine: EvaluationEngine) -> None:
    """By another way, in another signature's words, and not by one that differs once."""
    programs = {
        "built in": ("list[int]", "def f(x):\n    return sorted(set(x))\n"),
        "by hand": (
            "any",
            "def f(x):\n    out = []\n    for i in x:\n        if i not in out:\n"
            "            out.append(i)\n    out.sort()\n    return tuple(out)\n",
        ),
        "descending": ("list[int]", "def f(x):\n    return sorted(set(x))[::-1]\n"),
        "constant": ("list[int]", "def f(x):\n    return 7\n"),
        "raises": ("list[int]", "def f(x):\n    raise ValueError\n"),
        "for ever": ("list[int]", "def f(x):\n    while True:\n        pass\n"),
    }
    items = [_challenge(name, name, program, kind) for name, (kind, program) in programs.items()]
    found = behaviours(items, engine)
    assert found["tests/built in"] == found["tests/by hand"] != found["tests/descending"]
    assert set(found) == {"tests/built in", "tests/by hand", "tests/descending"}
    pairs = find_duplicates(items[:3], judge=engine)
    assert [(pair.first, pair.second, pair.evidence) for pair in pairs] == [
        ("tests/built in", "tests/by hand", "behaviour")
    ]
