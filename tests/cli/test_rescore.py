"""``codeeval-gym rescore`` and ``ablate`` from the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codeeval_gym.cli.app import app
from codeeval_gym.types import Evaluation, SyntaxReport, TestReport, TestResult, Verdict, to_json

RUNNER = CliRunner()


@pytest.fixture
def records(tmp_path: Path) -> Path:
    tests = TestReport((TestResult("hidden/0", False, Verdict.ACCEPTED),))
    syntax = SyntaxReport(True, 0, 0.0)
    item = Evaluation("a/1", "python", "pass", Verdict.ACCEPTED, syntax=syntax, tests=tests)
    path = tmp_path / "records.jsonl"
    path.write_text(to_json(item) + "\n")
    return path


def test_rewards_side_by_side(records: Path) -> None:
    arguments = ["rescore", str(records), "--reward", "default", "--reward", "only:syntax"]
    done = RUNNER.invoke(app, [*arguments, "--json"])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert [found[name]["mean"] for name in ("default", "only:syntax")] == [1.0, 1.0]
    assert "only:syntax" in RUNNER.invoke(app, arguments).stdout


def test_what_each_program_earns_is_written(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "earned.jsonl"
    RUNNER.invoke(app, ["rescore", str(records), "--reward", "only:tests", "--out", str(out)])
    assert json.loads(out.read_text()) == {
        "challenge_id": "a/1",
        "verdict": "accepted",
        "total": 1.0,
        "terms": {"tests": 1.0},
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["earned.jsonl", "records.jsonl"]


def test_each_term_is_left_out_in_turn(records: Path) -> None:
    done = RUNNER.invoke(app, ["ablate", str(records), "--json"])
    assert list(json.loads(done.stdout)) == [
        "whole",
        "without syntax",
        "without execution",
        "without tests",
        "without quality",
        "without efficiency",
    ]


def test_mistakes(records: Path, tmp_path: Path) -> None:
    wrong = RUNNER.invoke(app, ["rescore", str(records), "--reward", "defualt"])
    assert "Did you mean 'default'" in str(wrong.exception)
    missing = RUNNER.invoke(app, ["rescore", str(tmp_path / "none")])
    assert isinstance(missing.exception, FileNotFoundError)
    both = ["--reward", "default", "--reward", "only:tests", "--out", str(tmp_path / "x")]
    assert "give one --reward" in str(
        RUNNER.invoke(app, ["rescore", str(records), *both]).exception
    )
