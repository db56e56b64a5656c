"""Padding, selecting, cutting into micro-batches."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.errors import TrainingError
from codeeval_gym.trainers.batches import Programs, by_length, refold

ids = st.lists(st.integers(1, 9), min_size=1, max_size=6).map(tuple)


def test_rows_by_hand() -> None:
    programs = Programs.join([[5], [6, 7]], [[1, 2, 3], [4]])

    assert programs.input_ids.tolist() == [[5, 1, 2, 3], [6, 7, 4, 0]]
    assert programs.mask.tolist() == [[True, True, True], [True, False, False]]
    assert programs.lengths.tolist() == [4, 3]


def test_selecting_takes_off_the_padding_that_others_needed() -> None:
    chosen = Programs.join([[5], [6, 7]], [[1, 2, 3], [4]]).select(torch.tensor([1]))

    assert chosen.input_ids.tolist() == [[6, 7, 4]]
    assert chosen.mask.tolist() == [[True]]


@given(st.lists(st.tuples(ids, ids), min_size=1, max_size=5))
def test_the_mask_covers_the_program_and_nothing_else(
    pairs: list[tuple[tuple[int, ...], tuple[int, ...]]],
) -> None:
    prompts, written = zip(*pairs, strict=True)
    programs = Programs.join(prompts, written)

    for row, program in enumerate(written):
        start, count = int(programs.prompt_lengths[row]), int(programs.mask[row].sum())
        assert programs.input_ids[row, start : start + count].tolist() == list(program)
        assert programs.mask[row, :count].all()


@pytest.mark.parametrize(("prompts", "written"), [([], []), ([[]], [[1]]), ([[1]], [[]])], ids=str)
def test_nothing_to_train_on_is_refused(prompts: list[list[int]], written: list[list[int]]) -> None:
    with pytest.raises(TrainingError, match="at least one token in each prompt and program"):
        Programs.join(prompts, written)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30), st.integers(1, 200))
def test_micro_batches_hold_every_row_once_within_the_budget(
    lengths: list[int], budget: int
) -> None:
    sizes = torch.tensor(lengths)
    parts = list(by_length(torch.arange(len(lengths)), sizes, budget))

    assert sorted(torch.cat(parts).tolist()) == list(range(len(lengths)))
    for part in parts:
        assert len(part) == 1 or len(part) * int(sizes[part].max()) <= budget


def test_refolding_keeps_the_order_of_tokens() -> None:
    """Two turns of an episode behind one another, and back."""
    values = torch.tensor([[1.0, 2.0, 0.0], [3.0, 0.0, 0.0], [4.0, 5.0, 6.0]])
    mask, joined = values > 0, torch.tensor([[True] * 3, [True] * 3])

    assert refold(values, mask, joined).tolist() == [[1, 2, 3], [4, 5, 6]]
    assert torch.equal(refold(refold(values, mask, joined), joined, mask), values)
