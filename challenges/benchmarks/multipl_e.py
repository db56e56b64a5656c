"""MultiPL-E from local files, in C++, Java, JavaScript and Rust.

Federico Cassano et al., "MultiPL-E: A Scalable and Extensible Approach to Benchmarking Neural Code
Generation", 2022. Nothing of the files is executed: test code is parsed, and becomes data. There
are no references. The licence forbids training: every challenge says so.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.benchmarks.humaneval_x.loader import in_language
from codeeval_gym.challenges.benchmarks.reading import (
    NotDataError,
    cpp,
    java,
    javascript,
    rust,
    single_precision,
)
from codeeval_gym.challenges.benchmarks.upstream import Benchmark, LeftOutError, Record
from codeeval_gym.types import CallTest, Challenge, Rights, Signature
from codeeval_gym.values import Plain

__all__ = ["MULTIPL_E", "load_multipl_e"]

_TIER = 3

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

    Args:
        path: A file such as ``humaneval-cpp.jsonl``, or a folder with several of them.
        language: Load only this language's; ``None`` means all that are there.

    Raises:
        FileNotFoundError: If there is no such file.
        ConfigError: If a file is not MultiPL-E; names file, line and field.
        UnknownNameError: If the language is not one of MultiPL-E's that are known here.
    """
    return in_language(MULTIPL_E, path, language)


def _read(record: Record) -> Challenge:
    name = record.text("language")
    if name not in _EDITIONS:
        raise LeftOutError(f"no programs in {name!r} are judged here")
    try:
        return _challenge(record, _EDITIONS[name])
    except NotDataError as error:
        raise LeftOutError(f"its checks are no data: {error}") from error


def _challenge(record: Record, edition: _Edition) -> Challenge:
    name, prompt = record.text("name"), record.text("prompt")
    _refuse_unusable(prompt)
    if edition.language == "java":
        prompt = _without_javatuples(prompt)
    tests = record.text("tests").strip().removeprefix("}")
    signature, returns, checks = edition.read(prompt, tests)
    if not checks:
        raise ValueError("field 'tests': it checks nothing")
    if edition.language == "java" and _takes_unsized_numbers(signature, checks):
        raise NotDataError("its types do not say which numbers are Long")
    return Challenge(
        id=f"multipl-e/{edition.language}/{name}",
        title=signature.name.replace("_", " "),
        prompt=prompt,
        category="multipl-e",
        tier=_TIER,
        languages=(edition.language,),
        signature=signature,
        hidden_tests=single_precision(checks, returns),
        starter={edition.language: prompt},
        stops=_stops(record),
        source="nuprl/MultiPL-E",
        licence="LicenseRef-MultiPL-E",
        rights=Rights(train_allowed=False, redistribute=True),
        family=_family(name),
    )


def _refuse_unusable(prompt: str) -> None:
    """A prompt whose types no program can be judged by.

    Raises:
        NotDataError: If it is one; says why.
    """
    if re.search(r"^union Union_", prompt, re.MULTILINE):
        raise NotDataError("it uses a union, which does not say what it holds")
    for found in re.finditer(r"\bPair<([^<>]*)>", prompt):
        if found[1].count(",") != 1:
            raise NotDataError("its prompt does not compile: a Pair has two types")


def _takes_unsized_numbers(signature: Signature, tests: tuple[CallTest, ...]) -> bool:
    """True where a whole number is handed over as an ``Object``: data has no sizes."""
    places = [place for place, item in enumerate(signature.params) if "any" in item.type]
    return any(_has_number(test.args[place]) for test in tests for place in places)


def _has_number(value: Plain) -> bool:
    if isinstance(value, dict):
        return any(map(_has_number, (*value, *value.values())))
    if isinstance(value, list | tuple):
        return any(map(_has_number, value))
    return type(value) is int


def _stops(record: Record) -> tuple[str, ...]:
    stops = record.json("stop_tokens")  # some copies hold the list as text
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


MULTIPL_E = Benchmark(name="multipl-e", read=_read, files=("[hm]*-*.json*",))
"""HumanEval and MBPP in four languages; records in any other are left out."""
