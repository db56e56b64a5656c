"""The clipped losses and their average."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.trainers.masked import token_mean
from codeeval_gym.trainers.ppo.losses import clipped_policy_loss, clipped_value_loss

numbers = st.floats(-3, 3)


def policy_loss(ratio: float, advantage: float, dual_clip: float | None = 3.0) -> float:
    loss = clipped_policy_loss(
        torch.tensor([[math.log(ratio)]], dtype=torch.float64),
        torch.zeros(1, 1, dtype=torch.float64),
        torch.tensor([[advantage]], dtype=torch.float64),
        clip_range=0.2,
        dual_clip=dual_clip,
    )
    return loss.loss.item()


@pytest.mark.parametrize(
    ("ratio", "advantage", "expected"),
    [
        (1.0, 2.0, -2.0),
        (1.5, 2.0, -1.2 * 2.0),
        (0.5, 2.0, -0.5 * 2.0),
        (0.5, -2.0, 0.8 * 2.0),
        (1.5, -2.0, 1.5 * 2.0),
        (9.0, -2.0, 3.0 * 2.0),
    ],
    ids=["on policy", "up, good", "down, good", "down, bad", "up, bad", "far up, bad"],
)
def test_policy_loss_by_hand(ratio: float, advantage: float, expected: float) -> None:
    assert policy_loss(ratio, advantage) == pytest.approx(expected)


@given(numbers, numbers)
def test_policy_loss_is_the_papers_formula(log_ratio: float, advantage: float) -> None:
    """Schulman's minimum, then Ye's maximum, case by case."""
    ratio = math.exp(log_ratio)
    surrogate = min(ratio * advantage, min(max(ratio, 0.8), 1.2) * advantage)
    if advantage < 0:
        surrogate = max(surrogate, 3.0 * advantage)

    assert policy_loss(ratio, advantage) == pytest.approx(-surrogate, abs=1e-6)


def test_an_absurd_ratio_neither_overflows_nor_pushes() -> None:
    logprobs = torch.tensor([[0.0, 0.0]], requires_grad=True)
    far = torch.tensor([[-1e4, -1e4]])
    advantages = torch.tensor([[1.0, -1.0]])
    loss = clipped_policy_loss(logprobs, far, advantages, clip_range=0.2, dual_clip=3.0)
    loss.loss.sum().backward()

    assert loss.loss.tolist() == [[pytest.approx(-1.2), pytest.approx(3.0)]]
    assert loss.clipped.all()
    assert logprobs.grad is not None
    assert not logprobs.grad.any()


def test_on_policy_the_gradient_is_the_policy_gradient() -> None:
    logprobs = torch.tensor([[-1.0, -2.0]], requires_grad=True)
    advantages = torch.tensor([[0.5, -1.5]])
    loss = clipped_policy_loss(
        logprobs, logprobs.detach(), advantages, clip_range=0.2, dual_clip=3.0
    )
    loss.loss.sum().backward()

    torch.testing.assert_close(logprobs.grad, -advantages)


@given(numbers, numbers, numbers)
def test_value_loss_is_the_worse_of_two_squares(value: float, old: float, target: float) -> None:
    loss = clipped_value_loss(
        *(torch.tensor([[x]], dtype=torch.float64) for x in (value, old, target)), clip_range=0.2
    )
    near = old + min(max(value - old, -0.2), 0.2)

    expected = max((value - target) ** 2, (near - target) ** 2) / 2
    assert loss.loss.item() == pytest.approx(expected)


def test_value_loss_without_clip_by_hand() -> None:
    loss = clipped_value_loss(
        torch.tensor([[3.0]]), torch.tensor([[0.0]]), torch.tensor([[1.0]]), clip_range=None
    )

    assert loss.loss.item() == 2.0
    assert not loss.clipped.any()


def test_shares_of_micro_batches_add_up_to_the_mean() -> None:
    """However the rows are cut, a token counts once, in a short row or a long one."""
    loss = torch.tensor([[1.0, 2.0, 6.0], [3.0, 100.0, 100.0]])
    weights = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0]])
    cut = token_mean(loss[:1], weights[:1], 4.0) + token_mean(loss[1:], weights[1:], 4.0)

    assert token_mean(loss, weights, 4.0).item() == cut.item() == 3.0
