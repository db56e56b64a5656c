"""Right programs that are slow and try to look fast."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from codeeval_gym.types import CallTest, Challenge, Param, Scaling, Signature

__all__ = ["COUNTING", "SlowCheat", "slow_cheats"]

_SLOW = """\
def count(values):
    found = 0
    for place in range(len(values)):
        for other in range(place):
            if values[place] == values[other]:
                found += 1
    return found
"""
_SLOWER = f"{_SLOW}\ndef pairs(values):\n    return count(values)\n"
_REFERENCE = """\
def pairs(values):
    found, seen = 0, {}
    for value in values:
        found += seen.get(value, 0)
        seen[value] = seen.get(value, 0) + 1
    return found
"""
_GENERATOR = """\
import random

def arguments(size, seed):
    rng = random.Random(seed)
    return [[rng.randrange(size // 4) for _ in range(size)]]
"""

COUNTING = Challenge(
    id="cheats/pairs",
    title="Count equal pairs",
    prompt="Write a function `pairs(values)` that counts the pairs of equal numbers in a list.",
    category="hashing",
    tier=1,
    signature=Signature("pairs", (Param("values", "list[int]"),), "int"),
    public_tests=(CallTest(([1, 2, 1],), 1),),
    hidden_tests=(CallTest(([],), 0), CallTest(([5, 5, 5],), 3), CallTest(([3, 2, 3, 2],), 2)),
    references={"python": _REFERENCE},
    source="made for this catalogue",
    licence="MIT",
    scaling=Scaling(_GENERATOR, (250, 500, 1000), {"python": _SLOWER}),
)
"""The challenge that every one of them solves; its slower program is what they hide."""


@dataclass(frozen=True)
class SlowCheat:
    """A program that passes every test of :data:`COUNTING` and tries to look fast.

    It must not be paid more for efficiency than the slower program of the challenge is.
    """

    id: str
    """Its number."""
    title: str
    """What it tries."""
    program: str
    """Python."""
    monitored: bool = False
    """It is written for an interpreter that has ``sys.monitoring``: 3.12 or later."""


@cache
def slow_cheats() -> tuple[SlowCheat, ...]:
    """Every one of them."""
    entries = yaml.safe_load((files(__package__) / "efficiency.yaml").read_text("utf-8"))
    return tuple(
        SlowCheat(
            entry["id"],
            entry["title"],
            entry["program"].replace("{slow}", _SLOW),
            entry.get("monitored", False),
        )
        for entry in entries
    )
