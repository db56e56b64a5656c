"""Content-addressed folders: built once, never changed, removed when space is short.

    environments/KEY/content         what jails see; manifest.json beside it: sizes
    scratch/KEY.XXXXXXXX             being built, or being removed
    locks/KEY                        shared by users, alone for who builds or removes

A folder appears and disappears by one rename, so it is whole or it is not there. Whoever dies
leaves locks that the kernel releases, and scratch folders that the next one removes.
"""

import contextlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes.dependencies.folders import make_readable, size_of
from codeeval_gym.sandboxes.dependencies.locks import FileLock

__all__ = ["Held", "Store"]

WAIT_SECONDS = 900.0
"""How long to wait for another process that builds the same; longer than a build may take."""
_POLL_SECONDS = 0.05


class Held:
    """A folder of the store that stays while this is held.

    Args:
        content: The folder.
        lock: Shared, on the folder's key.
    """

    def __init__(self, content: Path, lock: FileLock) -> None:
        self.content = content
        self._lock = lock

    def release(self) -> None:
        """Let go: the folder may be removed from now on. A second call does nothing."""
        self._lock.release()


class Store:
    """Folders by key. Safe to use from many threads and processes at one time.

    Args:
        folder: Where they lie; only this user may write there, and others may read.
        max_bytes: Above this, those not used for longest are removed, but never one that is held.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        for name in ("environments", "locks", "scratch"):
            (folder / name).mkdir(exist_ok=True)
            (folder / name).chmod(0o755)
        self._remove_leftovers()

    def hold(self, key: str, build: Callable[[Path], None]) -> Held:
        """Hold the folder of this key; build it if it is not there.

        Args:
            key: Hash of everything that decides what is in the folder.
            build: Fills an empty folder.

        Raises:
            SandboxError: If another process holds it for too long; and what ``build`` raises.
        """
        lock = FileLock(self._folder / "locks" / key)
        content = self._folder / "environments" / key / "content"
        try:
            self._ensure(key, lock, build)
            lock.touch()
        except BaseException:
            lock.release()
            raise
        return Held(content, lock)

    def sizes(self) -> dict[str, int]:
        """The keys that are there, and the bytes of each."""
        found = (self._folder / "environments").iterdir()
        return {path.name: int(_manifest(path).get("bytes", 0)) for path in found}

    def evict(self) -> None:
        """Remove what was not used for longest until the rest fits; pass over what is held."""
        sizes = self.sizes()
        total = sum(sizes.values())
        for key in sorted(sizes, key=self._last_used):
            if total <= self._max_bytes:
                return
            if self._remove(key):
                total -= sizes[key]

    def _ensure(self, key: str, lock: FileLock, build: Callable[[Path], None]) -> None:
        """Return with the lock shared and the folder there."""
        deadline = time.monotonic() + WAIT_SECONDS
        built = False
        while True:
            # To change a lock's kind is two steps: somebody may come between, so look again.
            if lock.take(shared=True) and (self._is_whole(key) if not built else self._has(key)):
                return
            if lock.take(shared=False):
                if not self._is_whole(key):
                    self._build(key, build)
                built = True
            elif time.monotonic() > deadline:
                raise SandboxError(f"Another process has kept environment {key} for too long.")
            else:
                time.sleep(_POLL_SECONDS)

    def _build(self, key: str, build: Callable[[Path], None]) -> None:
        with self._scratch(key) as scratch:
            content = scratch / "content"
            content.mkdir()
            build(content)
            scratch.chmod(0o755)
            make_readable(content)
            count, size = size_of(content)
            manifest = json.dumps({"files": count, "bytes": size})
            (scratch / "manifest.json").write_text(manifest, "utf-8")
            target = self._folder / "environments" / key
            if target.exists():  # not whole, or we would not be here
                target.rename(scratch / "broken")
            scratch.rename(target)
        shutil.rmtree(target / "broken", ignore_errors=True)
        self.evict()

    def _has(self, key: str) -> bool:
        return (self._folder / "environments" / key / "manifest.json").exists()

    def _is_whole(self, key: str) -> bool:
        """After a power cut a file that was written may be empty: compare with the manifest."""
        folder = self._folder / "environments" / key
        if not self._has(key):
            return False
        manifest = _manifest(folder)
        return (manifest.get("files"), manifest.get("bytes")) == size_of(folder / "content")

    def _last_used(self, key: str) -> float:
        try:
            return (self._folder / "locks" / key).stat().st_mtime
        except OSError:
            return 0.0

    @contextlib.contextmanager
    def _locked(self, key: str) -> Iterator[bool]:
        lock = FileLock(self._folder / "locks" / key)
        try:
            yield lock.take(shared=False)
        finally:
            lock.release()

    @contextlib.contextmanager
    def _scratch(self, key: str) -> Iterator[Path]:
        # A name of its own each time: a tool of a builder that was killed may still be writing.
        scratch = Path(tempfile.mkdtemp(prefix=f"{key}.", dir=self._folder / "scratch"))
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _remove(self, key: str) -> bool:
        with self._locked(key) as ours:
            if not ours:
                return False
            with self._scratch(key) as scratch, contextlib.suppress(FileNotFoundError):
                (self._folder / "environments" / key).rename(scratch / "removed")
        return True

    def _remove_leftovers(self) -> None:
        """Scratch folders whose builder is gone: nobody holds their key."""
        for path in (self._folder / "scratch").iterdir():
            with self._locked(path.name.partition(".")[0]) as ours:
                if ours:
                    shutil.rmtree(path, ignore_errors=True)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        data = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
