"""HumanEvalPack from local files: HumanEval-X with a bug for each problem.

Niklas Muennighoff et al., "OctoPack: Instruction Tuning Code Large Language Models", 2023. There
are two kinds of challenges: to write the function, and to repair a program that is wrong.
"""

import os
from collections.abc import Callable
from dataclasses import replace

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.benchmarks.humaneval_x._editions import Edition
from codeeval_gym.challenges.benchmarks.humaneval_x.loader import (
    edition_of,
    in_language,
    reading_of,
)
from codeeval_gym.challenges.benchmarks.upstream import Benchmark, Record
from codeeval_gym.types import Challenge, Rights, Test

__all__ = ["HUMANEVAL_PACK", "HUMANEVAL_PACK_REPAIR", "load_humaneval_pack"]

_FIELDS = ("prompt", "declaration", "canonical_solution", "test", "buggy_solution")
_FILES = ("humanevalpack*.json*", "*/data/humanevalpack.jsonl*")
_TIER = 3


def load_humaneval_pack(
    path: str | os.PathLike[str], language: str | None = None, *, repair: bool = False
) -> Dataset:
    """Load HumanEvalPack.

    Args:
        path: A file such as ``humanevalpack.jsonl``, or a folder with those of several languages.
            ``@upstream`` behind it takes every record as it is, without our repairs.
        language: Load only this language's; ``None`` means all that are there.
        repair: Load the challenges to repair a wrong program, which is in ``previous`` and in the
            prompt, in place of those to write one.

    Raises:
        FileNotFoundError: If there is no such file.
        ConfigError: If a file is not HumanEvalPack; names file, line and field.
        UnknownNameError: If there is no such edition.
    """
    return in_language(HUMANEVAL_PACK_REPAIR if repair else HUMANEVAL_PACK, path, language)


def _fields(record: Record, edition: Edition, solution: str) -> dict[str, str]:
    """The record as HumanEval-X has it, with this solution.

    A Rust prompt is complete there, the declaration in it.
    """
    fields = {name: record.text(name) for name in _FIELDS}
    fields["canonical_solution"] = fields[solution]
    if edition.language == "rust":
        fields |= {"prompt": "", "declaration": fields["prompt"]}
    return fields


def _read(record: Record) -> Challenge:
    edition, number = edition_of(record)
    fields = _fields(record, edition, "canonical_solution")
    reading = reading_of(fields, edition, number)
    return Challenge(
        id=f"humaneval-pack/{edition.language}/{number}",
        title=reading.signature.name.replace("_", " "),
        prompt=reading.starter,
        category="humaneval-pack",
        tier=_TIER,
        languages=(edition.language,),
        signature=reading.signature,
        public_tests=_examples(record, fields, edition),
        hidden_tests=reading.tests,
        references={edition.language: reading.reference},
        starter={edition.language: reading.starter},
        requirements=reading.requirements,
        source="bigcode-project/octopack HumanEvalPack",
        licence="MIT",
        rights=Rights(train_allowed=True, redistribute=True),
        family=f"humaneval/{number}",
    )


def _examples(record: Record, fields: dict[str, str], edition: Edition) -> tuple[Test, ...]:
    """The checks of the prompt's examples; none where upstream has none, or none that are data."""
    examples = record.text("example_test", default="")
    if examples.strip() in ("", "None"):
        return ()
    try:
        # No number: what is drawn for some problems belongs to the hidden tests.
        return edition.read({**fields, "test": examples}, -1).tests
    except ValueError:
        return ()


def _read_repair(record: Record) -> Challenge:
    written = _read(record)
    edition, number = edition_of(record)
    buggy = reading_of(_fields(record, edition, "buggy_solution"), edition, number).reference
    name = record.text("entry_point")
    return replace(
        written,
        id=written.id.replace("humaneval-pack/", "humaneval-pack-repair/"),
        prompt=f"{buggy.rstrip()}\n\nFix the bug in {name}.\n",
        category="humaneval-pack-repair",
        previous={edition.language: buggy},
    )


def _benchmark(name: str, read: Callable[[Record], Challenge]) -> Benchmark:
    return Benchmark(name=name, read=read, files=_FILES, shares="humaneval-pack")


HUMANEVAL_PACK = _benchmark("humaneval-pack", _read)
"""Challenges to write the function."""

HUMANEVAL_PACK_REPAIR = _benchmark("humaneval-pack-repair", _read_repair)
"""Challenges to repair a wrong program."""
