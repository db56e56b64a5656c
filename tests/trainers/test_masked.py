"""Sums, means and whitening over the positions that count."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from codeeval_gym.errors import TrainingError
from codeeval_gym.trainers.masked import masked_mean, masked_sum, whiten


@st.composite
def weighted(draw: st.DrawFn) -> tuple[Tensor, Tensor]:
    """Values and a mask of the same shape that is true at least twice."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(2, 5))
    numbers = st.floats(-100, 100, width=32)
    size = rows * columns
    values = draw(st.lists(numbers, min_size=size, max_size=size))
    mask = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    mask[0] = mask[1] = True
    return torch.tensor(values).view(rows, columns), torch.tensor(mask).view(rows, columns)


def test_values_by_hand() -> None:
    values = torch.tensor([[1.0, 2.0, 100.0], [6.0, 100.0, 100.0]])
    mask = torch.tensor([[True, True, False], [True, False, False]])

    assert masked_sum(values, mask).item() == 9.0
    assert masked_mean(values, mask).item() == 3.0
    # deviations -2, -1, 3; variance 14/3
    expected = torch.tensor([[-2.0, -1.0, 0.0], [3.0, 0.0, 0.0]])
    torch.testing.assert_close(whiten(values, mask, keep_scale=True), expected)
    torch.testing.assert_close(whiten(values, mask), expected / math.sqrt(14 / 3))


@given(weighted())
def test_what_is_masked_never_matters(case: tuple[Tensor, Tensor]) -> None:
    values, mask = case
    spoilt = torch.where(mask, values, torch.nan)

    assert torch.equal(masked_mean(spoilt, mask), masked_mean(values, mask))
    assert torch.equal(whiten(spoilt, mask), whiten(values, mask))


@given(weighted())
def test_whitened_values_have_mean_zero_and_variance_one(case: tuple[Tensor, Tensor]) -> None:
    values, mask = case
    values = values + torch.arange(values.numel()).view(values.shape)  # never all the same
    white = whiten(values, mask)[mask]

    assert white.mean().item() == pytest.approx(0, abs=1e-3)
    spread = values[mask].var(correction=0).item()
    assert white.var(correction=0).item() == pytest.approx(spread / (spread + 1e-8), abs=1e-3)


def test_whitening_is_over_all_processes() -> None:
    """Two halves that each know the sums of both are whitened like the whole."""
    whole = torch.tensor([[1.0, 2.0], [3.0, 7.0]])
    ones = torch.ones(1, 2)
    sums = iter([torch.tensor(4.0), torch.tensor(13.0), torch.tensor(4.0), None])

    def reduce(tensor: Tensor) -> Tensor:
        known = next(sums)
        return tensor + (whole[1:] - 3.25).square().sum() if known is None else known

    torch.testing.assert_close(
        whiten(whole[:1], ones, reduce=reduce), whiten(whole, torch.ones(2, 2))[:1]
    )


def test_a_mean_over_nothing_is_refused() -> None:
    with pytest.raises(TrainingError, match="over no token at all"):
        masked_mean(torch.ones(2, 2), torch.zeros(2, 2))
