"""What PPO learns from: programs and what is known about each of their tokens.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

from dataclasses import dataclass, fields, replace

from torch import Tensor

from codeeval_gym.trainers.batches import Programs

__all__ = ["Experience"]


@dataclass(frozen=True)
class Experience:
    """A rollout, ready for updates. All but ``programs`` and ``counts`` has shape ``(b, t)``."""

    programs: Programs
    """The rows."""
    weights: Tensor
    """1 where a token counts in statistics, 0 elsewhere."""
    shares: Tensor
    """How much a token counts in the policy's loss, before it is divided by the sum of ``counts``;
    see :func:`~codeeval_gym.trainers.ppo.losses.loss_shares`."""
    counts: Tensor
    """What each row adds to the denominator of the policy's loss, ``(b,)``."""
    value_weights: Tensor
    """1 where the value function is asked, 0 elsewhere."""
    old_logprobs: Tensor
    """Under the policy that wrote the programs, computed as in training."""
    ref_logprobs: Tensor
    """Under the frozen reference; equal to ``old_logprobs`` where no KL is asked for."""
    old_values: Tensor
    """What the value function said before the update."""
    advantages: Tensor
    """As the policy loss takes them: whitened."""
    returns: Tensor
    """Targets of the value function."""

    def select(self, rows: Tensor) -> "Experience":
        """Some rows, without the padding that only the others needed."""
        programs = self.programs.select(rows)
        width = programs.mask.shape[1]
        kept = {
            field.name: getattr(self, field.name)[rows, :width]
            for field in fields(self)
            if field.name not in ("programs", "counts")
        }
        return replace(self, programs=programs, counts=self.counts[rows], **kept)
