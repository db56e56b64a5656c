import dataclasses
import os
import re
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

from codeeval_gym.challenges import Dataset, families, load
from codeeval_gym.challenges.families import Family
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import CallTest, Challenge, content_hash, from_json, to_json
from codeeval_gym.values import Plain, encode

DRAWS = 5
CATEGORIES = {
    "algorithms",
    "arithmetic",
    "compositions",
    "dicts",
    "lists",
    "loops",
    "recursion",
    "strings",
}
# Of the part that Python programs are written and judged by. Whoever changes a family changes these
# on purpose: old results no longer compare.
GOLDEN = {
    "builtin/clamp-0": "9d492e9cf94ebb9a",
    "builtin/filter-then-total-18": "adad5c8694d384f1",
    "builtin/nested-count-9": "9469e83f5dae87dc",
}


def single_templates() -> list[Family]:
    """Every template as a family of its own, so that each is surely drawn."""
    return [
        dataclasses.replace(family, templates=(template,))
        for family in families.all()
        for template in family.templates
    ]


@pytest.fixture(scope="module")
def train() -> list[Challenge]:
    dataset = load("families:train")
    return [dataset[place] for place in range(3000)]


@pytest.fixture(scope="module")
def held_out() -> list[Challenge]:
    return [*load("families:validation"), *load("families:test")]


@pytest.fixture(scope="module")
def drawn() -> list[Challenge]:
    """A few draws of every template."""
    return [
        family.challenge(family.splits[-1], number)
        for family in single_templates()
        for number in range(DRAWS)
    ]


def body(challenge: Challenge) -> str:
    """The reference below its ``def`` line, whatever the names."""
    assert challenge.signature is not None
    text = challenge.references["python"].removeprefix(challenge.starter["python"])
    names = [challenge.signature.name, *(param.name for param in challenge.signature.params)]
    for place, name in enumerate(names):
        text = re.sub(rf"\b{name}\b", f"name{place}", text)
    return text


def answers(tests: tuple[object, ...]) -> list[Plain]:
    return [test.expected for test in tests if isinstance(test, CallTest)]


def test_there_are_enough_families_tiers_and_categories() -> None:
    found = families.all()
    assert len(found) >= 40
    assert {family.tier for family in found} == {1, 2, 3, 4, 5}
    assert {family.category for family in found} == CATEGORIES
    assert len({family.name for family in found}) == len(found)


def test_an_unknown_family_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'palindrome'"):
        families.get("palindrom")


@pytest.mark.parametrize("challenge_id", GOLDEN)
def test_a_draw_is_the_same_for_ever(challenge_id: str) -> None:
    split = {"0": "train", "8": "validation", "9": "test"}[challenge_id[-1]]
    challenge = load("families", split)[challenge_id]
    python = dataclasses.replace(
        challenge,
        languages=("python",),
        references={"python": challenge.references["python"]},
        starter={"python": challenge.starter["python"]},
    )
    assert content_hash(python)[:16] == GOLDEN[challenge_id]


