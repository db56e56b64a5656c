"""Log-probabilities in chunks."""

import math

import pytest
import torch
from torch import nn

from codeeval_gym.trainers.logprobs import token_logprobs


def test_values_by_hand() -> None:
    """Logits 0 and 2 ln 3 at temperature 2 are odds of 1 to 3."""
    hidden, targets = torch.tensor([[2 * math.log(3)]]), torch.tensor([1])
    logprobs, entropy = token_logprobs(hidden, targets, lambda x: torch.cat([0 * x, x], 1), 2.0)

    assert logprobs.exp().item() == pytest.approx(0.75)
    assert entropy.item() == pytest.approx(-(0.75 * math.log(0.75) + 0.25 * math.log(0.25)))


@pytest.mark.parametrize("at_once", [7, 21, 22, 1000], ids=str)
def test_chunks_change_neither_values_nor_gradients(at_once: int) -> None:
    torch.manual_seed(0)
    head, hidden = nn.Linear(3, 7), torch.randn(11, 3, requires_grad=True)
    targets = torch.randint(7, (11,))
    expected = head(hidden).log_softmax(1).gather(1, targets[:, None])[:, 0]
    gradients = torch.autograd.grad(expected.sum(), [hidden, head.weight])
    logprobs, _ = token_logprobs(hidden, targets, head, 1.0, logits_at_once=at_once)

    torch.testing.assert_close(logprobs, expected)
    torch.testing.assert_close(
        torch.autograd.grad(logprobs.sum(), [hidden, head.weight]), gradients
    )


def test_no_chunk_holds_more_logits_than_allowed() -> None:
    seen: list[int] = []

    def head(part: torch.Tensor) -> torch.Tensor:
        seen.append(part.shape[0] * 10)
        return torch.zeros(part.shape[0], 10)

    token_logprobs(torch.zeros(25, 3), torch.zeros(25, dtype=torch.long), head, 1.0,
                   logits_at_once=40)  # fmt: skip

    assert max(seen) == 40


def test_half_precision_logits_are_reduced_in_single() -> None:
    logprobs, _ = token_logprobs(
        torch.zeros(1, 4, dtype=torch.bfloat16),
        torch.tensor([0]),
        lambda x: torch.zeros(1, 1000, dtype=torch.bfloat16),
        1.0,
    )

    assert logprobs.dtype == torch.float32
    assert logprobs.item() == pytest.approx(-math.log(1000), rel=1e-6)


def test_entropy_has_a_gradient_only_when_wanted() -> None:
    head, hidden, targets = nn.Linear(3, 7), torch.randn(2, 3), torch.tensor([0, 1])
    _, unwanted = token_logprobs(hidden, targets, head, 1.0)
    _, wanted = token_logprobs(hidden, targets, head, 1.0, entropy_needs_grad=True)

    assert not unwanted.requires_grad
    assert wanted.requires_grad
