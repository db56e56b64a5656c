"""Reading a dataset through for everything that is wrong with it. Nothing is executed."""

import os
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from codeeval_gym.challenges.storage._entries import parse_object
from codeeval_gym.challenges.storage._folder import HASHES, PRIVATE, PUBLIC, hash_line
from codeeval_gym.challenges.storage._lines import open_lines, scan
from codeeval_gym.challenges.storage._manifest import FileFacts, Part, read_manifest
from codeeval_gym.challenges.storage._rows import challenge_of
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge, from_dict

__all__ = ["LANGUAGES", "find_faults"]

LANGUAGES = ("python", "javascript", "java", "cpp", "rust")
"""Languages that a challenge can be solved in."""


def find_faults(path: str | os.PathLike[str]) -> Iterator[str]:
    """Read every challenge of a file or folder and yield what is wrong, a sentence each.

    Checked are the schema of every field, that ids are unique, that languages are known, and, of
    a folder, that files and challenges are those that the manifest speaks of. One challenge is in
    memory at a time.

    Args:
        path: A file of challenges, plain or ``.gz``, or a dataset's folder.

    Raises:
        FileNotFoundError: If there is neither.
    """
    source = Path(path)
    try:
        yield from _of_folder(source) if source.is_dir() else _of_file(source)
    except ConfigError as error:  # nothing after it can be read
        yield str(error)


def _of_file(path: Path) -> Iterator[str]:
    seen: set[str] = set()
    with open_lines(path) as file:
        for number, _, line in scan(file, path):
            where = f"{path}, line {number}"
            try:
                challenge = from_dict(Challenge, parse_object(line))
            except ConfigError as error:
                yield f"{where}: {error}"
            else:
                yield from _about(challenge, where, seen)


def _of_folder(root: Path) -> Iterator[str]:
    seen: set[str] = set()
    for split, part in read_manifest(root).parts.items():
        yield from _of_part(root / split, part, seen)


def _of_part(folder: Path, part: Part, seen: set[str]) -> Iterator[str]:
    for name in (PUBLIC, PRIVATE, HASHES):
        path = folder / name
        if not path.is_file():
            yield f"{path}: it is missing."
            return
        if FileFacts.of(path) != part.files.get(name):
            yield f"{path}: it is not the file that the manifest speaks of."
    public, private = folder / PUBLIC, folder / PRIVATE
    count = 0
    with (
        public.open("rb") as shown,
        private.open("rb") as hidden,
        (folder / HASHES).open(encoding="utf-8") as known,
    ):
        for row, secret, line in zip_longest(scan(shown, public), scan(hidden, private), known):
            count += 1
            if row is None or secret is None or line is None:
                yield f"{folder}: {PUBLIC}, {PRIVATE} and {HASHES} are not equally long."
                return
            where = f"{public}, line {row[0]}"
            try:
                challenge = challenge_of(parse_object(row[2]), parse_object(secret[2]))
            except ConfigError as error:
                yield f"{where}: {error}"
                continue
            yield from _about(challenge, where, seen)
            if line != hash_line(challenge):
                yield f"{where}: {challenge.id!r} does not have the hash that {HASHES} says."
    if count != part.counts.challenges:
        yield f"{folder}: {count} challenges, and the manifest says {part.counts.challenges}."


def _about(challenge: Challenge, where: str, seen: set[str]) -> Iterator[str]:
    if challenge.id in seen:
        yield f"{where}: field 'id': {challenge.id!r} is there twice."
    seen.add(challenge.id)
    tests = {test.language for test in challenge.tests if hasattr(test, "language")}
    fields = {
        "languages": set(challenge.languages),
        "references": set(challenge.references),
        "starter": set(challenge.starter),
        "tests": tests,
    }
    for name, languages in fields.items():
        for language in sorted(languages - set(LANGUAGES)):
            yield f"{where}: field {name!r}: unknown language {language!r}."
