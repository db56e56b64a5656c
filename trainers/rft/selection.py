"""Which of the sampled programs are learnt from."""

from collections.abc import Sequence

import numpy as np

from codeeval_gym.trainers.examples import Example, accepted
from codeeval_gym.trainers.rft.config import RFTConfig
from codeeval_gym.trainers.rollout import Turn

__all__ = ["distinct", "select", "worthy"]


def worthy(turns: Sequence[Turn], config: RFTConfig) -> list[Example]:
    """The programs that may be learnt from at all.

    Of an episode of several turns, those that ended well: the mistakes before them are part of the
    prompts that they were written for, and are not imitated.

    Args:
        turns: None that infrastructure failed.
        config: ``select``, ``min_reward`` and ``truncated``.
    """
    if config.select == "accepted":
        return [Example.of(turn) for turn in turns if accepted(turn)]
    return [
        Example.of(turn)
        for turn in turns
        if not turn.truncated and turn.reward >= config.min_reward and turn.reward > 0
    ]


def distinct(examples: Sequence[Example]) -> list[Example]:
    """Each program of each prompt once, the first of them."""
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], Example] = {}
    for example in examples:
        found.setdefault((example.prompt, example.program), example)
    return list(found.values())


def select(
    examples: Sequence[Example], config: RFTConfig, chance: np.random.Generator
) -> list[Example]:
    """At most so many different programs of each challenge.

    Args:
        examples: From :func:`worthy`.
        config: ``select`` decides which: the best paid, or any; ``per_challenge`` how many.
        chance: Decides between equals.
    """
    unlike = distinct(examples)
    shuffled = [unlike[place] for place in chance.permutation(len(unlike))]
    if config.select == "best":
        shuffled.sort(key=lambda example: -example.reward)  # stable: equals stay shuffled
    kept: dict[str, list[Example]] = {}
    for example in shuffled:
        those = kept.setdefault(example.challenge_id, [])
        if len(those) < config.per_challenge:
            those.append(example)
    return [example for those in kept.values() for example in those]
