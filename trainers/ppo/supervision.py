"""What tokens earn at the ends of lines: PPO's side of process supervision.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.ppo.config import PPOConfig
from codeeval_gym.trainers.process.lines import labels_of, line_ends
from codeeval_gym.trainers.process.rewards import paid_at_lines, potential_rewards, share_rewards
from codeeval_gym.trainers.process.supervisor import Features, ProcessSupervisor
from codeeval_gym.trainers.rollout import Turn

__all__ = ["Supervision", "reward_weights", "term_at_lines"]

TERM = "process"
"""Name of the reward's own process term."""


@dataclass(frozen=True)
class Supervision:
    """Turns what is known of lines into rewards of tokens."""

    policy: LLMAdapter
    """Wrote the programs."""
    env: Any
    """Pays them."""
    config: PPOConfig
    """How."""
    supervisor: ProcessSupervisor | None
    """Labels programs and judges lines; ``None`` without process supervision."""

    def weights(self) -> Mapping[str, float]:
        """Of the terms of the environment's reward."""
        return reward_weights(self.env)

    def bonus(
        self, turns: Sequence[Turn], mask: Tensor, features: Features, iteration: int
    ) -> tuple[Tensor | None, dict[str, float]]:
        """What tokens earn beside the score, and what is moved to them from the score.

        Args:
            turns: By episode, and by turn within it.
            mask: True on their tokens, ``(b, t)``.
            features: Of the frozen reference.
            iteration: Counted from 0.

        Returns:
            Rewards ``(b, t)``, ``None`` for nothing; and metrics by name.
        """
        parts = []
        metrics: dict[str, float] = {}
        if self.config.process_placement == "lines":
            moved = term_at_lines(
                self.policy, turns, mask, self.weights(), self.config.truncated != "penalise"
            )
            parts += [] if moved is None else [moved]
        if self.supervisor is not None:
            paid, metrics = self._paid(self.supervisor, turns, mask, features, iteration)
            parts.append(paid)
        return (torch.stack(parts).sum(dim=0) if parts else None), metrics

    def _paid(
        self,
        supervisor: ProcessSupervisor,
        turns: Sequence[Turn],
        mask: Tensor,
        features: Features,
        iteration: int,
    ) -> tuple[Tensor, dict[str, float]]:
        config = self.config
        ends, chances, metrics = supervisor.judge(turns, features, iteration)
        if config.process_reward == "share":
            if config.truncated == "penalise":  # a program that was cut off earns nothing
                pairs = zip(ends, turns, strict=True)
                ends = [[] if turn.truncated else row for row, turn in pairs]
            paid = share_rewards(ends, chances, mask, config.process_coeff)
        else:
            paid = potential_rewards(ends, chances, mask, config.process_coeff, config.gamma)
        sums = torch.stack([paid.abs().sum(), torch.tensor(float(len(turns))).to(paid)])
        total, programs = supervisor.reduce(sums).tolist()
        return paid, metrics | {"process/paid": total / max(programs, 1.0)}


def reward_weights(env: Any) -> dict[str, float]:
    """Terms of an environment's reward to their weights; empty if it does not say.

    Args:
        env: An environment, single or vector.
    """
    model = getattr(env.unwrapped, "reward_model", None)
    if model is None:
        return {}
    step = getattr(env.unwrapped, "training_step", 0)
    weights = {name: entry.weight_at(step) for name, entry in model.entries.items()}
    return {name: float(weight) for name, weight in weights.items() if weight > 0}


def term_at_lines(
    policy: LLMAdapter,
    turns: Sequence[Turn],
    mask: Tensor,
    weights: Mapping[str, float],
    pays_cut: bool,
) -> Tensor | None:
    """Credit what the reward's process term paid to the lines that earned it.

    Args:
        policy: Wrote the programs.
        turns: By episode, and by turn within it; only the last of an episode was paid.
        mask: True on their tokens, ``(b, t)``.
        weights: Of the reward's terms.
        pays_cut: True means that programs that the budget cut off keep what they were paid.

    Returns:
        What is to be added to rewards of which all is at the last token, ``(b, t)``; ``None`` where
        no record carries labels.
    """
    last = {turn.episode: turn for turn in turns}
    ends: list[list[int]] = [[] for _ in turns]
    paid = [0.0] * len(turns)
    for row, turn in enumerate(turns):
        record = turn.evaluation
        labelled = record is not None and record.process is not None and TERM in turn.terms
        if not labelled or turn is not last[turn.episode] or (turn.truncated and not pays_cut):
            continue
        assert record is not None
        places = line_ends(policy, turn.program, record.language)
        known = labels_of(policy, turn.program, places, record)
        ends[row] = [end.written for end, label in zip(places, known, strict=True) if label]
        whole = sum(weight for name, weight in weights.items() if name in turn.terms)
        paid[row] = weights.get(TERM, 0.0) * turn.terms[TERM] / whole if whole else 0.0
    return paid_at_lines(ends, paid, mask) if any(paid) else None
