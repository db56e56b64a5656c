"""What is known to be wrong with single records, as data: flagged or repaired, never dropped."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from codeeval_gym.challenges.benchmarks.upstream.records import Record
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Limits

__all__ = ["Correction", "Overlay", "read_overlay", "shipped_overlay"]

_FIELDS = {"id", "record", "kind", "says", "repair", "limits"}
KINDS = ("vacuous", "slow", "random", "reference", "tests", "statement", "duplicate")


@dataclass(frozen=True)
class Correction:
    """What is wrong with one record."""

    id: str
    """The challenge's id, for people."""
    record: str
    """Digest of upstream's record, or its first 16 digits: another edition is not meant."""
    kind: str
    """One of ``vacuous`` (a program without merit passes), ``slow``, ``random``, ``reference``,
    ``tests``, ``statement`` and ``duplicate``."""
    says: str
    """One sentence."""
    repair: Mapping[str, tuple[tuple[str, str], ...]]
    """Field to pairs of what stands there and what is put in its place; empty if only flagged."""
    limits: Mapping[str, Any] = field(default_factory=dict)
    """Limits that the challenge needs, by the names of :class:`~codeeval_gym.types.Limits`."""

    @property
    def mends(self) -> bool:
        """True if the repaired edition is rid of it."""
        return bool(self.repair or self.limits)


@dataclass(frozen=True)
class Overlay:
    """Corrections by the record they are about."""

    corrections: tuple[Correction, ...] = ()
    """In the order in which they are applied."""

    @functools.cached_property
    def _by_record(self) -> dict[str, list[Correction]]:
        table: dict[str, list[Correction]] = {}
        for item in self.corrections:
            table.setdefault(item.record[:_DIGITS], []).append(item)
        return table

    def of(self, record: Record) -> list[Correction]:
        """What is known of a record."""
        if not self.corrections:
            return []
        known = self._by_record.get(record.digest[:_DIGITS], [])
        return [item for item in known if record.digest.startswith(item.record)]

    def joined(self, other: "Overlay") -> "Overlay":
        """Both, the other's corrections last."""
        return Overlay(self.corrections + other.corrections)

    def repaired(self, record: Record) -> Record:
        """The record with its repairs made.

        Raises:
            ValueError: If what is to be replaced is not there.
        """
        fields = dict(record.fields)
        for item in self.of(record):
            for name, pairs in item.repair.items():
                for wrong, right in pairs:
                    fields[name] = _replaced(name, fields.get(name), wrong, right)
        return replace(record, fields=fields)


_DIGITS = 16


def _replaced(name: str, value: Any, wrong: str, right: str) -> Any:
    if isinstance(value, str) and wrong in value:
        return value.replace(wrong, right)
    if isinstance(value, list) and any(isinstance(i, str) and wrong in i for i in value):
        return [i.replace(wrong, right) if isinstance(i, str) else i for i in value]
    raise ValueError(f"field {name!r}: the overlay replaces {wrong!r:.60}, which is not there")


@functools.cache
def shipped_overlay(benchmark: str) -> Overlay:
    """What this package knows of a benchmark; empty if nothing."""
    file = resources.files(__package__).joinpath("overlays", f"{benchmark}.yaml")
    if not file.is_file():
        return Overlay()
    return _parse(file.read_text("utf-8"), f"overlay of {benchmark}")


def read_overlay(path: Path) -> Overlay:
    """Read an overlay of one's own: a YAML list of mappings with the fields of :class:`Correction`.

    Raises:
        ConfigError: If it is none; names the entry and the field.
        OSError: If the file cannot be read.
    """
    return _parse(path.read_text("utf-8"), str(path))


def _parse(text: str, name: str) -> Overlay:
    try:
        entries = yaml.safe_load(text) or []
    except yaml.YAMLError as error:
        raise ConfigError(f"{name}: not YAML: {error}") from error
    if not isinstance(entries, list):
        raise ConfigError(f"{name}: expected a list of corrections")
    corrections = []
    for number, entry in enumerate(entries, start=1):
        try:
            corrections.append(_correction(entry))
        except ValueError as error:
            raise ConfigError(f"{name}, entry {number}: {error}") from error
    return Overlay(tuple(corrections))


def _correction(entry: object) -> Correction:
    if not isinstance(entry, dict):
        raise ValueError(f"expected a mapping, got {entry!r:.80}")
    unknown = sorted(map(str, entry.keys() - _FIELDS))
    if unknown:
        raise ValueError(f"unknown field {unknown[0]!r}")
    fields = Record("", entry)
    digest, kind = fields.text("record"), fields.text("kind")
    if len(digest) < _DIGITS or set(digest) - set("0123456789abcdef"):
        raise ValueError(f"field 'record': expected {_DIGITS} or more hexadecimal digits")
    if kind not in KINDS:
        raise ValueError(f"field 'kind': expected one of {', '.join(KINDS)}, got {kind!r}")
    repair, limits = _repair(fields), _limits(fields)
    return Correction(fields.text("id"), digest, kind, fields.text("says"), repair, limits)


def _limits(fields: Record) -> dict[str, float]:
    limits = fields.inner("limits", fields.fields.get("limits") or {}).fields
    try:
        Limits(**limits)
    except (TypeError, ValueError) as error:
        raise ValueError(f"field 'limits': {error}") from None
    return dict(limits)


def _repair(fields: Record) -> dict[str, tuple[tuple[str, str], ...]]:
    repair = fields.fields.get("repair") or {}
    inner = fields.inner("repair", repair)
    table = {}
    for name in repair:
        pairs = [tuple(pair) if isinstance(pair, list) else () for pair in inner.items(name)]
        if not all(len(pair) == 2 and all(isinstance(i, str) for i in pair) for pair in pairs):
            raise ValueError(f"field 'repair': {name}: expected pairs of texts")
        table[str(name)] = tuple((pair[0], pair[1]) for pair in pairs)
    return table
