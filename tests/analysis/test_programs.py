"""Samples in HumanEval's format: read, matched with challenges, and judged in their language."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from codeeval_gym.analysis.programs import (
    Sample,
    evaluate_programs,
    language_of,
    match_samples,
    read_samples,
)
from codeeval_gym.challenges import Dataset
from codeeval_gym.errors import ConfigError, LanguageUnavailable, SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Challenge, Outcome, Run, StdioTest, Verdict


def challenge(name: str, *languages: str) -> Challenge:
    return Challenge(
        id=name,
        title=name,
        prompt="Echo.",
        category="echo",
        tier=1,
        languages=languages or ("python",),
        hidden_tests=(StdioTest("a", "a"),),
    )


def write(folder: Path, *lines: object) -> Path:
    path = folder / "samples.jsonl"
    path.write_text(
        "".join(f"{item if isinstance(item, str) else json.dumps(item)}\n" for item in lines)
    )
    return path


def test_samples_are_read_several_for_a_task(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        {"task_id": "HumanEval/0", "completion": "    return 1\n"},
        "",
        {"task_id": "HumanEval/0", "completion": "def f(): ...\n", "passed": True},
        {"task_id": 7, "solution": "x"},
    )
    assert read_samples(path) == [
        Sample("HumanEval/0", "    return 1\n"),
        Sample("HumanEval/0", "def f(): ...\n"),
        Sample("7", "x"),
    ]
    packed = tmp_path / "samples.jsonl.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_samples(packed) == read_samples(path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"task_id": ', "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "expected an object, not"),
        ({"completion": ""}, "field 'task_id': expected text, not None"),
        ({"task_id": True, "completion": ""}, "field 'task_id': expected text, not True"),
        ({"task_id": "a"}, "field 'completion': expected text, not None"),
        ({"task_id": "a", "completion": ["x"]}, "field 'completion'"),
    ],
)
def test_a_line_that_is_no_sample_is_named(tmp_path: Path, line: object, said: str) -> None:
    path = write(tmp_path, {"task_id": "a", "completion": ""}, line)
    with pytest.raises(ConfigError, match=rf"samples\.jsonl, line 2: .*{said}"):
        read_samples(path)


def test_a_file_that_is_not_there_or_damaged_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no file .*nothing\.jsonl"):
        read_samples(tmp_path / "nothing.jsonl")
    damaged = tmp_path / "damaged.jsonl.gz"
    damaged.write_bytes(gzip.compress(b"{}")[:-9])
    with pytest.raises(ConfigError, match=r"damaged\.jsonl\.gz"):
        read_samples(damaged)


@pytest.mark.parametrize(
    ("task_id", "found"),
    [
        ("HumanEval/0", "humaneval/0"),
        ("humaneval/0", "humaneval/0"),
        ("CPP/3", "humaneval-x/cpp/3"),
        ("HumanEval_0_has_close_elements", "multipl-e/rust/HumanEval_0_has_close_elements"),
        ("Mbpp/2", "mbpp/2"),
        ("2", "mbpp/2"),
        ("0", None),  # humaneval/0 and humaneval-x/java/0
        ("3", "humaneval-x/cpp/3"),
        ("HumanEval/1", None),
    ],
)
def test_a_task_id_is_upstream_s_or_ours(task_id: str, found: str | None) -> None:
    ids = (
        "humaneval/0",
        "humaneval-x/cpp/3",
        "humaneval-x/java/0",
        "mbpp/2",
        "multipl-e/rust/HumanEval_0_has_close_elements",
    )
    dataset = Dataset.of(map(challenge, ids), name="all")
    matched = match_samples([Sample(task_id, "x"), Sample(task_id, "y")], dataset)
    assert [item.id for item, _ in matched.pairs] == ([found] * 2 if found else [])
    assert matched.unknown == ({} if found else {task_id: 2})


def test_a_language_is_the_challenge_s_own() -> None:
    assert language_of(challenge("a/b", "rust")) == "rust"
    assert language_of(challenge("a/b", "rust", "python")) == "python"
    assert language_of(challenge("a/b", "rust", "python"), "rust") == "rust"
    with pytest.raises(ValueError, match="a/b can be solved in rust, and not in java"):
        language_of(challenge("a/b", "rust"), "java")


def test_programs_are_judged_each_in_its_language_and_order_is_kept() -> None:
    def echo(files: Mapping[str, str], item: object) -> Run:
        ((name, text),) = files.items()
        if text == "broken":
            raise SandboxError("the sandbox failed")
        return Run(Outcome.FINISHED, compiled=True, stdout="a" if name == text else "b")

    pairs = [
        (challenge("a/py"), "main.py"),
        (challenge("a/cpp", "cpp"), "main.cpp"),
        (challenge("a/py"), "broken"),
        (challenge("a/both", "cpp", "python"), "main.py"),
        (challenge("a/cpp", "cpp"), "main.py"),
    ]
    steps: list[tuple[int, int]] = []
    found = evaluate_programs(
        pairs,
        EvaluationEngine(FakeSandbox(echo)),
        on_progress=lambda done, total: steps.append((done, total)),
    )
    verdicts = [None if item is None else item.verdict for item in found]
    right, wrong = Verdict.ACCEPTED, Verdict.WRONG_ANSWER
    assert verdicts == [right, right, None, right, wrong]
    assert steps == [(3, 5), (5, 5)]


def test_a_language_that_is_not_there_is_said_and_judges_nothing() -> None:
    def nothing(files: Mapping[str, str], item: object) -> Run:
        raise LanguageUnavailable("rust", "there is no rustc.", "Install it.")

    with pytest.raises(LanguageUnavailable, match="no rustc"):
        evaluate_programs([(challenge("a/b", "rust"), "")], EvaluationEngine(FakeSandbox(nothing)))
