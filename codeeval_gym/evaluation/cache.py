"""Identical work is done once: a content-addressed, bounded store of evaluations."""

import threading
from collections import OrderedDict

from codeeval_gym.types import Challenge, Evaluation, Outcome, Verdict

__all__ = ["EvaluationCache", "Same"]


class Same:
    """A challenge by identity: it cannot be hashed, and comparing two would cost too much.

    What is kept under one keeps the challenge, too, so that no other can come to its place.

    Args:
        challenge: The challenge.
    """

    __slots__ = ("challenge",)

    def __init__(self, challenge: Challenge) -> None:
        self.challenge = challenge

    def __hash__(self) -> int:
        return id(self.challenge)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.challenge is other.challenge


class EvaluationCache:
    """Evaluations by the hash of all that they depend on. Thread-safe.

    What hangs on how busy the machine was is not kept: a program that ran out of time once, in one
    test of many, deserves another look.

    Args:
        size: How many are kept; the least recently used goes first. 0 keeps none.

    Raises:
        ValueError: If ``size`` is negative.
    """

    def __init__(self, size: int) -> None:
        if size < 0:
            raise ValueError(f"A cache keeps 0 or more evaluations, not {size}.")
        self._size = size
        self._kept: OrderedDict[str, Evaluation] = OrderedDict()
        self._lock = threading.Lock()
        self.hits = 0

    def get(self, key: str) -> Evaluation | None:
        """The evaluation kept under ``key``, or ``None``."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                self.hits += 1
            return found

    def put(self, key: str, evaluation: Evaluation) -> None:
        """Keep ``evaluation`` under ``key`` unless a part of it depends on the machine's load."""
        if _ran_out_of_time(evaluation):
            return
        with self._lock:
            self._kept[key] = evaluation
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)


def _ran_out_of_time(evaluation: Evaluation) -> bool:
    execution, tests = evaluation.execution, evaluation.tests or ()
    return (
        evaluation.verdict is Verdict.TIME_LIMIT
        or (execution is not None and execution.outcome is Outcome.TIME_LIMIT)
        or any(result.verdict is Verdict.TIME_LIMIT for result in tests)
    )
