"""Identical work is done once: a content-addressed, bounded store of evaluations."""

import threading
from collections import OrderedDict

from codeeval_gym.types import Evaluation, Verdict

__all__ = ["EvaluationCache"]


class EvaluationCache:
    """Evaluations by the hash of all that they depend on. Thread-safe.

    Verdicts that hang on how busy the machine was are not kept: a program that ran out of time
    once deserves another look.

    Args:
        size: How many are kept; the least recently used goes first. 0 keeps none.
    """

    def __init__(self, size: int) -> None:
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
        """Keep ``evaluation`` under ``key`` unless its verdict depends on the machine's load."""
        if evaluation.verdict is Verdict.TIME_LIMIT:
            return
        with self._lock:
            self._kept[key] = evaluation
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
