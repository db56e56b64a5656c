"""Counts loops and calls of a Python program. Runs in its process, and is trusted with nothing.

What it says can only lower a score: CPU time, counted from outside, is the other bound.
"""

import sys
from typing import Any

__all__ = ["Monitor"]

TOOL = 4
NAME = "codeeval"


class Monitor:
    """Counts backward jumps, calls and resumed generators from now on, in every thread.

    It holds the functions of ``sys.monitoring`` as they were before the program could replace them.
    """

    def __init__(self) -> None:
        monitoring: Any = vars(sys)["monitoring"]
        self._functions = monitoring.get_tool, monitoring.get_events, monitoring.register_callback
        events = monitoring.events
        self._watched = (events.JUMP, events.PY_START, events.PY_RESUME)
        self._mask = sum(self._watched)
        self._count = count = [0]

        def add(*_: object) -> None:
            count[0] += 1

        self._callback = add
        monitoring.use_tool_id(TOOL, NAME)
        for event in self._watched:
            monitoring.register_callback(TOOL, event, add)
        monitoring.set_events(TOOL, self._mask)

    def read(self) -> list[Any]:
        """The count so far, and whether the monitor is as it was set up."""
        get_tool, get_events, register = self._functions
        intact = get_tool(TOOL) == NAME and get_events(TOOL) == self._mask
        for event in self._watched if intact else ():
            intact = register(TOOL, event, self._callback) is self._callback and intact
        return [self._count[0], intact]
