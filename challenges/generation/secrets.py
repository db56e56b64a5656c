"""Finds what must never enter a prompt: keys, tokens, passwords, people's and hosts' addresses."""

import math
import re
from collections import Counter

__all__ = ["secrets_in"]

_PATTERNS = (
    ("private key", r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    ("cloud access key", r"\b(?:AKIA|ASIA|AGPA|AROA)[0-9A-Z]{16}\b"),
    ("repository token", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|glpat-[A-Za-z0-9_-]{20,})"),
    ("chat token", r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    ("payment key", r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"),
    ("model provider's key", r"\bsk-[A-Za-z0-9_-]{20,}"),
    ("map key", r"\bAIza[0-9A-Za-z_-]{35}\b"),
    ("signed token", r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"),
    ("password in an address", r"\b[a-z][a-z0-9+.-]*://[^\s/:@]{1,64}:[^\s/:@]{3,64}@"),
    ("private host", r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:internal|corp|intranet|lan)\b"),
    (
        "private address",
        r"\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b",
    ),
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _PATTERNS)
_MAIL = re.compile(r"\b[\w.+-]+@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)\b")
_RESERVED = re.compile(
    r"(?:.*\.)?(?:example|test|invalid|localhost|local)|(?:.*\.)?example\.(?:com|net|org)|"
    r"(?:host|domain|server|email|mail)\.(?:com|net|org|tld)",
    re.IGNORECASE,
)
"""Domains that are no one's."""
_ASSIGNED = re.compile(
    r"(?:pass(?:word|wd)?|secret|api_?key|access_?key|auth_?token|token|credential)\w*"
    r"[\"']?\s*[:=]\s*[\"']([^\"'\s]{8,})[\"']",
    re.IGNORECASE,
)
_ENTROPY = 3.0
"""Bits a character: words stay below, random letters and digits are above."""


def secrets_in(text: str) -> tuple[str, ...]:
    """What kinds of secret a text holds, in words; never the secrets themselves.

    Addresses in domains that are reserved for examples do not count.
    """
    found = [name for name, pattern in _COMPILED if pattern.search(text)]
    if any(not _RESERVED.fullmatch(match[1]) for match in _MAIL.finditer(text)):
        found.append("e-mail address")
    if any(_looks_random(match[1]) for match in _ASSIGNED.finditer(text)):
        found.append("password or key")
    return tuple(found)


def _looks_random(value: str) -> bool:
    """True for a text that is no plain word and not empty of information."""
    counts = Counter(value)
    entropy = -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())
    return entropy >= _ENTROPY and any(letter.isdigit() for letter in value)
