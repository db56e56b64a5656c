import dataclasses
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from codeeval_gym.challenges import load, save_jsonl
from codeeval_gym.challenges.storage import _jsonl
from codeeval_gym.challenges.storage._lines import MAX_LINE
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge, to_json

_ROOT = Path(__file__).parents[3]


def test_a_packed_file(tmp_path: Path, many: list[Challenge]) -> None:
    path = tmp_path / "some.jsonl"
    save_jsonl(many, path)
    packed = tmp_path / "some.jsonl.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert list(load(packed)) == many
    packed.write_bytes(packed.read_bytes()[:-200])
    with pytest.raises(ConfigError, match=r"some\.jsonl\.gz cannot be read"):
        load(packed)
    packed.write_bytes(b"no gzip")
    with pytest.raises(ConfigError, match=r"some\.jsonl\.gz cannot be read"):
        load(packed)


def test_empty_lines_do_not_count(tmp_path: Path, many: list[Challenge]) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text("\n\n".join(to_json(item) for item in many) + "\n\n")
    assert list(load(path)) == many


def test_an_index_is_kept_beside_a_large_file(
    tmp_path: Path, many: list[Challenge], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_jsonl, "_WORTH_KEEPING", 30)
    path = tmp_path / "some.jsonl"
    save_jsonl(many[:29], path)
    load(path)
    assert not (tmp_path / ".some.jsonl.index").exists()
    save_jsonl(many, path)
    assert list(load(path)) == many
    assert (tmp_path / ".some.jsonl.index").is_dir()
    with monkeypatch.context() as patched:
        patched.setattr(_jsonl, "index_lines", None)  # it is not read through again
        assert list(load(path)) == many
    save_jsonl(many[::-1], path)
    assert list(load(path)) == many[::-1]


def _broken(challenge: Challenge, number: int) -> str:
    record = json.loads(to_json(dataclasses.replace(challenge, id=f"tests/x{number}")))
    record["hidden_tests"] = [{"kind": "CallTest", "args": 5, "expected": 1}]
    return json.dumps(record)


def test_what_is_inside_of_later_lines_is_checked_when_asked_for(
    tmp_path: Path, many: list[Challenge], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_jsonl, "_CHECKED", 5)
    path = tmp_path / "some.jsonl"
    lines = [to_json(item) for item in many]
    path.write_text("\n".join([*lines[:4], _broken(many[1], 1), *lines[4:]]))
    with pytest.raises(ConfigError, match=r"line 5: .*args"):
        load(path)
    path.write_text("\n".join([*lines[:9], "", _broken(many[1], 1), *lines[9:]]))
    dataset = load(path)
    assert dataset[10] == many[9]
    with pytest.raises(ConfigError, match=r"some\.jsonl, line 11: .*args"):
        dataset["tests/x1"]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ({"tier": 6}, "field 'tier': expected 1 to 5, got 6"),
        ({"tier": True}, "field 'tier'"),
        ({"id": 5}, "field 'id': expected text"),
        ({"languages": "rust"}, "field 'languages': expected a list"),
        ({"rights": 5}, "field 'rights'"),
        ({"rights": {"train_allowed": "yes"}}, "field 'rights'"),
        ({"colour": 1}, "field 'colour' is unknown"),
        ({"prompt": None}, "field 'prompt' is missing"),
        ({"family": []}, "field 'family'"),
    ],
)
def test_what_is_known_of_later_lines_is_checked_at_once(
    tmp_path: Path,
    doubling: Challenge,
    damage: dict[str, object],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_jsonl, "_CHECKED", 0)
    record = {**json.loads(to_json(doubling)), **damage}
    path = tmp_path / "some.jsonl"
    path.write_text(json.dumps({name: item for name, item in record.items() if item is not None}))
    with pytest.raises(ConfigError, match=f"line 1: {said}"):
        load(path)


def test_a_file_that_is_one_long_line_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("wb") as file:
        file.truncate(1 << 30)  # takes no room: zeros that were never written
    with pytest.raises(ConfigError, match="line 1: longer than 64 MiB"):
        load(path)
    assert MAX_LINE == 64 << 20


_MEMORY = """
import resource, sys
from pathlib import Path
from codeeval_gym.challenges import load

def megabytes():
    fields = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
    return int(fields["VmHWM"].split()[0]) / 1024

before = megabytes()
dataset = load(sys.argv[1])
dataset[len(dataset) // 2], dataset[dataset.entry(7).id]
print(len(dataset), megabytes() - before)
"""


def test_a_large_file_is_not_held_in_memory(tmp_path: Path, doubling: Challenge) -> None:
    """Of 100 MB, what is taken is the long lines' own size and the index: not a tenth."""
    path = tmp_path / "large.jsonl"
    with path.open("w") as file:
        for number in range(10_000):
            challenge = dataclasses.replace(doubling, id=f"tests/{number}", context="x" * 10_000)
            file.write(to_json(challenge) + "\n")
    size = path.stat().st_size / (1 << 20)
    assert size > 95
    for _ in range(2):  # once with the index to make, once with it there
        command = [sys.executable, "-c", _MEMORY, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_ROOT)
        count, taken = done.stdout.split()
        assert int(count) == 10_000
        assert float(taken) < 25
