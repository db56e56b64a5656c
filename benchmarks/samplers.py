"""How many groups of attempts carry no signal: uniform sampling against the other samplers.

    python -m benchmarks.samplers [--groups 2000] [--seeds 5]

The policy is simulated. Its pass rates have the figures of a 22 % model on HumanEval, 100 samples
a problem: of 164 problems 42 are never solved, 122 sometimes, 42 of them at a rate from 0.2 to
0.8; the mean is 22 %, and of groups of eight attempts 57 % pass or fail as a whole. Between those
figures the rates are spread evenly (the low ones evenly by ratio), in whole percents.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import machine
from codeeval_gym.challenges import Dataset
from codeeval_gym.challenges.samplers import Result, SamplerSpec, make
from codeeval_gym.types import Challenge

__all__ = ["Outcome", "pass_rates", "simulate", "zero_signal"]

GROUP = 8
"""Attempts at one challenge."""
_GROUPS_PER_UPDATE = 16
_SPECS: Mapping[str, SamplerSpec] = {
    "uniform": "uniform",
    "learnability": "learnability",
    "learnability, optimistic": {"name": "learnability", "unseen": "optimistic"},
    "learnability, sharpness 1": {"name": "learnability", "sharpness": 1},
}


@dataclass(frozen=True)
class Outcome:
    """What a sampler did, on average over seeds."""

    warm_up: float
    """Share of groups without signal among the first quarter."""
    after: float
    """Share of groups without signal among the second half."""
    worst: float
    """The same, of the seed where it was largest."""
    drawn: float
    """Share of all challenges that were drawn in the second half."""


def pass_rates() -> NDArray[np.float64]:
    """The simulated policy's rates, one for each of 164 problems."""
    never = np.zeros(42)
    seldom = np.geomspace(0.01, 0.19, 68)
    between = np.linspace(0.2, 0.8, 42)
    mostly = np.linspace(0.82, 0.99, 12)
    return np.round(np.concatenate([never, seldom, between, mostly]), 2)


def zero_signal(rates: NDArray[np.float64]) -> float:
    """Share of groups, all challenges alike, whose attempts all pass or all fail."""
    return float(np.mean(rates**GROUP + (1 - rates) ** GROUP))


def simulate(spec: SamplerSpec, groups: int, seeds: Sequence[int]) -> Outcome:
    """Let a sampler choose for the simulated policy.

    Args:
        spec: The sampler.
        groups: How many groups of eight attempts.
        seeds: One run for each.
    """
    runs = [_run(spec, groups, seed) for seed in seeds]
    silent = np.array([run[0] for run in runs])
    after = silent[:, groups // 2 :].mean(axis=1)
    return Outcome(
        warm_up=float(silent[:, : groups // 4].mean()),
        after=float(after.mean()),
        worst=float(after.max()),
        drawn=float(np.mean([run[1] for run in runs])),
    )


def _run(spec: SamplerSpec, groups: int, seed: int) -> tuple[list[bool], float]:
    rates = pass_rates()
    sampler = make(spec, _dataset(len(rates)))
    rng, policy = np.random.default_rng([seed, 0]), np.random.default_rng([seed, 1])
    silent: list[bool] = []
    late: set[int] = set()
    while len(silent) < groups:
        results = []
        for place in [sampler.draw(rng) for _ in range(_GROUPS_PER_UPDATE)]:
            passed = policy.random(GROUP) < rates[place]
            silent.append(bool(passed.all() or not passed.any()))
            results += [Result(place, bool(one)) for one in passed]
            late.update([place] if len(silent) > groups // 2 else [])
        sampler.update(results)
    return silent[:groups], len(late) / len(rates)


def _dataset(count: int) -> Dataset:
    challenges = [Challenge(f"simulated/{n}", f"{n}", "", "simulated", 3) for n in range(count)]
    return Dataset.of(challenges, name="simulated")


def main() -> None:
    """Print the table, and the record of the run as the last line."""
    parser = argparse.ArgumentParser(description="How many groups carry no signal.")
    parser.add_argument("--groups", type=int, default=2000)
    parser.add_argument("--seeds", type=int, default=5)
    asked = parser.parse_args()
    rates = pass_rates()
    print(
        f"Simulated policy: {len(rates)} problems, {(rates == 0).sum()} never solved, "
        f"{(rates > 0).sum()} sometimes, {((rates >= 0.2) & (rates <= 0.8)).sum()} from 0.2 to "
        f"0.8, mean {rates.mean():.1%}, groups without signal {zero_signal(rates):.1%}."
    )
    found = {}
    print("| sampler | first quarter | second half | worst seed | problems drawn |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, spec in _SPECS.items():
        outcome = simulate(spec, asked.groups, range(asked.seeds))
        found[name] = asdict(outcome)
        figures = (outcome.warm_up, outcome.after, outcome.worst, outcome.drawn)
        print(f"| {name} | {' | '.join(f'{figure:.1%}' for figure in figures)} |")
    print(json.dumps({"machine": machine(), "found": found}))


if __name__ == "__main__":
    main()
