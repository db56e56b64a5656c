"""The benchmarks people use, each read from a local path as data; nothing of theirs is executed."""

from codeeval_gym.challenges.benchmarks._named import BENCHMARKS, open_benchmark, recognised
from codeeval_gym.challenges.benchmarks.humaneval import load_humaneval
from codeeval_gym.challenges.benchmarks.humaneval_x import load_humaneval_pack, load_humaneval_x
from codeeval_gym.challenges.benchmarks.multipl_e import load_multipl_e

__all__ = [
    "BENCHMARKS",
    "load_humaneval",
    "load_humaneval_pack",
    "load_humaneval_x",
    "load_multipl_e",
    "open_benchmark",
    "recognised",
]
