"""How many of a reference's mutants its challenge's tests kill."""

from codeeval_gym.challenges.mutation.scoring.records import Fate, MutantRecord, MutationScore
from codeeval_gym.challenges.mutation.scoring.score import reference_text, score
from codeeval_gym.challenges.mutation.scoring.variations import variations

__all__ = ["Fate", "MutantRecord", "MutationScore", "reference_text", "score", "variations"]
