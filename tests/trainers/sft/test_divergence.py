"""The KL along given programs, against its definition."""

import math

import pytest
import torch

from codeeval_gym.trainers.sft import divergence as module
from codeeval_gym.trainers.sft.divergence import divergence


def test_by_hand() -> None:
    """Logits stand for themselves: two tokens, at two places."""
    ours = torch.tensor([[math.log(0.5), math.log(0.5)], [math.log(0.9), math.log(0.1)]])
    theirs = torch.tensor([[math.log(0.5), math.log(0.5)], [math.log(0.6), math.log(0.4)]])
    found = divergence(ours, theirs, lambda x: x, lambda x: x, 1.0)

    assert found.item() == pytest.approx(0.9 * math.log(0.9 / 0.6) + 0.1 * math.log(0.1 / 0.4))


def test_the_temperature_divides_the_logits_of_both() -> None:
    ours, theirs = torch.randn(2, 5, 7, generator=torch.Generator().manual_seed(0))
    warm = divergence(ours, theirs, lambda x: x, lambda x: x, 2.0)

    torch.testing.assert_close(
        warm, divergence(ours / 2, theirs / 2, lambda x: x, lambda x: x, 1.0)
    )


def test_pieces_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = torch.randn(2, 5, 7, generator=torch.Generator().manual_seed(0))
    whole = divergence(ours, theirs, lambda x: x, lambda x: x, 1.0)
    monkeypatch.setattr(module, "TOKENS_AT_ONCE", 2)

    torch.testing.assert_close(divergence(ours, theirs, lambda x: x, lambda x: x, 1.0), whole)
