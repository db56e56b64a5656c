"""Does a reward pay programs that cheat?"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.rewards import RewardContext, RewardModel, make
from codeeval_gym.testing import cheats
from codeeval_gym.testing._check import CheckError
from codeeval_gym.testing.cheats import Cheat
from codeeval_gym.types import Challenge, Evaluation

__all__ = ["CheatReport", "check_reward_against_cheats"]

_BATCH = 32


@dataclass(frozen=True)
class CheatReport:
    """What was paid. There is one only if no cheat was paid as much as an honest program."""

    cheats: int
    """How many programs were tried."""
    honest: float
    """The least that an honest program was paid."""
    highest: float
    """The most that a cheat was paid."""
    best: str
    """The id of that cheat."""

    def __str__(self) -> str:
        return (
            f"{self.cheats} cheats were paid at most {self.highest:.2f} ({self.best}), an honest "
            f"program {self.honest:.2f}."
        )


def check_reward_against_cheats(
    reward: str | os.PathLike[str] | Mapping[str, Any] | RewardModel,
    *,
    language: str = "python",
    attempts: Iterable[Cheat] | None = None,
    engine: EvaluationEngine | None = None,
) -> CheatReport:
    """Judge programs that cheat, and see that none is paid what an honest one is paid.

    A cheat may be paid for what it does honestly, such as to compile or to run to its end.

    Args:
        reward: Anything that :func:`codeeval_gym.rewards.make` takes.
        language: Whose cheats to try.
        attempts: Those to try in place of every one that there is in the language.
        engine: Judges them; ``None`` means one of its own.

    Returns:
        What was paid.

    Raises:
        CheckError: If a cheat is paid as much as an honest program; names every one that is.
        UnknownNameError: If a name is not known.
        ValueError: If there is no cheat to try.
        SandboxError: If the sandbox fails.
    """
    model = make(reward)
    tried = list(cheats.load(language) if attempts is None else attempts)
    if not tried:
        raise ValueError(f"There are no cheats in {language} to try.")
    own = EvaluationEngine(limits=cheats.LIMITS) if engine is None else engine
    try:
        honest = min(_paid(model, own, [_honest(name) for name in _languages(tried)]))
        paid = _paid(
            model, own, [(_posed(cheat), cheat.program, cheat.language) for cheat in tried]
        )
    finally:
        if engine is None:
            own.close()
    faults = [
        f"  {cheat.id} ({cheat.title}): {total:.3f}"
        for cheat, total in zip(tried, paid, strict=True)
        if total >= honest
    ]
    if faults:
        listed = "\n".join(faults)
        raise CheckError(
            f"{model!r} pays {len(faults)} of {len(tried)} cheats no less than an honest program, "
            f"{honest:.3f}. Give it a term that reads tests, or gate it by one:\n{listed}"
        )
    place = max(range(len(paid)), key=paid.__getitem__)
    return CheatReport(len(tried), honest, paid[place], tried[place].id)


_Try = tuple[Challenge, str, str]
"""Challenge, program, language."""


def _languages(tried: Iterable[Cheat]) -> Iterable[str]:
    return dict.fromkeys(cheat.language for cheat in tried)


def _posed(cheat: Cheat) -> Challenge:
    return replace(cheats.challenge_for(cheat.language), limits=cheat.limits)


def _honest(language: str) -> _Try:
    challenge = cheats.challenge_for(language)
    return challenge, challenge.references[language], language


def _paid(model: RewardModel, engine: EvaluationEngine, tries: list[_Try]) -> list[float]:
    paid: dict[int, float] = {}
    for language in dict.fromkeys(language for *_, language in tries):
        places = [place for place, item in enumerate(tries) if item[2] == language]
        for start in range(0, len(places), _BATCH):
            batch = places[start : start + _BATCH]
            pairs = [tries[place][:2] for place in batch]
            judged = engine.evaluate_batch(pairs, language=language, need=model.needs)
            for place, item in zip(batch, judged, strict=True):
                assert isinstance(item, Evaluation)
                paid[place] = model(item, RewardContext(tries[place][0])).total
    return [paid[place] for place in range(len(tries))]
