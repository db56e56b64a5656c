"""HumanEval from a local file.

Mark Chen et al., "Evaluating Large Language Models Trained on Code", 2021. Nothing of the file is
executed: its test code is parsed, and becomes data where it is literal.
"""

import ast
import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

from codeeval_gym.challenges._asserts import NotLiteralError, call_tests
from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges._python_types import signature_of
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge, ScriptTest, Test

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
    for number, line in _lines(file):
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


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    opener = gzip.open if file.suffix == ".gz" else open
    try:
        with opener(file, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, line
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from error


def _challenge(line: str) -> Challenge:
    record = _record(line)
    name = record["entry_point"]
    collection, _, number = record["task_id"].partition("/")
    if collection != "HumanEval" or not number.isdigit():
        raise ValueError(f"field 'task_id': expected HumanEval/NUMBER, got {record['task_id']!r}")
    reference = record["prompt"] + record["canonical_solution"]
    tree = _parse(reference, "prompt")
    entry = _function(tree, name, "prompt")
    return Challenge(
        id=f"humaneval/{number}",
        title=name.replace("_", " "),
        prompt=record["prompt"],
        category="humaneval",
        tier=_TIER,
        signature=signature_of(entry),
        hidden_tests=_tests(record, tree, entry),
        references={"python": reference},
        starter={"python": record["prompt"]},
        source="openai/human-eval",
        licence="MIT",
    )


def _record(line: str) -> dict[str, str]:
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError(f"expected an object, got {record!r:.80}")
    for name in _FIELDS:
        if not isinstance(record.get(name), str):
            raise ValueError(f"field {name!r}: expected text, got {record.get(name)!r:.80}")
    return record


def _tests(record: dict[str, str], program: ast.Module, entry: ast.FunctionDef) -> tuple[Test, ...]:
    script = _parse(record["test"], "test")
    check = _function(script, "check", "test")
    if not check.args.args:
        raise ValueError("field 'test': check takes no candidate")
    try:
        tests = call_tests(check)
    except NotLiteralError:
        helpers = [item for item in program.body if item is not entry]
        return (ScriptTest(_script(helpers, script, check, entry.name)),)
    if not tests:
        raise ValueError("field 'test': check asserts nothing")
    return tests


def _script(
    helpers: list[ast.stmt], script: ast.Module, check: ast.FunctionDef, entry_point: str
) -> str:
    """Return the upstream test code below what it needs of the prompt.

    Upstream runs it in the program's own namespace, so it may call the entry point by name: inside
    ``check`` that name stands for the candidate, too.
    """
    names = {node.id for node in ast.walk(check) if isinstance(node, ast.Name)}
    if entry_point in names:
        check.body[:0] = ast.parse(f"{entry_point} = {check.args.args[0].arg}").body
    return ast.unparse(ast.Module([*helpers, *script.body], type_ignores=[])) + "\n"


def _parse(text: str, field: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"field {field!r}: not Python: {error}") from error


def _function(tree: ast.Module, name: str, field: str) -> ast.FunctionDef:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
    raise ValueError(f"field {field!r}: it defines no function {name!r}")
