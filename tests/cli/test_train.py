"""``codeeval-gym train``: any trainer, its settings, and going on where a run stopped."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from codeeval_gym.challenges import save_jsonl
from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.sandboxes import backends
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.trainers import PPOTrainer, trainers
from codeeval_gym.trainers.interrupts import Interrupts
from codeeval_gym.trainers.tracker import read_metrics
from codeeval_gym.types import Challenge, Rights, StdioTest
from tests.cli.conftest import Run

SMALL = ("--set", "episodes_per_iteration=2", "--set", "max_new_tokens=4")


class Interrupted(PPOTrainer):
    """A trainer of another package, at which Ctrl-C is pressed."""

    algorithm = "interrupted"

    def begin(self, interrupts: Interrupts) -> None:
        signal.raise_signal(signal.SIGINT)


class Pretended(FakeSandbox):
    """Runs nothing; no program is right."""

    def __init__(self, **_: Any) -> None:
        super().__init__(solver([]))


class Chalk(FakeSandbox):
    """Cannot run here."""

    def __init__(self, **_: Any) -> None:
        raise SandboxUnavailable("chalk", "There is no chalk.", "Buy some.")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Options for a challenge, and for a sandbox that takes no time."""
    path = tmp_path_factory.mktemp("few") / "challenges.jsonl"
    echo = Challenge(
        id="tests/echo",
        title="echo",
        prompt="Print what is read.",
        category="echo",
        tier=1,
        languages=("python",),
        references={"python": "print(input())"},
        rights=Rights(train_allowed=True),
        hidden_tests=(StdioTest("a", "a"),),
    )
    save_jsonl([echo], path)
    return ("--challenges", str(path), "--sandbox", "pretended")


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    """A sandbox that runs nothing, one that is not there, and a trainer, each by name."""
    backends.register("pretended")(Pretended)
    backends.register("chalk")(Chalk)
    trainers.register("interrupted")(Interrupted)
    yield
    backends.unregister("pretended")
    backends.unregister("chalk")
    trainers.unregister("interrupted")


def test_a_run_goes_on_as_it_was_begun(command: Run, tmp_path: Path, few: tuple[str, ...]) -> None:
    """Trainer, environment and settings come from the run; what is named now counts."""
    file, run = tmp_path / "q.yaml", str(tmp_path / "run")
    file.write_text("seed_challenges: 0\nbatch_episodes: 2\nseed: 3\nupdates_per_iteration: 1\n")
    begun = ["--algorithm", "dqn", "--config", str(file), *SMALL, "--set", "batch_episodes=1"]
    told = [*few, "--reward", "only:tests", "--seed", "4"]
    first = command("train", *begun, *told, "--run-folder", run, "--episodes", "2")
    second = command("train", "--resume", run, "--set", "keep_checkpoints=1", "--episodes", "4")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert [row["episodes"] for row in read_metrics(Path(run))] == [2, 4]
    settings = yaml.safe_load((tmp_path / "run" / "config.yaml").read_text())
    assert (settings["batch_episodes"], settings["seed"]) == (1, 4)
    assert (settings["max_new_tokens"], settings["keep_checkpoints"]) == (4, 1)
    kept = yaml.safe_load((tmp_path / "run" / "environment.yaml").read_text())
    assert (kept["sandbox"], kept["reward"]) == ("pretended", "only:tests")
    assert [path.name for path in (tmp_path / "run" / "checkpoints").iterdir()] == ["000002"]

    other = command("train", "--resume", run, "--algorithm", "ppo", "--episodes", "4")
    assert "is one of 'dqn', and cannot go on as 'ppo'" in other.stderr
    again = command("train", *SMALL, *few, "--run-folder", run, "--episodes", "2")
    assert "already holds a run" in again.stderr
    assert yaml.safe_load((tmp_path / "run" / "environment.yaml").read_text()) == kept


def test_ctrl_c_says_how_to_resume(command: Run, tmp_path: Path, few: tuple[str, ...]) -> None:
    run = str(tmp_path / "run")
    words = ["--algorithm", "interrupted", *few, "--run-folder", run]
    done = command("train", *words, *SMALL, "--episodes", "2")

    assert done.returncode == 130
    assert f"codeeval-gym train --resume {run}" in done.stderr
    state = json.loads((tmp_path / "run/checkpoints/000000/trainer.json").read_text())
    assert (state["algorithm"], state["counters"]["iterations"]) == ("interrupted", 0)


MISTAKES = {
    "field": (["--set", "learning_rat=1"], "Did you mean 'learning_rate'?"),
    "type": (["--set", "learning_rate=fast"], "expected float, got 'fast' @ PPOConfig.learning_r"),
    "value": (["--set", "learning_rate=-1"], "learning_rate must be above 0, not -1"),
    "no value": (["--set", "seed"], "Expected --set FIELD=VALUE, not 'seed'."),
    "no YAML": (["--set", "seed=[1"], "The value of 'seed=[1' is no YAML"),
    "no file": (["--config", "/nowhere.yaml"], "'/nowhere.yaml' cannot be read: No such file"),
    "environment": (["--env", "CodeEval-Pyton-v0"], "Did you mean: `CodeEval-Python`?"),
    "sandbox": (["--sandbox", "nsjial"], "Did you mean 'nsjail'?"),
    "no run": (["--resume", "/nowhere"], "There is no checkpoint in '/nowhere'."),
    "launch": (["--launch-config", "dpp"], "Did you mean 'ddp'?"),
}


@pytest.mark.parametrize(("words", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_said_and_exits_with_2(command: Run, words: list[str], said: str) -> None:
    done = command("train", "--episodes", "2", *words)
    assert said in done.stderr
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [("- 1\n", "Expected lines of 'name: value'"), ("a: [1\n", "is no YAML: while parsing")],
)
def test_a_file_that_is_none_is_said(command: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "config.yaml").write_text(text)
    done = command("train", "--episodes", "2", "--config", str(tmp_path / "config.yaml"))
    assert said in done.stderr
    assert done.returncode == 2


def test_without_a_sandbox_nothing_is_trained(command: Run, tmp_path: Path) -> None:
    run = tmp_path / "run"
    done = command("train", "--sandbox", "chalk", "--episodes", "2", "--run-folder", str(run))
    assert "There is no chalk. Buy some." in done.stderr
    assert (done.returncode, run.exists()) == (1, False)


def test_it_says_where_a_launch_configuration_is(command: Run) -> None:
    printed = command("train", "--launch-config", "two_cpus").stdout.strip()
    assert yaml.safe_load(Path(printed).read_text())["num_processes"] == 2
