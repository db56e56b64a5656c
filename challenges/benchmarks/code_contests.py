"""CodeContests.

Yujia Li et al., "Competition-Level Code Generation with AlphaCode", 2022. The set is CC-BY-4.0; its
problem texts belong to the sites they come from, so what may be done with them is not known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from codeeval_gym.challenges.benchmarks.upstream import Benchmark, HubFiles, LeftOutError, Record
from codeeval_gym.types import Challenge, Compare, Limits, Rights, StdioTest

__all__ = ["CODE_CONTESTS", "Submission", "incorrect_submissions"]

_LANGUAGES = {2: "cpp", 3: "python", 4: "java", "CPP": "cpp", "PYTHON3": "python", "JAVA": "java"}
"""Upstream's languages that can be run; Python 2 is none of them."""
_ALL = ("python", "javascript", "java", "cpp", "rust")
_RATINGS = ((1200, 2), (1700, 3), (2200, 4))
_SOURCES = {1: "codechef", 2: "codeforces", 3: "hackerearth", 5: "atcoder", 6: "aizu"}
_SECONDS = 3.0
"""A test's limit where the record has none."""
_ORIGIN = {"public_tests": "upstream", "private_tests": "upstream", "generated_tests": "mutated"}


@dataclass(frozen=True)
class Submission:
    """A program that somebody handed in."""

    language: str
    """Its language."""
    program: str
    """Its text."""


def _read(record: Record) -> Challenge:
    name, description = record.text("name"), record.text("description")
    for field in ("input_file", "output_file"):
        if record.text(field, default=""):
            raise LeftOutError("it reads or writes a file, not standard input and output")
    public = tuple(_tests(record, "public_tests"))
    hidden = (*_tests(record, "private_tests"), *_tests(record, "generated_tests"))
    if not public + hidden:
        raise LeftOutError("it has no tests")
    references: dict[str, str] = {}
    for submission in _submissions(record, "solutions"):
        references.setdefault(submission.language, submission.program)
    defects = () if references else ("reference: it has none in a language that can be run",)
    return Challenge(
        id=f"code-contests/{name.strip()}",
        title=name,
        prompt=description.strip() + "\n",
        category="code-contests",
        tier=_tier(record),
        languages=_ALL,
        public_tests=public,
        hidden_tests=hidden,
        references=references,
        limits=_limits(record, len(public) + len(hidden)),
        source=f"deepmind/code_contests, {_site(record)}",
        licence="CC-BY-4.0",
        rights=Rights(train_allowed=None, redistribute=None),
        defects=defects,
    )


def incorrect_submissions(record: Record) -> list[Submission]:
    """The programs of a record that are known to be wrong, those in languages that can be run.

    Raises:
        ValueError: If the record is none of the benchmark's; names the field.
    """
    return list(_submissions(record, "incorrect_solutions"))


def _wrong(record: Record) -> list[str]:
    found = incorrect_submissions(record)
    return [item.program for item in found if item.language == "python"]


def _rows(record: Record, field: str) -> Iterator[Record]:
    """The rows of a field: a list of objects, or, as tables hold it, an object of lists."""
    value = record.fields.get(field)
    if value is None:
        return
    if isinstance(value, list):
        yield from (record.inner(field, row) for row in value)
        return
    columns = {
        name: list(column)
        for name, column in record.inner(field, value).fields.items()
        if not isinstance(column, str | bytes) and hasattr(column, "__iter__")
    }
    counts = {len(column) for column in columns.values()}
    if len(columns) != len(value) or len(counts) > 1:
        raise ValueError(f"field {field!r}: expected columns of one length")
    for place in range(counts.pop() if counts else 0):
        yield record.inner(field, {name: column[place] for name, column in columns.items()})


def _tests(record: Record, field: str) -> Iterator[StdioTest]:
    for row in _rows(record, field):
        try:
            given, expected = row.text("input"), row.text("output")
        except ValueError as error:
            raise ValueError(f"field {field!r}: {error}") from None
        compare = Compare("numbers", rtol=1e-6, atol=1e-6)
        yield StdioTest(given, expected, compare, _ORIGIN[field])


def _submissions(record: Record, field: str) -> Iterator[Submission]:
    for row in _rows(record, field):
        try:
            language, program = row.fields.get("language"), row.text("solution")
        except ValueError as error:
            raise ValueError(f"field {field!r}: {error}") from None
        if isinstance(language, int | str) and language in _LANGUAGES:
            yield Submission(_LANGUAGES[language], program)


def _tier(record: Record) -> int:
    rating = record.number("cf_rating", default=0)
    if not rating:
        return 3
    return next((tier for bound, tier in _RATINGS if rating < bound), 5)


def _site(record: Record) -> str:
    source = record.fields.get("source")
    named = _SOURCES.get(source) if isinstance(source, int) else str(source or "").lower()
    return f"{named or 'unknown site'} {record.text('name')}"


def _limits(record: Record, tests: int) -> Limits:
    """The limits of the problem; each test is a run of its own, the wall clock is for all."""
    seconds = _seconds(record) or _SECONDS
    memory = record.whole("memory_limit_bytes", default=0) >> 20
    usual = Limits()
    return replace(
        usual,
        cpu_seconds=seconds,
        wall_seconds=max(usual.wall_seconds, 2 * seconds * tests),
        memory_mb=memory or usual.memory_mb,
        output_kb=1024,
    )


def _seconds(record: Record) -> float:
    """The time limit: seconds, or an object with seconds and nanoseconds."""
    value = record.fields.get("time_limit")
    if value is None or isinstance(value, int | float):
        seconds = record.number("time_limit", default=0)
    else:
        parts = record.inner("time_limit", value)
        seconds = parts.number("seconds", default=0) + parts.number("nanos", default=0) / 1e9
    if not 0 <= seconds <= 3600:
        raise ValueError(f"field 'time_limit': expected 0 to 3600 seconds, got {seconds!r}")
    return seconds


CODE_CONTESTS = Benchmark(
    name="code-contests",
    read=_read,
    files=("*.jsonl", "*.jsonl.gz"),
    wrong=_wrong,
    hub=HubFiles(
        "deepmind/code_contests",
        "802411c3010cb00d1b05bad57ca77365a3c699d6",
        ("data/test-*.parquet", "data/valid-*.parquet"),
    ),
)
"""Its test and validation problems on the hub; of a file those in it."""
