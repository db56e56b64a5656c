"""How often a policy's programs pass, how sure we are, and whether one policy passes more often."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from codeeval_gym.types import Evaluation, Verdict

__all__ = ["Interval", "PassReport", "paired_difference", "pass_report"]

_CONFIDENCE = 0.95
_RESAMPLES = 9999


@dataclass(frozen=True)
class Interval:
    """An estimate and its 95 % interval over challenges."""

    estimate: float
    """The mean over challenges."""
    low: float
    """Lower end."""
    high: float
    """Upper end."""

    def __str__(self) -> str:
        return f"{100 * self.estimate:.1f} % [{100 * self.low:.1f}, {100 * self.high:.1f}]"

    @property
    def excludes_zero(self) -> bool:
        """True when 0 lies outside."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class PassReport:
    """What became of a policy's programs on a set of challenges."""

    pass_at_1: Interval
    """Share of programs accepted: the mean over challenges of each one's share."""
    verdicts: Mapping[Verdict, int]
    """Programs by verdict, the most frequent first."""
    rates: Mapping[str, float]
    """Challenge id to the share of its programs accepted."""
    unjudged: int
    """Programs that the sandbox failed to judge; they count for nothing."""


def pass_report(evaluations: Sequence[Evaluation | None]) -> PassReport:
    """Sum up one policy's evaluations.

    Args:
        evaluations: Any number for each challenge; ``None`` for a program that was not judged.

    Raises:
        ValueError: If nothing was judged.
    """
    judged = [item for item in evaluations if item is not None]
    if not judged:
        raise ValueError("No program was judged: there is nothing to report.")
    passed: dict[str, list[bool]] = {}
    for item in judged:
        passed.setdefault(item.challenge_id, []).append(item.verdict is Verdict.ACCEPTED)
    rates = {challenge: float(np.mean(each)) for challenge, each in passed.items()}
    verdicts = Counter(item.verdict for item in judged)
    return PassReport(
        pass_at_1=_interval(np.array(list(rates.values()))),
        verdicts=dict(verdicts.most_common()),
        rates=rates,
        unjudged=len(evaluations) - len(judged),
    )


def paired_difference(before: PassReport, after: PassReport) -> Interval:
    """By how much pass@1 rose, challenge by challenge.

    Challenges differ far more from one another than policies do on one challenge, so the interval
    is that of the differences, not the difference of the intervals.

    Args:
        before: One policy.
        after: The other, on the same challenges.

    Raises:
        ValueError: If the two were not judged on the same challenges.
    """
    if before.rates.keys() != after.rates.keys():
        raise ValueError("A paired difference needs the same challenges on both sides.")
    differences = [after.rates[challenge] - rate for challenge, rate in before.rates.items()]
    return _interval(np.array(differences))


def _interval(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Interval:
    """Mean with the BCa bootstrap interval (Efron 1987) over challenges."""
    mean = float(values.mean())
    if np.ptp(values) == 0:  # nothing varies: the bootstrap has nothing to resample
        return Interval(mean, mean, mean)
    found = stats.bootstrap(
        (values,),
        np.mean,
        n_resamples=_RESAMPLES,
        confidence_level=_CONFIDENCE,
        rng=np.random.default_rng(0),
    ).confidence_interval
    return Interval(mean, float(found.low), float(found.high))
