"""Honest programs, as data: threads, deep recursion, much output, signals, all within limits.

A judge that fails one of them trains badly, as one that pays a cheat does.

    >>> from codeeval_gym.testing import honest
    >>> [program.title for program in honest.load("cpp") if "threads" in program.id]
    ['threads that are joined']
"""

from codeeval_gym.testing.honest._program import HonestProgram, load

__all__ = ["HonestProgram", "load"]
