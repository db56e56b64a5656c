"""A catalogue of cheating programs, as data: what each tries, and the verdicts that are right.

Run it against your own judge or reward: every program here must earn nothing for hidden tests,
and an honest program must be accepted afterwards as before.

    >>> from codeeval_gym.testing import cheats
    >>> [cheat.id for cheat in cheats.load() if "equals everything" in cheat.title]
    ['H4']
"""

from codeeval_gym.testing.cheats._cheat import CHALLENGE, HONEST, LIMITS, Cheat, load

__all__ = ["CHALLENGE", "HONEST", "LIMITS", "Cheat", "load"]
