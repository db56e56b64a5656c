"""Every attack known by number, and what becomes of those that no program can try."""

from importlib.resources import files
from typing import Any

import yaml

__all__ = ["CATALOGUE", "TRIED_BY_TESTS", "UNTRIED"]


def _mapping(name: str) -> dict[str, Any]:
    text = (files(__package__) / f"{name}.yaml").read_text("utf-8")
    mapping: dict[str, Any] = yaml.safe_load(text)
    return mapping


CATALOGUE: dict[str, str] = _mapping("catalogue")
"""Number to what it is. Class letters: E escape, R resources, I information, H rewards, P protocol,
and Y Python's own, J JavaScript's, V Java's, C C++'s, S Rust's."""
UNTRIED: dict[str, str] = _mapping("untried")["untried"]
"""Number to the reason why nothing here tries it."""
TRIED_BY_TESTS: dict[str, str] = _mapping("untried")["tests"]
"""Number to the test of this project that tries it, where it is no program's doing."""
