"""A catalogue of cheating programs, as data: what each tries, and the verdicts that are right.

Run it against your own judge or reward: every program here must earn nothing for hidden tests,
and an honest program must be accepted afterwards as before. Beside them are right programs that
are slow and try to look fast: :func:`slow_cheats`.

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
from codeeval_gym.testing.cheats._efficiency import COUNTING, SlowCheat, slow_cheats

__all__ = [
    "CATALOGUE",
    "CHALLENGE",
    "COUNTING",
    "HONEST",
    "LANGUAGES",
    "LIMITS",
    "TRIED_BY_TESTS",
    "UNTRIED",
    "Cheat",
    "SlowCheat",
    "challenge_for",
    "load",
    "slow_cheats",
]
