"""Round trips through the real package; the hub itself is a folder, or a fake."""

import dataclasses
import sys
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.challenges.storage import from_hugging_face, load_hub, save, to_hugging_face
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge, Rights

datasets = pytest.importorskip("datasets", reason="The extra hub is not installed.")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", str(tmp_path / "cache"))
    datasets.disable_progress_bars()


@pytest.mark.parametrize("in_file", [False, True])
def test_there_and_back(tmp_path: Path, many: list[Challenge], in_file: bool) -> None:
    table = to_hugging_face(many, path=tmp_path / "table.arrow" if in_file else None)
    assert isinstance(table, datasets.Dataset)
    assert table.num_rows == 30
    dataset = from_hugging_face(table, "mine")
    assert list(dataset) == many
    assert dataset.trainable().ids == ("tests/rich",)
    assert list(dataset.filter(category="lists", tier=1)) == [
        item for item in many if (item.category, item.tier) == ("lists", 1)
    ]


def test_through_parquet(tmp_path: Path, many: list[Challenge]) -> None:
    path = tmp_path / "table.parquet"
    to_hugging_face(many).to_parquet(str(path))
    table = datasets.Dataset.from_parquet(str(path), cache_dir=str(tmp_path / "cache"))
    assert list(from_hugging_face(table, "mine")) == many


def test_a_public_table_holds_nothing_hidden(many: list[Challenge]) -> None:
    table = to_hugging_face(many, public=True)
    assert "SECRET" not in str(table[:])
    assert list(from_hugging_face(table, "mine")) == [item.public_view() for item in many]


def test_a_dataset_s_folder_is_what_its_card_says(tmp_path: Path, many: list[Challenge]) -> None:
    """The package reads the header of our README and finds configurations and splits by it."""
    folder = tmp_path / "mine"
    save({"train": many[:20], "test": many[20:]}, folder)
    assert datasets.get_dataset_config_names(str(folder)) == ["public", "private"]
    tables = datasets.load_dataset(str(folder))
    assert {split: table.num_rows for split, table in tables.items()} == {"train": 20, "test": 10}
    assert "SECRET" not in str(tables["train"][:])
    info = datasets.load_dataset_builder(str(folder), "private").info
    assert info.config_name == "private"


def test_the_hub_door_reads_a_folder_as_it_was_uploaded(
    tmp_path: Path, many: list[Challenge]
) -> None:
    folder = tmp_path / "mine"
    save({"train": many[:20], "test": many[20:]}, folder)
    assert list(load(f"hub:{folder}@main", split="test")) == many[20:]
    with pytest.raises(ConfigError, match="validation"):
        load(f"hub:{folder}@main", split="validation")


def test_the_hub_door_reads_a_table(tmp_path: Path, many: list[Challenge]) -> None:
    (tmp_path / "mine").mkdir()
    to_hugging_face(many).to_parquet(str(tmp_path / "mine/train.parquet"))
    assert list(load(f"hub:{tmp_path / 'mine'}@v1")) == many


def test_name_and_revision_reach_the_hub(
    many: list[Challenge], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def fake(*args: Any, **options: Any) -> Any:
        asked.append((args, options))
        return ["default"] if "split" not in options else to_hugging_face(many)

    monkeypatch.setattr(datasets, "get_dataset_config_names", fake)
    monkeypatch.setattr(datasets, "load_dataset", fake)
    dataset = load("hub:owner/name@3f2a", split="test")
    assert (list(dataset), dataset.name) == (many, "owner/name:test")
    assert asked == [
        (("owner/name",), {"revision": "3f2a"}),
        (("owner/name",), {"revision": "3f2a", "split": "test"}),
    ]


@pytest.mark.parametrize("spec", ["hub:owner/name", "hub:", "hub:@x", "hub:owner/name@"])
def test_a_revision_has_to_be_named(spec: str) -> None:
    with pytest.raises(ConfigError, match="hub:NAME@REVISION"):
        load(spec)


def test_a_hub_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise ConnectionError("no network")

    monkeypatch.setattr(datasets, "get_dataset_config_names", fail)
    with pytest.raises(ConnectionError, match="owner/name@x cannot be read from the hub: no net"):
        load_hub("owner/name@x", "train")


def test_tables_that_hold_no_challenges(many: list[Challenge]) -> None:
    with pytest.raises(ConfigError, match="holds no challenges: it has no column 'category'"):
        from_hugging_face(datasets.Dataset.from_list([{"id": "a/b"}]), "other")
    table = to_hugging_face(many)
    spoilt = table.map(lambda row: {"tier": 9 if row["id"] == "tests/n3" else row["tier"]})
    with pytest.raises(ConfigError, match="mine, row 4: field 'tier': expected 1 to 5, got 9"):
        from_hugging_face(spoilt, "mine")
    broken = table.map(lambda row: {"hidden_tests": "[{"})
    with pytest.raises(ConfigError, match="mine, row 2: column 'hidden_tests': not JSON"):
        from_hugging_face(broken, "mine")[2]
    twice = datasets.concatenate_datasets([table, table])
    with pytest.raises(ConfigError, match="two challenges with the id"):
        from_hugging_face(twice, "mine")
    public = to_hugging_face(many, public=True)
    half = from_hugging_face(public, "mine", private=table.select(range(5)))
    assert half[4] == many[4]
    with pytest.raises(ConfigError, match="private table has no challenge 'tests/n4'"):
        half[5]


def test_without_the_extra(many: list[Challenge], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(ConfigError, match=r"pip install 'codeeval-gym\[hub\]'"):
        to_hugging_face(many)


def test_rights_go_with_it(many: list[Challenge]) -> None:
    owned = Dataset.of(many, name="many").with_rights(Rights(train_allowed=True))
    back = from_hugging_face(to_hugging_face(owned), "mine")
    assert len(back.trainable()) == 30
    assert back[0] == dataclasses.replace(many[0], rights=Rights(train_allowed=True))
