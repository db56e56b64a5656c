import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from codeeval_gym.challenges import load, save_jsonl
from codeeval_gym.challenges.storage import _atomic, find_faults, save
from codeeval_gym.challenges.storage._atomic import atomic_file, atomic_folder
from codeeval_gym.types import Challenge

_SAVE_FOR_EVER = """
import itertools, sys
from codeeval_gym.challenges import load, save_jsonl
from codeeval_gym.challenges.storage import save

many = list(load(sys.argv[1] + "/source.jsonl"))
print("ready", flush=True)
for turn in itertools.cycle([many, many[::-1]]):
    save(turn, sys.argv[1] + "/folder")
    save_jsonl(turn, sys.argv[1] + "/file.jsonl")
"""


def test_a_kill_at_any_moment_leaves_what_was_there_or_what_is_new(
    tmp_path: Path, many: list[Challenge]
) -> None:
    save_jsonl(many, tmp_path / "source.jsonl")
    save(many, tmp_path / "folder")
    save_jsonl(many, tmp_path / "file.jsonl")
    chance = random.Random(0)
    for _ in range(4):
        command = [sys.executable, "-c", _SAVE_FOR_EVER, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.01, 0.2))
            writer.send_signal(signal.SIGKILL)
        assert list(find_faults(tmp_path / "folder")) == []
        assert list(load(tmp_path / "folder")) in (many, many[::-1])
        assert list(load(tmp_path / "file.jsonl")) in (many, many[::-1])


def test_where_folders_cannot_change_names_in_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_atomic, "_exchange", lambda one, other: False)
    for text in ("first", "second"):
        with atomic_folder(tmp_path / "some") as draft:
            (draft / "text").write_text(text)
    assert (tmp_path / "some/text").read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["some"]


def _fail_in_folder(path: Path) -> None:
    with atomic_folder(path) as draft:
        (draft / "text").write_text("half")
        raise RuntimeError


def _fail_in_file(path: Path) -> None:
    with atomic_file(path) as file:
        file.write(b"half")
        raise RuntimeError


@pytest.mark.parametrize("fail", [_fail_in_folder, _fail_in_file])
def test_an_error_leaves_nothing(tmp_path: Path, fail: Callable[[Path], None]) -> None:
    with pytest.raises(RuntimeError):
        fail(tmp_path / "some")
    assert list(tmp_path.iterdir()) == []


def test_a_file_may_be_read_by_whom_the_umask_lets(tmp_path: Path) -> None:
    with atomic_file(tmp_path / "file") as file:
        file.write(b"")
    (tmp_path / "plain").touch()
    assert (tmp_path / "file").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with atomic_file(pipe) as file:
        file.write(b"through")

    assert os.read(reader, 100) == b"through"
    assert pipe.is_fifo()
    os.close(reader)


def test_a_link_to_a_file_stays_one(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    with atomic_file(link) as file:
        file.write(b"new")

    assert link.is_symlink()
    assert target.read_text() == "new"


_WRITE_AND_BE_KILLED = """
import os, signal, sys
from pathlib import Path
from codeeval_gym.challenges.storage._atomic import atomic_file, atomic_folder

folder = Path(sys.argv[1])
with atomic_file(folder / "file") as file, atomic_folder(folder / "folder") as draft:
    (draft / "text").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_next_writer_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _WRITE_AND_BE_KILLED, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    (tmp_path / ".file.notes.tmp").write_text("somebody else's")
    assert len(list(tmp_path.iterdir())) == 3
    _write(tmp_path / "file", "new")
    with atomic_folder(tmp_path / "folder") as draft:
        (draft / "text").write_text("new")
    assert {path.name for path in tmp_path.iterdir()} == {"file", "folder", ".file.notes.tmp"}
    assert (tmp_path / "folder/text").read_text() == (tmp_path / "file").read_text() == "new"


def test_the_draft_of_a_writer_that_lives_stays(tmp_path: Path) -> None:
    with atomic_folder(tmp_path / "some") as first:
        (first / "text").write_text("first")
        with atomic_folder(tmp_path / "some") as second:
            (second / "text").write_text("second")
        assert (tmp_path / "some/text").read_text() == "second"
        assert (first / "text").read_text() == "first"
    assert (tmp_path / "some/text").read_text() == "first"
    with atomic_file(tmp_path / "file") as slow:
        slow.write(b"slow")
        _write(tmp_path / "file", "fast")
    assert (tmp_path / "file").read_text() == "slow"
    assert {path.name for path in tmp_path.iterdir()} == {"some", "file"}


def _write(path: Path, text: str) -> None:
    with atomic_file(path) as file:
        file.write(text.encode())
