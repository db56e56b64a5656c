"""Labels programs, fits the process head on them, and says what each line is worth.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.masked import Reduce, local
from codeeval_gym.trainers.process.head import ProcessHead
from codeeval_gym.trainers.process.labelling import Labeller
from codeeval_gym.trainers.process.lines import LineEnd, labels_of, line_ends
from codeeval_gym.trainers.rollout import Turn
from codeeval_gym.types import Evaluation, Verdict

__all__ = ["Part", "ProcessSupervisor", "Verdicts"]

Features = Callable[[Sequence[Sequence[int]]], Sequence[Tensor]]
"""From how many tokens were written at some places, for each row, to the reference's hidden states
there, ``(n, h)`` for each row."""
_CHANCE = 0x70726F63
"""Sets the chance of labelling apart from that of sampling and of minibatches."""


class Part(NamedTuple):
    """Which of several processes this is."""

    place: int
    """From 0."""
    of: int
    """How many there are."""


ALONE = Part(0, 1)
"""The only one."""


class Verdicts(NamedTuple):
    """What the head says of a rollout."""

    ends: list[list[int]]
    """For each row how many tokens were written when its lines ended."""
    chances: list[Tensor]
    """For each row the chance that it can be completed from there, ``(n,)``; empty where the head
    has not seen a label yet."""
    metrics: dict[str, float]
    """By name, as documented in ``docs/process.md``."""


class _Labelled(NamedTuple):
    row: int
    record: Evaluation
    weight: float


@dataclass(frozen=True)
class ProcessSupervisor:
    """Holds the head, and has programs labelled for it."""

    policy: LLMAdapter
    """Wrote the programs."""
    labeller: Labeller
    """Labels them."""
    head: ProcessHead
    """Is fitted on the labels."""
    labels: int
    """Programs that failed to be labelled at a time, over all processes. Those that were accepted
    are labelled in any case: that takes no completion."""
    every: int
    """Iterations from one labelling to the next."""
    seed: int
    """Source of all chance, with the iteration."""
    reduce: Reduce = field(default=local)
    """Adds up over processes."""
    part: Part = ALONE
    """Which process this is."""

    def judge(self, turns: Sequence[Turn], features: Features, iteration: int) -> Verdicts:
        """Say of each line of a rollout whether the program could still be completed after it.

        Args:
            turns: The rollout.
            features: Of the frozen reference.
            iteration: Counted from 0.
        """
        ends = [self._ends(turn) for turn in turns]
        places = [[end.written for end in row] for row in ends]
        hidden = features(places)
        metrics: dict[str, float] = {}
        if iteration % self.every == 0:
            started = time.perf_counter()
            labelled, completions = self._label(turns, iteration)
            metrics = self._learn(turns, ends, hidden, labelled)
            metrics["process/completions"] = self._total(completions)
            metrics["process/label_seconds"] = time.perf_counter() - started
        if not self.head.is_fitted:
            return Verdicts([[] for _ in turns], [rows[:0, 0] for rows in hidden], metrics)
        return Verdicts(places, [self.head(rows) for rows in hidden], metrics)

    def _ends(self, turn: Turn) -> list[LineEnd]:
        language = "python" if turn.evaluation is None else turn.evaluation.language
        return line_ends(self.policy, turn.program, language)

    def _total(self, number: float) -> float:
        return self.reduce(torch.tensor(float(number), device=self.head.weight.device)).item()

    def _label(self, turns: Sequence[Turn], iteration: int) -> tuple[list[_Labelled], int]:
        """Records with labels, and the completions that they took.

        Failed programs stand for those that were not chosen.
        """
        judged = [row for row, turn in enumerate(turns) if turn.evaluation is not None]
        failed = [row for row in judged if turns[row].verdict != Verdict.ACCEPTED]
        chance = np.random.default_rng([self.seed, iteration, self.part.place, _CHANCE])
        size, rest = divmod(self.labels, self.part.of)
        size = min(len(failed), size + (self.part.place < rest))
        chosen = sorted(chance.choice(failed, size, replace=False).tolist()) if size else []
        rows = [*chosen, *(row for row in judged if row not in set(failed))]
        asked = [turns[row] for row in rows]
        records, completions = self.labeller(asked, int(chance.integers(2**31)))
        known = [(row, record) for row, record in zip(rows, records, strict=True) if record]
        among = sum(row in set(chosen) for row, _ in known)
        weight = len(failed) / max(among, 1)
        labelled = [_Labelled(row, item, weight if row in chosen else 1.0) for row, item in known]
        return labelled, completions

    def _learn(
        self,
        turns: Sequence[Turn],
        ends: Sequence[Sequence[LineEnd]],
        hidden: Sequence[Tensor],
        labelled: Sequence[_Labelled],
    ) -> dict[str, float]:
        """Fit the head; how well it knew these labels before."""
        device = self.head.weight.device
        features, labels, weights = [hidden[0][:0]], [], []
        for row, record, weight in labelled:
            known = labels_of(self.policy, turns[row].program, ends[row], record)
            places = [place for place, label in enumerate(known) if label is not None]
            features.append(hidden[row][places])
            labels += [float(bool(known[place])) for place in places]
            weights += [weight] * len(places)
        rows = torch.cat(features).float()
        target, counts = (torch.tensor(x, device=device) for x in (labels, weights))
        before = self._foreseen(rows, target, counts)
        self.head.fit(rows, target, counts, self.reduce)
        return self._counted(turns, labelled, len(labels)) | before

    def _foreseen(self, rows: Tensor, labels: Tensor, weights: Tensor) -> dict[str, float]:
        """How much of the new labels' variance the head explains that has not seen them."""
        if not self.head.is_fitted:
            return {}
        error = (weights * (self.head(rows) - labels).square()).sum()
        sums = [weights.sum(), (weights * labels).sum(), (weights * labels.square()).sum(), error]
        count, ones, squares, missed = self.reduce(torch.stack(sums).double()).tolist()
        spread = squares - ones**2 / count if count else 0.0
        if spread <= 1e-6 * count:  # all alike: there is nothing to tell apart
            return {}
        return {"process/explained_variance": 1.0 - missed / spread}

    def _counted(
        self, turns: Sequence[Turn], labelled: Sequence[_Labelled], lines: int
    ) -> dict[str, float]:
        shares = [
            record.process.share or 0.0
            for row, record, _ in labelled
            if record.process is not None and turns[row].verdict != Verdict.ACCEPTED
        ]
        failed, share = self._total(len(shares)), self._total(sum(shares))
        counted = {"process/labelled": failed, "process/lines": self._total(lines)}
        return counted | ({"process/share": share / failed} if failed else {})
