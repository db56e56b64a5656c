import gzip
import json
from pathlib import Path

import pytest

from codeeval_gym.challenges import Dataset, load, load_humaneval
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import CallTest, Param, ScriptTest, Signature

RECORD = {
    "task_id": "HumanEval/7",
    "prompt": 'import math\n\n\ndef half(n: int) -> float:\n    """Halve n."""\n',
    "entry_point": "half",
    "canonical_solution": "    return n / 2\n",
    "test": "def check(candidate):\n    assert candidate(4) == 2\n",
}

IN_CODE = {32, 33, 37, 38, 44, 50, 53, 151}
"""Problems whose checks loop, call helpers, or wrap the answer."""


@pytest.fixture(scope="module")
def humaneval(humaneval_folder: Path) -> Dataset:
    return load(f"humaneval:{humaneval_folder}")


def write(folder: Path, **changes: object) -> Path:
    path = folder / "HumanEval.jsonl"
    path.write_text(json.dumps(RECORD) + "\n" + json.dumps({**RECORD, **changes}) + "\n")
    return path


def test_there_are_164_problems(humaneval: Dataset) -> None:
    assert humaneval.ids == tuple(f"humaneval/{n}" for n in range(164))
    assert humaneval.name == "humaneval"


def test_a_problem_keeps_its_prompt(humaneval: Dataset) -> None:
    first = humaneval["humaneval/0"]
    assert first.prompt == first.starter["python"]
    assert first.references["python"].startswith(first.prompt)
    assert first.public_tests == ()
    assert first.licence == "MIT"
    params = (Param("numbers", "list[float]"), Param("threshold", "float"))
    assert first.signature == Signature("has_close_elements", params, "bool")


def test_156_checks_are_data_and_the_rest_code(humaneval: Dataset) -> None:
    in_code = {
        int(item.id.removeprefix("humaneval/"))
        for item in humaneval
        if any(isinstance(test, ScriptTest) for test in item.hidden_tests)
    }
    assert in_code == IN_CODE
    tests = [test for item in humaneval for test in item.hidden_tests]
    assert sum(isinstance(test, CallTest) for test in tests) == 1100


def script_of(dataset: Dataset, number: int) -> str:
    (test,) = dataset[f"humaneval/{number}"].hidden_tests
    assert isinstance(test, ScriptTest)
    return test.code


def test_code_brings_the_helpers_of_its_prompt_and_never_the_entry_point(
    humaneval: Dataset,
) -> None:
    code = script_of(humaneval, 32)
    assert "import math" in code
    assert "def poly(" in code
    assert "def find_zero(" not in code


def test_code_that_calls_the_entry_point_by_name_calls_the_candidate(humaneval: Dataset) -> None:
    assert "    sort_third = candidate\n" in script_of(humaneval, 33)
    assert "find_zero = candidate" not in script_of(humaneval, 32)


def test_a_gzipped_file_and_a_folder_are_read_alike(tmp_path: Path) -> None:
    line = json.dumps(RECORD) + "\n"
    path = tmp_path / "HumanEval.jsonl.gz"
    path.write_bytes(gzip.compress(line.encode()))
    plain = tmp_path / "other.jsonl"
    plain.write_text(line)
    assert [*load_humaneval(path)] == [*load_humaneval(tmp_path)] == [*load_humaneval(plain)]
    assert load_humaneval(path)[0].hidden_tests[0].args == (4,)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"task_id": "Other/1"}, "field 'task_id': expected HumanEval/NUMBER, got 'Other/1'"),
        ({"task_id": "HumanEval/8", "test": None}, "field 'test': expected text, got None"),
        ({"task_id": "HumanEval/8", "prompt": "def half(n"}, "field 'prompt': not Python"),
        ({"task_id": "HumanEval/8", "prompt": "\0"}, "field 'prompt': not Python"),
        ({"task_id": "HumanEval/8", "entry_point": "third"}, "defines no function 'third'"),
        ({"task_id": "HumanEval/8", "test": "x = 1"}, "field 'test': it defines no function"),
        (
            {"task_id": "HumanEval/8", "test": "def check(candidate):\n    assert True"},
            "field 'test': check asserts nothing",
        ),
        (
            {"task_id": "HumanEval/8", "test": "def check():\n    assert half(1) == 2"},
            "field 'test': check takes no candidate",
        ),
    ],
)
def test_a_bad_record_is_named(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=rf"HumanEval\.jsonl, line 2: .*{said}"):
        load_humaneval(write(tmp_path, **changes))


def test_a_line_that_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "HumanEval.jsonl"
    path.write_text("[1]\n")
    with pytest.raises(ConfigError, match=r"line 1: expected an object, got \[1\]"):
        load_humaneval(path)


def test_a_damaged_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "HumanEval.jsonl.gz"
    path.write_bytes(b"not gzip")
    with pytest.raises(ConfigError, match=r"HumanEval\.jsonl\.gz cannot be read"):
        load_humaneval(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"expected at .*HumanEval\.jsonl\.gz or"):
        load_humaneval(tmp_path)
