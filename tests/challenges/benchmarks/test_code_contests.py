"""CodeContests, by records made here in the form of its fields."""

import json
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.challenges import load
from codeeval_gym.challenges.benchmarks import open_benchmark
from codeeval_gym.challenges.benchmarks.code_contests import incorrect_submissions
from codeeval_gym.challenges.benchmarks.upstream import LeftOut
from codeeval_gym.errors import ConfigError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import Challenge, StdioTest

_PYTHON = "print(sum(map(int, input().split())))"
_CPP = "#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b; }"
_JAVA = (
    "import java.util.*;\npublic class Main { public static void main(String[] args) {"
    " Scanner in = new Scanner(System.in); System.out.println(in.nextInt() + in.nextInt()); } }"
)
_WRONG = "print(max(map(int, input().split())))"
RECORD: dict[str, Any] = {
    "name": "1_A. Sum",
    "description": "Add two numbers.",
    "public_tests": {"input": ["1 2\n"], "output": ["3\n"]},
    "private_tests": {"input": ["5 5\n"], "output": ["10\n"]},
    "generated_tests": {"input": ["0 -3\n"], "output": ["-3\n"]},
    "source": 2,
    "difficulty": 7,
    "solutions": {"language": [1, 3, 2, 4, 3], "solution": ["print 3", _PYTHON, _CPP, _JAVA, ""]},
    "incorrect_solutions": {"language": [3, 1], "solution": [_WRONG, "print 0"]},
    "cf_rating": 1300,
    "time_limit": {"seconds": 1, "nanos": 500_000_000},
    "memory_limit_bytes": 256_000_000,
    "input_file": "",
    "output_file": "",
}
ROWS: dict[str, Any] = {
    "public_tests": [{"input": "1 2\n", "output": "3\n"}],
    "private_tests": [{"input": "5 5\n", "output": "10\n"}],
    "generated_tests": [{"input": "0 -3\n", "output": "-3\n"}],
    "solutions": [
        {"language": "PYTHON3", "solution": _PYTHON},
        {"language": "CPP", "solution": _CPP},
        {"language": "JAVA", "solution": _JAVA},
    ],
    "time_limit": 1.5,
}


def write(tmp_path: Path, **changes: Any) -> Path:
    path = tmp_path / "contests.jsonl"
    path.write_text(json.dumps({**RECORD, **changes}) + "\n")
    return path


def one(tmp_path: Path, **changes: Any) -> Challenge:
    return load(f"code-contests:{write(tmp_path, **changes)}")[0]


def test_a_record_is_a_challenge_in_five_languages(tmp_path: Path) -> None:
    challenge = one(tmp_path)
    assert challenge.id == "code-contests/1_A. Sum"
    assert len(challenge.languages) == 5
    assert challenge.references == {"python": _PYTHON, "cpp": _CPP, "java": _JAVA}
    (public,) = challenge.public_tests
    assert isinstance(public, StdioTest)
    assert (public.stdin, public.stdout, public.compare.kind) == ("1 2\n", "3\n", "numbers")
    assert [test.origin for test in challenge.hidden_tests] == ["upstream", "mutated"]
    assert challenge.tier == 3
    assert challenge.rights.train_allowed is None


def test_limits_are_those_of_the_problem(tmp_path: Path) -> None:
    limits = one(tmp_path).limits
    assert limits is not None
    assert (limits.cpu_seconds, limits.memory_mb) == (1.5, 244)
    usual = one(tmp_path, time_limit=None, memory_limit_bytes=0).limits
    assert usual is not None
    assert (usual.cpu_seconds, usual.memory_mb) == (3.0, 512)


def test_rows_and_columns_mean_the_same(tmp_path: Path) -> None:
    columns = one(tmp_path)
    rows = one(tmp_path, **ROWS)
    assert rows.tests == columns.tests
    assert rows.references == columns.references
    assert rows.limits == columns.limits


@pytest.mark.parametrize("language", ["python", "cpp", "java"])
def test_references_pass(tmp_path: Path, engine: EvaluationEngine, language: str) -> None:
    challenge = one(tmp_path)
    assert (
        engine.evaluate(challenge, challenge.references[language], language).verdict == "accepted"
    )


def test_submissions_known_to_be_wrong_are_rejected(
    tmp_path: Path, engine: EvaluationEngine
) -> None:
    ((_, record, challenge),) = open_benchmark("code-contests", write(tmp_path)).drafts()
    assert isinstance(challenge, Challenge)
    (wrong,) = incorrect_submissions(record)
    assert wrong.program == _WRONG
    assert engine.evaluate(challenge, wrong.program, wrong.language).verdict == "wrong_answer"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"input_file": "in.txt"}, "it reads or writes a file, not standard input and output"),
        (
            {"public_tests": None, "private_tests": [], "generated_tests": {}},
            "it has no tests",
        ),
    ],
)
def test_what_cannot_be_a_challenge_is_left_out(
    tmp_path: Path, changes: dict[str, Any], reason: str
) -> None:
    path = write(tmp_path, **changes)
    assert list(open_benchmark("code-contests", path)) == [LeftOut(f"{path}, line 1", reason)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": 3}, "field 'name': expected text, got 3"),
        ({"public_tests": "1 2"}, "field 'public_tests': expected an object, got '1 2'"),
        ({"public_tests": [3]}, "field 'public_tests': expected an object, got 3"),
        ({"public_tests": [{"input": "1"}]}, "field 'public_tests': field 'output': expected"),
        ({"public_tests": {"input": ["1"], "output": []}}, "expected columns of one length"),
        ({"public_tests": {"input": "12", "output": "34"}}, "expected columns of one length"),
        ({"time_limit": -1}, "field 'time_limit': expected 0 to 3600 seconds, got -1"),
        ({"time_limit": "1s"}, "field 'time_limit': expected an object, got '1s'"),
        ({"solutions": [{"language": 3}]}, "field 'solutions': field 'solution': expected text"),
    ],
)
def test_a_bad_record_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=rf"contests\.jsonl, line 1: .*{said}"):
        one(tmp_path, **changes)
