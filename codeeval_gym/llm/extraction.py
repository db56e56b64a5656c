"""Find the program in a chat model's answer; the judge's side needs it too, and has no torch."""

from codeeval_gym.evaluation.extraction import extract_program

__all__ = ["extract_program"]
