"""The benchmark of the vector environment as its user runs it, on two small problems."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def problem(number: int, operator: str) -> str:
    return json.dumps(
        {
            "task_id": f"HumanEval/{number}",
            "prompt": f"def f{number}(a: int, b: int) -> int:\n",
            "entry_point": f"f{number}",
            "canonical_solution": f"    return a {operator} b\n",
            "test": f"def check(candidate):\n    assert candidate(4, 2) == {6 if number else 2}\n",
        }
    )


@pytest.mark.usefixtures("sandbox")
def test_it_measures_right_programs_and_says_where_the_cores_went(tmp_path: Path) -> None:
    data, out = tmp_path / "HumanEval.jsonl", tmp_path / "deep/out.json"
    data.write_text(problem(0, "-") + "\n" + problem(1, "+") + "\n")
    command = [sys.executable, "-m", "benchmarks.vector", "--quick", "--humaneval", str(data)]
    done = subprocess.run(
        [*command, "--out", str(out)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    record = json.loads(out.read_text())
    for item in record["real"].values():
        assert item["accepted"] == item["programs"] == 8
        assert 0 < item["cpu_seconds"] < item["own_cores"]
        assert 0 < item["engine_seconds"] < item["wall_seconds"]
    assert {len(rounds) for rounds in record["fake_steps"].values()} == {1}
    for name in (*record["real"], *record["fake_steps"]):
        assert f"| {name} |" in done.stdout


def test_a_missing_data_set_says_how_to_name_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.vector", "--humaneval", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert "Name HumanEval.jsonl.gz with --humaneval PATH." in done.stderr
