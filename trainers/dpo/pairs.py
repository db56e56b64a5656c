"""Pairs of programs written for the same prompt, of which one is better."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from codeeval_gym.trainers.dpo.config import DPOConfig
from codeeval_gym.trainers.examples import Example, accepted
from codeeval_gym.trainers.rollout import Turn

__all__ = [
    "CORRECTNESS",
    "EFFICIENCY",
    "KINDS",
    "MUTUAL",
    "Pair",
    "Written",
    "counts",
    "make_pairs",
    "states",
]

CORRECTNESS, EFFICIENCY, MUTUAL = "correctness", "efficiency", "mutual"
KINDS = (CORRECTNESS, EFFICIENCY, MUTUAL)
"""Why one program of a pair is better."""


@dataclass(frozen=True)
class Written:
    """A program of a rollout, and what is known of it."""

    row: int
    """The first row of the rollout that it is in."""
    example: Example
    """The program."""
    accepted: bool
    """True if the environment accepted it as it stands."""
    efficiency: float | None
    """Its score, 0 to 1; ``None`` where it was not measured."""


@dataclass(frozen=True)
class Pair:
    """Two programs for one prompt."""

    kind: str
    """One of :data:`KINDS`."""
    chosen: Written
    """The better one."""
    rejected: Written
    """The other."""


def states(turns: Sequence[Turn], *, truncated: str) -> list[list[Written]]:
    """The different programs that were written for each prompt.

    Args:
        turns: None that infrastructure failed.
        truncated: ``mask`` leaves programs out that the budget cut off; they are else among those
            that were not accepted.
    """
    found: dict[tuple[str, tuple[int, ...]], dict[tuple[int, ...], Written]] = {}
    for row, turn in enumerate(turns):
        if turn.truncated and truncated == "mask":
            continue
        example = Example.of(turn)
        those = found.setdefault((example.challenge_id, example.prompt), {})
        those.setdefault(example.program, Written(row, example, accepted(turn), _efficiency(turn)))
    return [list(those.values()) for those in found.values()]


def _efficiency(turn: Turn) -> float | None:
    report = None if turn.evaluation is None else turn.evaluation.efficiency
    return None if report is None else report.score


def make_pairs(
    groups: Iterable[Sequence[Written]],
    config: DPOConfig,
    chance: np.random.Generator,
    beliefs: Callable[[Written], float | None] | None = None,
) -> list[Pair]:
    """The pairs of an iteration.

    Args:
        groups: From :func:`states`.
        config: How many of which.
        chance: Decides which, where there are more.
        beliefs: With ``verified_by="mutual"``, how far a program is believed; ``None`` for one
            that nothing is known of.
    """
    pairs: list[Pair] = []
    for group in groups:
        mixed = [group[place] for place in chance.permutation(len(group))]
        if config.verified_by == "mutual":
            pairs += _mutual(mixed, config, beliefs or (lambda _: None))
        else:
            pairs += _correctness(mixed, config)
            pairs += _efficient(mixed, config)
    return pairs


def _correctness(group: Sequence[Written], config: DPOConfig) -> list[Pair]:
    """Each accepted and each other program as often as any of its kind, or once less."""
    good = [one for one in group if one.accepted]
    bad = [one for one in group if not one.accepted]
    if not good or not bad:
        return []
    count = min(config.correctness_pairs, max(len(good), len(bad)))
    if config.rejected == "nearest":
        chosen = [good[number % len(good)] for number in range(min(count, len(good)))]
        return [Pair(CORRECTNESS, one, max(bad, key=lambda b: _likeness(one, b))) for one in chosen]
    return [
        Pair(CORRECTNESS, good[number % len(good)], bad[number % len(bad)])
        for number in range(count)
    ]


def _likeness(one: Written, other: Written) -> float:
    """Share of tokens in common, in order, 0 to 1."""
    first, second = one.example.program, other.example.program
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _efficient(group: Sequence[Written], config: DPOConfig) -> list[Pair]:
    """Accepted programs whose measured scores lie apart; the widest apart first."""
    measured = [
        (one.efficiency, one) for one in group if one.accepted and one.efficiency is not None
    ]
    wide = [
        (better - worse, Pair(EFFICIENCY, one, other))
        for better, one in measured
        for worse, other in measured
        if better - worse >= config.efficiency_margin and better > worse
    ]
    wide.sort(key=lambda item: -item[0])  # stable: equals stay shuffled
    return [pair for _, pair in wide[: config.efficiency_pairs]]


def _mutual(
    group: Sequence[Written],
    config: DPOConfig,
    beliefs: Callable[[Written], float | None],
) -> list[Pair]:
    """The most and the least believed program of a challenge."""
    believed = [(score, one) for one in group if (score := beliefs(one)) is not None]
    if len(believed) < 2:
        return []
    high, chosen = max(believed, key=lambda item: item[0])
    low, rejected = min(believed, key=lambda item: item[0])
    if high <= low or high - low < config.mutual_margin * high:
        return []
    return [Pair(MUTUAL, chosen, rejected)]


def counts(pairs: Iterable[Pair]) -> Mapping[str, float]:
    """How many pairs of each kind there are, by metric."""
    found = dict.fromkeys(KINDS, 0.0)
    for pair in pairs:
        found[pair.kind] += 1.0
    return {f"pairs/{kind}": number for kind, number in found.items()}
