"""KL estimators and the controller of the KL weight."""

import math

import pytest
import torch

from codeeval_gym.trainers.kl import ESTIMATORS, AdaptiveKLController, k1, k2, k3

P = torch.tensor([0.5, 0.3, 0.2], dtype=torch.float64)
Q = torch.tensor([0.2, 0.2, 0.6], dtype=torch.float64)


def test_values_by_hand() -> None:
    """With log p - log q = ln 2, q/p is 1/2."""
    p, q = torch.tensor([math.log(0.4)]), torch.tensor([math.log(0.2)])

    assert k1(p, q).item() == pytest.approx(math.log(2))
    assert k2(p, q).item() == pytest.approx(math.log(2) ** 2 / 2)
    assert k3(p, q).item() == pytest.approx(0.5 - 1 + math.log(2))


@pytest.mark.parametrize("name", ["k1", "k3"])
def test_the_mean_over_the_policy_is_the_kl(name: str) -> None:
    exact = (P * (P / Q).log()).sum().item()

    assert (P * ESTIMATORS[name](P.log(), Q.log())).sum().item() == pytest.approx(exact)


def test_the_gradient_of_k2_is_that_of_the_kl() -> None:
    """Averaged over the policy, which is why k2 is the one for a loss."""
    logits = torch.log(P).requires_grad_()
    logprobs = logits.log_softmax(0)
    exact = torch.autograd.grad((logprobs.exp() * (logprobs - Q.log())).sum(), logits)[0]
    logprobs = logits.log_softmax(0)
    sampled = torch.autograd.grad((P * k2(logprobs, Q.log())).sum(), logits)[0]

    torch.testing.assert_close(sampled, exact)


@pytest.mark.parametrize("name", sorted(ESTIMATORS))
def test_absurd_ratios_stay_finite(name: str) -> None:
    far = torch.tensor([0.0, -1e4])

    assert torch.isfinite(ESTIMATORS[name](far, far.flip(0))).all()


@pytest.mark.parametrize(
    ("kl", "expected"),
    [(6.0, 0.1), (6.6, 0.1 * 1.01), (60.0, 0.1 * 1.02), (0.0, 0.1 * 0.98)],
    ids=["on target", "10 % above", "clipped above", "clipped below"],
)
def test_controller_by_hand(kl: float, expected: float) -> None:
    """A tenth of the horizon moves the weight by a tenth of the error, clipped at 20 %."""
    controller = AdaptiveKLController(0.1, target=6.0, horizon=1000)
    controller.update(kl, programs=100)

    assert controller.coefficient == pytest.approx(expected)


def test_without_a_target_the_weight_stays() -> None:
    controller = AdaptiveKLController(0.1, target=None, horizon=1000)
    controller.update(1e6, programs=1000)

    assert controller.coefficient == 0.1
