"""Small faults put into programs of five languages, to see whether tests notice."""

from codeeval_gym.challenges.mutation._mutant import OPERATORS, Mutant
from codeeval_gym.challenges.mutation.engine import mutants

__all__ = ["OPERATORS", "Mutant", "mutants"]
