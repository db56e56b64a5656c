"""Reads a code base: text only, within bounds, following no link and writing nothing."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from codeeval_gym.challenges.generation.data import Document, Repository, Skip, Source
from codeeval_gym.challenges.generation.provenance import origin_of

__all__ = ["MAX_FILES", "MAX_FILE_BYTES", "MAX_TOTAL_BYTES", "read_repository"]

MAX_FILE_BYTES = 512 << 10
"""Larger files are skipped: no one writes them by hand."""
MAX_TOTAL_BYTES = 64 << 20
"""Of all files together."""
MAX_FILES = 20_000
"""Files looked at, of any kind."""
_MAX_DATA_BYTES = 256 << 10

_PROSE = (".md", ".rst", ".txt", ".adoc")
_LEFT_OUT = {
    ".eggs",
    ".git",
    ".hg",
    ".mypy_cache",
    ".nox",
    ".pytest_cache",
    ".svn",
    ".tox",
    ".venv",
    "__pycache__",
    "node_modules",
    "site-packages",
    "target",
    "venv",
}


def read_repository(root: str | os.PathLike[str], suffixes: Mapping[str, str]) -> Repository:
    """Read a code base.

    Args:
        root: Its folder.
        suffixes: File name endings to the languages they stand for.

    Raises:
        FileNotFoundError: If there is no such folder.
        NotADirectoryError: If it is a file.
        ValueError: If it is larger than :data:`MAX_FILES` or :data:`MAX_TOTAL_BYTES`.
    """
    folder = Path(root)
    if not folder.exists():
        raise FileNotFoundError(f"There is no folder {folder} to generate challenges from.")
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file: name the folder of a code base.")
    sources: list[Source] = []
    documents: list[Document] = []
    data: dict[str, str] = {}
    skipped: list[Skip] = []
    total = 0
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        language = suffixes.get(path.suffix)
        prose = path.suffix.lower() in _PROSE or path.stem.upper() == "README"
        text = _text(path, language is not None or prose)
        if isinstance(text, str):
            total += len(text)
            if total > MAX_TOTAL_BYTES:
                raise ValueError(f"{folder} holds more than {MAX_TOTAL_BYTES >> 20} MiB of text.")
        if isinstance(text, Skip):
            if language is not None:
                skipped.append(Skip(name, text.reason))
        elif language is not None:
            sources.append(Source(name, text, language))
        else:
            data[name] = text
            if prose:
                documents.append(Document(name, text))
    origin = origin_of(folder, data)
    return Repository(str(folder), origin, tuple(sources), tuple(documents), data, tuple(skipped))


def _files(folder: Path) -> Iterator[Path]:
    count = 0
    for parent, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if name not in _LEFT_OUT)
        for name in sorted(names):
            count += 1
            if count > MAX_FILES:
                raise ValueError(f"{folder} holds more than {MAX_FILES} files.")
            yield Path(parent, name)


def _text(path: Path, wanted: bool) -> str | Skip:
    """The text of a file, or why it is not read. Never blocks: pipes and devices are not opened."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return Skip("", "it is a link or no plain file")
        if status.st_size > (MAX_FILE_BYTES if wanted else _MAX_DATA_BYTES):
            return Skip("", f"it is larger than {MAX_FILE_BYTES >> 10} KiB")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return Skip("", "it cannot be read")
    except UnicodeDecodeError:
        return Skip("", "it is not UTF-8 text")
    return Skip("", "it is not text") if "\0" in text else text.replace("\r\n", "\n")
