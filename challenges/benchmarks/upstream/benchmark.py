"""A benchmark: where its records lie, and what one of them means. The rest is the same for all."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from codeeval_gym.challenges._catalogue import Catalogue, Entry
from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.benchmarks.upstream.answers import Answers, Runner
from codeeval_gym.challenges.benchmarks.upstream.hub import HubFiles, open_hub
from codeeval_gym.challenges.benchmarks.upstream.overlays import (
    Overlay,
    read_overlay,
    shipped_overlay,
)
from codeeval_gym.challenges.benchmarks.upstream.records import Record
from codeeval_gym.challenges.benchmarks.upstream.sources import Key, Source, open_files
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.types import Challenge, Limits

__all__ = ["Benchmark", "Edition", "LeftOut", "LeftOutError", "Reader", "open_reader"]

Edition = Literal["repaired", "upstream"]
"""``repaired`` makes the repairs of the overlay, ``upstream`` takes every record as it is."""


class LeftOutError(Exception):
    """A sound record that is no challenge here; the reason is its text. Counted, never silent."""


@dataclass(frozen=True)
class LeftOut:
    """A record that is no challenge."""

    place: str
    """File and line."""
    reason: str
    """Why, the same words for the same reason."""


@dataclass(frozen=True)
class Benchmark:
    """How one benchmark is read."""

    name: str
    """The collection: what stands before the slash in ids."""
    read: Callable[[Record], Challenge]
    """What a record means. Raises ``ValueError`` with the field's name if it is none, and
    :class:`LeftOutError` if it is one that cannot be a challenge."""
    files: tuple[str, ...]
    """Patterns of file names, looked for in a folder one after the other until one matches."""
    finish: Callable[[Record, Challenge, Answers], Challenge] | None = None
    """Adds what only running the reference tells; ``None`` where the record says all."""
    hub: HubFiles | None = None
    """Where it is on the hub; ``None`` if that has no file with these fields."""
    wrong: Callable[[Record], Sequence[str]] | None = None
    """Python programs that a record says are wrong; ``None`` where records say none."""
    find: Callable[[Path], Source | None] | None = None
    """Finds records that are no files of ``files``; ``None``, or nothing found, tries those."""
    shares: str = ""
    """The benchmark with the same records, whose overlay it has; empty if that is its own."""

    def open(self, path: str | os.PathLike[str]) -> Source:
        """The records at a path, or on the hub where it is ``hub``.

        Raises:
            FileNotFoundError: If there are none.
            ConfigError: If the benchmark is not on the hub, or ``datasets`` not installed.
            ConnectionError: If the hub cannot be reached.
        """
        if os.fspath(path) == "hub":
            if self.hub is None:
                raise ConfigError(f"{self.name} is not on the hub in a form that can be read.")
            return open_hub(self.hub)
        place = Path(path)
        found = self.find(place) if self.find is not None else None
        if found is not None:
            return found
        if place.is_file():
            return open_files([place])
        for pattern in self.files:
            files = sorted(place.glob(pattern))
            if files:
                return open_files(files)
        wanted = " or ".join(self.files)
        raise FileNotFoundError(f"{self.name} is expected at {place}: a file, or one of {wanted}.")


@dataclass(frozen=True)
class Reader:
    """Reads a source of a benchmark, an edition of it."""

    benchmark: Benchmark
    """Which."""
    source: Source
    """Its records."""
    edition: Edition = "repaired"
    """See :data:`Edition`."""
    overlay: Overlay = field(default_factory=Overlay)
    """What is known to be wrong with records."""
    answers: Answers = field(default_factory=Answers)
    """Asks references."""

    def __iter__(self) -> Iterator[Challenge | LeftOut]:
        """Challenges and what is left out, in order; one record is held at a time.

        Raises:
            ConfigError: If a record is none of the benchmark's; names file, line and field.
            SandboxError: If a reference has to be asked, and the sandbox failed.
        """
        return (found for _, found in self.read())

    def read(self) -> Iterator[tuple[Record, Challenge | LeftOut]]:
        """As iterating, with each record as it was before any repair.

        Raises:
            ConfigError: As iterating.
            SandboxError: As iterating.
        """
        with self.answers:
            for _, record, found in self.drafts():
                whole = found if isinstance(found, LeftOut) else self._finished(record, found)
                yield record, whole

    def drafts(self) -> Iterator[tuple[Key, Record, Challenge | LeftOut]]:
        """As iterating, with each record and its key, and without asking references.

        Raises:
            ConfigError: As iterating.
        """
        seen: dict[str, str] = {}
        for key, record in self.source.read():
            draft = self._draft(record)
            if isinstance(draft, Challenge):
                if draft.id in seen:
                    before = seen[draft.id]
                    raise ConfigError(f"{record.place}: {draft.id} is there twice; see {before}")
                seen[draft.id] = record.place
            yield key, record, draft

    def dataset(self) -> Dataset:
        """The challenges as a dataset, each read again when it is asked for.

        Raises:
            ConfigError: As iterating: every record is looked at.
        """
        keys: dict[str, Key] = {}

        def entries() -> Iterator[Entry]:
            for key, _, draft in self.drafts():
                if isinstance(draft, Challenge):
                    keys[draft.id] = key
                    yield Entry.of(draft)

        def build(challenge_id: str) -> Challenge:
            record = self.source.again(keys[challenge_id])
            draft = self._draft(record)
            if not isinstance(draft, Challenge) or draft.id != challenge_id:
                raise ConfigError(f"{record.place}: it was {challenge_id} when it was opened")
            return self._finished(record, draft)

        return Dataset(self.benchmark.name, Catalogue.of(entries()), build)

    def _draft(self, record: Record) -> Challenge | LeftOut:
        try:
            used = self.overlay.repaired(record) if self.edition == "repaired" else record
            return self._described(self.benchmark.read(used), record)
        except LeftOutError as reason:
            return LeftOut(record.place, str(reason))
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{record.place}: {error}") from error

    def _finished(self, record: Record, draft: Challenge) -> Challenge:
        if self.benchmark.finish is None:
            return draft
        used = self.overlay.repaired(record) if self.edition == "repaired" else record
        try:
            return self.benchmark.finish(used, draft, self.answers)
        except ValueError as error:
            raise ConfigError(f"{record.place}: {error}") from error

    def _described(self, challenge: Challenge, record: Record) -> Challenge:
        """The challenge with its origin, and with what is known to be wrong with it."""
        known = self.overlay.of(record)
        left = [item for item in known if not item.mends or self.edition == "upstream"]
        source = f"{challenge.source}; edition {self.edition}; record {record.digest[:16]}"
        defects = tuple(f"{item.kind}: {item.says}" for item in left)
        limits = challenge.limits
        if self.edition == "repaired":
            for item in known:
                limits = replace(limits or Limits(), **item.limits) if item.limits else limits
        return replace(challenge, source=source, limits=limits, defects=challenge.defects + defects)


def open_reader(
    benchmark: Benchmark,
    path: str | os.PathLike[str],
    *,
    edition: str = "repaired",
    overlay: str | os.PathLike[str] | None = None,
    runner: Runner | None = None,
) -> Reader:
    """Open a benchmark.

    Args:
        benchmark: Which.
        path: A file, a folder, or ``hub``; ``@upstream`` or ``@repaired`` behind it is the edition.
        edition: See :data:`Edition`.
        overlay: A file of corrections beside those that this package knows.
        runner: Where references run, if they have to; ``None`` means a sandbox of its own.

    Raises:
        FileNotFoundError: If there are no records.
        ConfigError: If the overlay is none, or the hub cannot be used.
        ConnectionError: If the hub cannot be reached.
        UnknownNameError: If there is no such edition.
    """
    place, mark, said = os.fspath(path).rpartition("@")
    if mark and said in get_args(Edition):
        path, edition = place, said
    if edition not in get_args(Edition):
        raise UnknownNameError("edition", edition, get_args(Edition))
    known = shipped_overlay(benchmark.shares or benchmark.name)
    if overlay is not None:
        known = known.joined(read_overlay(Path(overlay)))
    source = benchmark.open(path)
    chosen: Edition = "upstream" if edition == "upstream" else "repaired"
    return Reader(benchmark, source, chosen, known, Answers(runner))
