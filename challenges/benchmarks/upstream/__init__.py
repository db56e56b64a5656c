"""What all benchmarks share: records, sources, the hub, corrections, and what references answer."""

from codeeval_gym.challenges.benchmarks.upstream.answers import Answer, Answers, Asked, Runner
from codeeval_gym.challenges.benchmarks.upstream.benchmark import (
    Benchmark,
    Edition,
    LeftOut,
    LeftOutError,
    Reader,
    open_reader,
)
from codeeval_gym.challenges.benchmarks.upstream.hub import HubFiles
from codeeval_gym.challenges.benchmarks.upstream.overlays import Correction, Overlay, read_overlay
from codeeval_gym.challenges.benchmarks.upstream.records import Record, parse_json
from codeeval_gym.challenges.benchmarks.upstream.sources import FolderSource, Source, open_files

__all__ = [
    "Answer",
    "Answers",
    "Asked",
    "Benchmark",
    "Correction",
    "Edition",
    "FolderSource",
    "HubFiles",
    "LeftOut",
    "LeftOutError",
    "Overlay",
    "Reader",
    "Record",
    "Runner",
    "Source",
    "open_files",
    "open_reader",
    "parse_json",
    "read_overlay",
]
