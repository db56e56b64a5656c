"""HumanEval-X, and HumanEvalPack, which is made of it: HumanEval's problems in five languages."""

from codeeval_gym.challenges.benchmarks.humaneval_x.loader import HUMANEVAL_X, load_humaneval_x
from codeeval_gym.challenges.benchmarks.humaneval_x.pack import (
    HUMANEVAL_PACK,
    HUMANEVAL_PACK_REPAIR,
    load_humaneval_pack,
)

__all__ = [
    "HUMANEVAL_PACK",
    "HUMANEVAL_PACK_REPAIR",
    "HUMANEVAL_X",
    "load_humaneval_pack",
    "load_humaneval_x",
]
