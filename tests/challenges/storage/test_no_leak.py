"""What a policy may open, and what it is handed, hold nothing that only the judge may see."""

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from codeeval_gym.challenges import load, save_jsonl
from codeeval_gym.challenges.storage import save
from codeeval_gym.challenges.storage._rows import PRIVATE, public_row
from codeeval_gym.types import Challenge, to_json

_HIDDEN = ("SECRET", "715517", "Infinity", "double.py", "return 2 * n")

_OPEN_PUBLICLY = """
import json, sys
from codeeval_gym.challenges import load
from codeeval_gym.types import to_json

opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
dataset = load(sys.argv[1], public=True)
shown = [to_json(item) for item in dataset] + [repr(item) for item in dataset.entries()]
print(json.dumps({"opened": opened, "shown": shown}))
"""


def _opened(folder: Path) -> dict[str, list[str]]:
    """What a process that opens the dataset for a policy opens and is given."""
    command = [sys.executable, "-c", _OPEN_PUBLICLY, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("reindexed", [False, True])
def test_the_public_door(tmp_path: Path, many: list[Challenge], reindexed: bool) -> None:
    folder = tmp_path / "some"
    save(many, folder, wrong_programs={"tests/rich": ["def double(n): SECRET wrong"]})
    assert "SECRET" in (folder / "private.jsonl").read_text()  # what follows can fail
    if reindexed:
        (folder / ".index/stamp.json").unlink()
    found = _opened(folder)
    ours = [Path(name) for name in found["opened"] if str(folder) in name]
    assert folder / "public.jsonl" in ours
    assert [path for path in ours if "private" in path.name or "hash" in path.name] == []
    handed = [path.read_bytes().decode("utf-8", "replace") for path in ours if path.is_file()]
    handed += found["shown"]
    assert len(found["shown"]) == 60
    for text in handed:
        assert [word for word in _HIDDEN if word in text] == []


def test_a_judge_sees_all(tmp_path: Path, many: list[Challenge]) -> None:
    save(many, tmp_path / "some")
    shown = "".join(to_json(item) for item in load(tmp_path / "some"))
    assert [word for word in _HIDDEN if word not in shown] == ["Infinity"]  # it is written inf


def test_public_view(many: list[Challenge]) -> None:
    for challenge in many:
        text = to_json(challenge.public_view()) + repr(challenge.public_view())
        assert [word for word in (*_HIDDEN, "inf") if word in text] == []


def test_a_file_for_a_policy(tmp_path: Path, many: list[Challenge]) -> None:
    save_jsonl(load_all(many), tmp_path / "some.jsonl")
    assert "SECRET" not in (tmp_path / "some.jsonl").read_text()


def load_all(many: list[Challenge]) -> list[Challenge]:
    from codeeval_gym.challenges import Dataset

    return list(load(Dataset.of(many, name="many"), public=True))


def test_every_field_is_either_shown_or_kept_apart(rich: Challenge) -> None:
    """A new field of a challenge has to be set in ``rich``, and then is on one side."""
    bare = Challenge("tests/bare", "", "", "", 1)
    unset = [
        item.name
        for item in fields(Challenge)
        if getattr(rich, item.name) == getattr(bare, item.name)
    ]
    assert unset == ["tier"]
    view = rich.public_view()
    hidden = [i.name for i in fields(Challenge) if getattr(view, i.name) != getattr(rich, i.name)]
    assert sorted(hidden) == sorted(PRIVATE)


def test_what_a_public_view_hides_cannot_be_written_as_public(
    rich: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    from codeeval_gym.challenges.storage import _rows

    monkeypatch.setattr(_rows, "PUBLIC", (*_rows.PUBLIC, "references"))
    with pytest.raises(ValueError, match="hides 'references', which is a public column"):
        _rows.private_row(rich)
    assert "SECRET" not in str(public_row(rich))
