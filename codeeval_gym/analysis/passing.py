"""How often a policy's programs pass, how sure we are, and whether one policy passes more often."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from codeeval_gym.types import Evaluation, Verdict

__all__ = ["Interval", "PassReport", "Tally", "paired_difference", "pass_at_k", "pass_report"]

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


def pass_at_k(programs: int, accepted: int, k: int) -> float:
    """The chance that at least one of ``k`` programs drawn from these is accepted.

    The unbiased estimate of pass@k, 1 - C(n-c, k) / C(n, k) (Mark Chen et al., "Evaluating Large
    Language Models Trained on Code", 2021, equation 1), as a product that cannot overflow.

    Args:
        programs: n, how many were judged.
        accepted: c, how many of them were accepted.
        k: How many are drawn.

    Raises:
        ValueError: If ``k`` is not positive or more than ``programs``, or ``accepted`` cannot be.
    """
    if not 0 <= accepted <= programs:
        raise ValueError(f"{accepted} of {programs} programs cannot have been accepted.")
    if not 1 <= k <= programs:
        raise ValueError(f"pass@{k} needs at least {max(k, 1)} programs; there are {programs}.")
    if k == 1:
        return accepted / programs
    left = np.arange(programs - accepted + 1, programs + 1)
    return float(1.0 - np.prod(np.maximum(0.0, 1.0 - k / left)))


@dataclass(frozen=True)
class Tally:
    """What became of the programs for one challenge."""

    judged: int = 0
    """Programs that were judged."""
    accepted: int = 0
    """Those of them that were accepted."""
    unjudged: int = 0
    """Programs that the sandbox failed to judge; they count for nothing."""


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
    pass_at: Mapping[int, Interval] = field(default_factory=dict)
    """k to pass@k: the mean over challenges with at least ``k`` programs judged."""
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    """Challenge id to what became of its programs."""
    left_out: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """k to the challenges that pass@k is without, since the sandbox failed to judge enough of their
    programs; no entry where there are none."""


def pass_report(
    evaluations: Sequence[Evaluation | None],
    *,
    ids: Sequence[str] | None = None,
    ks: Sequence[int] = (1,),
) -> PassReport:
    """Sum up one policy's evaluations.

    Args:
        evaluations: Any number for each challenge; ``None`` for a program that was not judged.
        ids: The challenge of each program; ``None`` if those that were not judged need none.
        ks: The pass@k to report.

    Raises:
        ValueError: If nothing was judged, a ``k`` is not positive, or a challenge has fewer
            programs than ``k``.
    """
    judged = [item for item in evaluations if item is not None]
    if not judged:
        raise ValueError("No program was judged: there is nothing to report.")
    tallies = _tallies(evaluations, ids)
    known = {challenge: each for challenge, each in tallies.items() if each.judged}
    rates = {challenge: each.accepted / each.judged for challenge, each in known.items()}
    enough = {k: _enough(tallies, k) for k in ks}
    left_out = {k: tuple(name for name in tallies if name not in enough[k]) for k in ks}
    return PassReport(
        pass_at_1=_interval(np.array(list(rates.values()))),
        verdicts=dict(Counter(item.verdict for item in judged).most_common()),
        rates=rates,
        unjudged=len(evaluations) - len(judged),
        pass_at={k: _pass_at(each, k) for k, each in enough.items() if each},
        tallies=tallies,
        left_out={k: names for k, names in left_out.items() if names},
    )


def _tallies(
    evaluations: Sequence[Evaluation | None], ids: Sequence[str] | None
) -> dict[str, Tally]:
    if ids is None:
        found = [item for item in evaluations if item is not None]
        return _tallies(found, [item.challenge_id for item in found])
    results: dict[str, list[Evaluation | None]] = {}
    for name, item in zip(ids, evaluations, strict=True):
        results.setdefault(name, []).append(item)
    return {
        name: Tally(
            judged=sum(item is not None for item in each),
            accepted=sum(item is not None and item.verdict is Verdict.ACCEPTED for item in each),
            unjudged=sum(item is None for item in each),
        )
        for name, each in results.items()
    }


def _enough(tallies: Mapping[str, Tally], k: int) -> dict[str, Tally]:
    """The challenges with ``k`` programs judged; that none has fewer programs is checked."""
    for name, each in tallies.items():
        if not 1 <= k <= each.judged + each.unjudged:
            raise ValueError(
                f"pass@{k} needs at least {max(k, 1)} programs for each challenge; "
                f"{name} has {each.judged + each.unjudged}."
            )
    return {name: each for name, each in tallies.items() if each.judged >= k}


def _pass_at(tallies: Mapping[str, Tally], k: int) -> Interval:
    chances = [pass_at_k(each.judged, each.accepted, k) for each in tallies.values()]
    return _interval(np.array(chances))


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
    from scipy import stats  # takes a second, and most of what is here has no use for it

    found = stats.bootstrap(
        (values,),
        np.mean,
        n_resamples=_RESAMPLES,
        confidence_level=_CONFIDENCE,
        rng=np.random.default_rng(0),
    ).confidence_interval
    return Interval(mean, float(found.low), float(found.high))
