"""Which checkpoints stay, which is the best, and how names change hands."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import PPOConfig, PPOTrainer, checkpoint
from codeeval_gym.trainers.retention import best_of, checkpoints, drop_after, retain
from codeeval_gym.trainers.tracker import read_metrics

Made = Callable[[Sequence[int]], Path]


@pytest.fixture
def run(tmp_path: Path) -> Made:
    """Makes a run folder with checkpoints of these iterations, of nothing but their state."""

    def make(iterations: Sequence[int]) -> Path:
        for number in iterations:
            folder = tmp_path / "checkpoints" / f"{number:06d}"
            folder.mkdir(parents=True)
            (folder / "trainer.json").write_text("{}")
        return tmp_path

    return make


def rows_of(values: Sequence[float], name: str = "pass_rate") -> list[dict[str, float]]:
    return [{"iteration": at, name: value} for at, value in enumerate(values, start=1)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "checkpoints").iterdir())


def test_the_newest_and_the_best_stay(run: Made) -> None:
    folder = run([1, 2, 3, 4])
    retain(folder, 2, rows_of([0.1, 0.9, 0.2, 0.1]), "pass_rate")

    assert names(folder) == ["000002", "000003", "000004"]
    assert (folder / "best").resolve().name == "000002"
    assert not (folder / "best").readlink().is_absolute()

    retain(folder, 2, rows_of([0.1, 0.9, 0.2, 0.1]), "-pass_rate")  # the least
    assert names(folder) == ["000003", "000004"]
    assert (folder / "best").resolve().name == "000004"


def test_one_lucky_iteration_is_not_the_best(run: Made) -> None:
    """Means of ten iterations: 0.19 at the 10th, 0.4 at the 20th."""
    folder = run([10, 20])
    rows = rows_of([0.1] * 9 + [1.0] + [0.4] * 10)

    assert best_of(checkpoints(folder), rows, "pass_rate") == folder / "checkpoints" / "000020"
    assert best_of(checkpoints(folder)[:1], rows, "pass_rate") is not None


def test_of_equals_the_newest_is_the_best_and_what_was_not_measured_is_none(run: Made) -> None:
    found = checkpoints(run([1, 2, 3]))

    best = best_of(found, rows_of([0.5, 0.5, float("nan")]), "pass_rate")
    assert best is not None
    assert best.name == "000002"
    assert best_of(found, rows_of([0.5] * 3), "nothing") is None


def test_what_is_played_again_is_removed_and_so_is_what_a_kill_left(run: Made) -> None:
    folder = run([1, 2, 3])
    retain(folder, 3, rows_of([0.1, 0.2, 0.3]), "pass_rate")
    (folder / "checkpoints" / ".000004.17.tmp").mkdir()
    drop_after(folder, 2)
    assert names(folder) == [".000004.17.tmp", "000001", "000002"]
    assert not (folder / "best").is_symlink()

    retain(folder, 3, rows_of([0.1, 0.2]), "pass_rate")
    assert names(folder) == ["000001", "000002"]
    assert (folder / "best").resolve().name == "000002"


@pytest.mark.parametrize("exchanged", [True, False])
def test_a_save_replaces_the_one_before_it(
    exchanged: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also on a file system whose folders cannot change names with each other."""
    if not exchanged:
        monkeypatch.setattr(checkpoint, "_exchange", lambda one, other: False)
    for name in ("saved", ".saved.1.tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "who").write_text(name)
    checkpoint._put(tmp_path / ".saved.1.tmp", tmp_path / "saved")

    assert [path.name for path in tmp_path.iterdir()] == ["saved"]
    assert (tmp_path / "saved" / "who").read_text() == ".saved.1.tmp"


def test_a_run_goes_on_from_its_best_here_or_in_another_folder(
    policy: LLMAdapter, probe: Any, config: PPOConfig, tmp_path: Path
) -> None:
    config = replace(config, checkpoint_every=1, keep_checkpoints=1, keep_best="-seconds")
    folder = PPOTrainer(policy, probe({"h": "a"}), config).learn(48, progress=False).run_folder
    assert names(folder) == ["000001", "000003"]  # the least time, of course, is the first
    other = str(tmp_path / "other")

    changes = {"run_folder": other, "learning_rate": 0.5}
    moved = PPOTrainer.load(folder / "best", probe({"h": "a"}), device="cpu", changes=changes)
    assert (moved.counters.iterations, moved.config.learning_rate) == (1, 0.5)
    moved.learn(32, progress=False)
    assert [row["iteration"] for row in read_metrics(Path(other))] == [2]
    assert names(folder) == ["000001", "000003"]
    with pytest.raises(ConfigError, match="already holds a run"):
        PPOTrainer.load(folder, probe({"h": "a"}), changes={"run_folder": other})
    with pytest.raises(ConfigError, match="learning_rat"):
        PPOTrainer.load(folder, probe({"h": "a"}), changes={"learning_rat": 0.5})

    here = PPOTrainer.load(folder / "best", probe({"h": "a"}), device="cpu")
    here.learn(32, progress=False)
    assert [row["iteration"] for row in read_metrics(folder)] == [1, 2]
    assert names(folder) == ["000001", "000002"]
    assert len(list((folder / "records").iterdir())) == 2


def test_a_metric_that_there_is_not_is_named_at_once(
    policy: LLMAdapter, probe: Any, config: PPOConfig
) -> None:
    trainer = PPOTrainer(policy, probe({"h": "a"}), replace(config, keep_best="-pas_rate"))
    with pytest.raises(UnknownNameError, match=r"no metric 'pas_rate'\. Did you mean 'pass_rate'"):
        trainer.learn(10**9, progress=False)
