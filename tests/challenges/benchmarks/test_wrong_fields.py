"""Whatever stands in a field of a record, it is a challenge, left out, or refused by name."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeeval_gym.challenges.benchmarks import BENCHMARKS
from codeeval_gym.challenges.benchmarks.upstream import (
    LeftOut,
    LeftOutError,
    Overlay,
    Reader,
    Record,
)
from codeeval_gym.challenges.benchmarks.upstream.sources import RowSource
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge

RECORDS: dict[str, dict[str, Any]] = {
    "apps": {
        "problem_id": 1,
        "question": "Add.",
        "input_output": json.dumps({"fn_name": "add", "inputs": [[1, 2]], "outputs": [[3]]}),
        "solutions": json.dumps(["def add(a, b): return a + b"]),
        "starter_code": "def add(a, b):",
        "difficulty": "interview",
        "url": "",
    },
    "code-contests": {
        "name": "sum",
        "description": "Add.",
        "public_tests": {"input": ["1 2"], "output": ["3"]},
        "private_tests": [{"input": "1 2", "output": "3"}],
        "solutions": {"language": [3], "solution": ["print(3)"]},
        "source": 2,
        "cf_rating": 1200,
        "time_limit": {"seconds": 1},
        "memory_limit_bytes": 1 << 28,
        "input_file": "",
    },
    "humaneval": {
        "task_id": "HumanEval/7",
        "prompt": "def half(n: int) -> float:\n",
        "entry_point": "half",
        "canonical_solution": "    return n / 2\n",
        "test": "def check(candidate):\n    assert candidate(4) == 2\n",
    },
    "humaneval-plus": {
        "task_id": "HumanEval/7",
        "prompt": "def half(n: int) -> float:\n",
        "entry_point": "half",
        "canonical_solution": "    return n / 2\n",
        "base_input": [[4]],
        "plus_input": [[6]],
        "contract": "assert n > 0",
        "atol": 0,
    },
    "livecodebench": {
        "question_id": "a",
        "question_title": "A",
        "question_content": "Add.",
        "starter_code": "class Solution:\n    def add(self, a):\n        ",
        "public_test_cases": json.dumps([{"input": "1", "output": "1", "testtype": "functional"}]),
        "private_test_cases": "[]",
        "metadata": '{"func_name": "add"}',
        "difficulty": "easy",
        "contest_date": "2024-01-01",
        "platform": "leetcode",
    },
    "mbpp": {
        "task_id": 1,
        "text": "Add.",
        "code": "def f(n): return n",
        "test_list": ["assert f(1) == 1"],
        "test_setup_code": "",
        "challenge_test_list": [],
    },
    "mbpp-plus": {
        "task_id": "Mbpp/7",
        "prompt": '"""Add."""',
        "entry_point": "f",
        "canonical_solution": "def f(n): return n",
        "base_input": [[4]],
        "plus_input": [[6]],
        "assertion": "assert f(1) == 1",
        "contract": "",
        "atol": 0,
    },
    "mbpp-sanitized": {
        "task_id": 1,
        "prompt": "Add.",
        "code": "def f(n): return n",
        "test_imports": [],
        "test_list": ["assert f(1) == 1"],
    },
}

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.sampled_from(
        ["[", "{}", "[[]]", "assert f(", "\0", "def f(*, a): pass", "Mbpp/-1", "é" * 9]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["input", "output", "inputs", "fn_name", "seconds", "a"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@contextmanager
def refused_by_name() -> Iterator[None]:
    """Lets an error pass that says where the record stands; any other fails the test."""
    try:
        yield
    except ConfigError as error:
        if not str(error).startswith("rows, row 1: "):
            raise


@pytest.mark.parametrize("name", RECORDS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_value_in_any_field(name: str, data: st.DataObject) -> None:
    record = dict(RECORDS[name])
    for field in data.draw(st.sets(st.sampled_from(sorted(record)), min_size=1, max_size=2)):
        record[field] = data.draw(VALUES)
    reader = Reader(BENCHMARKS[name], RowSource("rows", [record]), overlay=Overlay())
    with refused_by_name():
        for _, _, found in reader.drafts():
            assert isinstance(found, Challenge | LeftOut)


@pytest.mark.parametrize("name", RECORDS)
def test_every_field_that_is_needed_is_missed(name: str) -> None:
    """At least two of its fields are, by name, whichever the benchmark."""
    needed = {field for field in RECORDS[name] if field in _refusal(name, field)}
    assert len(needed) >= 2


def _refusal(name: str, field: str) -> str:
    """What is said of a record without a field; empty if nothing is."""
    record = {key: value for key, value in RECORDS[name].items() if key != field}
    try:
        BENCHMARKS[name].read(Record("", record))
    except ValueError as error:
        return str(error)
    except LeftOutError:
        return ""
    return ""


def test_the_records_here_are_of_every_benchmark_of_python() -> None:
    own = {name for name, item in BENCHMARKS.items() if "humaneval_x" not in item.read.__module__}
    assert own - {"multipl-e"} == set(RECORDS)


def test_nothing_is_run_when_a_file_is_opened(tmp_path: Path) -> None:
    harm = tmp_path / "harm"
    code = f"open({str(harm)!r}, 'w').close()\ndef f(n): return n\n"
    for name, field in (("mbpp", "code"), ("mbpp-plus", "canonical_solution")):
        record = {**RECORDS[name], field: code}
        list(Reader(BENCHMARKS[name], RowSource("rows", [record])).drafts())
    assert not harm.exists()
