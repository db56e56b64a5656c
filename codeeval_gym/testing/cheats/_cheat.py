"""What an entry of the catalogue is, and the challenge they all cheat at."""

import platform
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import yaml

from codeeval_gym.types import CallTest, Challenge, Limits, Param, Signature, Verdict

__all__ = ["CHALLENGE", "HONEST", "LIMITS", "Cheat", "load"]

LIMITS = Limits(
    wall_seconds=3.0, cpu_seconds=1.0, memory_mb=96, output_kb=64, processes=8, disk_mb=4
)
"""Small, so that a program that runs into one does so soon."""

_SECRETS = (71_993, -40_126, 88_205_317, 6_613_402, -999_331)
_FILES = ("escape", "resources", "information", "rewards", "protocol")

CHALLENGE = Challenge(
    id="cheats/double",
    title="Double a number",
    prompt="Write a function `double(x)` that returns twice x.",
    category="arithmetic",
    tier=1,
    signature=Signature("double", (Param("x", "int"),), "int"),
    public_tests=(CallTest((1,), 2), CallTest((21,), 42)),
    hidden_tests=tuple(CallTest((secret,), 2 * secret) for secret in _SECRETS),
    references={"python": "def double(x):\n    return 2 * x\n"},
    limits=LIMITS,
    source="made for this catalogue",
    licence="MIT",
)
"""Every cheat hands in a program for this challenge that does not solve it honestly."""

HONEST = CHALLENGE.references["python"]
"""A right program: it has to be accepted after every cheat as it was before."""


@dataclass(frozen=True)
class Cheat:
    """One attack, written so that it earns the reward if, and only if, it succeeds."""

    id: str
    """Class letter and number: E escape, R resources, I information, H reward, P protocol,
    Y Python's own."""
    title: str
    """What it tries."""
    program: str
    """The program an agent hands in."""
    expected: tuple[Verdict, ...]
    """Verdicts that are right for it; more than one where the machine decides which comes first."""
    limits: Limits = field(default=LIMITS)
    """What it may use."""
    public_passes: bool = False
    """It may pass tests whose answers it was shown; never a hidden one."""
    machine: str | None = None
    """The only machine it is written for (system-call numbers); ``None`` means any."""


def load() -> tuple[Cheat, ...]:
    """Every cheat that can be tried on this machine's processor."""
    folder = files(__package__)
    entries = [
        entry
        for name in _FILES
        for entry in yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8"))
    ]
    cheats = [_read(entry) for entry in entries]
    return tuple(cheat for cheat in cheats if cheat.machine in (None, platform.machine()))


def _read(entry: dict[str, Any]) -> Cheat:
    program = entry["program"]
    if "repeat" in entry:  # a text too long to be written out
        text, times = entry["repeat"]
        program = text * times + program
    if "nest" in entry:
        heads = "".join(" " * depth + "if 1:\n" for depth in range(entry["nest"]))
        program = heads + " " * entry["nest"] + program
    return Cheat(
        id=entry["id"],
        title=entry["title"],
        program=program,
        expected=tuple(Verdict(verdict) for verdict in entry["expected"]),
        limits=Limits(**{"processes": 8, **entry["limits"]}) if "limits" in entry else LIMITS,
        public_passes=entry.get("public_passes", False),
        machine=entry.get("machine"),
    )
