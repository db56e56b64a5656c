"""EvalPlus: HumanEval+ and MBPP+."""

from codeeval_gym.challenges.benchmarks.evalplus.loader import HUMANEVAL_PLUS, MBPP_PLUS

__all__ = ["HUMANEVAL_PLUS", "MBPP_PLUS"]
