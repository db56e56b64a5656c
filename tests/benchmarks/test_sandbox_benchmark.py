"""The benchmark as its user runs it, on two small problems."""

import json
import math
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.sandbox", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


def problem(number: int, name: str, operator: str, answer: int) -> str:
    return json.dumps(
        {
            "task_id": f"HumanEval/{number}",
            "prompt": f"def {name}(a: int, b: int) -> int:\n",
            "entry_point": name,
            "canonical_solution": f"    return a {operator} b\n",
            "test": f"def check(candidate):\n    assert candidate(4, 2) == {answer}\n",
        }
    )


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """What it printed and what it wrote."""
    folder = tmp_path_factory.mktemp("bench")
    data, out = folder / "HumanEval.jsonl", folder / "deep/out.json"
    data.write_text(problem(0, "plus", "+", 6) + "\n" + problem(1, "minus", "-", 2) + "\n")
    process = run("--humaneval", str(data), "--rounds", "2", "--out", str(out))
    assert process.returncode == 0, process.stderr
    return process.stdout, json.loads(out.read_text())


def test_every_system_finds_every_right_program_right(done: tuple[str, dict[str, Any]]) -> None:
    systems = done[1]["systems"]
    assert len(systems) >= 4
    assert {system["name"]: system["right"] for system in systems} == {
        system["name"]: 1.0 for system in systems
    }


def test_ours_is_fooled_by_nothing_and_lets_nothing_out(done: tuple[str, dict[str, Any]]) -> None:
    ours = done[1]["systems"][0]
    assert ours["name"].startswith("CodeEval Gym")
    assert not any(ours["probes"].values())


def test_a_plain_interpreter_is_fooled_and_lets_programs_out(
    done: tuple[str, dict[str, Any]],
) -> None:
    plain = next(item for item in done[1]["systems"] if item["name"].startswith("plain"))
    assert plain["probes"] == {
        "accepts_wrong": False,
        "accepts_equal_to_all": True,
        "accepts_early_exit": True,
        "writes_outside": True,
    }


def test_the_figures_follow_from_the_times(done: tuple[str, dict[str, Any]]) -> None:
    for system in done[1]["systems"]:
        seconds = [item for part in system["alone"] for item in part["seconds"]]
        assert len(seconds) == 4  # two programs in two rounds
        assert math.isclose(system["median_seconds"], statistics.median(seconds))
        assert system["p99_seconds"] == max(seconds)
        wall = sum(part["wall_seconds"] for part in system["together"])
        assert math.isclose(system["programs_per_second"], 4 / wall)


def test_the_table_names_every_system_and_the_machine(done: tuple[str, dict[str, Any]]) -> None:
    text, record = done
    assert all(f"| {system['name']} |" in text for system in record["systems"])
    assert record["machine"]["kernel"] in text
    assert "benchmarks.sandbox --humaneval" in record["machine"]["command"]


def test_a_missing_data_set_says_how_to_name_it(tmp_path: Path) -> None:
    process = run("--humaneval", str(tmp_path / "none.jsonl"))
    assert process.returncode == 2
    assert "Name HumanEval.jsonl.gz with --humaneval PATH." in process.stderr
