import dataclasses
import json
from pathlib import Path

import pytest

from codeeval_gym.challenges import save_jsonl
from codeeval_gym.challenges.storage import find_faults, save
from codeeval_gym.types import Challenge, to_json


def test_what_is_sound_has_no_faults(tmp_path: Path, many: list[Challenge]) -> None:
    save_jsonl(many, tmp_path / "some.jsonl")
    save({"train": many[:20], "test": many[20:]}, tmp_path / "some")
    assert list(find_faults(tmp_path / "some.jsonl")) == []
    assert list(find_faults(tmp_path / "some")) == []


def test_every_fault_of_a_file_is_found(tmp_path: Path, doubling: Challenge) -> None:
    klingon = dataclasses.replace(
        doubling, id="tests/k", languages=("klingon",), starter={"elvish": ""}
    )
    lines = [
        to_json(doubling),
        "{broken",
        to_json(doubling),
        json.dumps({**json.loads(to_json(doubling)), "tier": "one"}),
        to_json(klingon),
        "[]",
    ]
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(lines))
    faults = [fault.removeprefix(f"{path}, ") for fault in find_faults(path)]
    assert [fault.split(":")[0] for fault in faults] == [f"line {n}" for n in (2, 3, 4, 5, 5, 6)]
    for fault, said in zip(
        faults,
        ["not JSON", "there twice", "tier", "language 'klingon'", "language 'elvish'", "an object"],
        strict=True,
    ):
        assert said in fault


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("public.jsonl", "Return n doubled", "Return n halved", ("not the file", "have the hash")),
        ("private.jsonl", "SECRET-4", "SECRET-5", ("not the file", "have the hash")),
        (
            "hashes.txt",
            "tests/n7\n",
            "tests/n7\n0  tests/n7\n",
            ("not the file", *["have the hash"] * 21, "not equally long"),
        ),
        ("hashes.txt", "tests/n28\n", "tests/n29\n", ("not the file", "have the hash")),
        ("manifest.json", '"challenges": 30', '"challenges": 29', ("manifest says 29",)),
        ("manifest.json", '"format"', '"form"', ("form",)),
    ],
)
def test_every_fault_of_a_folder_is_found(
    tmp_path: Path, many: list[Challenge], name: str, old: str, new: str, said: tuple[str, ...]
) -> None:
    save(many, tmp_path / "some")
    path = tmp_path / "some" / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    faults = list(find_faults(tmp_path / "some"))
    for words in said:
        assert any(words in fault for fault in faults)
    assert len(faults) == len(said)


def test_a_file_that_is_missing(tmp_path: Path, many: list[Challenge]) -> None:
    save(many, tmp_path / "some")
    (tmp_path / "some/hashes.txt").unlink()
    assert [
        fault.endswith("hashes.txt: it is missing.") for fault in find_faults(tmp_path / "some")
    ]
    with pytest.raises(FileNotFoundError):
        list(find_faults(tmp_path / "nowhere.jsonl"))
