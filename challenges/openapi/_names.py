"""Identifiers that all five languages accept."""

import keyword
from collections.abc import Container

from codeeval_gym.challenges.openapi._schemas import words_of

__all__ = ["identifier"]

_WORDS = """
abstract alignas arguments auto await become bool boolean box break byte case catch char class const
constexpr continue crate debugger default delete do double dyn else enum eval explicit export
extends extern false final finally float fn for friend function goto if impl implements import in
inline instanceof int interface let long loop main match mod module move mut namespace native new
null operator override package priv private protected pub public ref register require return self
short signed sizeof static std string struct super switch synchronized template this throw throws
trait transient true try type typedef typename typeof undefined union unsafe unsigned use using var
virtual void volatile where while with yield
"""
_RESERVED = frozenset(_WORDS.split())


def identifier(name: str, taken: Container[str] = ()) -> str:
    """Return ``name`` in snake case, as an identifier that is not in ``taken``.

    Args:
        name: Any text.
        taken: Identifiers that mean something else.
    """
    found = "_".join(words_of(name)) or "value"
    if found[0].isdigit():
        found = f"n{found}"
    if found in _RESERVED or keyword.iskeyword(found) or found in taken:
        found += "_value"
    number, base = 2, found
    while found in taken:
        found, number = f"{base}_{number}", number + 1
    return found
