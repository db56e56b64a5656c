"""Benchmarks by name."""

import os
from collections.abc import Mapping

from codeeval_gym.challenges.benchmarks.apps import APPS
from codeeval_gym.challenges.benchmarks.code_contests import CODE_CONTESTS
from codeeval_gym.challenges.benchmarks.evalplus import HUMANEVAL_PLUS, MBPP_PLUS
from codeeval_gym.challenges.benchmarks.humaneval import HUMANEVAL
from codeeval_gym.challenges.benchmarks.humaneval_x import (
    HUMANEVAL_PACK,
    HUMANEVAL_PACK_REPAIR,
    HUMANEVAL_X,
)
from codeeval_gym.challenges.benchmarks.livecodebench import LIVECODEBENCH
from codeeval_gym.challenges.benchmarks.mbpp import MBPP, MBPP_SANITIZED
from codeeval_gym.challenges.benchmarks.multipl_e import MULTIPL_E
from codeeval_gym.challenges.benchmarks.upstream import (
    Benchmark,
    LeftOutError,
    Reader,
    Runner,
    open_reader,
)
from codeeval_gym.errors import UnknownNameError

__all__ = ["BENCHMARKS", "open_benchmark", "recognised"]

BENCHMARKS: Mapping[str, Benchmark] = {
    item.name: item
    for item in (
        APPS,
        CODE_CONTESTS,
        HUMANEVAL,
        HUMANEVAL_PACK,
        HUMANEVAL_PACK_REPAIR,
        HUMANEVAL_PLUS,
        HUMANEVAL_X,
        LIVECODEBENCH,
        MBPP,
        MBPP_PLUS,
        MBPP_SANITIZED,
        MULTIPL_E,
    )
}
"""Those that are read record by record, have editions, and may be on the hub."""


def open_benchmark(
    name: str,
    path: str | os.PathLike[str],
    *,
    edition: str = "repaired",
    overlay: str | os.PathLike[str] | None = None,
    runner: Runner | None = None,
) -> Reader:
    """Open a benchmark, to go through it record by record or to make a dataset of it.

    Args:
        name: One of :data:`BENCHMARKS`.
        path: A file, a folder, or ``hub``. ``@upstream`` behind it stands for that edition.
        edition: ``repaired`` (with this package's corrections, see ``overlay``) or ``upstream``.
        overlay: A YAML file of corrections beside those that this package knows.
        runner: A sandbox for benchmarks whose references have to be asked what is right; ``None``
            starts one when that has to be. What they said is kept, and asked once.

    Raises:
        UnknownNameError: If there is no such benchmark or edition; suggests the nearest.
        FileNotFoundError: If there is nothing at ``path``.
        ConfigError: If the overlay is none, or the hub cannot be used.
        ConnectionError: If the hub cannot be reached.
    """
    if name not in BENCHMARKS:
        raise UnknownNameError("benchmark", name, BENCHMARKS)
    return open_reader(BENCHMARKS[name], path, edition=edition, overlay=overlay, runner=runner)


def recognised(path: str | os.PathLike[str]) -> str | None:
    """The name of the benchmark whose records lie at a path, judged by the first; else ``None``.

    Args:
        path: A file or a folder.
    """
    for name, benchmark in BENCHMARKS.items():
        try:
            _, record = next(iter(benchmark.open(path).read()))
            benchmark.read(record)
        except LeftOutError:
            return name
        except (OSError, ValueError, StopIteration):
            continue
        return name
    return None
