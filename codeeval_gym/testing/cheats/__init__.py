"""A catalogue of cheating programs, as data: what each tries, and the verdicts that are right.

Run it against your own judge or reward: every program here must earn nothing for hidden tests,
and an honest program must be accepted afterwards as before.

    >>> from codeeval_gym.testing import cheats
    >>> [cheat.id for cheat in cheats.load() if "equals everything" in cheat.title]
    ['H4']
    >>> sorted({cheat.language for cheat in cheats.load(None)})
    ['cpp', 'java', 'javascript', 'python', 'rust']
"""

from codeeval_gym.testing.cheats._catalogue import CATALOGUE, TRIED_BY_TESTS, UNTRIED
from codeeval_gym.testing.cheats._challenge import (
    CHALLENGE,
    HONEST,
    LANGUAGES,
    LIMITS,
    challenge_for,
)
from codeeval_gym.testing.cheats._cheat import Cheat, load

__all__ = [
    "CATALOGUE",
    "CHALLENGE",
    "HONEST",
    "LANGUAGES",
    "LIMITS",
    "TRIED_BY_TESTS",
    "UNTRIED",
    "Cheat",
    "challenge_for",
    "load",
]
