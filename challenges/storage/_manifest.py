"""What a dataset's folder holds, and the hashes that prove it."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge, from_json, to_json

__all__ = ["MANIFEST", "Counts", "FileFacts", "Manifest", "Part", "Tally", "read_manifest"]

MANIFEST = "manifest.json"
FORMAT = 1
"""Raised when an older folder can no longer be read."""


@dataclass(frozen=True)
class FileFacts:
    """A file's length and hash."""

    size: int
    """Bytes."""
    sha256: str
    """Hexadecimal."""

    @classmethod
    def of(cls, path: Path) -> "FileFacts":
        """Measure a file.

        Raises:
            OSError: If it cannot be read.
        """
        with path.open("rb") as file:
            return cls(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


@dataclass(frozen=True)
class Counts:
    """How many challenges there are of each kind."""

    challenges: int
    """All of them."""
    trainable: int
    """Those that a policy may be trained on."""
    tiers: Mapping[str, int]
    """By tier."""
    categories: Mapping[str, int]
    """By category."""
    languages: Mapping[str, int]
    """By language; one in several languages counts in each."""
    licences: Mapping[str, int]
    """By licence."""


@dataclass(frozen=True)
class Part:
    """One split, or the whole of a dataset without splits."""

    files: Mapping[str, FileFacts]
    """By name, within the split's folder."""
    counts: Counts
    """Of its challenges."""


@dataclass(frozen=True)
class Manifest:
    """What a dataset's folder holds."""

    format: int
    """Which edition of this layout."""
    name: str
    """What the dataset is called."""
    version: str
    """Hash over the content hashes of all challenges in their order: the same version means the
    same challenges, hidden tests and references included. Measurements do not count."""
    parts: Mapping[str, Part]
    """By split; a dataset without splits has one part, whose name is empty."""
    gate: Mapping[str, int] = field(default_factory=dict)
    """What admission found: how many challenges by outcome."""

    @property
    def counts(self) -> Counts:
        """Of all splits together."""
        each = [part.counts for part in self.parts.values()]
        sums: dict[str, Mapping[str, int]] = {
            name: dict(sum((Counter(getattr(one, name)) for one in each), Counter[str]()))
            for name in ("tiers", "categories", "languages", "licences")
        }
        return Counts(sum(c.challenges for c in each), sum(c.trainable for c in each), **sums)


class Tally:
    """Counts challenges."""

    def __init__(self) -> None:
        self._all = 0
        self._trainable = 0
        self._tiers: Counter[str] = Counter()
        self._categories: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._licences: Counter[str] = Counter()

    def add(self, challenge: Challenge) -> None:
        """Count a challenge."""
        self._all += 1
        self._trainable += challenge.rights.train_allowed is True
        self._tiers[str(challenge.tier)] += 1
        self._categories[challenge.category] += 1
        self._languages.update(challenge.languages)
        self._licences[challenge.licence] += 1

    def counts(self) -> Counts:
        """What has been counted."""
        tables = (self._tiers, self._categories, self._languages, self._licences)
        return Counts(self._all, self._trainable, *(dict(sorted(t.items())) for t in tables))


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a folder.

    Raises:
        FileNotFoundError: If it has none.
        ConfigError: If it is damaged, or of another format.
    """
    path = folder / MANIFEST
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise FileNotFoundError(f"{folder} holds no dataset: there is no {MANIFEST}.") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: {error}") from error
    try:
        manifest = from_json(Manifest, text)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error
    if manifest.format != FORMAT:
        raise ConfigError(
            f"{path}: format {manifest.format}, and this version reads {FORMAT}. Use the version "
            "that wrote it."
        )
    return manifest


def manifest_text(manifest: Manifest) -> str:
    """A manifest as it is written."""
    return to_json(manifest) + "\n"
