"""Steps per second of the token environment, by the length of what is written; nothing is run.

    python -m benchmarks.tokens [--seconds 2]

A step takes a token, checks it against the grammar and returns the observation. The first column
counts steps alone, the second steps with the mask that an algorithm with masks asks for before
each. The sandbox is a fake one, and only the last step of a program comes to it.
"""

import argparse
import json
import time
from dataclasses import dataclass

from benchmarks.report import machine
from codeeval_gym.envs.tokens import Python, TokensEnv
from codeeval_gym.testing import FakeSandbox, solver

__all__ = ["Speed", "speed"]

LENGTHS = (64, 256, 1024, 4096)
PLACES = 4200
"""Of every environment, so that only what is written differs."""


@dataclass(frozen=True)
class Speed:
    """How fast tokens can be written after ``length`` others."""

    length: int
    """Tokens that stood there before."""
    steps: float
    """Steps per second."""
    masked: float
    """Steps per second, each with its mask."""


def speed(length: int, seconds: float, places: int = PLACES) -> Speed:
    """Measure at one length: lines ``x`` are written up to it, then some more are timed.

    Args:
        length: Tokens that are written before.
        seconds: How long to measure, for each of the two figures; the best of many short
            stretches counts, since other programs can only slow one down.
        places: The environment's ``max_length``.
    """
    plain, masked = (_best(length, seconds, places, with_mask=mask) for mask in (False, True))
    return Speed(length, 1 / plain, 1 / masked)


def _best(length: int, seconds: float, places: int, *, with_mask: bool) -> float:
    env = TokensEnv(sandbox=FakeSandbox(solver(())), max_length=places)
    vocabulary = env.vocabulary
    assert isinstance(vocabulary, Python)
    line = (vocabulary.fixed["x"], vocabulary.fixed["NEWLINE"])
    best, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until:
        env.reset(seed=0)
        while env.observation()["length"] < length:
            for token in line:
                env.step(token)
        started = time.perf_counter()
        for _ in range(16):
            for token in line:
                if with_mask:
                    env.action_masks()
                env.step(token)
        best = min(best, (time.perf_counter() - started) / 32)
    return best


def main() -> None:
    """Measure and print, as a table and as a record."""
    parser = argparse.ArgumentParser(description="Steps per second of the token environment.")
    parser.add_argument("--seconds", type=float, default=2.0, help="for each figure")
    options = parser.parse_args()
    print("| tokens written | steps/s | steps/s with masks |\n| ---: | ---: | ---: |")
    for length in LENGTHS:
        found = speed(length, options.seconds)
        print(f"| {length:,} | {found.steps:,.0f} | {found.masked:,.0f} |", flush=True)
    short = speed(64, options.seconds, places=128)
    print(f"| 64 of 128 | {short.steps:,.0f} | {short.masked:,.0f} |")
    print(json.dumps(machine()))


if __name__ == "__main__":
    main()
