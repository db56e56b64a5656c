"""Files of any size and any content: read line by line, refused by name."""

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from codeeval_gym.challenges.benchmarks import open_benchmark
from codeeval_gym.challenges.benchmarks.upstream import open_files, sources
from codeeval_gym.errors import ConfigError

LINE = json.dumps({"a": 1}) + "\n"


def records(file: Path) -> list[dict[str, object]]:
    return [dict(record.fields) for _, record in open_files([file]).read()]


@pytest.mark.parametrize("name", ["r.jsonl", "r.jsonl.gz", "r.json", "r.json.gz"])
def test_a_record_is_found_again(tmp_path: Path, name: str) -> None:
    items = [{"n": number, "text": "é" * number} for number in range(5)]
    is_list = ".jsonl" not in name
    text = json.dumps(items) if is_list else "\n\n".join(map(json.dumps, items))
    file = tmp_path / name
    file.write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
    source = open_files([file, file])
    found = list(source.read())
    assert [record.fields for _, record in found] == items * 2
    for key, record in reversed(found):
        assert source.again(key) == record


def test_one_object_over_many_lines_is_one_record(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"a": [1, 2]}, indent=2))
    assert records(file) == [{"a": [1, 2]}]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("r.jsonl", LINE.encode() + b"{'a': 1}\n", r"r\.jsonl, line 2: not JSON"),
        ("r.jsonl", LINE.encode() + b"\n[1]", r"line 3: expected an object, got \[1\]"),
        ("r.jsonl", b'{"a": "\xff"}', r"line 1: not JSON: 'utf-8' codec"),
        ("r.jsonl", b"\xff\xfe{}", r"line 1: not JSON"),
        ("r.jsonl", b"[" * 200_000, r"line 1: not JSON: nested too deeply"),
        ("r.jsonl", b'{"a": ' + b"9" * 5000 + b"}", r"line 1: not JSON: Exceeds the limit"),
        ("r.json", b"[1]", r"r\.json, record 1: expected an object, got 1"),
        ("r.json", b"[{}", r"r\.json: not JSON"),
        ("r.jsonl.gz", b"plain", r"r\.jsonl\.gz cannot be read: Not a gzipped file"),
        (
            "r.jsonl.gz",
            gzip.compress(LINE.encode() * 99, mtime=0)[:-9],
            r"cannot be read: Compressed file",
        ),
        ("r.jsonl.gz", gzip.compress(b"", mtime=0)[:10] + b"x" * 40, r"cannot be read: Error"),
    ],
)
def test_what_is_no_record_is_named(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        records(file)


def test_a_line_or_document_without_end_is_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_LINE", 1 << 20)
    monkeypatch.setattr(sources, "MAX_DOCUMENT", 1 << 20)
    bomb = tmp_path / "bomb.jsonl.gz"
    bomb.write_bytes(gzip.compress(LINE.encode() + b" " * (1 << 24)))
    tracemalloc.start()
    with pytest.raises(ConfigError, match=r"bomb\.jsonl\.gz, line 2: longer than 1 MiB"):
        records(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1 << 23
    document = tmp_path / "large.json"
    document.write_bytes(b" " * (2 << 20))
    with pytest.raises(ConfigError, match=r"one JSON document of more than 1 MiB: write it as"):
        records(document)


def test_a_file_of_any_size_takes_the_memory_of_a_record(tmp_path: Path) -> None:
    """Many times as many records: read through, the same memory."""

    def peak(count: int) -> int:
        file = tmp_path / f"{count}.jsonl"
        with file.open("w") as stream:
            for number in range(count):
                row = {
                    "task_id": number,
                    "text": "Add." * 500,
                    "code": "def f(n):\n    return n\n",
                    "test_list": ["assert f(1) == 1"],
                }
                stream.write(json.dumps(row) + "\n")
        tracemalloc.start()
        for _ in open_benchmark("mbpp", file):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(2)  # what is loaded once
    assert peak(300) < peak(20) + 150_000  # ids and where they stand, some 300 bytes each


def test_an_id_that_is_there_twice_is_named_with_both_places(tmp_path: Path) -> None:
    file = tmp_path / "mbpp.jsonl"
    row = {"task_id": 1, "text": "", "code": "def f(): pass", "test_list": ["assert f() == 1"]}
    file.write_text((json.dumps(row) + "\n") * 2)
    said = r"mbpp\.jsonl, line 2: mbpp/1 is there twice; see .*mbpp\.jsonl, line 1"
    with pytest.raises(ConfigError, match=said):
        open_benchmark("mbpp", tmp_path).dataset()


def test_a_file_that_changed_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "mbpp.jsonl"
    row = {"task_id": 1, "text": "", "code": "def f(): pass", "test_list": ["assert f() == 1"]}
    file.write_text(json.dumps(row) + "\n")
    dataset = open_benchmark("mbpp", tmp_path).dataset()
    file.write_text(json.dumps({**row, "task_id": 2}) + "\n")
    with pytest.raises(ConfigError, match=r"it was mbpp/1 when it was opened"):
        dataset[0]
