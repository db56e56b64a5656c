"""What a compiler made comes out whole, bounded, and with no link followed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes.jail import outputs
from codeeval_gym.sandboxes.workers.outputs import read_outputs


@pytest.fixture
def output() -> Iterator[int]:
    descriptor = os.memfd_create("output")
    yield descriptor
    os.close(descriptor)


def test_files_and_folders_come_out_as_they_are(tmp_path: Path, output: int) -> None:
    (tmp_path / "program").write_bytes(b"\x7fELF\n\0")
    (tmp_path / "out/inner").mkdir(parents=True)
    (tmp_path / "out/A.class").write_bytes(b"a")
    (tmp_path / "out/inner/B.class").write_bytes(b"")
    outputs.write(output, ["program", "out", "absent"], str(tmp_path))
    assert read_outputs(output) == {
        "program": b"\x7fELF\n\0",
        "out/A.class": b"a",
        "out/inner/B.class": b"",
    }


def test_links_pipes_and_loops_are_left_out(tmp_path: Path, output: int) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "out").mkdir()
    os.symlink(tmp_path / "secret", tmp_path / "program")
    os.symlink(tmp_path / "secret", tmp_path / "out/link")
    os.symlink(tmp_path, tmp_path / "out/again")
    os.mkfifo(tmp_path / "out/pipe")
    outputs.write(output, ["program", "out"], str(tmp_path))
    assert read_outputs(output) == {}


@pytest.mark.parametrize(("bound", "value"), [("MAX_BYTES", 9), ("MAX_FILES", 1)])
def test_over_a_bound_nothing_comes_out(
    tmp_path: Path, output: int, monkeypatch: pytest.MonkeyPatch, bound: str, value: int
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"12345")
    outputs.write(output, ["a"], str(tmp_path))
    assert read_outputs(output) == {"a": b"12345"}
    os.ftruncate(output, 0)
    os.lseek(output, 0, os.SEEK_SET)
    monkeypatch.setattr(outputs, bound, value)
    outputs.write(output, ["a", "b"], str(tmp_path))
    assert read_outputs(output) == {}


@pytest.mark.parametrize("content", [b"no json\nabc", b"[1]\n", b'["a"]\n', b'["a", "b"]\n'])
def test_what_process_1_does_not_write_is_our_error(output: int, content: bytes) -> None:
    os.write(output, content)
    with pytest.raises(SandboxError, match="cannot be read"):
        read_outputs(output)


def test_what_was_cut_off_is_an_error_not_a_shorter_file(tmp_path: Path, output: int) -> None:
    (tmp_path / "program").write_bytes(b"x" * 100)
    outputs.write(output, ["program"], str(tmp_path))
    os.ftruncate(output, 50)
    with pytest.raises(SandboxError, match="program ends too soon"):
        read_outputs(output)
