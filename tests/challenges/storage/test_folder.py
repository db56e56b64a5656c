import dataclasses
import os
import shutil
from pathlib import Path

import pytest

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.challenges.storage import load_folder, read_manifest, read_wrong_programs, save
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.types import Challenge


def test_what_was_saved_is_loaded(tmp_path: Path, many: list[Challenge]) -> None:
    save(many, tmp_path / "some")
    dataset = load(tmp_path / "some")
    assert list(dataset) == many
    assert dataset.name == "some"
    assert dataset.ids == tuple(item.id for item in many)
    assert [dataset[item.id] for item in reversed(many)] == many[::-1]
    assert list(dataset.filter(tier=3, category="strings")) == [
        item for item in many if (item.tier, item.category) == (3, "strings")
    ]
    assert dataset.filter(language="rust").ids == ("tests/rich",)
    assert dataset.trainable().ids == ("tests/rich",)
    assert [path.name for path in tmp_path.iterdir()] == ["some"]


def test_an_empty_dataset(tmp_path: Path) -> None:
    save([], tmp_path / "none")
    assert list(load(tmp_path / "none")) == []


def test_splits_are_folders(tmp_path: Path, many: list[Challenge]) -> None:
    folder = tmp_path / "some"
    manifest = save({"train": many[:20], "test": many[20:]}, folder, name="mine")
    assert list(load(folder)) == many[:20]
    assert list(load(folder, split="test")) == many[20:]
    assert load(folder, split="test").name == "mine:test"
    assert manifest.counts.challenges == 30
    with pytest.raises(UnknownNameError, match="Did you mean 'test'"):
        load(folder, split="tests")


@pytest.mark.parametrize("name", ["", "..", "a/b", "Train", ".hidden"])
def test_a_split_that_cannot_be_a_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="A split is named"):
        save({"train": [], name: []}, tmp_path / "some")
    assert list(tmp_path.iterdir()) == []


def test_an_id_comes_once_over_all_splits(tmp_path: Path, doubling: Challenge) -> None:
    with pytest.raises(ValueError, match="Two challenges with the id 'tests/double'"):
        save({"train": [doubling], "test": [doubling]}, tmp_path / "some")
    assert list(tmp_path.iterdir()) == []


def test_the_manifest_counts(tmp_path: Path, many: list[Challenge]) -> None:
    gate = {"admitted": 30, "quarantined": 2}
    manifest = save(many, tmp_path / "some", gate=gate)
    assert read_manifest(tmp_path / "some") == manifest
    counts = manifest.counts
    assert (counts.challenges, counts.trainable) == (30, 1)
    assert counts.tiers == {"1": 7, "2": 6, "3": 6, "4": 6, "5": 5}
    assert counts.categories == {"arithmetic": 1, "lists": 15, "strings": 14}
    assert counts.languages == {"python": 30, "rust": 1}
    assert counts.licences == {"Apache-2.0": 1, "MIT": 29}
    assert manifest.gate == gate


def test_the_version_is_that_of_the_content(tmp_path: Path, many: list[Challenge]) -> None:
    def version(challenges: list[Challenge]) -> str:
        return save(challenges, tmp_path / "some").version

    first = version(many)
    assert version(list(Dataset.of(many, name="other"))) == first
    assert version(many[::-1]) != first
    changed = dataclasses.replace(many[0], references={"python": "pass"})
    assert version([changed, *many[1:]]) != first


def test_saving_is_the_same_bytes_each_time(tmp_path: Path, many: list[Challenge]) -> None:
    for name in ("one", "two"):
        save(many, tmp_path / name, name="same")
    names = ("public.jsonl", "private.jsonl", "hashes.txt", "manifest.json", "README.md")
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_wrong_programs_are_kept_apart(tmp_path: Path, many: list[Challenge]) -> None:
    save(many, tmp_path / "some", wrong_programs={"tests/n3": ["def double(n): return 3"]})
    wrong = dict(read_wrong_programs(tmp_path / "some"))
    assert wrong["tests/n3"] == ("def double(n): return 3",)
    assert wrong["tests/n4"] == ()
    assert "return 3" not in (tmp_path / "some/public.jsonl").read_text()


