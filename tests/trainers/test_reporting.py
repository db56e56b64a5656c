"""Other trackers get every iteration once, over any number of stops."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from accelerate.tracking import LOGGER_TYPE_TO_CLASS, GeneralTracker

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.reporting import Earlier, Reporting, check_trackers

REMOTE = ("wandb", "trackio", "mlflow")


class FakeTracker(GeneralTracker):  # type: ignore[misc]  # accelerate has no types
    """Keeps what it is told, as a service would: what came twice is there twice."""

    name = "fake"
    requires_logging_directory = False
    made: ClassVar[list["FakeTracker"]] = []
    told: ClassVar[list[tuple[int, dict[str, float]]]] = []

    info = SimpleNamespace(run_id="of-mlflow")  # of an active run of MLflow

    def __init__(self, project: str, **options: Any) -> None:
        super().__init__()
        self.project, self.options = project, options
        self.settings: dict[str, Any] = {}
        self.finished = False
        self.made.append(self)

    @property
    def tracker(self) -> "FakeTracker":
        return self

    def store_init_configuration(self, values: dict[str, Any]) -> None:
        self.settings = values

    def log(self, values: dict[str, float], step: int | None = None, **_: Any) -> None:
        if values["pass_rate"] < 0:
            raise ConnectionError("no such host")
        assert step is not None
        self.told.append((step, values))

    def finish(self) -> None:
        self.finished = True


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> type[FakeTracker]:
    """In place of every tracker that sends something somewhere."""
    for name in REMOTE:
        monkeypatch.setitem(LOGGER_TYPE_TO_CLASS, name, FakeTracker)
    FakeTracker.made.clear()
    FakeTracker.told.clear()
    return FakeTracker


def rows(*iterations: int) -> list[dict[str, float]]:
    return [{"iteration": number, "pass_rate": number / 100} for number in iterations]


def report(folder: Path, config: PPOConfig, earlier: Earlier, *iterations: int) -> None:
    reporting = Reporting(folder, config, earlier)
    for row in rows(*iterations):
        reporting.log(row)
    reporting.finish()


@pytest.mark.parametrize("name", REMOTE)
def test_nothing_is_told_twice_and_nothing_left_out(
    name: str, fake: type[FakeTracker], config: PPOConfig, tmp_path: Path
) -> None:
    """Stopped after 5, resumed after 3; stopped after 4, resumed after 3 again."""
    config = replace(config, trackers=(name, "jsonl"))
    report(tmp_path, config, Earlier(), 1, 2, 3, 4, 5)
    report(tmp_path, config, Earlier(rows(1, 2, 3), 5), 4)
    report(tmp_path, config, Earlier(rows(1, 2, 3), 4), 4, 5, 6, 7)

    assert [step for step, _ in fake.told] == [1, 2, 3, 4, 5, 6, 7]
    assert fake.told[0][1] == {"pass_rate": 0.01}
    first, *later = fake.made
    assert first.project == "codeeval-gym"
    assert first.settings["max_new_tokens"] == 5
    assert not any(one.settings for one in later)  # MLflow refuses to be told twice
    assert all(one.finished for one in fake.made)


def test_each_is_told_that_it_is_the_same_run(
    fake: type[FakeTracker], config: PPOConfig, tmp_path: Path
) -> None:
    config = replace(config, trackers=REMOTE)
    for earlier in (Earlier(), Earlier(rows(1), 1)):
        report(tmp_path, config, earlier)
    (wandb, trackio, mlflow), (wandb2, trackio2, mlflow2) = fake.made[:3], fake.made[3:]

    assert wandb.options == wandb2.options
    assert (wandb.options["resume"], wandb.options["dir"]) == ("allow", str(tmp_path))
    assert trackio.options["name"] == trackio2.options["name"]
    assert [one.options["resume"] for one in (trackio, trackio2)] == ["never", "allow"]
    assert "run_id" not in mlflow.options
    assert mlflow2.options["run_id"] == "of-mlflow"


def test_a_tracker_that_joins_later_is_told_what_was(
    fake: type[FakeTracker], config: PPOConfig, tmp_path: Path
) -> None:
    report(tmp_path, config, Earlier(), 1, 2, 3)
    assert not (tmp_path / "trackers.json").exists()
    joined = replace(config, trackers=("wandb",))
    report(tmp_path, joined, Earlier(rows(1, 2), 3), 3)

    assert [step for step, _ in fake.told] == [1, 2, 3]


def test_a_tracker_that_fails_is_left_out_and_said(
    fake: type[FakeTracker], config: PPOConfig, tmp_path: Path
) -> None:
    reporting = Reporting(tmp_path, replace(config, trackers=("wandb",)), Earlier())
    with pytest.warns(RuntimeWarning, match=r"'wandb' failed.*ConnectionError: no such host"):
        reporting.log({"iteration": 1, "pass_rate": -1})
    reporting.log({"iteration": 2, "pass_rate": 1})

    assert fake.told == []


def test_tensorboard_shows_every_iteration_once(
    policy: LLMAdapter, probe: Any, config: PPOConfig
) -> None:
    """The real one: a run that was stopped after 3 iterations and goes on after 2."""
    pytest.importorskip("tensorboard", reason="optional: pip install tensorboard")
    accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    config = replace(config, trackers=("tensorboard",), checkpoint_every=2)
    trainer = PPOTrainer(policy, probe({"h": "a"}), config).learn(48, progress=False)
    folder = trainer.run_folder
    older = folder / "checkpoints" / "000002"
    PPOTrainer.load(older, probe({"h": "a"}), device="cpu").learn(64, progress=False)

    events = accumulator.EventAccumulator(str(folder / "tensorboard"))
    events.Reload()
    shown = [(event.step, event.value) for event in events.Scalars("pass_rate")]
    lines = (folder / "metrics.jsonl").read_text().splitlines()
    written = [(row["iteration"], row["pass_rate"]) for row in map(json.loads, lines)]
    assert [step for step, _ in shown] == [1, 2, 3, 4]
    assert [value for _, value in shown] == pytest.approx([value for _, value in written])


def test_what_cannot_be_had_is_named_before_training(
    policy: LLMAdapter, probe: Any, config: PPOConfig
) -> None:
    with pytest.raises(ConfigError, match=r"'comet_ml' needs a package.*pip install comet-ml"):
        PPOTrainer(policy, probe({"h": "a"}), replace(config, trackers=("comet_ml",)))
    with pytest.raises(UnknownNameError, match=r"no tracker 'tensorbord'\. Did you mean 'tensorb"):
        check_trackers(["jsonl", "tensorbord"])
