"""The hub's door, by local files in the form of the hub's."""

import json
from pathlib import Path

import pytest

from codeeval_gym.challenges.benchmarks import BENCHMARKS, open_benchmark
from codeeval_gym.challenges.benchmarks.upstream import Reader
from codeeval_gym.challenges.benchmarks.upstream.hub import HubFiles, open_hub
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge

ROW = {
    "task_id": 1,
    "text": "Return n.",
    "code": "def f(n):\n    return n\n",
    "test_list": ["assert f(1) == 1"],
    "test_setup_code": "",
    "challenge_test_list": [],
}


def test_every_revision_is_pinned() -> None:
    pinned = [item.hub for item in BENCHMARKS.values() if item.hub is not None]
    assert len(pinned) >= 6
    for files in pinned:
        assert len(files.revision) == 40
        assert set(files.revision) <= set("0123456789abcdef")
        assert all(f"@{files.revision}/" in url for url in files.urls)


@pytest.mark.parametrize("form", ["json", "parquet"])
def test_rows_are_read_as_records(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    datasets = pytest.importorskip("datasets", reason="the extra hub is not installed")
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    datasets.disable_progress_bars()
    file = tmp_path / f"rows.{form}"
    lines = [json.dumps({**ROW, "task_id": number}) for number in (1, 2)]
    if form == "json":
        file.write_text("\n".join(lines))
    else:
        datasets.Dataset.from_list([json.loads(line) for line in lines]).to_parquet(file)
    source = open_hub(HubFiles("a/b", "0" * 40, (), form), urls=[str(file)])
    dataset = Reader(BENCHMARKS["mbpp"], source).dataset()
    assert dataset.ids == ("mbpp/1", "mbpp/2")
    assert isinstance(dataset[1], Challenge)


def test_what_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("datasets", reason="the extra hub is not installed")
    with pytest.raises(ConnectionError, match=r"a/b@000000000000 cannot be read from the hub"):
        open_hub(HubFiles("a/b", "0" * 40, (), "json"), urls=[str(tmp_path / "none.json")])


def test_a_benchmark_that_is_not_on_the_hub_says_so() -> None:
    with pytest.raises(ConfigError, match="humaneval-plus is not on the hub"):
        open_benchmark("humaneval-plus", "hub")
