"""Token rewards, generalised advantage estimation, leave-one-out baselines."""

from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from codeeval_gym.trainers.ppo.advantages import (
    Discount,
    dr_grpo_estimate,
    gae,
    gae_estimate,
    grpo_estimate,
    reweighted,
    rloo_estimate,
    token_rewards,
)

MASK = torch.tensor([[True, True, True], [True, False, False]])


@st.composite
def rows(draw: st.DrawFn) -> tuple[Tensor, Tensor, Tensor]:
    """Rewards, values and a mask, garbage on the padding."""
    lengths = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    numbers = st.floats(-2, 2, width=32)
    shape = (len(lengths), max(lengths))
    size = shape[0] * shape[1]
    rewards, values = (draw(st.lists(numbers, min_size=size, max_size=size)) for _ in range(2))
    mask = torch.arange(shape[1]) < torch.tensor(lengths)[:, None]
    return torch.tensor(rewards).view(shape), torch.tensor(values).view(shape), mask


def slow_gae(rewards: Any, values: Any, gamma: float, lambda_: float) -> list[float]:
    """The definition: a sum over all later one-step errors."""
    after = [*values[1:], 0.0]
    errors = [r + gamma * n - v for r, n, v in zip(rewards, after, values, strict=True)]
    return [
        sum((gamma * lambda_) ** (k - t) * errors[k] for k in range(t, len(errors)))
        for t in range(len(errors))
    ]


def test_the_score_is_paid_at_the_last_token() -> None:
    kl = torch.tensor([[0.1, 0.2, 0.3], [0.5, 9.0, 9.0]])
    rewards = token_rewards(torch.tensor([1.0, 0.5]), kl, MASK, kl_coefficient=2.0)

    torch.testing.assert_close(rewards, torch.tensor([[-0.2, -0.4, 0.4], [-0.5, 0.0, 0.0]]))


def test_gae_by_hand() -> None:
    """Errors 0.1, 0.2, 0.4 from the front; decay 0.5 · 0.5."""
    rewards = torch.tensor([[0.0, 0.0, 1.0], [1.0, 9.0, 9.0]])
    values = torch.tensor([[0.1, 0.4, 0.6], [0.25, 9.0, 9.0]])
    advantages = gae(rewards, values, MASK, gamma=0.5, lambda_=0.5)

    # errors: 0 + 0.5*0.4 - 0.1 = 0.1; 0 + 0.5*0.6 - 0.4 = -0.1; 1 - 0.6 = 0.4
    expected = [[0.1 + 0.25 * (-0.1 + 0.25 * 0.4), -0.1 + 0.25 * 0.4, 0.4], [0.75, 0.0, 0.0]]
    torch.testing.assert_close(advantages, torch.tensor(expected))


@given(rows(), st.floats(0, 1), st.floats(0, 1))
def test_gae_is_its_definition(
    case: tuple[Tensor, Tensor, Tensor], gamma: float, lambda_: float
) -> None:
    rewards, values, mask = case
    advantages = gae(rewards, values, mask, gamma, lambda_)

    for row, length in enumerate(mask.sum(1).tolist()):
        expected = slow_gae(
            rewards[row, :length].tolist(), values[row, :length].tolist(), gamma, lambda_
        )
        assert advantages[row, :length].tolist() == pytest.approx(expected, abs=1e-4)
        assert not advantages[row, length:].any()


@given(rows())
def test_with_lambda_one_the_advantage_is_return_minus_value(
    case: tuple[Tensor, Tensor, Tensor],
) -> None:
    rewards, values, mask = case
    to_go = torch.where(mask, rewards, 0.0).flip(1).cumsum(1).flip(1)

    advantages = gae(rewards, values, mask, 1.0, 1.0)
    torch.testing.assert_close(advantages[mask], (to_go - values)[mask], atol=1e-4, rtol=1e-4)


def test_the_two_lambdas_are_apart() -> None:
    rewards, values = torch.tensor([[0.0, 1.0]]), torch.tensor([[0.5, 0.25]])
    mask = torch.ones(1, 2, dtype=torch.bool)
    estimate = gae_estimate(rewards, values, mask, torch.zeros(1), Discount(1.0, 0.0, 1.0))

    torch.testing.assert_close(estimate.advantages, torch.tensor([[-0.25, 0.75]]))
    torch.testing.assert_close(estimate.returns, torch.tensor([[1.0, 1.0]]))


def test_rloo_by_hand() -> None:
    """Rows 0, 1, 3 are siblings with totals 1, 0, 0.5; row 2 is alone."""
    rewards = torch.tensor([[0.5, 0.5], [0.0, 7.0], [1.0, 0.0], [0.5, 0.0]])
    mask = torch.tensor([[True, True], [True, False], [True, True], [True, True]])
    groups = torch.tensor([5, 5, 6, 5])
    estimate = rloo_estimate(rewards, torch.zeros(4, 2), mask, groups, Discount(1, 1, 1))

    expected = torch.tensor([[0.75, 0.75], [-0.75, 0.0], [0.0, 0.0], [0.0, 0.0]])
    torch.testing.assert_close(estimate.advantages, expected)


def test_grpo_and_dr_grpo_by_hand() -> None:
    """Rows 0, 1, 3 are siblings with totals 1, 0, 0.5: mean 0.5, deviation 0.5; row 2 is alone."""
    rewards = torch.tensor([[0.5, 0.5], [0.0, 7.0], [1.0, 0.0], [0.5, 0.0]])
    mask = torch.tensor([[True, True], [True, False], [True, True], [True, True]])
    case = rewards, torch.zeros(4, 2), mask, torch.tensor([5, 5, 6, 5]), Discount(1, 1, 1)

    centred = torch.tensor([[0.5, 0.5], [-0.5, 0.0], [0.0, 0.0], [0.0, 0.0]])
    torch.testing.assert_close(dr_grpo_estimate(*case).advantages, centred)
    torch.testing.assert_close(grpo_estimate(*case).advantages, centred / 0.5001)


def test_a_group_that_earned_the_same_teaches_grpo_nothing() -> None:
    rewards, mask = torch.full((3, 1), 0.7), torch.ones(3, 1, dtype=torch.bool)
    case = rewards, torch.zeros(3, 1), mask, torch.zeros(3), Discount(1, 1, 1)

    assert grpo_estimate(*case).advantages.abs().max() < 1e-2  # rounding, divided by 1e-4


@given(rows())
def test_rloo_advantages_of_a_group_sum_to_zero(case: tuple[Tensor, Tensor, Tensor]) -> None:
    rewards, values, mask = case
    groups = torch.zeros(len(mask), dtype=torch.long)
    estimate = rloo_estimate(rewards, values, mask, groups, Discount(1, 1, 1))

    assert estimate.advantages[:, 0].sum().item() == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize(("alpha", "expected"), [(0.0, -2.0), (0.5, -1.25), (1.0, -0.5)])
def test_reweighting_by_hand(alpha: float, expected: float) -> None:
    """A token of probability 1/4 with advantage -2."""
    weighed = reweighted(torch.tensor([[-2.0]]), torch.tensor([[0.25]]).log(), alpha)

    assert weighed.item() == pytest.approx(expected)
