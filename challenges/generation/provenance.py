"""Where a code base comes from and under which licence, from its own files alone.

Version control is read as files: no ``git`` is started, so none of its hooks or settings is.
"""

import email.parser
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from codeeval_gym.challenges.generation.data import Origin
from codeeval_gym.types import Rights

__all__ = ["PERMISSIVE", "origin_of", "rights_of"]

PERMISSIVE = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "PSF-2.0",
        "Unlicense",
        "Zlib",
    }
)
"""SPDX identifiers of licences that allow training and handing on."""

_COMMIT = re.compile(r"[0-9a-f]{40}")
_REFERENCE = re.compile(r"ref: (refs/[A-Za-z0-9._/-]+)")
_LICENCE_NAMES = re.compile(r"(licen[cs]e|copying|unlicense)([.-].*)?", re.IGNORECASE)
_PHRASES = (
    ("GPL-3.0-only", r"gnu general public license\s+version 3"),
    ("GPL-2.0-only", r"gnu general public license\s+version 2"),
    ("AGPL-3.0-only", r"gnu affero general public license"),
    ("LGPL-3.0-only", r"gnu lesser general public license"),
    ("MPL-2.0", r"mozilla public license version 2\.0"),
    ("Apache-2.0", r"apache license,?\s+version 2\.0"),
    ("BSL-1.0", r"boost software license - version 1\.0"),
    ("Unlicense", r"this is free and unencumbered software released into the public domain"),
    ("CC0-1.0", r"cc0 1\.0 universal"),
    ("BSD-3-Clause", r"redistribution and use in source and binary forms.*neither the name"),
    (
        "BSD-3-Clause",
        r"redistribution and use in source and binary forms.*names? of .* contributors",
    ),
    ("BSD-2-Clause", r"redistribution and use in source and binary forms"),
    ("ISC", r"permission to use, copy, modify, and(/or)? distribute this software"),
    ("MIT", r"permission is hereby granted, free of charge.*the above copyright notice"),
    ("Zlib", r"this software is provided 'as-is'.*altered source versions must be plainly marked"),
)
"""What is read in a licence's text, the strictest first."""


def origin_of(root: Path, files: Mapping[str, str]) -> Origin:
    """Return what a code base says of itself.

    Args:
        root: Its folder; only ``.git`` is read from it.
        files: Its text files that are not code, by path.
    """
    stated = _stated(files)
    licence, path = _licence(files, stated.get("licence", ""))
    return Origin(
        name=stated.get("name") or root.resolve().name,
        version=stated.get("version", ""),
        commit=_commit(root / ".git"),
        licence=licence,
        licence_path=path,
    )


def rights_of(licence: str, *, train_allowed: bool | None = None) -> Rights:
    """Return what may be done with a challenge made of code under ``licence``.

    Args:
        licence: SPDX identifier.
        train_allowed: The caller's word, who may own the code; ``None`` leaves it to the licence.
    """
    permissive = True if licence in PERMISSIVE else None
    return Rights(permissive if train_allowed is None else train_allowed, permissive)


def _stated(files: Mapping[str, str]) -> dict[str, str]:
    """Name, version and licence from the first package description that has them."""
    found: dict[str, str] = {}
    for name, read in _DESCRIPTIONS.items():
        if name not in files:
            continue
        try:
            facts = read(files[name])
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            continue  # a broken description says nothing
        for key, value in facts.items():
            if isinstance(value, str) and value.strip():
                found.setdefault(key, value.strip()[:200])
    return found


def _metadata(text: str) -> dict[str, Any]:
    message = email.parser.HeaderParser().parsestr(text)
    licence = message.get("License-Expression") or message.get("License")
    return {"name": message.get("Name"), "version": message.get("Version"), "licence": licence}


def _pyproject(text: str) -> dict[str, Any]:
    project = tomllib.loads(text)["project"]
    licence = project.get("license")
    if isinstance(licence, dict):
        licence = licence.get("text")
    return {"name": project.get("name"), "version": project.get("version"), "licence": licence}


def _package_json(text: str) -> dict[str, Any]:
    facts = json.loads(text)
    return {
        "name": facts.get("name"),
        "version": facts.get("version"),
        "licence": facts.get("license"),
    }


def _cargo(text: str) -> dict[str, Any]:
    facts = tomllib.loads(text)["package"]
    return {
        "name": facts.get("name"),
        "version": facts.get("version"),
        "licence": facts.get("license"),
    }


_DESCRIPTIONS = {
    "PKG-INFO": _metadata,
    "METADATA": _metadata,
    "pyproject.toml": _pyproject,
    "package.json": _package_json,
    "Cargo.toml": _cargo,
}


def _licence(files: Mapping[str, str], stated: str) -> tuple[str, str]:
    """The SPDX identifier and the file it was read in; the text counts more than what is stated."""
    for path in sorted(files, key=lambda name: (name.count("/"), name)):
        if "/" not in path and _LICENCE_NAMES.fullmatch(path):
            text = " ".join(files[path].lower().split())
            for identifier, phrase in _PHRASES:
                if re.search(phrase, text, re.DOTALL):
                    return identifier, path
            return "unknown", path
    known = {name.lower(): name for name in PERMISSIVE}
    return known.get(stated.lower(), stated if _is_spdx(stated) else "unknown"), ""


def _is_spdx(stated: str) -> bool:
    return re.fullmatch(r"[A-Za-z]+-\d[A-Za-z0-9.-]*", stated) is not None


def _commit(folder: Path) -> str:
    """The commit that is checked out; empty where ``.git`` is no plain folder."""
    if folder.is_symlink() or not folder.is_dir():
        return ""
    head = _line(folder / "HEAD")
    reference = _REFERENCE.fullmatch(head)
    if reference is None or ".." in head:
        return head if _COMMIT.fullmatch(head) else ""
    direct = _line(folder / reference[1])
    if _COMMIT.fullmatch(direct):
        return direct
    for line in _read(folder / "packed-refs").splitlines():
        commit, _, name = line.partition(" ")
        if name == reference[1] and _COMMIT.fullmatch(commit):
            return commit
    return ""


def _line(path: Path) -> str:
    return _read(path).strip()


def _read(path: Path) -> str:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > 1 << 22:
        return ""
    return path.read_text("utf-8", "replace")
