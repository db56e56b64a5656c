"""The entry of the recording job: finds and runs tests, each under its own clock."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import random
import signal
import sys

from codeeval_gym.challenges.generation.languages.python.jail import stand_in
from codeeval_gym.challenges.generation.languages.python.jail.recorder import Recorder, prepare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["record"]

SECONDS = 2.0
"""CPU time of one test; a test that only waits is ended with its job."""


class TooSlow(BaseException):
    """A test that takes too long."""


def record(plan: dict[str, Any]) -> dict[str, Any]:
    """Run what the plan names, and return the calls that were made and how many tests passed."""
    recorder = prepare(plan)
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    if plan["doctests"]:
        _doctests(plan["doctests"], recorder, counts)
    for name in plan["suites"]:
        _module(name, counts)
    return {"calls": recorder.calls, **counts}


def _doctests(names: list[str], recorder: Recorder, counts: dict[str, int]) -> None:
    import doctest

    found = []
    for name in names:
        with contextlib.suppress(BaseException):
            module = importlib.import_module(name)
            found += [(module, test) for test in doctest.DocTestFinder().find(module, name)]
    recorder.install()
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    for module, test in found:
        test.globs = dict(vars(module))
        runner = doctest.DocTestRunner(verbose=False, optionflags=flags)
        _run(lambda: runner.run(test, out=lambda text: None), {}, {})  # noqa: B023
        results = runner.summarize(verbose=False) if test.examples else None
        if results is not None:
            counts["failed" if results.failed else "passed"] += 1


def _module(name: str, counts: dict[str, int]) -> None:
    try:
        module = importlib.import_module(name)
    except BaseException:
        counts["failed"] += 1
        return
    fixtures = {
        key: value for key, value in vars(module).items() if hasattr(value, "codeeval_fixture")
    }
    for key, value in list(vars(module).items()):
        if inspect.isclass(value) and value.__module__ == name:
            _class(value, fixtures, counts)
        elif key.startswith("test") and inspect.isfunction(value):
            _cases(value, value, fixtures, counts)


def _class(kind: type, fixtures: dict[str, Any], counts: dict[str, int]) -> None:
    import unittest

    if issubclass(kind, unittest.TestCase):
        result = unittest.TestResult()
        _run(lambda: unittest.defaultTestLoader.loadTestsFromTestCase(kind).run(result), {}, {})
        counts["failed"] += len(result.failures) + len(result.errors)
        counts["passed"] += max(0, result.testsRun - len(result.failures) - len(result.errors))
        return
    if not kind.__name__.startswith("Test"):
        return
    for key in dir(kind):
        if not key.startswith("test"):
            continue
        with contextlib.suppress(Exception):
            made = kind()
            for setup in ("setup_class", "setup_method", "setup"):
                if hasattr(made, setup):
                    getattr(made, setup)()
            _cases(getattr(made, key), getattr(kind, key), fixtures, counts)


def _cases(call: Any, function: Any, fixtures: dict[str, Any], counts: dict[str, int]) -> None:
    for case in stand_in.cases_of(function):
        counts[_run(call, case, fixtures)] += 1


def _run(call: Callable[..., Any], case: dict[str, Any], fixtures: dict[str, Any]) -> str:
    random.seed(0)
    signal.signal(signal.SIGPROF, _end)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        call(**{**_wanted(call, case, fixtures), **case})
    except stand_in.Skipped:
        return "skipped"
    except (Exception, TooSlow, SystemExit, KeyboardInterrupt):
        return "failed"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return "passed"


def _wanted(call: Any, case: dict[str, Any], fixtures: dict[str, Any]) -> dict[str, Any]:
    """The fixtures that a test asks for by the names of its parameters."""
    values: dict[str, Any] = {}
    for name, parameter in inspect.signature(call).parameters.items():
        if name in case or parameter.default is not inspect.Parameter.empty:
            continue
        if name not in fixtures:
            raise stand_in.Skipped
        made = fixtures[name](**_wanted(fixtures[name], {}, fixtures))
        values[name] = next(made) if inspect.isgenerator(made) else made
    return values


def _end(number: int, frame: object) -> None:
    sys.settrace(None)
    raise TooSlow
