import dataclasses

import numpy as np
import pytest

from codeeval_gym.challenges import Dataset
from codeeval_gym.challenges._dataset import Entry
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import Challenge, Rights


@pytest.fixture
def three(doubling: Challenge) -> Dataset:
    kinds = [("one", 1, "lists"), ("two", 2, "dicts"), ("three", 2, "lists")]
    return Dataset.of(
        [
            dataclasses.replace(doubling, id=f"tests/{name}", tier=tier, category=category)
            for name, tier, category in kinds
        ],
        name="three",
    )


def test_is_a_sequence(three: Dataset) -> None:
    assert len(three) == 3
    assert three.ids == ("tests/one", "tests/two", "tests/three")
    assert [item.id for item in three] == list(three.ids)
    assert three[-1].id == "tests/three"
    assert three[1:].ids == three.ids[1:]
    assert three[0] in three
    assert dataclasses.replace(three[0], tier=5) not in three


def test_finds_by_id(three: Dataset) -> None:
    assert three["tests/two"] is three[1]
    with pytest.raises(UnknownNameError, match=r"challenge in three .*Did you mean 'tests/three'"):
        three["tests/thre"]


def test_a_place_that_is_not_there(three: Dataset) -> None:
    with pytest.raises(IndexError):
        three[3]


def test_builds_only_what_is_asked_for(doubling: Challenge) -> None:
    built = []

    def build(challenge_id: str) -> Challenge:
        built.append(challenge_id)
        return dataclasses.replace(doubling, id=challenge_id)

    entries = [Entry(f"tests/{n}", "lists", 1) for n in range(1000)]
    dataset = Dataset("lazy", entries, build)
    assert dataset.filter(tier=1)[7].id == "tests/7"
    assert built == ["tests/7"]


def test_sample_is_decided_by_the_generator(three: Dataset) -> None:
    samples = [three.sample(np.random.default_rng(seed)).id for seed in range(30)]
    assert samples == [three.sample(np.random.default_rng(seed)).id for seed in range(30)]
    assert set(samples) == set(three.ids)


def test_an_empty_dataset_cannot_be_sampled(three: Dataset) -> None:
    with pytest.raises(ValueError, match="is empty"):
        three.filter(tier=5).sample(np.random.default_rng(0))


def test_filter_by_tier_and_category(three: Dataset) -> None:
    assert three.filter(tier=2).ids == ("tests/two", "tests/three")
    assert three.filter(category="lists").ids == ("tests/one", "tests/three")
    assert three.filter(tier=2, category="lists").ids == ("tests/three",)


def test_filter_by_language(three: Dataset) -> None:
    polyglot = dataclasses.replace(three[0], id="tests/poly", languages=("python", "rust"))
    mixed = Dataset.of([*three, polyglot], name="mixed")
    assert mixed.filter(language="rust").ids == ("tests/poly",)
    assert len(mixed.filter(language="python")) == 4
    with pytest.raises(UnknownNameError, match="Did you mean 'rust'"):
        mixed.filter(language="rus")


def test_a_filter_knows_what_is_here_only(three: Dataset) -> None:
    with pytest.raises(UnknownNameError, match="category 'dicts'"):
        three.filter(tier=1).filter(category="dicts")


def test_a_part_of_a_part(three: Dataset) -> None:
    part = three[::-1].filter(tier=2)
    assert part.ids == ("tests/three", "tests/two")
    assert [part.place_of(item) for item in three.ids] == [None, 1, 0]
    assert part["tests/two"] is part[-1]
    assert three["tests/one"] not in part
    with pytest.raises(UnknownNameError, match="challenge in three 'tests/one'"):
        part["tests/one"]


def test_entries_say_what_the_challenges_say(three: Dataset) -> None:
    changed = dataclasses.replace(
        three[0],
        id="tests/other",
        family="tests/f",
        cluster="c",
        languages=("rust", "cpp"),
        rights=Rights(train_allowed=False),
    )
    kin = dataclasses.replace(changed, id="tests/kin")
    dataset = Dataset.of([*three, changed, kin], name="five")
    assert list(dataset.entries()) == [Entry.of(item) for item in dataset]
    assert dataset.tiers.tolist() == [1, 2, 2, 1, 1]
    *alone, one, other = dataset.families.tolist()
    assert one == other
    assert len({*alone, one}) == 4


def test_join_puts_one_after_the_other_and_stays_lazy(three: Dataset, doubling: Challenge) -> None:
    built = []

    def build(challenge_id: str) -> Challenge:
        built.append(challenge_id)
        return dataclasses.replace(doubling, id=challenge_id)

    lazy = Dataset("lazy", [Entry(f"tests/{n}", "lists", 1) for n in range(10)], build)
    joined = Dataset.join([three, lazy[5:]], "both")
    assert joined.ids == three.ids + lazy.ids[5:]
    assert (joined[1], joined[-1].id) == (three[1], "tests/9")
    assert built == ["tests/9"]
    with pytest.raises(ValueError, match="'both' has two challenges with the id 'tests/two'"):
        Dataset.join([three, three[1:2]], "both")


def test_rights_are_unknown_until_the_owner_says(three: Dataset) -> None:
    assert len(three.trainable()) == 0
    owned = three.with_rights(Rights(train_allowed=True), licence="Apache-2.0")
    assert owned.trainable().ids == three.ids
    assert len(owned.trainable(allowed=False)) == 0
    assert owned[0] == dataclasses.replace(
        three[0], rights=Rights(train_allowed=True), licence="Apache-2.0"
    )


def test_the_public_side_of_a_dataset(three: Dataset) -> None:
    assert list(three[1:].public()) == [item.public_view() for item in three[1:]]


def test_filter_refuses_what_cannot_be(three: Dataset) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'lists'"):
        three.filter(category="list")
    with pytest.raises(ValueError, match="1 to 5, not 6"):
        three.filter(tier=6)


def test_ids_are_unique(doubling: Challenge) -> None:
    with pytest.raises(ValueError, match="two challenges with the id 'tests/double'"):
        Dataset.of([doubling, doubling], name="twice")
