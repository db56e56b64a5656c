"""Small faults put into programs of five languages, to see whether tests notice."""

from codeeval_gym.challenges.mutation._mutant import OPERATORS, Mutant
from codeeval_gym.challenges.mutation.engine import find_function, mutants
from codeeval_gym.challenges.mutation.scoring import Fate, MutantRecord, MutationScore, score
from codeeval_gym.challenges.mutation.switching import CannotSwitchError, Switched, switched

__all__ = [
    "OPERATORS",
    "CannotSwitchError",
    "Fate",
    "Mutant",
    "MutantRecord",
    "MutationScore",
    "Switched",
    "find_function",
    "mutants",
    "score",
    "switched",
]
