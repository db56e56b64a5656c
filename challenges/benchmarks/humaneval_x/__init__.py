"""HumanEval-X: the problems of HumanEval in five languages."""

from codeeval_gym.challenges.benchmarks.humaneval_x._defects import DEFECTS, UNSUPPORTED
from codeeval_gym.challenges.benchmarks.humaneval_x.loader import load_humaneval_x

__all__ = ["DEFECTS", "UNSUPPORTED", "load_humaneval_x"]
