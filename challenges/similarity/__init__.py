"""Near duplicates, by text, by syntax and by behaviour, and splits that part none."""

from codeeval_gym.challenges.similarity._behaviour import battery, behaviours
from codeeval_gym.challenges.similarity._clusters import (
    SHARES,
    Duplicate,
    clusters,
    find_duplicates,
    split_by_cluster,
    split_of_cluster,
)
from codeeval_gym.challenges.similarity._syntax import syntax_hash
from codeeval_gym.challenges.similarity._text import shingles, similar_texts, similarity

__all__ = [
    "SHARES",
    "Duplicate",
    "battery",
    "behaviours",
    "clusters",
    "find_duplicates",
    "shingles",
    "similar_texts",
    "similarity",
    "split_by_cluster",
    "split_of_cluster",
    "syntax_hash",
]
