"""Challenges: the built-in library, benchmark loaders, and the gate every challenge passes."""

from codeeval_gym.challenges import families, library
from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges._judge import Judge
from codeeval_gym.challenges._load import collections, load
from codeeval_gym.challenges.benchmarks import (
    load_humaneval,
    load_humaneval_pack,
    load_humaneval_x,
    load_multipl_e,
)
from codeeval_gym.challenges.gate import (
    GateReport,
    GateSettings,
    admit,
    examine,
    minimise,
    require_admitted,
    trivial_programs,
)
from codeeval_gym.challenges.storage import save_jsonl

__all__ = [
    "Dataset",
    "GateReport",
    "GateSettings",
    "Judge",
    "admit",
    "collections",
    "examine",
    "families",
    "library",
    "load",
    "load_humaneval",
    "load_humaneval_pack",
    "load_humaneval_x",
    "load_multipl_e",
    "minimise",
    "require_admitted",
    "save_jsonl",
    "trivial_programs",
]
