"""Episodes to learn from again: without duplicates, drawn evenly over challenges and outcomes."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from codeeval_gym.errors import ConfigError, TrainingError
from codeeval_gym.trainers.dqn.trajectories import POLICY, Step, Trajectory

__all__ = ["Replay"]

FIRST_PRIORITY = 1.0
"""Of what has not been learnt from yet: an error of the whole range of returns."""


class Replay:
    """Keeps episodes up to a number.

    Args:
        capacity: How many. The policy's oldest go first; references and mutants stay as long as
            there are others.
        priority_exponent: How far episodes of large errors are drawn more often (Schaul et al.
            2016, "Prioritized Experience Replay", equation 1); 0 does not look at errors. There is
            no correction for it: drawing by strata is uneven on purpose already.
    """

    def __init__(self, capacity: int, priority_exponent: float = 0.0) -> None:
        self.capacity = capacity
        self.priority_exponent = priority_exponent
        self._kept: dict[bytes, Trajectory] = {}  # by key, the oldest first
        self._priorities: dict[bytes, float] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Any:
        return iter(self._kept.values())

    def add(self, episodes: Iterable[Trajectory]) -> int:
        """Keep episodes. One that is there already takes the place of the one before it.

        Returns:
            How many were new.
        """
        new = 0
        for episode in episodes:
            key = episode.key
            before = self._kept.pop(key, None)
            new += before is None
            if before is not None and before.source != POLICY:
                episode = before  # whoever finds a reference again does not make it its own
            self._kept[key] = episode
            self._priorities.setdefault(key, FIRST_PRIORITY)
        self._make_room()
        return new

    def sample(
        self, count: int, solved_share: float, chance: np.random.Generator
    ) -> list[Trajectory]:
        """Draw episodes, none of them twice.

        Solved and other episodes are drawn apart; within each, every challenge weighs the same,
        however many episodes there are of it. Where one sort has too few, there are more of the
        other.

        Args:
            count: How many; fewer are drawn if there are not so many.
            solved_share: Of them that should be solved, 0 to 1.
            chance: Decides.

        Raises:
            TrainingError: If nothing is kept.
        """
        if not self._kept:
            raise TrainingError(
                "There is nothing in the replay to learn from: every episode so far was left out "
                "(truncated='mask') or could not be judged. Raise max_new_tokens."
            )
        solved = [key for key, episode in self._kept.items() if episode.solved]
        rest = [key for key, episode in self._kept.items() if not episode.solved]
        wanted = round(count * solved_share)
        wanted = min(len(solved), max(wanted, count - len(rest)))
        drawn = self._draw(solved, wanted, chance) + self._draw(rest, count - wanted, chance)
        return [self._kept[key] for key in drawn]

    def prioritise(self, episodes: Sequence[Trajectory], errors: Sequence[float]) -> None:
        """Remember how wrong Q was about episodes.

        Args:
            episodes: From :meth:`sample`.
            errors: Mean absolute error of each.
        """
        for episode, error in zip(episodes, errors, strict=True):
            self._priorities[episode.key] = error

    def _draw(self, keys: list[bytes], count: int, chance: np.random.Generator) -> list[bytes]:
        count = min(count, len(keys))
        if not count:
            return []
        each = Counter(self._kept[key].challenge_id for key in keys)
        weights = np.array([1.0 / each[self._kept[key].challenge_id] for key in keys])
        if self.priority_exponent:
            errors = np.array([self._priorities[key] for key in keys])
            weights *= (errors + 1e-3) ** self.priority_exponent  # nothing is never drawn
        places = chance.choice(len(keys), count, replace=False, p=weights / weights.sum())
        return [keys[place] for place in places]

    def _make_room(self) -> None:
        over = len(self._kept) - self.capacity
        if over <= 0:
            return
        # Sorting keeps the order of age among equals.
        order = sorted(self._kept, key=lambda key: self._kept[key].source != POLICY)
        for key in order[:over]:
            del self._kept[key], self._priorities[key]

    # Save, load

    def write(self, folder: Path) -> None:
        """Write ``replay.safetensors`` and ``replay.json``."""
        rows = [
            {
                "challenge_id": episode.challenge_id,
                "source": episode.source,
                "solved": episode.solved,
                "born": episode.born,
                "priority": self._priorities[key],
                "steps": [
                    [step.prompt_length, len(step.tokens), [len(ids) for ids in step.others]]
                    for step in episode.steps
                ],
            }
            for key, episode in self._kept.items()
        ]
        (folder / "replay.json").write_text(json.dumps(rows), encoding="utf-8")
        steps = [step for episode in self for step in episode.steps]
        ids = [part for step in steps for part in (step.tokens, *step.others)]
        save_file(
            {
                "tokens": _joined(ids, np.int32),
                "rewards": _joined([step.rewards for step in steps], np.float32),
                "behaviour": _joined([step.behaviour for step in steps], np.float32),
            },
            folder / "replay.safetensors",
        )

    def read(self, folder: Path) -> None:
        """Take back what :meth:`write` wrote, in place of what is kept.

        Raises:
            ConfigError: If it cannot be read.
        """
        try:
            rows = json.loads((folder / "replay.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigError(f"The replay in {str(folder)!r} cannot be read: {error}.") from error
        arrays = {
            name: _Reader(tensor.numpy())
            for name, tensor in load_file(folder / "replay.safetensors").items()
        }
        self._kept, self._priorities = {}, {}
        for row in rows:
            steps = tuple(_step(arrays, *shape) for shape in row["steps"])
            fields = (row["challenge_id"], row["source"], row["solved"], row["born"])
            episode = Trajectory(*fields, steps)
            self._kept[episode.key] = episode
            self._priorities[episode.key] = row["priority"]


class _Reader:
    """Hands out an array piece by piece."""

    def __init__(self, array: Any) -> None:
        self.array = array
        self.place = 0

    def take(self, count: int) -> Any:
        piece = self.array[self.place : self.place + count].copy()
        self.place += count
        return piece


def _step(arrays: dict[str, _Reader], prompt_length: int, length: int, others: list[int]) -> Step:
    written = length - prompt_length
    return Step(
        tokens=arrays["tokens"].take(length),
        prompt_length=prompt_length,
        rewards=arrays["rewards"].take(written),
        behaviour=arrays["behaviour"].take(written),
        others=tuple(arrays["tokens"].take(count) for count in others),
    )


def _joined(parts: Sequence[Any], dtype: Any) -> torch.Tensor:
    return torch.from_numpy(np.concatenate([np.zeros(0, dtype), *parts]).astype(dtype))
