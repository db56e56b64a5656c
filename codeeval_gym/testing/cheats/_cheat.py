"""What an entry of the catalogue is, and how it is read."""

import platform
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from codeeval_gym.testing.cheats._challenge import LIMITS, challenge_for
from codeeval_gym.types import Limits, Verdict

__all__ = ["Cheat", "load"]

_FILES = {
    "escape": "python",
    "resources": "python",
    "information": "python",
    "rewards": "python",
    "protocol": "python",
    "javascript": "javascript",
    "java": "java",
    "cpp": "cpp",
    "rust": "rust",
}


@dataclass(frozen=True)
class Cheat:
    """One attack, written so that it earns the reward if, and only if, it succeeds."""

    id: str
    """The number that it tries, and what tells it from others of that number."""
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
    language: str = "python"
    """The language it is written in."""
    entries: tuple[str, ...] = ()
    """The numbers in :data:`~codeeval_gym.testing.cheats.CATALOGUE` that it tries."""
    twice: bool = False
    """It has to be tried twice: what the first run leaves is for the second to find."""
    never_shows: tuple[str, ...] = ()
    """Texts of the machine that must not be in anything it prints or is told."""


def load(language: str | None = "python") -> tuple[Cheat, ...]:
    """Every cheat that can be tried on this machine's processor.

    Args:
        language: Only those in this language; ``None`` means all.
    """
    chosen = [name for name, written in _FILES.items() if language in (None, written)]
    found = [cheat for name in chosen for cheat in _read_file(name)]
    return tuple(cheat for cheat in found if cheat.machine in (None, platform.machine()))


@cache
def _read_file(name: str) -> tuple[Cheat, ...]:
    text = (files(__package__) / f"{name}.yaml").read_text("utf-8")
    return tuple(_read(entry, _FILES[name]) for entry in yaml.safe_load(text))


def _read(entry: dict[str, Any], language: str) -> Cheat:
    limits = challenge_for(language).limits or LIMITS
    return Cheat(
        id=entry["id"],
        title=entry["title"],
        program=_program(entry),
        expected=tuple(Verdict(verdict) for verdict in entry["expected"]),
        limits=replace(limits, **entry.get("limits", {})),
        public_passes=entry.get("public_passes", False),
        machine=entry.get("machine"),
        language=language,
        entries=(entry["id"].partition("-")[0], *entry.get("also", ())),
        twice=entry.get("twice", False),
        never_shows=tuple(entry.get("never_shows", ())),
    )


def _program(entry: dict[str, Any]) -> str:
    """The program, with what is too long to be written out."""
    program: str = entry["program"]
    if "repeat" in entry:
        text, times = entry["repeat"]
        program = text * times + program
    if "wrap" in entry:
        head, text, times = entry["wrap"]
        program = head + text * times + program
    if "nest" in entry:
        heads = "".join(" " * depth + "if 1:\n" for depth in range(entry["nest"]))
        program = heads + " " * entry["nest"] + program
    return program
