"""HumanEval from a local file.

Mark Chen et al., "Evaluating Large Language Models Trained on Code", 2021. Nothing of the file is
executed: its test code is parsed, and becomes data where it is literal.
"""

import os

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.benchmarks._checks import function_of, parse_python, tests_of
from codeeval_gym.challenges.benchmarks._python_types import signature_of
from codeeval_gym.challenges.benchmarks.upstream import Benchmark, HubFiles, Record, open_reader
from codeeval_gym.types import Challenge, Rights

__all__ = ["HUMANEVAL", "load_humaneval"]

_TIER = 3


def load_humaneval(path: str | os.PathLike[str]) -> Dataset:
    """Load HumanEval.

    Args:
        path: ``HumanEval.jsonl``, ``HumanEval.jsonl.gz``, a folder that holds one of them, or
            ``hub``.

    Raises:
        FileNotFoundError: If there is no such file.
        ConfigError: If the file is not HumanEval; names file, line and field.
        ConnectionError: If the hub cannot be reached.
    """
    return open_reader(HUMANEVAL, path).dataset()


def _read(record: Record) -> Challenge:
    name, prompt = record.text("entry_point"), record.text("prompt")
    collection, _, number = record.text("task_id").partition("/")
    if collection != "HumanEval" or not number.isdigit():
        raise ValueError(
            f"field 'task_id': expected HumanEval/NUMBER, got {record.text('task_id')!r}"
        )
    reference = prompt + record.text("canonical_solution")
    tree = parse_python(reference, "prompt")
    entry = function_of(tree, name, "prompt")
    return Challenge(
        id=f"humaneval/{number}",
        title=name.replace("_", " "),
        prompt=prompt,
        category="humaneval",
        tier=_TIER,
        signature=signature_of(entry),
        hidden_tests=tests_of(record.text("test"), tree, entry),
        references={"python": reference},
        starter={"python": prompt},
        source="openai/human-eval",
        licence="MIT",
        rights=Rights(train_allowed=True, redistribute=True),
    )


HUMANEVAL = Benchmark(
    name="humaneval",
    read=_read,
    files=("HumanEval.jsonl.gz", "HumanEval.jsonl"),
    hub=HubFiles(
        "openai/openai_humaneval",
        "7dce6050a7d6d172f3cc5c32aa97f52fa1a2e544",
        ("openai_humaneval/*.parquet",),
    ),
)
"""All 164 problems."""
