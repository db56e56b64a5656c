"""Challenges: the built-in library, benchmark loaders, and the gate every challenge passes."""

from codeeval_gym.challenges import families
from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges._load import load, save_jsonl
from codeeval_gym.challenges.admission import Admission, admit, require_admitted, trivial_programs
from codeeval_gym.challenges.humaneval import load_humaneval
from codeeval_gym.challenges.humaneval_x import load_humaneval_x

__all__ = [
    "Admission",
    "Dataset",
    "admit",
    "families",
    "load",
    "load_humaneval",
    "load_humaneval_x",
    "require_admitted",
    "save_jsonl",
    "trivial_programs",
]
