"""Compares two actions of an HTTP client: what the protocol does not tell apart is the same.

An action is ``(action, target, headers, content)``: a request, or ``RETURN`` or ``RAISE`` with what
it returns or raises. The order of query parameters with different names, the case of header names,
the way a character is escaped and the layout of JSON do not matter; everything else does.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

from codeeval_gym.evaluation.compare import comparators
from codeeval_gym.types import Compare
from codeeval_gym.values import Plain

__all__ = ["same_action"]

_ALLOWED = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*")
_SENT_ANYWAY = frozenset({"accept", "accept-encoding", "content-length", "user-agent"})


@dataclass(frozen=True)
class _Action:
    """An action as a server understands it."""

    action: str
    path: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    content: Plain


@comparators.register("exchange")
def same_action(got: Plain, expected: Plain, compare: Compare) -> bool:
    """True when a server, or the caller of the client, cannot tell the two actions apart."""
    one, other = _read(got), _read(expected)
    return one is not None and one == other


def _read(written: Plain) -> _Action | None:
    """The action, or ``None`` if it is none."""
    if not isinstance(written, list | tuple) or len(written) != 4:
        return None
    action, target, headers, content = written
    if not all(isinstance(text, str) for text in (action, target, content)):
        return None
    if not isinstance(headers, dict) or not _ALLOWED.fullmatch(target):
        return None
    if not all(isinstance(text, str) for pair in headers.items() for text in pair):
        return None
    if len({name.lower() for name in headers}) < len(headers):  # which of the two is meant?
        return None
    path, _, query = target.partition("?")
    pairs = [piece.partition("=") for piece in query.split("&")] if query else []
    known = [(_query_text(name), _query_text(value)) for name, _, value in pairs]
    return _Action(
        action,
        tuple(unquote(part, errors="surrogateescape") for part in path.split("/")),
        tuple(sorted(known, key=lambda pair: pair[0])),  # stable: equal names keep their order
        _headers(headers),
        _content(content),
    )


def _query_text(text: str) -> str:
    return unquote_plus(text, errors="surrogateescape")


def _headers(headers: dict[str, str]) -> dict[str, str]:
    known = {name.lower(): value.strip() for name, value in headers.items()}
    if "content-type" in known:
        kind = re.sub(r"\s", "", known["content-type"]).lower()
        known["content-type"] = kind.removesuffix(";charset=utf-8")
    return {name: value for name, value in known.items() if name not in _SENT_ANYWAY}


def _content(text: str) -> Plain:
    """A text that two contents share if they are the same JSON; another text as it stands."""
    try:
        tree = json.loads(text, parse_constant=_refused)
        return json.dumps(_uniform(tree), sort_keys=True), True
    except (ValueError, RecursionError):
        return text, False


def _refused(name: str) -> Plain:
    raise ValueError(f"{name} is not JSON")


def _uniform(tree: Plain) -> Plain:
    """The same value with one way to write a number: 2.0 is 2."""
    if isinstance(tree, dict):
        return {key: _uniform(item) for key, item in tree.items()}
    if isinstance(tree, list):
        return [_uniform(item) for item in tree]
    return int(tree) if isinstance(tree, float) and tree.is_integer() else tree
