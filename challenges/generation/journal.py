"""What a run has finished, one line each, so that a run that was killed goes on where it was."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from codeeval_gym.challenges.generation.data import Skip
from codeeval_gym.challenges.generation.drafting import Kept
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge, from_dict, to_dict

__all__ = ["Journal"]


class Journal:
    """A file of outcomes; :meth:`remove` it when what it led to is saved.

    Args:
        path: Where; appended to if it is of the same run, started anew otherwise.
        fingerprint: What the outcomes depend on: settings, and the code base's content.

    Raises:
        OSError: If the file cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str], fingerprint: str) -> None:
        self.path = Path(path)
        self.done: dict[str, Kept | Skip] = {}
        """Candidate id to outcome."""
        whole = self._read(fingerprint)
        self._file: IO[str] = self.path.open("a" if whole else "w", encoding="utf-8")
        if not whole:
            self._write({"fingerprint": fingerprint})
        else:
            self._file.truncate(whole)

    def _read(self, fingerprint: str) -> int:
        """Take what is there of this run; return how many bytes of it are whole lines."""
        whole = 0
        for line, row in self._rows():
            if not whole:
                if row != {"fingerprint": fingerprint}:
                    return 0
            else:
                try:
                    self.done[row["candidate"]] = _outcome(row)
                except (KeyError, TypeError, ConfigError):
                    break
            whole += len(line)
        return whole

    def _rows(self) -> Iterator[tuple[bytes, Any]]:
        if not self.path.is_file():
            return
        with self.path.open("rb") as file:
            for line in file:
                try:
                    row = json.loads(line)
                except ValueError:  # the line that was being written
                    return
                if not line.endswith(b"\n"):
                    return
                yield line, row

    def add(self, candidate: str, outcome: Kept | Skip) -> None:
        """Write down what became of a candidate.

        Raises:
            OSError: If the file cannot be written.
        """
        self.done[candidate] = outcome
        if isinstance(outcome, Skip):
            row: dict[str, Any] = {"skip": [outcome.subject, outcome.reason, outcome.detail]}
        else:
            row = {"challenge": to_dict(outcome.challenge), "record": outcome.record}
        self._write({"candidate": candidate, **row})

    def _write(self, row: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(row) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Leave the file for the next run. A second call does nothing."""
        self._file.close()

    def remove(self) -> None:
        """Forget the run: it is complete."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def _outcome(row: Mapping[str, Any]) -> Kept | Skip:
    if "skip" in row:
        return Skip(*row["skip"])
    return Kept(from_dict(Challenge, row["challenge"]), row["record"])
