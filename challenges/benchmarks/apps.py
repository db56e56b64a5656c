"""APPS.

Dan Hendrycks et al., "Measuring Coding Challenge Competence With APPS", 2021. Its texts were taken
from programming sites: nobody said what may be done with them, so nothing is allowed here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from codeeval_gym.challenges.benchmarks._checks import parse_python
from codeeval_gym.challenges.benchmarks._methods import (
    METHOD_ADAPTER,
    STARTER_IMPORTS,
    method_signature,
)
from codeeval_gym.challenges.benchmarks.upstream import (
    Benchmark,
    FolderSource,
    HubFiles,
    LeftOutError,
    Record,
    Source,
    parse_json,
)
from codeeval_gym.types import CallTest, Challenge, Compare, Rights, StdioTest, Test
from codeeval_gym.values import Plain

__all__ = ["APPS"]

_TIERS = {"introductory": 2, "interview": 3, "competition": 4}
_NUMBERS = Compare("numbers", rtol=1e-5, atol=1e-8)
"""Upstream compares in several ways and takes the kindest; this is that without its surprises."""
_ORIGIN = "upstream"
_MAX_FILE = 256 << 20


def _read(record: Record) -> Challenge:
    number = record.whole("problem_id", default=record.fields.get("id"))
    split = record.text("split", default="train")
    question = record.text("question")
    said = record.json("input_output")
    cases = record.inner("input_output", {} if said is None else said)
    inputs, outputs = cases.items("inputs", default=()), cases.items("outputs", default=())
    if len(inputs) != len(outputs):
        raise ValueError(f"field 'input_output': {len(inputs)} inputs and {len(outputs)} outputs")
    if not inputs:
        raise LeftOutError("it has no tests")
    name = cases.text("fn_name", default="")
    tests = _calls(inputs, outputs) if name else _runs(inputs, outputs)
    starter = record.text("starter_code", default="").rstrip()
    starter = f"{STARTER_IMPORTS if name else ''}{starter}\n" if starter else ""
    count = len(inputs[0]) if name and isinstance(inputs[0], list) else 0
    reference = _reference(record)
    return Challenge(
        id=f"apps/{number}" if split == "train" else f"apps/{split}/{number}",
        title=name.replace("_", " ") or f"APPS {number}",
        prompt=question.strip() + "\n",
        category="apps",
        tier=_TIERS.get(record.text("difficulty", default="interview"), 3),
        signature=method_signature(starter, name, count) if name else None,
        hidden_tests=tuple(tests),
        references={"python": reference} if reference else {},
        starter={"python": starter} if starter else {},
        source=f"hendrycks/apps {split} {record.text('url', default='')}".rstrip(),
        rights=Rights(train_allowed=None, redistribute=None),
        adapter={"python": METHOD_ADAPTER.format(name=name)} if name else {},
        defects=() if reference else ("reference: it has none that is Python 3",),
    )


def _reference(record: Record) -> str:
    """The first solution that Python 3 can read: some are written in Python 2."""
    solutions = record.json("solutions")
    if solutions is None:
        return ""
    if not isinstance(solutions, list):
        raise ValueError(f"field 'solutions': expected a list, got {solutions!r:.80}")
    for text in solutions:
        if not isinstance(text, str):
            raise ValueError(f"field 'solutions': expected texts, got {text!r:.80}")
        if _is_python(text):
            return text.replace("\r\n", "\n")
    return ""


def _is_python(text: str) -> bool:
    try:
        parse_python(text, "solutions")
    except ValueError:
        return False
    return True


def _runs(inputs: list[Any], outputs: list[Any]) -> Iterator[Test]:
    for given, expected in zip(inputs, outputs, strict=True):
        yield StdioTest(_text(given), _text(expected), _NUMBERS, _ORIGIN)


def _text(value: Any) -> str:
    """Text, or lines of it."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "\n".join(value)
    if not isinstance(value, str):
        raise ValueError(f"field 'input_output': expected text or lines, got {value!r:.60}")
    return value


def _calls(inputs: list[Any], outputs: list[Any]) -> Iterator[Test]:
    """Calls; what is expected may stand in a list of its own, upstream never says which."""
    for given, expected in zip(inputs, outputs, strict=True):
        if not isinstance(given, list):
            raise ValueError(f"field 'input_output': expected arguments, got {given!r:.60}")
        right = [expected]
        if isinstance(expected, list) and len(expected) == 1:
            right.append(expected[0])
        args = tuple(_keyed(item) for item in given)
        yield CallTest(args, right, Compare("any_of", rtol=1e-5, atol=1e-8), _ORIGIN)


def _keyed(value: Plain) -> Plain:
    """A value whose whole-number keys JSON made texts of, with those keys."""
    if isinstance(value, dict) and value and all(re.fullmatch(r"-?\d{1,18}", key) for key in value):
        return {int(key): item for key, item in value.items()}
    return value


def _find(path: Path) -> Source | None:
    """Problem folders: at ``path``, in it, or in its ``train`` and ``test``."""
    if (path / "question.txt").is_file():
        return FolderSource((path,), _load_folder)
    folders = [
        folder
        for place in (path, path / "train", path / "test")
        for folder in (sorted(place.iterdir()) if place.is_dir() else ())
        if folder.name.isdecimal() and (folder / "question.txt").is_file()
    ]
    return FolderSource(tuple(folders), _load_folder) if folders else None


def _load_folder(folder: Path) -> dict[str, Any]:
    """The fields of a problem folder, as the hub's files have them."""
    metadata = _json(folder / "metadata.json")
    metadata = {} if metadata is None else metadata
    if not isinstance(metadata, dict):
        raise ValueError("metadata.json: expected an object")
    starter = folder / "starter_code.py"
    return {
        "problem_id": int(folder.name),
        "split": "test" if folder.parent.name == "test" else "train",
        "question": _content(folder / "question.txt"),
        "input_output": _json(folder / "input_output.json"),
        "solutions": _json(folder / "solutions.json"),
        "starter_code": _content(starter) if starter.is_file() else None,
        "difficulty": metadata.get("difficulty"),
        "url": metadata.get("url"),
    }


def _json(file: Path) -> Any:
    if not file.is_file():
        return None
    try:
        return parse_json(_content(file))
    except ValueError as error:
        raise ValueError(f"{file.name}: {error}") from None


def _content(file: Path) -> str:
    if file.stat().st_size > _MAX_FILE:
        raise ValueError(f"{file.name}: longer than {_MAX_FILE >> 20} MiB")
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{file.name}: {error}") from None


APPS = Benchmark(
    name="apps",
    read=_read,
    files=("*.jsonl", "*.jsonl.gz"),
    find=_find,
    hub=HubFiles(
        "codeparrot/apps", "21e74ddf8de1a21436da12e3e653065c5213e9d1", ("train.jsonl",), "json"
    ),
)
"""Its training problems on the hub; of a folder both splits, of a file those in it."""
