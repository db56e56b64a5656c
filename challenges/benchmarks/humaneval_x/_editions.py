"""The editions of HumanEval-X: what a record of each language means."""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from codeeval_gym.challenges.benchmarks._checks import parse_python, tests_of
from codeeval_gym.challenges.benchmarks._python_types import signature_of
from codeeval_gym.challenges.benchmarks.humaneval_x import _cpp, _java, _javascript, _rust
from codeeval_gym.challenges.benchmarks.humaneval_x._sampled import SAMPLED, sampled_tests
from codeeval_gym.challenges.benchmarks.humaneval_x._types import is_single, to_single
from codeeval_gym.types import CallTest, Compare, Signature, Test
from codeeval_gym.values import Plain

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
    """Crates that the reference needs."""


@dataclass(frozen=True)
class Edition:
    """HumanEval-X in one language."""

    language: str
    """Its name here."""
    prefix: str
    """Its name in upstream's ids, e.g. ``CPP``."""
    files: str
    """Pattern of upstream's file names."""
    read: Callable[[Record, int], Reading]
    """Reads a record, given its number. Raises ``ValueError`` if its checks are no data."""


def _python(record: Record, number: int) -> Reading:
    reference = record["prompt"] + record["canonical_solution"]
    program = parse_python(reference, "prompt")
    entry = [item for item in program.body if isinstance(item, ast.FunctionDef)][-1]
    tests = tests_of(record["test"], program, entry)
    return Reading(signature_of(entry), record["prompt"], reference, tests)


def _javascript_(record: Record, number: int) -> Reading:
    signature = _javascript.read_signature(record["declaration"])
    tests = _sampled(number) or _javascript.read_tests(record["test"], signature)
    reference = record["prompt"] + record["canonical_solution"]
    return Reading(signature, record["prompt"], reference, tests)


def _java_(record: Record, number: int) -> Reading:
    signature = _java.read_signature(record["declaration"])
    tests = _sampled(number) or _java.read_tests(record["test"], signature)
    reference = record["prompt"] + record["canonical_solution"]
    return Reading(signature, record["prompt"], reference, tests)


def _cpp_(record: Record, number: int) -> Reading:
    """The prompt lacks headers that the declaration has, and the reference needs."""
    lines = record["declaration"].splitlines()
    prompt = record["prompt"]
    headers = [line for line in lines if line.startswith("#include") and line not in prompt]
    starter = "".join(f"{line}\n" for line in headers) + prompt
    signature, returns = _cpp.read_signature(starter)
    tests = _sampled(number) or _cpp.read_tests(record["test"], starter)
    reference = starter + record["canonical_solution"]
    return Reading(signature, starter, reference, _single(tests, returns))


_CRATES = {"rand": r"\brand::", "regex": r"\bRegex\b", "md5": r"\bmd5::"}


def _rust_(record: Record, number: int) -> Reading:
    """Every upstream declaration uses three crates; those that the reference does not are left."""
    used = _CRATES_LINE.sub("", record["declaration"] + record["canonical_solution"])
    needed = tuple(name for name, mark in _CRATES.items() if re.search(mark, used))
    unneeded = "|".join(name for name in _CRATES if name not in needed)
    declaration = re.sub(rf"(?m)^use ({unneeded})\b.*\n", "", record["declaration"]).strip()
    program = f"{record['prompt'].strip()}\n{declaration}\n{record['canonical_solution']}"
    signature, returns, starter = _rust.entry_of(program, record["test"])
    tests = _sampled(number) or _rust.read_tests(record["test"], signature)
    return Reading(signature, starter, program, _single(tests, returns))


_CRATES_LINE = re.compile(r"(?m)^use (rand|regex|md5)\b.*\n")


def _sampled(number: int) -> tuple[CallTest, ...]:
    return sampled_tests(number) if number in SAMPLED else ()


def _single(tests: tuple[CallTest, ...], returns: str) -> tuple[CallTest, ...]:
    """The tests of a function that returns floats of single precision.

    An expected float that single precision cannot hold is compared within one part in a million.
    """
    if not is_single(returns):
        return tests
    close = Compare("close", rtol=1e-6)
    return tuple(
        test
        if test.compare.kind == "close" or _is_held(test.expected)
        else replace(test, compare=close)
        for test in tests
    )


def _is_held(value: Plain) -> bool:
    """True when single precision holds all floats of a value."""
    if isinstance(value, list | tuple):
        return all(map(_is_held, value))
    return not isinstance(value, float) or to_single(value) == value


EDITIONS = (
    Edition("python", "Python", "humaneval_python*.jsonl*", _python),
    Edition("cpp", "CPP", "humaneval_cpp*.jsonl*", _cpp_),
    Edition("java", "Java", "humaneval_java[_.]*.jsonl*", _java_),
    Edition("javascript", "JavaScript", "humaneval_js*.jsonl*", _javascript_),
    Edition("rust", "Rust", "humaneval_rust*.jsonl*", _rust_),
)
