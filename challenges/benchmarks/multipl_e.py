"""MultiPL-E from local files, in C++, Java, JavaScript and Rust.

Federico Cassano et al., "MultiPL-E: A Scalable and Extensible Approach to Benchmarking Neural Code
Generation", 2022. Nothing of the files is executed: test code is parsed, and becomes data. There
are no references. The licence forbids training: every challenge says so.
"""

import json
import os
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.benchmarks._records import read_lines, read_record
from codeeval_gym.challenges.benchmarks.reading import (
    NotDataError,
    cpp,
    java,
    javascript,
    rust,
    single_precision,
)
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.types import CallTest, Challenge, Rights, Signature

__all__ = ["load_multipl_e"]

_FIELDS = ("name", "language", "prompt", "tests")
_TIER = 3
_SUFFIXES = (".jsonl", ".jsonl.gz")

_Read = tuple[Signature, str, tuple[CallTest, ...]]
"""The signature, its return type as it is written, and the checks."""


def _cpp(prompt: str, tests: str) -> _Read:
    signature, returns = cpp.read_signature(prompt)
    return signature, returns, cpp.read_tests(tests, prompt)


def _java(prompt: str, tests: str) -> _Read:
    signature, returns = java.read_signature(prompt)
    return signature, returns, java.read_tests(f"class Problem {{\n{tests}", signature)


def _javascript(prompt: str, tests: str) -> _Read:
    signature = javascript.read_signature(prompt)
    return signature, signature.returns, javascript.read_tests(tests, signature)


def _rust(prompt: str, tests: str) -> _Read:
    signature, returns, _ = rust.entry_of(f"{prompt}\n}}", tests)
    return signature, returns, rust.read_tests(tests, signature)


@dataclass(frozen=True)
class _Edition:
    """MultiPL-E in one language."""

    language: str
    """Its name here."""
    read: Callable[[str, str], _Read]
    """Reads a prompt, and tests without the brace they begin with."""


_EDITIONS = {
    "cpp": _Edition("cpp", _cpp),
    "java": _Edition("java", _java),
    "js": _Edition("javascript", _javascript),
    "rs": _Edition("rust", _rust),
}
"""By upstream's name of the language."""


def load_multipl_e(path: str | os.PathLike[str], language: str | None = None) -> Dataset:
    """Load MultiPL-E, for evaluation only: its licence forbids training.

    Records in languages that are not known here are counted in a warning, and those whose checks
    are no data are named in one each.

    Args:
        path: A file such as ``humaneval-cpp.jsonl``, or a folder with several of them.
        language: Load only this language's; ``None`` means all that are there.

    Raises:
        FileNotFoundError: If there is no such file.
        ConfigError: If a file is not MultiPL-E; names file, line and field.
        UnknownNameError: If the language is not one of MultiPL-E's that are known here.
    """
    names = [edition.language for edition in _EDITIONS.values()]
    if language is not None and language not in names:
        raise UnknownNameError("language of MultiPL-E", language, names)
    challenges: dict[str, Challenge] = {}
    others: Counter[str] = Counter()
    for file in _find(Path(path)):
        for challenge in _read(file, others):
            if language not in (None, *challenge.languages):
                continue
            if challenges.setdefault(challenge.id, challenge) != challenge:
                raise ConfigError(f"{file}: field 'name': {challenge.id!r} is there twice.")
    for name, count in others.items():
        warnings.warn(f"{count} records in {name!r} are left out.", stacklevel=2)
    return Dataset.of(challenges.values(), name="multipl-e")


def _find(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    files = [file for file in sorted(path.glob("*-*")) if file.name.endswith(_SUFFIXES)]
    if not files:
        raise FileNotFoundError(f"MultiPL-E is expected in {path}, as humaneval-cpp.jsonl.")
    return files


def _read(file: Path, others: Counter[str]) -> Iterator[Challenge]:
    for number, line in read_lines(file):
        try:
            record: dict[str, Any] = read_record(line, _FIELDS)
            edition = _EDITIONS.get(record["language"])
            if edition is None:
                others[record["language"]] += 1
                continue
            challenge = _challenge(record, edition)
        except ValueError as error:
            raise ConfigError(f"{file}, line {number}: {error}") from error
        if challenge is not None:
            yield challenge


def _challenge(record: dict[str, Any], edition: _Edition) -> Challenge | None:
    name = f"multipl-e/{edition.language}/{record['name']}"
    stops = _stops(record)
    prompt = record["prompt"]
    if edition.language == "java":
        prompt = _without_javatuples(prompt)
    try:
        signature, returns, tests = edition.read(prompt, record["tests"].strip().removeprefix("}"))
    except (NotDataError, RecursionError) as error:
        warnings.warn(f"{name} is left out: its checks are no data: {error}", stacklevel=2)
        return None
    if not tests:
        raise ValueError("field 'tests': it checks nothing")
    return Challenge(
        id=name,
        title=signature.name.replace("_", " "),
        prompt=prompt,
        category="multipl-e",
        tier=_TIER,
        languages=(edition.language,),
        signature=signature,
        hidden_tests=single_precision(tests, returns),
        starter={edition.language: prompt},
        stops=stops,
        source="nuprl/MultiPL-E",
        licence="LicenseRef-MultiPL-E",
        rights=Rights(train_allowed=False, redistribute=True),
        family=_family(record["name"]),
    )


def _stops(record: dict[str, Any]) -> tuple[str, ...]:
    stops = record.get("stop_tokens")
    if isinstance(stops, str):  # some copies hold the list as text
        stops = json.loads(stops)
    if not isinstance(stops, list) or not all(isinstance(item, str) and item for item in stops):
        raise ValueError(f"field 'stop_tokens': expected a list of texts, got {stops!r:.80}")
    return tuple(stops)


def _family(name: str) -> str:
    """The problem that a record is a translation of."""
    found = re.fullmatch(r"(HumanEval|mbpp)_(\d+)_\w+", name)
    return f"{found[1].lower()}/{found[2]}" if found else ""


_TUPLES = ("Unit", "Pair", "Triplet", "Quartet", "Quintet", "Sextet", "Septet", "Octet")
_IMPORT = "import org.javatuples.*;\n"


def _without_javatuples(prompt: str) -> str:
    """The prompt with records for those tuples of the library javatuples that it uses.

    Every prompt imports the library, few use it, and no jail has it.
    """
    used = [name for name in _TUPLES if re.search(rf"\b{name}\b", prompt)]
    classes = "".join(_tuple_class(name, _TUPLES.index(name) + 1) for name in used)
    head, opening, rest = prompt.replace(_IMPORT, "").partition("class Problem")
    return head + classes + opening + rest


def _tuple_class(name: str, size: int) -> str:
    letters = "ABCDEFGH"[:size]
    kinds = f"<{', '.join(letters)}>"
    members = ", ".join(f"{letter} value{place}" for place, letter in enumerate(letters))
    values = ", ".join(f"value{place}" for place in range(size))
    getters = "".join(
        f"    public {letter} getValue{place}() {{ return value{place}; }}\n"
        for place, letter in enumerate(letters)
    )
    return (
        f"record {name}{kinds}({members}) {{\n"
        f"    public static {kinds} {name}{kinds} with({members}) {{\n"
        f"        return new {name}<>({values});\n    }}\n{getters}}}\n"
    )
