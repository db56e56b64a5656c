"""The parts of the objective, put together."""

from dataclasses import replace

import pytest
import torch

from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.ppo.batches import Experience
from codeeval_gym.trainers.ppo.objective import SUMS, Objective, Totals, objective
from codeeval_gym.trainers.ppo.value_model import Outputs

PLAIN = Objective(
    clip_range=0.2,
    dual_clip=None,
    value_clip_range=None,
    value_coeff=0.0,
    entropy_coeff=0.0,
    kl_coeff=0.0,
)
# One program of two tokens and one of one; the policy has not moved yet.
BATCH = Experience(
    programs=Programs.join([[5], [5]], [[1, 2], [3]]),
    weights=torch.tensor([[1.0, 1.0], [1.0, 0.0]]),
    shares=torch.tensor([[1.0, 1.0], [1.0, 0.0]]),
    counts=torch.tensor([2.0, 1.0]),
    value_weights=torch.tensor([[1.0, 1.0], [1.0, 0.0]]),
    old_logprobs=torch.tensor([[-1.0, -1.0], [-2.0, 0.0]]),
    ref_logprobs=torch.tensor([[-1.0, -2.0], [-2.0, 0.0]]),
    old_values=torch.zeros(2, 2),
    advantages=torch.tensor([[1.0, 2.0], [3.0, 0.0]]),
    returns=torch.tensor([[1.0, 1.0], [0.0, 0.0]]),
)
FOUR = Totals(4.0, 4.0, 4.0)
OUTPUTS = Outputs(
    logprobs=BATCH.old_logprobs.clone(),
    entropy=torch.tensor([[0.5, 0.7], [0.3, 9.0]]),
    values=torch.tensor([[0.0, 3.0], [0.0, 9.0]]),
)


@pytest.mark.parametrize(
    ("weigh", "expected"),
    [
        (PLAIN, -(1 + 2 + 3) / 4),
        (replace(PLAIN, value_coeff=0.5), -6 / 4 + 0.5 * (1 + 4) / 2 / 4),
        (replace(PLAIN, entropy_coeff=0.1), -6 / 4 - 0.1 * 1.5 / 4),
        (replace(PLAIN, kl_coeff=0.2), -6 / 4 + 0.2 * 0.5 / 4),
    ],
    ids=["policy", "value", "entropy", "kl"],
)
def test_the_parts_by_hand(weigh: Objective, expected: float) -> None:
    """A total of 4 tokens: one more is in another micro-batch."""
    loss, _, _ = objective(OUTPUTS, BATCH, weigh, FOUR)

    assert loss.item() == pytest.approx(expected)


def test_sums_and_largest_ratio_by_hand() -> None:
    moved = OUTPUTS._replace(logprobs=BATCH.old_logprobs - 0.5)
    _, sums, largest = objective(moved, BATCH, PLAIN, FOUR)

    # Shares in means over four tokens, of which three are here.
    named = dict(zip(SUMS, sums.tolist(), strict=True))
    assert named["entropy"] == pytest.approx(1.5 / 4)
    assert named["value_loss"] == pytest.approx(2.5 / 4)
    # The ratio is exp(-0.5) for all three; per token it is r - 1 - log r.
    assert named["update_kl"] == pytest.approx(3 * (0.6065307 - 1 + 0.5) / 4)
    assert largest.item() == pytest.approx(0.5)


def test_in_warm_up_only_the_value_loss_is_left() -> None:
    weigh = replace(PLAIN, value_coeff=0.5, entropy_coeff=1.0, kl_coeff=1.0)
    loss, _, _ = objective(OUTPUTS, BATCH, weigh, FOUR, train_policy=False)

    assert loss.item() == pytest.approx(0.5 * 2.5 / 4)
