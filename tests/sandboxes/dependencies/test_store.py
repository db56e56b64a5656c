import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes.dependencies import store as module
from codeeval_gym.sandboxes.dependencies.store import Store

_PLENTY = 10**9


def _writes(text: str) -> Callable[[Path], None]:
    def build(content: Path) -> None:
        (content / "deep").mkdir()
        (content / "deep/file").write_text(text)

    return build


def _refuse(content: Path) -> None:
    raise AssertionError("built again")


def test_a_folder_is_built_once(tmp_path: Path) -> None:
    first = Store(tmp_path, _PLENTY).hold("k", _writes("x"))
    second = Store(tmp_path, _PLENTY).hold("k", _refuse)
    assert first.content == second.content
    assert (second.content / "deep/file").read_text() == "x"
    first.release()
    second.release()


def test_others_can_read_it_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        held = Store(tmp_path, _PLENTY).hold("k", _writes("x"))
    finally:
        os.umask(before)
    paths = [held.content.parent, held.content, *held.content.rglob("*")]
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in paths}
    assert modes == {"k": "0o755", "content": "0o755", "deep": "0o755", "file": "0o644"}


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path, _PLENTY)

    def fail(content: Path) -> None:
        (content / "half").write_text("x")
        raise SandboxError("no network")

    with pytest.raises(SandboxError, match="no network"):
        store.hold("k", fail)
    assert list((tmp_path / "scratch").iterdir()) == []
    assert store.sizes() == {}
    store.hold("k", _writes("x")).release()


def test_two_threads_build_one_folder(tmp_path: Path) -> None:
    store, builds, both = Store(tmp_path, _PLENTY), [], threading.Barrier(2)

    def build(content: Path) -> None:
        builds.append(content)
        _writes("x")(content)

    def use() -> None:
        both.wait()
        store.hold("k", build).release()

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(builds) == 1


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path, 250)
    for number, key in enumerate("abc"):
        store.hold(key, _writes("x" * 100)).release()
        os.utime(tmp_path / "locks" / key, (number, number))
    assert set(store.sizes()) == {"b", "c"}
    os.utime(tmp_path / "locks/b", (9, 9))
    store.hold("d", _writes("x" * 100)).release()
    assert set(store.sizes()) == {"b", "d"}


def test_what_is_in_use_stays(tmp_path: Path) -> None:
    store = Store(tmp_path, 1)
    held = store.hold("a", _writes("x" * 100))
    os.utime(tmp_path / "locks/a", (1, 1))
    store.hold("b", _writes("y")).release()
    store.evict()
    assert set(store.sizes()) == {"a"}
    held.release()
    store.evict()
    assert store.sizes() == {}
    assert list((tmp_path / "scratch").iterdir()) == []


def test_what_a_crash_left_is_removed_and_what_is_being_built_is_not(tmp_path: Path) -> None:
    (tmp_path / "scratch/dead.12345678/content").mkdir(parents=True)
    store = Store(tmp_path, _PLENTY)
    assert list((tmp_path / "scratch").iterdir()) == []

    def build(content: Path) -> None:
        Store(tmp_path, _PLENTY)  # another process starts meanwhile
        _writes("x")(content)

    store.hold("k", build).release()


@pytest.mark.parametrize("text", ["", None])
def test_a_folder_that_lost_something_is_built_again(tmp_path: Path, text: str | None) -> None:
    """After a power cut files may be empty or missing although they were written."""
    held = Store(tmp_path, _PLENTY).hold("k", _writes("x"))
    file = held.content / "deep/file"
    held.release()
    file.unlink()
    if text is not None:
        file.write_text(text)
    again = Store(tmp_path, _PLENTY).hold("k", _writes("x"))
    assert file.read_text() == "x"
    assert sorted(path.name for path in again.content.parent.iterdir()) == [
        "content",
        "manifest.json",
    ]
    again.release()


def test_waiting_for_another_builder_has_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.0)
    store = Store(tmp_path, _PLENTY)

    def build(content: Path) -> None:
        with pytest.raises(SandboxError, match="too long"):
            store.hold("k", _refuse)
        _writes("x")(content)

    store.hold("k", build).release()


_HOLD_AND_WAIT = """
import sys
from pathlib import Path
from codeeval_gym.sandboxes.dependencies.store import Store
held = Store(Path(sys.argv[1]), 10**9).hold("k", lambda content: None)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_user_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLD_AND_WAIT, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        store = Store(tmp_path, -1)
        store.evict()
        assert set(store.sizes()) == {"k"}
        process.kill()
    store.evict()
    assert store.sizes() == {}


def test_a_forked_copy_does_not_let_go_for_its_parent(tmp_path: Path) -> None:
    store = Store(tmp_path, 0)
    held = store.hold("k", _writes("x"))
    child = os.fork()
    if child == 0:
        held.release()
        os._exit(0)
    os.waitpid(child, 0)
    store.evict()
    assert set(store.sizes()) == {"k"}
    held.release()