def test_draws_do_not_depend_on_the_process() -> None:
    script = (
        "from codeeval_gym.challenges import load; from codeeval_gym.types import content_hash;"
        "print([content_hash(item) for item in load('families:validation')[:140]])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 140 * 64


def test_no_prompt_is_in_two_splits(train: list[Challenge]) -> None:
    prompts = [
        {item.prompt for item in dataset}
        for dataset in (train, load("families:validation"), load("families:test"))
    ]
    assert len(set.union(*prompts)) == sum(map(len, prompts))


def test_some_families_and_compositions_are_only_in_test() -> None:
    alone = [family for family in single_templates() if family.splits == ("test",)]
    compositions = [family for family in alone if family.category == "compositions"]
    assert len(compositions) >= 8
    assert len(alone) - len(compositions) >= 6
    for family in alone:
        with pytest.raises(ValueError, match="occurs in test only, not in 'train'"):
            family.draw(np.random.default_rng(0), "train")


def test_what_is_only_in_test_is_never_solved_in_train(train: list[Challenge]) -> None:
    """Not under another name either: no program of train has the same body."""
    solved = {body(challenge) for challenge in train}
    for family in single_templates():
        if family.splits == ("test",):
            assert all(body(family.challenge("test", n)) not in solved for n in range(DRAWS))


def test_a_fair_share_of_test_is_unlike_train() -> None:
    """15 to 20 % by construction; the bounds allow for the draw."""
    held = {
        body(family.challenge("test", number))
        for family in single_templates()
        if family.splits == ("test",)
        for number in range(60)
    }
    test = load("families:test")
    assert 0.13 < sum(body(challenge) in held for challenge in test) / len(test) < 0.22


@pytest.mark.parametrize(("split", "size"), [("train", 20_000), ("validation", 200), ("test", 400)])
def test_a_split_deals_its_families_in_turn(split: str, size: int) -> None:
    dataset = load("families", split)
    names = Counter(challenge_id.rpartition("-")[0] for challenge_id in dataset.ids)
    assert len(dataset) == size
    assert len(names) == sum(split in family.splits for family in families.all())
    assert max(names.values()) - min(names.values()) <= 1


def test_ids_are_unique_over_the_splits() -> None:
    datasets: list[Dataset] = [load("families", split) for split in families.SPLITS]
    ids = [challenge_id for dataset in datasets for challenge_id in dataset.ids]
    assert len(set(ids)) == 20_600


def test_every_draw_survives_json(drawn: list[Challenge]) -> None:
    for challenge in drawn:
        assert from_json(Challenge, to_json(challenge)) == challenge


def test_prompts_and_references_are_short(drawn: list[Challenge]) -> None:
    for challenge in drawn:
        assert len(challenge.prompt.split()) <= 60, challenge.prompt
        assert challenge.references["python"].count("\n") <= 12, challenge.id


def test_prompt_ends_with_the_line_that_the_reference_starts_with(drawn: list[Challenge]) -> None:
    for challenge in drawn:
        starter = challenge.starter["python"]
        assert starter.startswith("def ")
        assert challenge.prompt.endswith("\n\n" + starter.rstrip("\n"))
        assert challenge.references["python"].startswith(starter)
        assert challenge.signature is not None
        assert all(param.name in starter for param in challenge.signature.params)


def test_no_blank_is_left_open(drawn: list[Challenge]) -> None:
    for challenge in drawn:
        assert "$" not in challenge.prompt + challenge.references["python"]


def test_answers_vary(drawn: list[Challenge]) -> None:
    """Among public and among hidden tests, so that no constant passes either."""
    for challenge in drawn:
        public, hidden = answers(challenge.public_tests), answers(challenge.hidden_tests)
        assert (len(public), len(hidden)) == (3, 6)
        assert len(set(map(encode, public))) > 1, challenge.id
        assert len(set(map(encode, hidden))) > 1, challenge.id
        wanted = 2 if isinstance(public[0], bool) else 3
        assert len(set(map(encode, public + hidden))) >= wanted, challenge.id


def test_no_argument_is_always_the_answer(drawn: list[Challenge]) -> None:
    for challenge in drawn:
        tests = [test for test in challenge.hidden_tests if isinstance(test, CallTest)]
        for place in range(len(tests[0].args)):
            echoed = [encode(test.args[place]) == encode(test.expected) for test in tests]
            assert not all(echoed), challenge.id


def test_arguments_include_edges(drawn: list[Challenge]) -> None:
    """Over the draws of a list family, the empty list is asked for."""
    sums = [item for item in drawn if item.id.startswith("builtin/filter-then-total-")]
    arguments = [test.args for item in sums for test in item.tests if isinstance(test, CallTest)]
    assert ([],) in arguments


def test_a_wording_that_means_the_same_gives_another_prompt() -> None:
    family = families.get("clamp")
    rng = np.random.default_rng(0)
    drafts = [family.draw(rng) for _ in range(50)]
    assert len({draft.prompt.split("\n")[0] for draft in drafts}) > 40
    assert len({draft.signature.name for draft in drafts}) >= 4