def test_a_dataset_is_replaced_and_nothing_else_is(tmp_path: Path, many: list[Challenge]) -> None:
    folder = tmp_path / "some"
    save(many, folder)
    save(many[:3], folder)
    assert len(load(folder)) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["some"]
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/dear.txt").write_text("dear")
    (tmp_path / "file").write_text("")
    for name in ("letters", "file"):
        with pytest.raises(FileExistsError, match="is no dataset"):
            save(many, tmp_path / name)
    assert (tmp_path / "letters/dear.txt").read_text() == "dear"


def test_a_dataset_can_be_saved_over_itself(tmp_path: Path, many: list[Challenge]) -> None:
    save(many, tmp_path / "some")
    dataset = load(tmp_path / "some")
    save(dataset[::-1], tmp_path / "some")
    assert list(load(tmp_path / "some")) == many[::-1]
    assert list(dataset) == many  # what is open stays what it was


def test_the_index_is_made_anew(tmp_path: Path, many: list[Challenge]) -> None:
    folder = tmp_path / "some"
    save(many, folder)
    shutil.rmtree(folder / ".index")
    (folder / ".private-index/records.npy").write_bytes(b"no index")
    os.utime(folder / "public.jsonl")  # as after a copy: the same content, another time
    assert list(load(folder)) == many
    assert (folder / ".index").is_dir()
    assert (folder / ".private-index/records.npy").read_bytes() != b"no index"


def test_where_no_index_can_be_written_it_is_in_memory(
    tmp_path: Path, many: list[Challenge], monkeypatch: pytest.MonkeyPatch
) -> None:
    save(many, tmp_path / "some")
    shutil.rmtree(tmp_path / "some/.index")

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError("read-only")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    assert list(load(tmp_path / "some")) == many
    assert not (tmp_path / "some/.index").exists()


@pytest.mark.parametrize("name", ["public.jsonl", "private.jsonl"])
@pytest.mark.parametrize("cut", [True, False])
def test_a_file_that_was_changed_is_not_read(
    tmp_path: Path, many: list[Challenge], name: str, cut: bool
) -> None:
    save(many, tmp_path / "some")
    path = tmp_path / "some" / name
    content = path.read_bytes()
    path.write_bytes(content[:-20] if cut else content.replace(b"tests/n7", b"tests/n9"))
    with pytest.raises(ConfigError, match=rf"{name} is not the file that the manifest speaks of"):
        load(tmp_path / "some")


def test_a_file_that_is_missing_is_named(tmp_path: Path, many: list[Challenge]) -> None:
    save(many, tmp_path / "some")
    (tmp_path / "some/private.jsonl").unlink()
    with pytest.raises(ConfigError, match=r"private\.jsonl is missing"):
        load(tmp_path / "some")
    assert len(load(tmp_path / "some", public=True)) == 30


def test_a_folder_without_a_dataset(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no dataset: there is no manifest\.json"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "manifest.json: Not a valid Manifest: not JSON"),
        ('{"format": 1}', "manifest.json: .*name"),
        ('{"format": 9, "name": "x", "version": "x", "parts": {}}', "format 9, and this version"),
    ],
)
def test_a_damaged_manifest(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ConfigError, match=said):
        load_folder(tmp_path)


def test_a_damaged_row_is_named_with_its_column(tmp_path: Path, many: list[Challenge]) -> None:
    """A manifest can be forged with the file, so a row is checked in any case."""
    save(many, tmp_path / "some")
    load(tmp_path / "some")
    path = tmp_path / "some/public.jsonl"
    state = path.stat()
    lines = path.read_bytes().split(b"\n")
    lines[4] = lines[4].replace(b'"public_tests": "[{', b'"public_tests": "{[')
    path.write_bytes(b"\n".join(lines))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    dataset = load(tmp_path / "some")
    assert dataset[3] == many[3]
    with pytest.raises(
        ConfigError, match=r"public\.jsonl, line 5: column 'public_tests': not JSON"
    ):
        dataset[4]
