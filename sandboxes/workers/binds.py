"""What of the host a jail is shown, once each."""

from collections.abc import Iterable

__all__ = ["outermost"]


def outermost(binds: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out what another bind shows already, and put folders before what lies in them.

    Args:
        binds: Host path and path inside the jail.
    """
    kept: list[tuple[str, str]] = []
    for outside, inside in sorted(set(binds), key=lambda bind: (len(bind[1]), bind)):
        if not any(_shows(*parent, outside, inside) for parent in kept):
            kept.append((outside, inside))
    return kept


def _shows(parent_outside: str, parent_inside: str, outside: str, inside: str) -> bool:
    below = inside.removeprefix(parent_inside)
    return below != inside and below[:1] in ("", "/") and outside == parent_outside + below
