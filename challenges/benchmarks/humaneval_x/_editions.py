"""The editions of HumanEval-X: what a record of each language means."""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from codeeval_gym.challenges.benchmarks._checks import parse_python, tests_of
from codeeval_gym.challenges.benchmarks._python_types import signature_of
from codeeval_gym.challenges.benchmarks.humaneval_x._sampled import SAMPLED, sampled_tests
from codeeval_gym.challenges.benchmarks.reading import (
    cpp,
    java,
    javascript,
    rust,
    single_precision,
)
from codeeval_gym.types import CallTest, Signature, Test

__all__ = ["EDITIONS", "Edition", "Reading"]

Record = Mapping[str, str]


@dataclass(frozen=True)
class Reading:
    """What a record says."""

    signature: Signature
    """The function to write."""
    starter: str
    """What a program continues; the policy is shown it, too."""
    reference: str
    """A right program."""
    tests: tuple[Test, ...]
    """The checks."""
    requirements: tuple[str, ...] = ()
    """Packages that the reference needs."""


@dataclass(frozen=True)
class Edition:
    """HumanEval-X in one language."""

    language: str
    """Its name here."""
    prefix: str
    """Its name in upstream's ids, e.g. ``CPP``."""
    read: Callable[[Record, int], Reading]
    """Reads a record, given its number. Raises ``ValueError`` if its checks are no data."""


def _python(record: Record, number: int) -> Reading:
    reference = record["prompt"] + record["canonical_solution"]
    program = parse_python(reference, "prompt")
    entry = [item for item in program.body if isinstance(item, ast.FunctionDef)][-1]
    tests = tests_of(record["test"], program, entry)
    return Reading(signature_of(entry), record["prompt"], reference, tests)


def _javascript_(record: Record, number: int) -> Reading:
    signature = javascript.read_signature(record["declaration"])
    tests = _sampled(number) or javascript.read_tests(record["test"], signature)
    reference = record["prompt"] + record["canonical_solution"]
    packages = tuple(name for name in ("js-md5",) if f"require('{name}')" in reference)
    return Reading(signature, record["prompt"], reference, tests, packages)


def _java_(record: Record, number: int) -> Reading:
    signature, _ = java.read_signature(record["declaration"])
    tests = _sampled(number) or java.read_tests(record["test"], signature)
    reference = record["prompt"] + record["canonical_solution"]
    return Reading(signature, record["prompt"], reference, tests)


def _cpp_(record: Record, number: int) -> Reading:
    """The prompt lacks headers that the declaration has, and the reference needs."""
    lines = record["declaration"].splitlines()
    prompt = record["prompt"]
    headers = [line for line in lines if line.startswith("#include") and line not in prompt]
    starter = "".join(f"{line}\n" for line in headers) + prompt
    signature, returns = cpp.read_signature(starter)
    tests = _sampled(number) or cpp.read_tests(record["test"], starter)
    reference = starter + record["canonical_solution"]
    packages = tuple(name for name in ("boost", "openssl") if f"#include<{name}/" in starter)
    return Reading(signature, starter, reference, single_precision(tests, returns), packages)


_CRATES = {"rand": r"\brand::", "regex": r"\bRegex\b", "md5": r"\bmd5::"}


def _rust_(record: Record, number: int) -> Reading:
    """Every upstream declaration uses three crates; those that the reference does not are left."""
    used = _CRATES_LINE.sub("", record["declaration"] + record["canonical_solution"])
    needed = tuple(name for name, mark in _CRATES.items() if re.search(mark, used))
    unneeded = "|".join(name for name in _CRATES if name not in needed)
    declaration = re.sub(rf"(?m)^use ({unneeded})\b.*\n", "", record["declaration"]).strip()
    program = f"{record['prompt'].strip()}\n{declaration}\n{record['canonical_solution']}"
    tested = _TESTED_IN_RUST.get(number, "")
    signature, returns, starter = rust.entry_of(program, record["test"], tested)
    drawn = _sampled(number)
    if number in _CAPITALS_IN_RUST:
        drawn += tuple(map(_in_capitals, drawn))
    tests = drawn or rust.read_tests(record["test"], signature)
    return Reading(signature, starter, program, single_precision(tests, returns), needed)


_TESTED_IN_RUST = {38: "decode_cyclic", 50: "decode_shift"}
"""Which function is meant where tests call two that are no helpers of each other."""

_CAPITALS_IN_RUST = (50,)
"""Problems whose letters upstream draws from both cases, in this language alone."""

_CRATES_LINE = re.compile(r"(?m)^use (rand|regex|md5)\b.*\n")


def _in_capitals(test: CallTest) -> CallTest:
    return replace(
        test, args=tuple(arg.upper() for arg in test.args), expected=test.expected.upper()
    )


def _sampled(number: int) -> tuple[CallTest, ...]:
    return sampled_tests(number) if number in SAMPLED else ()


EDITIONS = (
    Edition("python", "Python", _python),
    Edition("cpp", "CPP", _cpp_),
    Edition("java", "Java", _java_),
    Edition("javascript", "JavaScript", _javascript_),
    Edition("rust", "Rust", _rust_),
)
