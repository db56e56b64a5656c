"""What lines are paid, by hand, and what cannot be earned."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.trainers.process.rewards import (
    paid_at_lines,
    potential_rewards,
    share_rewards,
)

# Two programs, of six and three tokens. Lines end after 2 and 4 tokens; the second has none.
MASK = torch.tensor([[True] * 6, [True] * 3 + [False] * 3])
ENDS = [[2, 4], []]
CHANCES = [torch.tensor([0.75, 0.25]), torch.zeros(0)]


def test_shares_by_hand() -> None:
    paid = share_rewards(ENDS, CHANCES, MASK, 0.5)
    assert paid.tolist() == [[0, 0.1875, 0, 0.0625, 0, 0], [0] * 6]


def test_potentials_by_hand() -> None:
    """Up to 0.75 with the second token, down to 0.25 with the fourth, to 0 with the last."""
    paid = potential_rewards(ENDS, CHANCES, MASK, 2.0, 1.0)
    assert paid.tolist() == [[0, 1.5, 0, -1.0, 0, -0.5], [0] * 6]


def test_a_discount_is_paid_for_by_hand() -> None:
    paid = potential_rewards(ENDS, CHANCES, MASK, 1.0, 0.5)
    assert paid[0].tolist() == [0, 0.375, -0.375, 0.125 - 0.75, -0.125, -0.25]


@st.composite
def programs(draw: st.DrawFn) -> tuple[list[int], torch.Tensor, int]:
    length = draw(st.integers(2, 30))
    ends = sorted(draw(st.sets(st.integers(1, length - 1), max_size=8)))
    chance = st.floats(0, 1, width=32)
    return ends, torch.tensor([draw(chance) for _ in ends]), length


@given(programs(), st.sampled_from([1.0, 0.9]))
def test_a_potential_pays_nothing_in_the_end_and_shares_have_a_cap(
    program: tuple[list[int], torch.Tensor, int], gamma: float
) -> None:
    """However many lines there are, and whatever the head says of them."""
    ends, chances, length = program
    mask = torch.ones(1, length, dtype=torch.bool)
    paid = potential_rewards([ends], [chances], mask, 0.5, gamma)[0]
    discounted = paid @ gamma ** torch.arange(length, dtype=torch.float32)

    assert discounted.item() == pytest.approx(0.0, abs=1e-5)
    assert paid.abs().max() <= 0.5
    assert 0 <= share_rewards([ends], [chances], mask, 0.5).sum().item() <= 0.5 + 1e-6


def test_a_term_is_moved_and_not_made() -> None:
    """0.3 was paid at the sixth token; two of the lines earned it."""
    moved = paid_at_lines([[2, 4], []], [0.3, 0.2], MASK)

    torch.testing.assert_close(moved[0], torch.tensor([0, 0.15, 0, 0.15, 0, -0.3]))
    assert not moved[1].any()
