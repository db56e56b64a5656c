"""Checks that catch the silent bugs of reinforcement learning on language models.

Each costs next to nothing, runs in every training, and raises
:class:`~codeeval_gym.errors.TrainingError` with what to look at.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from codeeval_gym.errors import TrainingError
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.rollout import Rollout, Turn

__all__ = [
    "check_age",
    "check_finite",
    "check_infra",
    "check_mask",
    "check_reference",
    "check_rewards",
    "check_sampling",
    "check_values",
]

FP32_NOISE = 1e-4
"""Nats. Two fp32 forward passes over the same row in batches of other shapes sum in another order
and differ by some 1e-6; any real difference of policy, temperature or mask is larger than this."""
BF16_NOISE = 0.2
"""Nats. As above with bfloat16 logits, of 8 bits, near 10."""
SAMPLING_GAP = 0.1
"""Nats, mean per token: what another dtype or attention kernel may differ by; a shifted position,
another temperature or a lost token gives whole nats."""


def check_infra(rollout: Rollout, max_share: float) -> None:
    """Stop when too many episodes could not be judged, rather than train on the few that could.

    Raises:
        TrainingError: If more than ``max_share`` of the episodes failed.
    """
    failed = rollout.failed
    episodes = len({turn.episode for turn in rollout.turns})
    if len(failed) == episodes or len(failed) > max_share * episodes:
        reason = next(iter(failed.values()))
        raise TrainingError(
            f"Infrastructure failed for {len(failed)} of {episodes} episodes, more than the share "
            f"of {max_share:g} that max_infra_share allows. The first reason: {reason}. "
            "Mend it (codeeval-gym doctor) and resume; nothing was learnt from this iteration."
        )


def check_rewards(turns: Sequence[Turn]) -> None:
    """An episode's return must lie in [0, 1]: rewards are bounded by contract, never clipped.

    Raises:
        TrainingError: If a return does not.
    """
    returns: dict[int, float] = {}
    for turn in turns:
        returns[turn.episode] = returns.get(turn.episode, 0.0) + turn.reward
    for total in returns.values():
        if not -1e-6 <= total <= 1 + 1e-6:  # sums of weighted terms round in the last digits
            raise TrainingError(
                f"An episode earned {total!r}; expected a return from 0 to 1. Check the weights "
                "of the reward model and the range of its terms (testing.check_reward)."
            )


def check_age(rollout: Rollout, iteration: int, most: int) -> int:
    """A rollout must be of the policy that learns from it, or of one that is not much older.

    The ratio cannot tell: old log-probabilities are computed again, under the policy as it is now.

    Args:
        rollout: What was collected.
        iteration: The one that learns from it, counted from 0.
        most: Iterations of updates that it may be behind.

    Returns:
        How many it is behind; 0 if the rollout does not say.

    Raises:
        TrainingError: If it is more than ``most``, or of a policy that is still to come.
    """
    age = 0 if rollout.iteration is None else iteration - rollout.iteration
    if not 0 <= age <= most:
        raise TrainingError(
            f"The rollout of iteration {rollout.iteration} came to iteration {iteration}; it may "
            f"be {most} behind. PPO's ratio is to the policy that collected: collect anew, or "
            "raise max_policy_age."
        )
    return age


def check_mask(programs: Programs, turns: Sequence[Turn]) -> None:
    """The mask must cover exactly the tokens that the policy wrote, all of them.

    Raises:
        TrainingError: If it does not.
    """
    for row, turn in enumerate(turns):
        start = int(programs.prompt_lengths[row])
        end = start + int(programs.mask[row].sum())
        if programs.input_ids[row, start:end].tolist() != list(turn.program):
            raise TrainingError(
                f"The action mask of row {row} covers {end - start} tokens from {start} on, which "
                f"are not the {len(turn.program)} that were sampled. Losses would train the "
                "prompt or padding."
            )


def check_sampling(sampled: Tensor, recomputed: Tensor, mask: Tensor) -> float:
    """Sampler and trainer must mean the same policy.

    Args:
        sampled: Log-probabilities that the sampler computed, ``(b, t)``.
        recomputed: Those of the training pass, ``(b, t)``.
        mask: True on the programs' tokens, ``(b, t)``.

    Returns:
        The mean absolute difference, nats per token.

    Raises:
        TrainingError: If it is more than :data:`SAMPLING_GAP`.
    """
    gap = (sampled - recomputed)[mask].abs().mean().item()
    if not gap <= SAMPLING_GAP:
        raise TrainingError(
            f"Log-probabilities of the sampler and of the training pass differ by {gap:.3g} nats "
            f"per token; expected at most {SAMPLING_GAP}. Look at padding, positions, temperature "
            "and the ids at the border of prompt and program."
        )
    return gap


def check_reference(logprobs: Tensor, ref_logprobs: Tensor, mask: Tensor, noise: float) -> None:
    """Before the first update the policy is its reference: their KL must be 0.

    Raises:
        TrainingError: If they differ by more than ``noise`` nats at some token.
    """
    gap = (logprobs - ref_logprobs)[mask].abs().max().item()
    if not gap <= noise:
        raise TrainingError(
            f"Before the first update the policy differs from its reference by {gap:.3g} nats at "
            f"some token; expected 0 (tolerance {noise}). The reference is not a copy of the "
            "policy, or the two are not computed in the same way."
        )


def check_finite(name: str, value: Tensor | float) -> None:
    """A loss or gradient must be a number; one step with NaN ruins the policy for good.

    Raises:
        TrainingError: If it is not.
    """
    if not torch.isfinite(torch.as_tensor(value)).all():
        raise TrainingError(
            f"The {name} is {float(value)!r}. Nothing was changed by this step; the last "
            "checkpoint is sound. Lower the learning rate, or look at this iteration's rewards."
        )


def check_values(name: str, values: Tensor, low: float, high: float) -> None:
    """No value of an action that was taken may promise more than twice what can be earned.

    From below there is no bound: an unlikely action is worth little, whatever it earned.

    Args:
        name: Of the values.
        values: Of the actions taken, any shape, at least one.
        low: The least return that can be.
        high: The greatest.

    Raises:
        TrainingError: If one lies above ``high`` by more than the whole range.
    """
    most = values.max().item()
    if most > high + (high - low):
        raise TrainingError(
            f"{name} promises a return of {most:.3g}, where {low:g} to {high:g} can be earned: it "
            "diverges. Nothing was changed by this step. Lower value_learning_rate and "
            "learning_rate, or let the target follow more slowly (polyak, target_every)."
        )
