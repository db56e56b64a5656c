"""One engine for all environments of a process that want the same, closed with the last."""

import os
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass

from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import Limits

__all__ = ["borrow"]

_Key = tuple[int, str | Sandbox, Limits]


@dataclass
class _Shared:
    engine: EvaluationEngine
    users: int = 0


_shared: dict[_Key, _Shared] = {}
_lock = threading.RLock()  # a finalizer may run in the thread that holds it


def borrow(
    user: object, sandbox: str | Sandbox, limits: Limits
) -> tuple[EvaluationEngine, Callable[[], object]]:
    """Take part in an engine.

    Args:
        user: Who takes part; once it is collected its part is given back.
        sandbox: The engine's sandbox.
        limits: The engine's limits.

    Returns:
        The engine, and what to call when ``user`` is done with it; a second call does nothing.

    Raises:
        SandboxUnavailable: If this machine cannot isolate.
    """
    key = (os.getpid(), sandbox, limits)
    with _lock:
        if key not in _shared:
            _shared[key] = _Shared(EvaluationEngine(sandbox=sandbox, limits=limits))
        _shared[key].users += 1
        return _shared[key].engine, weakref.finalize(user, _give_back, key)


def _give_back(key: _Key) -> None:
    if key[0] != os.getpid():  # a forked child's copy: the processes behind it are its parent's
        return
    with _lock:
        shared = _shared[key]
        shared.users -= 1
        if not shared.users:
            del _shared[key]
            shared.engine.close()
