"""The parts of the loss, by hand."""

import math

import pytest
import torch

from codeeval_gym.trainers.dqn.losses import candidate_kl, conservative_loss, huber_loss


def test_huber_by_hand() -> None:
    """Errors 0.1, -0.3 and 1: squared up to 0.5, linear beyond."""
    q, targets = torch.tensor([0.6, 0.2, 2.0]), torch.tensor([0.5, 0.5, 1.0])

    assert huber_loss(q, targets, 0.5).tolist() == pytest.approx([0.005, 0.045, 0.5 * 0.75])


def test_the_conservative_term_by_hand() -> None:
    """-w · (a·π + 1 - a) · log π, and the weight that π gives has no gradient."""
    taken = torch.tensor([0.5, 0.25, 0.5]).log().requires_grad_()
    loss = conservative_loss(taken, torch.tensor([1.0, 2.0, 0.0]), 0.5)
    loss.sum().backward()

    weights = [1.0 * 0.75, 2.0 * 0.625, 0.0]
    assert loss.tolist() == pytest.approx([weights[0] * math.log(2), weights[1] * math.log(4), 0.0])
    assert taken.grad is not None
    assert taken.grad.tolist() == pytest.approx([-weight for weight in weights])


def test_kl_by_hand() -> None:
    """Over the two candidates: (1/4, 3/4) against (1/2, 1/2)."""
    policy = torch.tensor([[0.1, 0.3, 0.6]]).log().requires_grad_()
    reference = torch.tensor([[0.2, 0.2, 0.6]]).log()
    kl = candidate_kl(policy, reference, torch.tensor([[True, True, False]]))
    kl.sum().backward()

    assert kl.item() == pytest.approx(0.25 * math.log(0.5) + 0.75 * math.log(1.5))
    assert policy.grad is not None
    assert torch.isfinite(policy.grad).all()
    assert policy.grad[0, 2] == 0.0
