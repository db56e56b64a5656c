import os
from pathlib import Path

import pytest

from codeeval_gym.challenges.generation import reading
from codeeval_gym.challenges.generation.reading import read_repository

_SUFFIXES = {".py": "python"}


def test_code_prose_and_data_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\r\n")
    (tmp_path / "README.md").write_text("# a")
    (tmp_path / "rows.csv").write_text("1,2")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/a.py").write_text("")
    found = read_repository(tmp_path, _SUFFIXES)
    assert [(item.path, item.text) for item in found.sources] == [("a.py", "x = 1\n")]
    assert [item.path for item in found.documents] == ["README.md"]
    assert set(found.data) == {"README.md", "rows.csv"}


def test_what_cannot_be_read_is_skipped_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 1024)
    (tmp_path / "large.py").write_text("#" * 2000)
    (tmp_path / "latin.py").write_bytes(b"# \xe9\xff")
    (tmp_path / "zero.py").write_bytes(b"\0")
    (tmp_path / "outside.py").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe.py")  # to open it would wait for ever
    found = read_repository(tmp_path, _SUFFIXES)
    assert found.sources == ()
    assert {skip.subject: skip.reason for skip in found.skipped} == {
        "large.py": "it is larger than 1 KiB",
        "latin.py": "it is not UTF-8 text",
        "zero.py": "it is not text",
        "outside.py": "it is a link or no plain file",
        "pipe.py": "it is a link or no plain file",
    }


def test_a_code_base_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / f"{name}.py").write_text("x = 1\n")
    monkeypatch.setattr(reading, "MAX_FILES", 2)
    with pytest.raises(ValueError, match="more than 2 files"):
        read_repository(tmp_path, _SUFFIXES)


def test_the_wrong_path_is_the_callers_mistake(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileNotFoundError, match="There is no folder"):
        read_repository(tmp_path / "none", _SUFFIXES)
    with pytest.raises(NotADirectoryError, match="is a file"):
        read_repository(tmp_path / "file", _SUFFIXES)
