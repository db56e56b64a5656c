import dataclasses

import numpy as np
import pytest

from codeeval_gym.challenges import Dataset
from codeeval_gym.challenges._dataset import Entry
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import Challenge


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


def test_filter_refuses_what_cannot_be(three: Dataset) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'lists'"):
        three.filter(category="list")
    with pytest.raises(ValueError, match="1 to 5, not 6"):
        three.filter(tier=6)


def test_ids_are_unique(doubling: Challenge) -> None:
    with pytest.raises(ValueError, match="two challenges with the id 'tests/double'"):
        Dataset.of([doubling, doubling], name="twice")
