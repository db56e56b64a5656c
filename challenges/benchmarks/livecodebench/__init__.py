"""LiveCodeBench: problems with the date they were set."""

from codeeval_gym.challenges.benchmarks.livecodebench.loader import LIVECODEBENCH

__all__ = ["LIVECODEBENCH"]
