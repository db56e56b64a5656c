"""Whole episodes as they are kept: what was read and written, as ids, and what it earned."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from codeeval_gym.trainers.rollout import Turn
from codeeval_gym.types import Verdict

__all__ = ["MUTANT", "POLICY", "REFERENCE", "Step", "Trajectory", "trajectories"]

POLICY, REFERENCE, MUTANT = "policy", "reference", "mutant"

Ids = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Step:
    """One turn."""

    tokens: NDArray[np.int32]
    """Ids of prompt and program, EOS included, ``(length,)``."""
    prompt_length: int
    """How many of them are the prompt."""
    rewards: NDArray[np.float32]
    """What each token of the program earned, ``(program length,)``."""
    behaviour: NDArray[np.float32]
    """Log-probability of each when it was written, under what wrote it, ``(program length,)``."""
    others: tuple[NDArray[np.int32], ...] = ()
    """The programs that were not chosen, at the level of programs; none at that of tokens."""

    @property
    def prompt(self) -> list[int]:
        """Ids of the prompt."""
        ids: list[int] = self.tokens[: self.prompt_length].tolist()
        return ids

    @property
    def program(self) -> list[int]:
        """Ids of the program."""
        ids: list[int] = self.tokens[self.prompt_length :].tolist()
        return ids


@dataclass(frozen=True, eq=False)
class Trajectory:
    """One episode that was judged."""

    challenge_id: str
    """Which challenge; two episodes on one challenge share its place in the replay."""
    source: str
    """Who wrote it: :data:`POLICY`, :data:`REFERENCE` or :data:`MUTANT`."""
    solved: bool
    """True means that its last program was accepted."""
    born: int
    """Iteration in which it was written."""
    steps: tuple[Step, ...]
    """Its turns."""

    @property
    def key(self) -> bytes:
        """The same for the same programs on the same prompts."""
        digest = hashlib.sha256(self.challenge_id.encode())
        for step in self.steps:
            digest.update(len(step.tokens).to_bytes(4, "little") + step.tokens.tobytes())
            for other in step.others:  # another choice is another action
                digest.update(len(other).to_bytes(4, "little") + other.tobytes())
        return digest.digest()


def trajectories(
    turns: Iterable[Turn],
    *,
    source: str,
    iteration: int,
    truncated: str = "penalise",
    others: Mapping[tuple[Ids, Ids], Sequence[Ids]] | None = None,
) -> list[Trajectory]:
    """Episodes of a rollout as they are kept.

    Args:
        turns: By episode, and by turn within it; none that infrastructure failed.
        source: Who wrote them.
        iteration: In which.
        truncated: ``penalise`` takes the reward from programs that the budget cut off, ``mask``
            leaves their episodes out.
        others: By prompt and program, the programs that were not chosen.
    """
    kept = []
    for _, group in groupby(turns, key=lambda turn: turn.episode):
        episode = list(group)
        if truncated == "mask" and any(turn.truncated for turn in episode):
            continue
        last = episode[-1]
        kept.append(
            Trajectory(
                # Where the environment names none, its first prompt stands for the challenge.
                challenge_id=last.challenge_id or repr(episode[0].prompt),
                source=source,
                solved=last.verdict == Verdict.ACCEPTED and not last.truncated,
                born=iteration,
                steps=tuple(_step(turn, (others or {})) for turn in episode),
            )
        )
    return kept


def _step(turn: Turn, others: Mapping[tuple[Ids, Ids], Sequence[Ids]]) -> Step:
    rewards = np.zeros(len(turn.program), dtype=np.float32)
    rewards[-1] = 0.0 if turn.truncated else turn.reward
    left = others.get((turn.prompt, turn.program), ())
    return Step(
        tokens=np.array([*turn.prompt, *turn.program], dtype=np.int32),
        prompt_length=len(turn.prompt),
        rewards=rewards,
        behaviour=np.array(turn.logprobs, dtype=np.float32),
        others=tuple(np.array(ids, dtype=np.int32) for ids in left),
    )
