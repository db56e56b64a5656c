"""Datasets on disk: one folder each, hidden tests apart from what a policy may open."""

from codeeval_gym.challenges.storage._atomic import atomic_file
from codeeval_gym.challenges.storage._checking import find_faults
from codeeval_gym.challenges.storage._folder import save
from codeeval_gym.challenges.storage._hub import from_hugging_face, load_hub, to_hugging_face
from codeeval_gym.challenges.storage._jsonl import load_jsonl, save_jsonl
from codeeval_gym.challenges.storage._manifest import (
    Counts,
    FileFacts,
    Manifest,
    Part,
    read_manifest,
)
from codeeval_gym.challenges.storage._measurements import (
    PassRate,
    read_measurements,
    write_measurements,
)
from codeeval_gym.challenges.storage._reading import load_folder, read_wrong_programs

__all__ = [
    "Counts",
    "FileFacts",
    "Manifest",
    "Part",
    "PassRate",
    "atomic_file",
    "find_faults",
    "from_hugging_face",
    "load_folder",
    "load_hub",
    "load_jsonl",
    "read_manifest",
    "read_measurements",
    "read_wrong_programs",
    "save",
    "save_jsonl",
    "to_hugging_face",
    "write_measurements",
]
