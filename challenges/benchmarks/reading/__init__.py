"""Test code of C++, Java, JavaScript and Rust, read as data. Nothing of it is executed."""

from codeeval_gym.challenges.benchmarks.reading import cpp, java, javascript, rust
from codeeval_gym.challenges.benchmarks.reading._precision import single_precision
from codeeval_gym.challenges.benchmarks.reading._symbolic import NotDataError
from codeeval_gym.challenges.benchmarks.reading._types import read_type

__all__ = [
    "NotDataError",
    "cpp",
    "java",
    "javascript",
    "read_type",
    "rust",
    "single_precision",
]
