"""Programs that share rows are laid out so that none lies on another, and none sees another."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.trainers.packing import WIDEST, arrange, seen

LENGTHS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), min_size=1, max_size=24)


@given(LENGTHS, st.sampled_from([0.0, 0.001, 0.1]))
def test_every_program_has_a_place_of_its_own(programs: list[tuple[int, int]], cost: float) -> None:
    lengths = [length for length, _ in programs]
    known = sorted({prompt for _, prompt in programs})
    prompts = [known.index(prompt) for _, prompt in programs]
    places = arrange(lengths, prompts, cost)

    taken: set[tuple[int, int]] = set()
    for number, length in enumerate(lengths):
        row, first = places.row[number], places.column[number]
        assert places.prompts[row] == prompts[number]
        assert first + length <= places.width <= WIDEST * max(lengths)
        cells = {(row, first + place) for place in range(length)}
        assert not cells & taken
        taken |= cells
    assert list(places.prompts) == sorted(places.prompts)

    apart = len(lengths) * max(lengths) * (1 + cost * max(lengths))
    assert len(places.prompts) * places.width * (1 + cost * places.width) <= apart


def test_rows_are_as_wide_as_pays() -> None:
    """Where comparing tokens costs nothing one row holds all; where it costs much, none shares."""
    lengths, prompts = [4, 1, 1, 1, 1], [0] * 5
    assert arrange(lengths, prompts, 0.0).width * len(arrange(lengths, prompts, 0.0).prompts) == 8
    assert arrange(lengths, prompts, 1.0).packed
    assert arrange([4, 4, 4], [0] * 3, 1.0).prompts == (0, 0, 0)
    assert not arrange([3, 3], [0, 1], 0.0).packed


def test_a_token_sees_its_prompt_and_its_program() -> None:
    """Two programs behind a prompt of two tokens that is padded to three."""
    owner = torch.tensor([[1, 1, 2, 0]])
    inside = torch.tensor([[True, True, False]])
    visible = seen(owner, inside, torch.float32)[0, 0] == 0
    assert visible.int().tolist() == [
        [1, 1, 0, 1, 0, 0, 0],
        [1, 1, 0, 1, 1, 0, 0],
        [1, 1, 0, 0, 0, 1, 0],
        [1, 1, 0, 0, 0, 0, 1],  # padding: sees something, as no row of scores may be empty
    ]
