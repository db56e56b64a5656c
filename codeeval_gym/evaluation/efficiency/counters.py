"""What time is counted in. Chosen once for a sandbox and a language, and never mixed."""

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources

from codeeval_gym.types import Call, Returned, Run, Usage

__all__ = ["CPU", "FLOORS", "INSTRUCTIONS", "JUMPS", "counter_of", "figure", "monitored", "read"]

INSTRUCTIONS = "instructions"
"""Retired hardware instructions, where the host counts them."""
JUMPS = "jumps"
"""Backward jumps, calls and resumed generators of a Python program, from ``sys.monitoring``."""
CPU = "cpu_seconds"
"""User and system time of all processes of the run."""
FLOORS = {INSTRUCTIONS: 1e7, JUMPS: 2000.0, CPU: 0.005}
"""What cannot be told apart from nothing, in each counter's unit."""
_MONITORED = (3, 12)
_VERSION = re.compile(r"CPython (\d+)\.(\d+)")
_CALL = "codeeval_monitored"
_HARNESS = """{monitor}

def _load(text):
    import sys, types
    module = types.ModuleType("program")
    sys.modules["program"] = module
    module.__file__ = "main.py"
    code = compile(text, "main.py", "exec")
    monitor = Monitor()
    exec(code, module.__dict__)

    def call(name, arguments):
        answer = module.__dict__[name](*arguments)
        return [answer, *monitor.read()]

    return call

{call} = _load({text!r})
"""


def counter_of(language: str, toolset: str, usage: Usage, *, calls: bool) -> str:
    """The best counter for a language: instructions, else jumps, else CPU time.

    Args:
        language: The programs' language.
        toolset: What runs it, as :meth:`~codeeval_gym.sandboxes.Sandbox.toolset` says.
        usage: Of any run in this sandbox.
        calls: Whether programs are called: only then there is a place for a monitor.

    Returns:
        Empty if nothing is counted here.
    """
    if usage.instructions is not None:
        return INSTRUCTIONS
    if usage.cpu_seconds is None:
        return ""
    version = _VERSION.search(toolset) if calls and language == "python" else None
    if version is not None and (int(version[1]), int(version[2])) >= _MONITORED:
        return JUMPS
    return CPU


def figure(usage: Usage, counter: str) -> float | None:
    """What a run used, counted from outside it: for jumps, its CPU time.

    Args:
        usage: Of the run.
        counter: One of the counters.
    """
    value = usage.instructions if counter == INSTRUCTIONS else usage.cpu_seconds
    return None if value is None else float(value)


def monitored(program: str, calls: Sequence[Call]) -> tuple[str, tuple[Call, ...]]:
    """A Python program and its calls, with a monitor around them.

    Args:
        program: The program.
        calls: What it is asked.

    Returns:
        The text to run, and what to ask that.
    """
    monitor = (resources.files(__package__) / "monitor.py").read_text("utf-8")
    text = _HARNESS.format(monitor=monitor, call=_CALL, text=program)
    return text, tuple(Call(_CALL, (item.function, list(item.args))) for item in calls)


def read(runs: Sequence[Run]) -> tuple[tuple[Run, ...], int] | None:
    """Take the count off the answers of monitored calls.

    Args:
        runs: One for each call.

    Returns:
        The runs as without a monitor, and the count; ``None`` if the monitor was tampered with, or
        says what it cannot.
    """
    bare, last = [], 0
    for run in runs:
        value = None if run.returned is None else run.returned.value
        if not isinstance(value, list) or len(value) != 3:
            return None
        answer, count, intact = value
        if type(count) is not int or count < last or intact is not True:
            return None
        last = count
        bare.append(replace(run, returned=Returned(answer)))
    return tuple(bare), last
