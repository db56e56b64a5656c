"""Does a reward term, or a whole model, keep the contract?"""

import copy
import numbers
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from codeeval_gym.errors import RewardError
from codeeval_gym.rewards import RewardContext, RewardModel, RewardTerm
from codeeval_gym.testing._grid import grid
from codeeval_gym.types import Evaluation, TestReport, Verdict, to_json

__all__ = ["CheckError", "check_reward"]

PARTS = ("syntax", "execution", "tests", "quality", "efficiency", "process")
"""The parts that an evaluation has room for."""

Score = Callable[[Evaluation], float | None]


class CheckError(AssertionError):
    """Something does not keep its contract; the message has the case that shows it."""


def check_reward(
    reward: RewardTerm | RewardModel,
    evaluations: Iterable[Evaluation] | None = None,
    context: RewardContext | None = None,
) -> None:
    """Check a reward term or model on many evaluations.

    Checked are its bounds (``None``, or a finite number from 0 to 1), that it is pure (the same
    arguments give the same value in any order and are left alone), that it reads no part it does
    not declare in ``needs``, that it gives ``None`` where every part it needs is missing, and
    that making one failing test pass never lowers it.

    Args:
        reward: A term, or a model, of which every term is checked too.
        evaluations: What to check it on; ``None`` means a grid of about 3,700 that holds every
            kind of report, missing parts included.
        context: Passed with every evaluation; ``None`` means an empty one.

    Raises:
        CheckError: If a check fails.
    """
    cases = _Cases(grid() if evaluations is None else evaluations)
    context = context or RewardContext()
    if isinstance(reward, RewardModel):
        for name, entry in reward.entries.items():
            _check_term(name, entry.term, cases, context)
        _check_score("the model", _total_of(reward, context), reward.needs, cases)
    else:
        _check_term(reward.name, reward, cases, context)


class _Cases(list[Evaluation]):
    """Evaluations, and how they were before any term had them."""

    def __init__(self, evaluations: Iterable[Evaluation]) -> None:
        super().__init__(evaluations)
        self.before = copy.deepcopy(list(self))  # at once: what they share is copied once


def _check_term(name: str, term: RewardTerm, cases: _Cases, context: RewardContext) -> None:
    unknown = set(term.needs) - set(PARTS)
    if not isinstance(term.needs, frozenset) or unknown:
        raise CheckError(
            f"{name}.needs must be a frozenset of {', '.join(PARTS)}, not {term.needs!r}."
        )

    def score(evaluation: Evaluation) -> float | None:
        try:
            return term(evaluation, context)
        except Exception as error:
            raise CheckError(
                f"{name} raised {type(error).__name__}: {error}; {_show(evaluation)}"
            ) from error

    _check_score(name, score, term.needs, cases)
    _check_missing(name, score, term.needs, cases)


def _check_score(name: str, score: Score, needs: frozenset[str], cases: _Cases) -> None:
    pairs = zip(cases, cases.before, strict=True)
    values = [_first_value(name, score, case, before) for case, before in pairs]
    for case, value in zip(reversed(cases), reversed(values), strict=True):
        if score(case) != value:
            raise CheckError(f"{name} is not pure: a second call differs; {_show(case)}")
        bare = _with_parts(case, needs)
        if score(bare) != value:
            raise CheckError(f"{name} reads a part that is not in its needs; {_show(case)}")
        for better in _one_more_passed(case):
            _check_not_lower(name, value, score(better), case)


def _check_missing(name: str, score: Score, needs: frozenset[str], cases: _Cases) -> None:
    if not needs:
        return
    for case in cases:
        bare = _with_parts(case, frozenset())
        if (value := score(bare)) is not None:
            raise CheckError(
                f"{name} gave {value!r} where every part it needs is missing; None says that it "
                f"does not apply; {_show(bare)}"
            )


def _check_not_lower(
    name: str, value: float | None, higher: float | None, case: Evaluation
) -> None:
    if value is not None and higher is not None and higher < value:
        raise CheckError(
            f"{name} fell from {value!r} to {higher!r} when one more test passed; {_show(case)}"
        )


def _first_value(name: str, score: Score, case: Evaluation, before: Evaluation) -> float | None:
    value = score(case)
    if case != before:
        raise CheckError(f"{name} is not pure: it changed the evaluation; {_show(before)}")
    if value is None or (isinstance(value, numbers.Real) and 0 <= value <= 1):
        return value
    raise CheckError(f"{name} gave {value!r}, which is not None or from 0 to 1; {_show(case)}")


def _total_of(model: RewardModel, context: RewardContext) -> Score:
    def total(evaluation: Evaluation) -> float:
        try:
            return model(evaluation, context).total
        except RewardError as error:
            raise CheckError(f"{error} {_show(evaluation)}") from error

    return total


def _with_parts(evaluation: Evaluation, parts: frozenset[str]) -> Evaluation:
    missing: dict[str, Any] = {part: None for part in PARTS if part not in parts}
    return replace(evaluation, **missing)


def _one_more_passed(evaluation: Evaluation) -> Iterator[Evaluation]:
    results = evaluation.tests.results if evaluation.tests is not None else ()
    for index, result in enumerate(results):
        if result.verdict is not Verdict.ACCEPTED:
            passed = replace(result, verdict=Verdict.ACCEPTED, got=result.expected, error=None)
            changed = (*results[:index], passed, *results[index + 1 :])
            yield replace(evaluation, tests=TestReport(changed))


def _show(evaluation: Evaluation) -> str:
    return f"the evaluation was {to_json(evaluation)}"
