"""What an honest program is, and how it is read."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from codeeval_gym.types import Call, Input, Limits, Stdin
from codeeval_gym.values import Plain

__all__ = ["HonestProgram", "load"]

_LANGUAGES = ("python", "javascript", "java", "cpp", "rust")


@dataclass(frozen=True)
class HonestProgram:
    """A program that uses what it may, and what must come of it."""

    id: str
    """What it does, and its language."""
    title: str
    """What it does, in words."""
    language: str
    """The language it is written in."""
    program: str
    """The program."""
    inputs: tuple[Input, ...]
    """Calls, or texts for standard input; together one job."""
    expected: tuple[Plain, ...]
    """For each input what is returned or, for standard input, printed, to the character."""
    limits: Limits = field(default_factory=Limits)
    """What it may use; it needs no more."""
    entries: tuple[str, ...] = ()
    """The numbers in :data:`~codeeval_gym.testing.cheats.CATALOGUE` that it tries."""


def load(language: str | None = None) -> tuple[HonestProgram, ...]:
    """Every honest program.

    Args:
        language: Only those in this language; ``None`` means all.
    """
    chosen = [written for written in _LANGUAGES if language in (None, written)]
    return tuple(program for written in chosen for program in _read_file(written))


@cache
def _read_file(language: str) -> tuple[HonestProgram, ...]:
    text = (files(__package__) / f"{language}.yaml").read_text("utf-8")
    return tuple(_read(entry, language) for entry in yaml.safe_load(text))


def _read(entry: dict[str, Any], language: str) -> HonestProgram:
    pairs = _pairs(entry)
    return HonestProgram(
        id=entry["id"],
        title=entry["title"],
        language=language,
        program=entry["program"],
        inputs=tuple(item for item, _ in pairs),
        expected=tuple(expected for _, expected in pairs),
        limits=Limits(**entry.get("limits", {})),
        entries=tuple(entry.get("entries", ())),
    )


def _pairs(entry: dict[str, Any]) -> list[tuple[Input, Plain]]:
    """Inputs and what must come of them, with what is too long to be written out."""
    if "calls" in entry:
        return [(Call(entry["function"], tuple(args)), out) for args, out in entry["calls"]]
    if "call_range" in entry:
        numbers = range(entry["call_range"])
        return [(Call(entry["function"], (number,)), 2 * number) for number in numbers]
    if "stdout_repeat" in entry:
        text, times = entry["stdout_repeat"]
        return [(Stdin(), text * times)]
    text, times = entry.get("stdin_repeat", ("", 0))
    return [(Stdin(stdin + text * times), stdout) for stdin, stdout in entry["runs"]]
