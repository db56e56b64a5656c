"""The challenge that every cheat hands in a program for, in each language."""

from dataclasses import replace

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import CallTest, Challenge, Limits, Param, Signature

__all__ = ["CHALLENGE", "HONEST", "LANGUAGES", "LIMITS", "challenge_for"]

LIMITS = Limits(
    wall_seconds=3.0, cpu_seconds=1.0, memory_mb=96, output_kb=64, processes=8, disk_mb=4
)
"""Small, so that a program that runs into one does so soon."""

_ROOMIER = Limits(
    wall_seconds=5.0, cpu_seconds=2.5, memory_mb=128, output_kb=64, processes=8, disk_mb=4
)
"""For languages whose runtime takes a share of a second to start."""
_SECRETS = (71_993, -40_126, 88_205_317, 6_613_402, -999_331)

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
"""Every cheat in Python hands in a program for this challenge that does not solve it honestly."""

HONEST = CHALLENGE.references["python"]
"""A right program: it has to be accepted after every cheat as it was before."""

_TWICE = replace(
    CHALLENGE,
    id="cheats/twice",
    prompt="Write a function `twice(x)` that returns twice x.",
    languages=("javascript", "java", "cpp", "rust"),
    signature=Signature("twice", (Param("x", "int"),), "int"),
    references={
        "javascript": "function twice(x) { return 2 * x; }\n",
        "java": "class Solution { public static int twice(int x) { return 2 * x; } }\n",
        "cpp": "int twice(int x) { return 2 * x; }\n",
        "rust": "fn twice(x: i64) -> i64 { 2 * x }\n",
    },
    limits=_ROOMIER,
)

_COMPILED = replace(
    _TWICE, limits=replace(_ROOMIER, wall_seconds=LIMITS.wall_seconds, cpu_seconds=1.0)
)
"""The same for languages whose programs start as soon as Python's."""

LANGUAGES = (*CHALLENGE.languages, *_TWICE.languages)
"""Every language that there are cheats in."""


def challenge_for(language: str) -> Challenge:
    """The challenge in a language: ``double`` is a word of its own in some.

    Raises:
        UnknownNameError: If there are no cheats in this language.
    """
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    if language in CHALLENGE.languages:
        return CHALLENGE
    return _COMPILED if language in ("cpp", "rust") else _TWICE
