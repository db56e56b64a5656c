"""LiveCodeBench.

Naman Jain et al., "LiveCodeBench: Holistic and Contamination Free Evaluation of Large Language
Models for Code", 2024. Its texts belong to the sites they come from: nothing is allowed here.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from codeeval_gym.challenges.benchmarks._methods import (
    METHOD_ADAPTER,
    STARTER_IMPORTS,
    method_signature,
)
from codeeval_gym.challenges.benchmarks.livecodebench._private import packed_text
from codeeval_gym.challenges.benchmarks.upstream import (
    Benchmark,
    HubFiles,
    LeftOutError,
    Record,
    parse_json,
)
from codeeval_gym.types import (
    CallTest,
    Challenge,
    Compare,
    Limits,
    Rights,
    Signature,
    StdioTest,
    Test,
)

__all__ = ["LIVECODEBENCH"]

_TIERS = {"easy": 2, "medium": 3, "hard": 4}
_SECONDS = 6.0
"""Upstream's limit for each test."""
_ORIGIN = "upstream"


def _read(record: Record) -> Challenge:
    name, number = _function(record), record.text("question_id")
    title, statement = record.text("question_title"), record.text("question_content")
    public = tuple(_tests(record, "public_test_cases", name))
    private = tuple(_tests(record, "private_test_cases", name))
    if not public + private:
        raise LeftOutError("it has no tests")
    starter = record.text("starter_code", default="").rstrip()
    if name:
        starter = STARTER_IMPORTS + (starter or f"class Solution:\n    def {name}(self") + "\n"
    count = next((len(test.args) for test in public if isinstance(test, CallTest)), 0)
    date = record.text("contest_date", default="")[:10]
    return Challenge(
        id=f"livecodebench/{number}",
        title=title,
        prompt=statement.strip() + "\n",
        category="livecodebench",
        tier=_TIERS.get(record.text("difficulty", default="medium"), 3),
        signature=_signature(starter, name, count),
        public_tests=public,
        hidden_tests=private,
        starter={"python": starter} if starter else {},
        limits=_limits(len(public) + len(private)),
        source=f"LiveCodeBench, {record.text('platform', default='')} {date}".rstrip(),
        rights=Rights(train_allowed=None, redistribute=None),
        adapter={"python": METHOD_ADAPTER.format(name=name)} if name else {},
    )


def _function(record: Record) -> str:
    """The method that is called; empty for a program that reads and prints."""
    said = record.json("metadata")
    metadata = record.inner("metadata", {} if said is None else said)
    name = metadata.text("func_name", default="")
    if name and not name.isidentifier():
        raise ValueError(f"field 'metadata': func_name: expected a name, got {name!r:.60}")
    return name


def _signature(starter: str, name: str, count: int) -> Signature | None:
    return method_signature(starter, name, count) if name else None


def _limits(tests: int) -> Limits:
    """Upstream's limit for each test, in time for all of them together."""
    usual = Limits()
    return replace(
        usual, wall_seconds=max(usual.wall_seconds, _SECONDS * tests), cpu_seconds=_SECONDS
    )


def _tests(record: Record, field: str, name: str) -> Iterator[Test]:
    for case in _cases(record, field):
        inner = record.inner(field, case)
        try:
            yield _test(inner, name)
        except ValueError as error:
            raise ValueError(f"field {field!r}: {error}") from None


def _cases(record: Record, field: str) -> list[Any]:
    """The test cases of a field: JSON, its text, or packed."""
    value = record.fields.get(field)
    if isinstance(value, str):
        try:
            value = parse_json(value if value[:1] in ("[", "") else packed_text(value))
        except ValueError as error:
            raise ValueError(f"field {field!r}: {error}") from None
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f"field {field!r}: expected a list of tests, got {value!r:.60}")
    return value


def _test(case: Record, name: str) -> Test:
    given, expected = case.text("input"), case.text("output")
    kind = case.text("testtype", default="functional" if name else "stdin")
    if kind == "stdin":
        return StdioTest(given, expected, Compare("numbers"), _ORIGIN)
    if kind != "functional":
        raise ValueError(f"testtype: expected stdin or functional, got {kind!r:.60}")
    if not name:
        raise ValueError("testtype: functional, and metadata names no func_name")
    args = tuple(parse_json(line) for line in given.split("\n") if line.strip())
    return CallTest(args, parse_json(expected), Compare("json"), _ORIGIN)


_FILES = tuple(f"test{number}.jsonl" for number in ("", 2, 3, 4, 5, 6))

LIVECODEBENCH = Benchmark(
    name="livecodebench",
    read=_read,
    files=("*.jsonl", "*.jsonl.gz", "*.json"),
    hub=HubFiles(
        "livecodebench/code_generation_lite",
        "0fe84c3912ea0c4d4a78037083943e8f0c4dd505",
        _FILES,
        "json",
    ),
)
"""All releases: each file on the hub adds problems to those before."""
