"""``codeeval-gym challenges validate``: the schema of every challenge. Nothing is executed."""

import json
import sys
from itertools import islice
from pathlib import Path

from codeeval_gym.challenges.storage import find_faults

__all__ = ["run_validate"]

_FAULTY = 1


def run_validate(path: Path, *, limit: int, as_json: bool) -> int:
    """Read a file or folder of challenges through and print what is wrong.

    Args:
        path: A file of challenges, plain or ``.gz``, or a dataset's folder.
        limit: So many faults at most.
        as_json: Print one JSON object instead of lines.

    Returns:
        0, or 1 if there are faults.

    Raises:
        FileNotFoundError: If it is not there.
        ValueError: If ``limit`` is below 1.
    """
    if limit < 1:
        raise ValueError(f"--limit is at least 1, not {limit}.")
    faults = list(islice(find_faults(path), limit + 1))
    more = len(faults) > limit
    if as_json:
        print(json.dumps({"path": str(path), "faults": faults[:limit], "more": more}))
    else:
        for fault in faults[:limit]:
            print(fault, file=sys.stderr)
        if more:
            print("… and more: --limit says how many are shown.", file=sys.stderr)
        if not faults:
            print(f"{path}: nothing is wrong.")
    return _FAULTY if faults else 0
