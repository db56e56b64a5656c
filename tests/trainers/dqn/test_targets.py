"""Returns that reach back, by hand and by what must hold of all of them."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from codeeval_gym.trainers.dqn.targets import (
    RETURNS,
    Decisions,
    Reach,
    clipped,
    double_q,
    expected_q,
    monte_carlo,
)

NAN = float("nan")
MASK = torch.tensor([[True, True, True, True], [True, False, False, False]])
DECISIONS = Decisions(
    rewards=torch.tensor([[0.0, 0.0, 0.25, 1.0], [0.5, NAN, NAN, NAN]]),
    mask=MASK,
    best=torch.tensor([[0.9, 0.1, 0.2, 0.3], [0.4, NAN, NAN, NAN]]),
    expected=torch.tensor([[0.8, 0.05, 0.15, 0.25], [0.4, NAN, NAN, NAN]]),
    taken=torch.tensor([[0.7, 0.0, 0.1, 0.2], [0.4, NAN, NAN, NAN]]),
    greedy=torch.tensor([[True, True, False, True], [True, True, True, True]]),
    ratio=torch.tensor([[1.0, 0.5, 2.0, 0.25], [1.0, NAN, NAN, NAN]]),
)
REACH = Reach(gamma=0.5, trace_decay=0.8, n_step=2)


@pytest.mark.parametrize(
    ("returns", "expected"),
    [
        # y3 = 1; y2 = 0.25 + 0.5·(0.2·0.3 + 0.8·1) = 0.68; y1 = 0.5·(0.2·0.2 + 0.8·0.68) = 0.292;
        # y0 = 0.5·(0.2·0.1 + 0.8·0.292) = 0.1268
        ("peng", [0.1268, 0.292, 0.68, 1.0]),
        # As above, but a2 was not the best: y1 = 0.5·0.2 = 0.1; y0 = 0.5·(0.2·0.1 + 0.8·0.1) = 0.05
        ("watkins", [0.05, 0.1, 0.68, 1.0]),
        # c = 0.4, 0.8, 0.2 at 1, 2, 3: y2 = 0.25 + 0.5·(0.25 + 0.2·(1 - 0.2)) = 0.455;
        # y1 = 0.5·(0.15 + 0.8·(0.455 - 0.1)) = 0.217; y0 = 0.5·(0.05 + 0.4·(0.217 - 0)) = 0.0684
        ("retrace", [0.0684, 0.217, 0.455, 1.0]),
        # y0 = 0.25·0.2; y1 = 0.5·0.25 + 0.25·0.3; y2 = 0.25 + 0.5·1; y3 = 1
        ("n_step", [0.05, 0.2, 0.75, 1.0]),
    ],
)
def test_by_hand(returns: str, expected: list[float]) -> None:
    targets = RETURNS[returns](DECISIONS, REACH)

    torch.testing.assert_close(targets, torch.tensor([expected, [0.5, 0.0, 0.0, 0.0]]))


@st.composite
def episodes(draw: st.DrawFn) -> Decisions:
    """Episodes whose Q is exact: the value of a state is what is earned from there on."""
    lengths = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    shape = (len(lengths), max(lengths))
    numbers = st.floats(0, 1, width=32)
    size = shape[0] * shape[1]
    rewards = torch.tensor(draw(st.lists(numbers, min_size=size, max_size=size))).view(shape)
    greedy = torch.tensor(draw(st.lists(st.booleans(), min_size=size, max_size=size))).view(shape)
    mask = torch.arange(shape[1]) < torch.tensor(lengths)[:, None]
    exact = slow_return(rewards, mask)
    rewards = torch.where(mask, rewards, NAN)
    return Decisions(rewards, mask, exact, exact, exact, greedy, rewards.nan_to_num(0.0))


def slow_return(rewards: Tensor, mask: Tensor) -> Tensor:
    """What was earned from each decision on, by adding it up."""
    kept = torch.where(mask, rewards, 0.0)
    return torch.stack([kept[:, step:].sum(dim=1) for step in range(kept.shape[1])], dim=1) * mask


@pytest.mark.parametrize("returns", list(RETURNS))
@given(decisions=episodes(), decay=st.floats(0, 1), n_step=st.integers(1, 7))
def test_an_exact_q_is_left_as_it_is(
    returns: str, decisions: Decisions, decay: float, n_step: int
) -> None:
    """Whatever the traces: the Bellman equation holds already. Garbage on padding is not read."""
    targets = RETURNS[returns](decisions, Reach(1.0, decay, n_step))

    torch.testing.assert_close(targets, decisions.best, atol=1e-5, rtol=0)
    earned = monte_carlo(decisions.rewards, decisions.mask, 1.0)
    torch.testing.assert_close(earned, decisions.best, atol=1e-5, rtol=0)


def test_the_online_q_chooses_and_the_target_says_what_it_is_worth() -> None:
    online = torch.tensor([[0.1, 0.9, 0.5], [0.1, 0.2, 0.9]])
    target = torch.tensor([[0.7, 0.3, 0.8], [0.4, 0.6, 1.0]])
    valid = torch.tensor([[True, True, True], [True, True, False]])

    assert double_q(online, target, valid).tolist() == pytest.approx([0.3, 0.6])


def test_the_average_is_over_candidates_alone() -> None:
    """Probabilities 0.1 and 0.3, which are a quarter and three quarters of what there is."""
    policy = torch.tensor([[0.1, 0.3, 0.6]]).log()
    target = torch.tensor([[1.0, 0.2, NAN]])

    found = expected_q(policy, target, torch.tensor([[True, True, False]]))
    assert found.tolist() == pytest.approx([0.25 * 1.0 + 0.75 * 0.2])


def test_targets_stay_within_the_returns_that_can_be() -> None:
    kept, changed = clipped(torch.tensor([-0.5, 0.0, 1.0 + 1e-7, 1.5]), 0.0, 1.0)

    assert kept.tolist() == [0.0, 0.0, 1.0, 1.0]
    assert changed.tolist() == [True, False, False, True]
