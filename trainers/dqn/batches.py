"""From episodes of the replay to tensors: their rows, and their decisions in order.

Shapes: see :mod:`codeeval_gym.trainers.masked`; ``n`` is the number of decisions, ``e`` that of
episodes, ``d`` that of decisions in the longest of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from codeeval_gym.trainers.batches import Programs, by_length
from codeeval_gym.trainers.dqn.trajectories import Trajectory

__all__ = ["Batch", "batch_of", "decisions_of", "micro_batches"]


@dataclass(frozen=True)
class Batch:
    """Some episodes."""

    programs: Programs
    """A row for each turn; at the level of programs K for each, the chosen one first."""
    groups: int
    """K; 0 at the level of tokens."""
    mask: Tensor
    """True on the decisions of each episode, ``(e, d)``."""
    rewards: Tensor
    """What each decision earned, ``(n,)``."""
    behaviour: Tensor
    """Log-probability of each decision when it was made, ``(n,)``."""
    weights: Tensor
    """Weight of the conservative term at each decision, ``(n,)``."""

    def spread(self, flat: Tensor) -> Tensor:
        """From one number for each decision to episodes, ``(n,)`` to ``(e, d)``."""
        zeros = torch.zeros(self.mask.shape, dtype=flat.dtype, device=flat.device)
        return zeros.masked_scatter(self.mask, flat)


def decisions_of(episode: Trajectory, groups: int) -> int:
    """How many decisions an episode has.

    Args:
        episode: The episode.
        groups: K at the level of programs; 0 at that of tokens.
    """
    return len(episode.steps) if groups else sum(len(step.rewards) for step in episode.steps)


def batch_of(
    episodes: Sequence[Trajectory], weights: Sequence[float], groups: int, device: torch.device
) -> Batch:
    """Lay episodes out.

    Args:
        episodes: At least one.
        weights: Of each in the conservative term.
        groups: K at the level of programs; 0 at that of tokens.
        device: Where the tensors go.
    """
    prompts, programs = [], []
    for episode in episodes:
        for step in episode.steps:
            prompts += [step.prompt] * max(1, groups)
            programs += [step.program, *(other.tolist() for other in step.others)]
    counts = [decisions_of(episode, groups) for episode in episodes]
    lengths = torch.tensor(counts, device=device)
    steps = [step for episode in episodes for step in episode.steps]
    if groups:  # a program's reward and probability are on its last token
        rewards = np.array([step.rewards.sum() for step in steps], np.float32)
        behaviour = np.array([step.behaviour.sum() for step in steps], np.float32)
    else:
        rewards = np.concatenate([step.rewards for step in steps])
        behaviour = np.concatenate([step.behaviour for step in steps])
    return Batch(
        programs=Programs.join(prompts, programs).to(device),
        groups=groups,
        mask=torch.arange(max(counts), device=device) < lengths[:, None],
        rewards=torch.from_numpy(rewards).to(device),
        behaviour=torch.from_numpy(behaviour).to(device),
        weights=torch.tensor(weights, device=device).repeat_interleave(lengths),
    )


def micro_batches(
    episodes: Sequence[Trajectory], groups: int, max_tokens: int
) -> Iterator[list[int]]:
    """Cut episodes into parts of like length; an episode is not torn apart.

    Args:
        episodes: The episodes.
        groups: K at the level of programs; 0 at that of tokens.
        max_tokens: At most this many tokens in one part, padding counted; an episode longer than
            that is a part by itself.

    Yields:
        Places in ``episodes``.
    """
    cost = [
        max(1, groups)
        * len(episode.steps)
        * max(
            step.prompt_length + max(len(step.rewards), *map(len, step.others), 0)
            for step in episode.steps
        )
        for episode in episodes
    ]
    for part in by_length(torch.arange(len(episodes)), torch.tensor(cost), max_tokens):
        yield part.tolist()
