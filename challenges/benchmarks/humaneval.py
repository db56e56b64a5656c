"""HumanEval from a local file.

Mark Chen et al., "Evaluating Large Language Models Trained on Code", 2021. Nothing of the file is
executed: its test code is parsed, and becomes data where it is literal.
"""

import os
from pathlib import Path

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.benchmarks._checks import function_of, parse_python, tests_of
from codeeval_gym.challenges.benchmarks._python_types import signature_of
from codeeval_gym.challenges.benchmarks._records import read_lines, read_record
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge, Rights

__all__ = ["load_humaneval"]

_FIELDS = ("task_id", "prompt", "entry_point", "canonical_solution", "test")
_NAMES = ("HumanEval.jsonl.gz", "HumanEval.jsonl")
_TIER = 3


def load_humaneval(path: str | os.PathLike[str]) -> Dataset:
    """Load HumanEval.

    Args:
        path: ``HumanEval.jsonl``, ``HumanEval.jsonl.gz``, or a folder that holds one of them.

    Raises:
        FileNotFoundError: If there is no such file.
        ConfigError: If the file is not HumanEval; names file, line and field.
    """
    file = _find(Path(path))
    challenges = []
    for number, line in read_lines(file):
        try:
            challenges.append(_challenge(line))
        except ValueError as error:
            raise ConfigError(f"{file}, line {number}: {error}") from error
    return Dataset.of(challenges, name="humaneval")


def _find(path: Path) -> Path:
    candidates = [path / name for name in _NAMES] if path.is_dir() else [path]
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"HumanEval is expected at {' or '.join(map(str, candidates))}.")


def _challenge(line: str) -> Challenge:
    record = read_record(line, _FIELDS)
    name = record["entry_point"]
    collection, _, number = record["task_id"].partition("/")
    if collection != "HumanEval" or not number.isdigit():
        raise ValueError(f"field 'task_id': expected HumanEval/NUMBER, got {record['task_id']!r}")
    reference = record["prompt"] + record["canonical_solution"]
    tree = parse_python(reference, "prompt")
    entry = function_of(tree, name, "prompt")
    return Challenge(
        id=f"humaneval/{number}",
        title=name.replace("_", " "),
        prompt=record["prompt"],
        category="humaneval",
        tier=_TIER,
        signature=signature_of(entry),
        hidden_tests=tests_of(record["test"], tree, entry),
        references={"python": reference},
        starter={"python": record["prompt"]},
        source="openai/human-eval",
        licence="MIT",
        rights=Rights(train_allowed=True, redistribute=True),
    )
