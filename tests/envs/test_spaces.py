"""The space of programs: any characters, bounded length."""

import copy
import pickle

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.spaces import Dict, flatten, flatten_space, unflatten
from gymnasium.vector.utils import batch_space, create_shared_memory
from hypothesis import example, given
from hypothesis import strategies as st

from codeeval_gym.envs import CodeText


@given(st.text(st.characters(exclude_categories=()), max_size=30))
@example("\0\ud800\U0010ffff")
def test_any_text_within_the_length_is_inside_and_survives_flattening(text: str) -> None:
    space = CodeText(30)
    assert space.contains(text)
    flat = flatten(space, text)
    assert flat in flatten_space(space)
    assert unflatten(space, flat) == text


@pytest.mark.parametrize("value", ["x" * 31, "x", b"xx", None, 3])
def test_what_is_not_inside(value: object) -> None:
    assert not CodeText(30, min_length=2).contains(value)


def test_samples_are_inside_short_printable_and_seeded() -> None:
    space = CodeText(1 << 20, min_length=3, seed=1)
    samples = [space.sample() for _ in range(50)]
    again = CodeText(1 << 20, min_length=3, seed=1)
    assert samples == [again.sample() for _ in range(50)]
    assert all(sample in space and len(sample) <= 64 for sample in samples)
    assert all(sample.isascii() for sample in samples)


def test_a_sample_can_be_masked() -> None:
    mask = np.zeros(len(CodeText(9).character_set), dtype=np.int8)
    mask[0] = 1
    assert CodeText(9).sample(mask=(4, mask)) == CodeText(9).character_list[0] * 4


def test_equality_goes_by_the_bounds() -> None:
    space = CodeText(9, min_length=1)
    for same in (
        CodeText(9, min_length=1),
        copy.deepcopy(space),
        pickle.loads(pickle.dumps(space)),
    ):
        assert space == same
    for other in (CodeText(9), CodeText(8, min_length=1), gym.spaces.Text(9)):
        assert space != other


def test_jsonable_samples_survive() -> None:
    samples = ["def f():\n", "\0\ud800"]
    assert CodeText(9).from_jsonable(CodeText(9).to_jsonable(samples)) == samples


def test_a_batch_is_a_tuple() -> None:
    assert ("a", "\n", "") in batch_space(CodeText(9), 3)


def test_shared_memory_is_refused_before_it_freezes_texts() -> None:
    space = Dict({"prompt": CodeText(9)})
    with pytest.raises(gym.error.CustomSpaceError, match="cannot be kept in shared memory"):
        create_shared_memory(space, 2)
