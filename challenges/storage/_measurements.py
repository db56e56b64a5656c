"""Pass rates of policies, kept beside a dataset and outside its version."""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from codeeval_gym.challenges.storage._atomic import atomic_file
from codeeval_gym.challenges.storage._manifest import read_manifest
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.types import from_json, to_dict

__all__ = ["MEASUREMENTS", "PassRate", "read_measurements", "write_measurements"]

MEASUREMENTS = "measurements.jsonl"


@dataclass(frozen=True)
class PassRate:
    """How often a policy has solved a challenge.

    Raises:
        ValueError: If more programs passed than were tried, or a number is negative.
    """

    challenge_id: str
    """The challenge."""
    policy: str
    """What the policy is called, e.g. a hub id and a step."""
    attempts: int
    """Programs that were judged."""
    passed: int
    """Those that passed every test."""
    content: str = ""
    """Content hash of the challenge that was tried; filled in when it is written."""

    def __post_init__(self) -> None:
        if not 0 <= self.passed <= self.attempts:
            raise ValueError(f"{self.passed} passed of {self.attempts} attempts cannot be.")

    @property
    def rate(self) -> float | None:
        """Share of programs that passed; ``None`` if none was tried."""
        return self.passed / self.attempts if self.attempts else None


def write_measurements(folder: str | os.PathLike[str], rates: Iterable[PassRate]) -> None:
    """Add pass rates to those of a dataset's folder.

    What is there of the same policy and challenge is added up; what is there of a challenge that
    has changed since is dropped. Several processes may write at the same time.

    Raises:
        FileNotFoundError: If the folder holds no dataset.
        UnknownNameError: If there is no challenge of this id.
        ConfigError: If the folder is damaged.
        OSError: If it cannot be written.
    """
    root = Path(folder)
    new = list(rates)
    with _alone(root):
        old = _read(root)
        hashes = _hashes(root, {item.challenge_id for item in (*old, *new)})
        for item in new:
            if item.challenge_id not in hashes:
                raise UnknownNameError(f"challenge in {root}", item.challenge_id, ())
        sums: dict[tuple[str, str], PassRate] = {}
        for item in (*_current(old, hashes), *new):
            key = (item.challenge_id, item.policy)
            sums[key] = _sum(sums.get(key), item, hashes[item.challenge_id])
        with atomic_file(root / MEASUREMENTS) as file:
            file.writelines(json.dumps(to_dict(item)).encode() + b"\n" for item in sums.values())


def read_measurements(
    folder: str | os.PathLike[str], policy: str | None = None
) -> tuple[PassRate, ...]:
    """Pass rates of the challenges as they are now, in the order in which they were first written.

    Args:
        folder: A dataset's folder.
        policy: Only of this policy; ``None`` means of every one.

    Raises:
        FileNotFoundError: If the folder holds no dataset.
        ConfigError: If the folder is damaged; names file and line.
    """
    root = Path(folder)
    rates = [item for item in _read(root) if policy in (None, item.policy)]
    return tuple(_current(rates, _hashes(root, {item.challenge_id for item in rates})))


def _read(root: Path) -> list[PassRate]:
    path = root / MEASUREMENTS
    if not path.is_file():
        return []
    rates = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            rates.append(from_json(PassRate, line))
        except ConfigError as error:
            raise ConfigError(f"{path}, line {number}: {error}") from error
    return rates


def _current(rates: Iterable[PassRate], hashes: Mapping[str, str]) -> Iterator[PassRate]:
    return (item for item in rates if hashes.get(item.challenge_id) == item.content)


def _sum(one: PassRate | None, other: PassRate, content: str) -> PassRate:
    attempts, passed = (one.attempts, one.passed) if one else (0, 0)
    return PassRate(
        other.challenge_id, other.policy, attempts + other.attempts, passed + other.passed, content
    )


def _hashes(root: Path, wanted: set[str]) -> dict[str, str]:
    """Content hashes of some challenges, all splits looked through."""
    found: dict[str, str] = {}
    for split in read_manifest(root).parts:
        with (root / split / "hashes.txt").open(encoding="utf-8") as lines:
            for line in lines:
                content, _, challenge_id = line.rstrip("\n").partition("  ")
                if challenge_id in wanted:
                    found[challenge_id] = content
    return found


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Nobody else writes measurements of this folder meanwhile."""
    if not root.is_dir():
        raise FileNotFoundError(f"There is no folder {root}.")
    descriptor = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
