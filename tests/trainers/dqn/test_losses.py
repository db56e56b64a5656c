"""The parts of the loss, by hand."""

import math

import pytest
import torch

from codeeval_gym.trainers.dqn.losses import candidate_kl, conservative_loss, huber_loss, td_loss


def test_huber_by_hand() -> None:
    """Errors 0.1, -0.3 and 1: squared up to 0.5, linear beyond."""
    q, targets = torch.tensor([0.6, 0.2, 2.0]), torch.tensor([0.5, 0.5, 1.0])

    assert huber_loss(q, targets, 0.5).tolist() == pytest.approx([0.005, 0.045, 0.5 * 0.75])


def gradients(push: list[float]) -> list[list[float]]:
    """Of the loss by V and by τ·log π, where Q is 0.2 above its target, on it, and 0.5 below."""
    value = torch.tensor([0.7, 0.4, 0.6]).requires_grad_()
    action = torch.tensor([-0.3, -0.4, -0.1]).requires_grad_()
    td_loss(value, action, torch.tensor([0.2, 0.0, 1.0]), 1.0, torch.tensor(push)).sum().backward()
    assert value.grad is not None
    assert action.grad is not None
    return [value.grad.tolist(), action.grad.tolist()]


def test_a_weight_on_the_push_leaves_v_and_what_is_right_alone() -> None:
    """By hand: the error, for V as it is, for τ·log π times the weight; none where Q is right."""
    error = [0.2, 0.0, -0.5]
    for push in ([1.0, 1.0, 1.0], [0.1, 7.0, 20.0]):
        of_value, of_action = gradients(push)

        assert of_value == pytest.approx(error, abs=1e-6)
        assert of_action == pytest.approx(
            [w * e for w, e in zip(push, error, strict=True)], abs=1e-6
        )


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
