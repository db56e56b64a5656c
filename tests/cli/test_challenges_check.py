"""``challenges import`` and ``challenges check`` as a person meets them."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.challenges import load
from codeeval_gym.challenges.storage import read_wrong_programs
from codeeval_gym.sandboxes import Sandbox
from tests.cli.conftest import Run


def mbpp(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "task_id": number,
        "text": f"Write a function to add {number} to a number, in words that no other task has.",
        "code": f"def add_{number}(n):\n    return n + {number}\n",
        "test_list": [f"assert add_{number}({n}) == {n + number}" for n in (1, 5, 9)],
        **changes,
    }


GOOD = mbpp(7)
VACUOUS = mbpp(8, test_list=["assert add_8(1) == 9"])
FAILING = mbpp(9, test_list=["assert add_9(1) == 11", "assert add_9(2) == 11"])
TWIN = mbpp(10, text=mbpp(7)["text"])


@pytest.fixture
def run(command: Run) -> Run:
    return partial(command, "challenges")


def write(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "mbpp.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def test_the_defects_of_a_data_file_are_found(sandbox: Sandbox, run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, GOOD, VACUOUS, FAILING, TWIN)
    done = run("check", str(path), "--quick", "--json")
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    found = {(item["challenge_id"], item["kind"]) for item in report["findings"]}
    assert {
        ("mbpp/8", "vacuous"),
        ("mbpp/9", "failing_reference"),
        ("mbpp/10", "duplicate"),
    } <= found
    assert not any(name == "mbpp/7" for name, _ in found)
    assert (report["challenges"], report["admitted"]) == (4, 2)


def test_the_table_names_them(sandbox: Sandbox, run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, GOOD, VACUOUS)
    done = run("check", f"mbpp:{path}@upstream", "--quick", "--limit", "2")
    assert done.returncode == 1
    assert "2 challenges, 1 with nothing against them" in " ".join(done.stdout.split())
    assert "mbpp/8" in done.stdout


def test_a_benchmark_is_imported_less_what_the_gate_refuses(
    sandbox: Sandbox, run: Run, tmp_path: Path
) -> None:
    path, out = write(tmp_path, GOOD, VACUOUS), tmp_path / "made"
    words = ("import", "mbpp", str(path), "--out", str(out), "--gate", "quick", "--json")
    done = run(*words)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["kept"] == 1
    assert report["refused"].keys() == {"mbpp/8"}
    assert [*load(out)] == [load(f"mbpp:{path}")["mbpp/7"]]
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["gate"] == {"admitted": 1, "vacuous": 1}


def test_what_is_left_out_is_counted_by_reason_and_wrong_programs_are_kept(
    run: Run, tmp_path: Path
) -> None:
    contest = {
        "name": "sum",
        "description": "Add.",
        "public_tests": {"input": ["1 2"], "output": ["3"]},
        "incorrect_solutions": {"language": [3, 2], "solution": ["print(0)", "int main() {}"]},
    }
    path, out = tmp_path / "contests.jsonl", tmp_path / "made"
    empty = {**contest, "name": "none", "public_tests": None}
    path.write_text("".join(json.dumps(item) + "\n" for item in (contest, empty)))
    done = run("import", "code-contests", str(path), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "left out: it has no tests" in done.stdout
    assert dict(read_wrong_programs(out)) == {"code-contests/sum": ("print(0)",)}


def test_answers_of_references_are_asked_and_written(
    sandbox: Sandbox, run: Run, tmp_path: Path
) -> None:
    record = {
        "task_id": "Mbpp/98",
        "prompt": '"""\nReturn n twice.\nassert twice(1) == 2\n"""\n',
        "entry_point": "twice",
        "canonical_solution": "def twice(n):\n    return 2 * n\n",
        "base_input": [[1]],
        "plus_input": [[7], [-3]],
        "atol": 0,
    }
    source, out = tmp_path / "MbppPlus.jsonl", tmp_path / "made"
    source.write_text(json.dumps(record))
    done = run("import", "mbpp-plus", str(source), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert [test.expected for test in load(out)[0].tests] == [2, 14, -6]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "mbbp", "x"), "There is no benchmark 'mbbp'. Did you mean 'mbpp'?"),
        (("import", "mbpp", "none.jsonl"), "mbpp is expected at none.jsonl"),
        (("import", "mbpp", "bad.jsonl"), "bad.jsonl, line 2: field 'text': expected text"),
        (("import", "mbpp", "bad.jsonl", "--edition", "new"), "There is no edition 'new'"),
        (("import", "mbpp", "bad.jsonl", "--gate", "fast"), "There is no gate 'fast'"),
        (("import", "mbpp", "bad.jsonl", "--overlay", "bad.jsonl"), "bad.jsonl, entry 1"),
    ],
)
def test_a_caller_s_mistake_is_named_and_nothing_is_written(
    run: Run, tmp_path: Path, words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [
        json.dumps([GOOD]) if "--overlay" in words else json.dumps(GOOD),
        json.dumps({**GOOD, "text": 3}),
    ]
    (tmp_path / "bad.jsonl").write_text("\n".join(lines[:1] if "--overlay" in words else lines))
    done = run(*words, "--out", "made")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "made").exists()


def test_a_file_of_nothing_known_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("{}\n")
    done = run("check", str(tmp_path / "odd.txt"))
    assert done.returncode == 2
