"""What compilers made, kept: programs come again, and compiling is by far the dearest step."""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from codeeval_gym.sandboxes.languages import Artefacts, Source, Step, Toolchain
from codeeval_gym.types import Limits, Run

__all__ = ["COMPILE_LIMITS", "CompileCache", "Compiled", "cache_key"]

COMPILE_LIMITS = Limits(
    wall_seconds=30.0, cpu_seconds=10.0, memory_mb=1536, output_kb=1024, processes=64, disk_mb=128
)
"""A compiler reads hostile text, so it has limits of its own, whatever the program's are."""


@dataclass(frozen=True)
class Compiled:
    """What came of compiling one program."""

    artefacts: Artefacts
    """What the compiler made; empty if it refused."""
    refusal: Run | None = None
    """The run that says why, with a compile error; ``None`` if it compiled."""

    @property
    def size(self) -> int:
        """Bytes held."""
        return sum(map(len, self.artefacts.values()))


class CompileCache:
    """The most recent artefacts, within a number of bytes. Thread-safe.

    Args:
        max_bytes: What all artefacts together may take. 0 keeps refusals only.
        max_entries: How many programs are kept at most.
    """

    def __init__(self, max_bytes: int = 256 << 20, max_entries: int = 10_000) -> None:
        self._max_bytes = max_bytes
        self._max_entries = max_entries
        self._entries: OrderedDict[str, Compiled] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> Compiled | None:
        """What is kept under ``key``; ``None`` if nothing is."""
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, key: str, compiled: Compiled) -> None:
        """Keep it, and let go of the oldest until all of it fits."""
        with self._lock:
            self._bytes -= self._entries.pop(key, Compiled({})).size
            self._entries[key] = compiled
            self._bytes += compiled.size
            while self._bytes > self._max_bytes or len(self._entries) > self._max_entries:
                _, dropped = self._entries.popitem(last=False)
                self._bytes -= dropped.size


def cache_key(language: str, toolchain: Toolchain, source: Source, step: Step | None) -> str:
    """Identifies everything that decides what a compiler makes."""
    described = [language, str(toolchain), _sorted(source.files), list(source.functions)]
    described.append("" if source.packages is None else source.packages.key)
    if step is not None:
        files = {name: hashlib.sha256(data).hexdigest() for name, data in step.files.items()}
        described += [list(step.command), _sorted(files), _sorted(step.environment)]
    return hashlib.sha256(json.dumps(described).encode("ascii")).hexdigest()


def _sorted(table: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(table.items())
