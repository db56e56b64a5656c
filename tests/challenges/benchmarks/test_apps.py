"""APPS: folders and table rows, programs that print and functions that are called."""

import json
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.challenges import load, trivial_programs
from codeeval_gym.challenges.benchmarks import open_benchmark
from codeeval_gym.challenges.benchmarks.upstream import LeftOut
from codeeval_gym.errors import ConfigError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import CallTest, Challenge, Compare, StdioTest

ROW: dict[str, Any] = {
    "problem_id": 12,
    "question": "Add the values of a table.",
    "solutions": json.dumps(
        ["print 1", "class Solution:\r\n  def add(self, t): return sum(t.values())"]
    ),
    "input_output": json.dumps(
        {"fn_name": "add", "inputs": [[{"1": 2, "3": 4}]], "outputs": [[6]]}
    ),
    "difficulty": "introductory",
    "url": "https://example.org/12",
    "starter_code": "class Solution:\n    def add(self, table: Dict[int, int]) -> int:\n        ",
}
STDIO = {"inputs": ["1 2\n", ["3", "4"]], "outputs": ["3\n", ["7"]]}


def one(tmp_path: Path, **changes: Any) -> Challenge:
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps({**ROW, **changes}) + "\n")
    return load(f"apps:{path}")[0]


def test_a_function_is_called_and_its_arguments_are_restored(tmp_path: Path) -> None:
    challenge = one(tmp_path)
    assert challenge.id == "apps/12"
    assert challenge.tier == 2
    (test,) = challenge.hidden_tests
    assert isinstance(test, CallTest)
    assert test.args == ({1: 2, 3: 4},)
    assert (test.expected, test.compare.kind) == ([[6], 6], "any_of")
    assert challenge.signature is not None
    assert [param.name for param in challenge.signature.params] == ["table"]
    assert challenge.references["python"].startswith("class Solution:\n")
    assert challenge.starter["python"].startswith("from typing import *")


def test_nothing_is_allowed_where_nobody_said_so(tmp_path: Path) -> None:
    challenge = one(tmp_path)
    assert challenge.licence == "unknown"
    assert challenge.rights.train_allowed is None


@pytest.mark.parametrize(
    ("program", "verdict"),
    [
        ("class Solution:\n    def add(self, t):\n        return sum(t.values())\n", "accepted"),
        ("class Solution:\n    def add(self, t):\n        return [sum(t.values())]\n", "accepted"),
        ("def add(t):\n    return sum(t.values())\n", "accepted"),
        ("        return sum(table.values())\n", "accepted"),
        ("class Solution:\n    def add(self, t: List[int]):\n        return 7\n", "wrong_answer"),
        ("class Solution:\n    def sum(self, t):\n        return 6\n", "runtime_error"),
        ("class Other:\n    def add(self, t):\n        return 6\n", "runtime_error"),
    ],
    ids=["method", "wrapped", "function", "body", "wrong", "other method", "other class"],
)
def test_a_method_or_a_function_will_do(
    tmp_path: Path, engine: EvaluationEngine, program: str, verdict: str
) -> None:
    assert engine.evaluate(one(tmp_path), program).verdict == verdict


def test_a_program_reads_and_prints(tmp_path: Path, engine: EvaluationEngine) -> None:
    challenge = one(tmp_path, input_output=json.dumps(STDIO), starter_code=None)
    assert challenge.signature is None
    compare = Compare("numbers", rtol=1e-5, atol=1e-8)
    assert challenge.hidden_tests == (
        StdioTest("1 2\n", "3\n", compare, "upstream"),
        StdioTest("3\n4", "7", compare, "upstream"),
    )
    program = "import sys\nprint(float(sum(map(int, sys.stdin.read().split()))))\n"
    assert engine.evaluate(challenge, program).verdict == "accepted"


def test_what_has_no_tests_is_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps({**ROW, "input_output": ""}) + "\n")
    (left,) = open_benchmark("apps", path)
    assert left == LeftOut(f"{path}, line 1", "it has no tests")
    assert len(load(f"apps:{path}")) == 0


def test_what_has_no_reference_is_flagged(tmp_path: Path) -> None:
    challenge = one(tmp_path, solutions=json.dumps(["print 1"]))
    assert challenge.references == {}
    assert challenge.defects == ("reference: it has none that is Python 3",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"problem_id": "x"}, "field 'problem_id': expected a whole number"),
        ({"question": 3}, "field 'question': expected text, got 3"),
        ({"input_output": "{"}, "field 'input_output': not JSON"),
        ({"input_output": "[]"}, "field 'input_output': expected an object"),
        ({"input_output": '{"inputs": ["a"], "outputs": []}'}, "1 inputs and 0 outputs"),
        ({"input_output": '{"inputs": [1], "outputs": [2]}'}, "expected text or lines, got 1"),
        ({"solutions": "3"}, "field 'solutions': expected a list, got 3"),
        ({"solutions": "[3]"}, "field 'solutions': expected texts, got 3"),
    ],
)
def test_a_bad_record_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=rf"train\.jsonl, line 1: .*{said}"):
        one(tmp_path, **changes)


def problem(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True)
    texts = {"question.txt": "Add.", "input_output.json": json.dumps(STDIO), **files}
    for name, text in texts.items():
        (folder / name).write_text(text)
    return folder


def test_folders_of_both_splits_are_read(tmp_path: Path) -> None:
    problem(tmp_path / "train/0001")
    problem(tmp_path / "test/0001", **{"metadata.json": '{"difficulty": "competition"}'})
    dataset = load(f"apps:{tmp_path}")
    assert dataset.ids == ("apps/1", "apps/test/1")
    assert dataset["apps/test/1"].tier == 4
    assert load(f"apps:{tmp_path / 'train'}").ids == ("apps/1",)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("metadata.json", "{", r"metadata\.json: not JSON"),
        ("metadata.json", "[]", r"metadata\.json: expected an object"),
        ("solutions.json", "[" * 100_000, r"solutions\.json: not JSON: nested too deeply"),
    ],
)
def test_a_bad_file_of_a_folder_is_named(tmp_path: Path, file: str, text: str, said: str) -> None:
    folder = problem(tmp_path / "0001", **{file: text})
    with pytest.raises(ConfigError, match=f"0001: {said}"):
        load(f"apps:{folder}")


def test_real_problems(apps_folder: Path, engine: EvaluationEngine) -> None:
    dataset = load(f"apps:{apps_folder}")
    assert dataset.ids == ("apps/1", "apps/111")
    for challenge in dataset:
        reference = challenge.references["python"]
        assert engine.evaluate(challenge, reference, need={"tests"}).verdict == "accepted"
        passed = {
            name
            for name, program in trivial_programs(challenge).items()
            if engine.evaluate(challenge, program, need={"tests"}).verdict == "accepted"
        }
        assert passed == {"constant output"}
        assert challenge.defects[0].startswith("vacuous: it has one test")
