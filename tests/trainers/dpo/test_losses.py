"""Preference losses, by hand."""

import math

import pytest
import torch

from codeeval_gym.trainers.dpo.losses import preference_loss


def tensors(*values: float) -> list[torch.Tensor]:
    return [torch.tensor([value], requires_grad=True) for value in values]


def test_sigmoid_by_hand() -> None:
    """With h = (-2 + 3) - (-4 + 4.5) = 0.5, L = -log sigmoid(0.4 · 0.5).

    The slope is dL/dh = -β sigmoid(-β h).
    """
    chosen, rejected, ref_chosen, ref_rejected = tensors(-2.0, -4.0, -3.0, -4.5)
    found = preference_loss(chosen, rejected, ref_chosen, ref_rejected, beta=0.4)
    found.loss.sum().backward()
    slope = 0.4 / (1 + math.exp(0.2))

    assert found.loss.item() == pytest.approx(math.log(1 + math.exp(-0.2)))
    assert found.chosen.item() == pytest.approx(0.4)
    assert found.rejected.item() == pytest.approx(0.2)
    assert chosen.grad is not None
    assert rejected.grad is not None
    assert chosen.grad.item() == pytest.approx(-slope)
    assert rejected.grad.item() == pytest.approx(slope)


def test_ipo_by_hand() -> None:
    """With h = 0.5 as above; L = (0.5 - 1 / 0.8)²."""
    found = preference_loss(*tensors(-2.0, -4.0, -3.0, -4.5), beta=0.4, kind="ipo")

    assert found.loss.item() == pytest.approx(0.75**2)


def test_a_policy_that_is_its_reference_prefers_neither() -> None:
    same = torch.tensor([-3.0, -5.0])
    found = preference_loss(same, same - 1, same, same - 1, beta=0.1)

    assert found.loss.tolist() == pytest.approx([math.log(2)] * 2)


def test_what_is_far_off_stays_finite() -> None:
    found = preference_loss(*tensors(-1e4, 0.0, 0.0, -1e4), beta=1.0)
    found.loss.sum().backward()

    assert found.loss.item() == pytest.approx(2e4)
