"""Runs a repository's own tests or documentation examples, and writes down the calls they make."""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import io
import os
import sys

from codeeval_gym.challenges.generation.languages.python.jail.plain import NotPlainError, copy_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

__all__ = ["Recorder", "prepare"]

MAX_STEPS = 8


class Recorder:
    """Wraps functions, and keeps what they are called with.

    Args:
        targets: For each, module, name in it and class (or empty), in the plan's order.
        tests: Files of the test suite, as they lie in the jail.
        most: Calls kept of each target.
    """

    def __init__(self, targets: list[list[str]], tests: list[str], most: int) -> None:
        self.calls: list[list[Any]] = []
        self.seen: set[tuple[int, str]] = set()
        self.counts = [0] * len(targets)
        self.most = most
        self.tests = {os.path.abspath(path) for path in tests}
        self.targets = targets
        self.busy = False
        self.objects: dict[int, list[Any]] = {}

    def install(self) -> None:
        """Put wrappers in the place of all targets that can be imported."""
        classes: dict[tuple[str, str], dict[str, int]] = {}
        for index, (module, name, owner) in enumerate(self.targets):
            if owner:
                classes.setdefault((module, owner), {})[name] = index
                continue
            with contextlib.suppress(BaseException):
                original = getattr(importlib.import_module(module), name)
                self._replace(original, self._function(index, original, f"{module}.{name}"))
        for (module, owner), methods in classes.items():
            with contextlib.suppress(BaseException):
                kind = getattr(importlib.import_module(module), owner)
                self._class(kind, methods, f"{module}.{owner}")

    def _replace(self, original: Any, wrapper: Any) -> None:
        for module in list(sys.modules.values()):
            names = getattr(module, "__dict__", {})
            for name in [key for key, value in list(names.items()) if value is original]:
                names[name] = wrapper

    def _function(self, index: int, original: Callable[..., Any], name: str) -> Any:
        signature = inspect.signature(original)

        @functools.wraps(original)
        def wrapper(*arguments: Any, **words: Any) -> Any:
            given = None if self.busy else self._bound(signature, arguments, words)
            if given is None:
                return original(*arguments, **words)
            origin = self._origin(sys._getframe(1), name)
            result = original(*arguments, **words)
            self._keep(index, origin, given, result)
            return result

        return wrapper

    def _class(self, kind: type, methods: dict[str, int], name: str) -> None:
        make = kind.__init__  # type: ignore[misc]
        objects = self.objects

        @functools.wraps(make)
        def made(self_: Any, *arguments: Any, **words: Any) -> None:
            if type(self_) is kind and id(self_) not in objects:
                created = None if words else self._plain(list(arguments))
                objects[id(self_)] = [self_, created, [], 1]
                try:
                    make(self_, *arguments, **words)
                finally:
                    objects[id(self_)][3] = 0
            else:
                make(self_, *arguments, **words)

        for key, value in list(vars(kind).items()):
            if inspect.isfunction(value) and key not in ("__init__", "__new__", "__del__"):
                wrapper = self._method(key, value, methods.get(key), f"{name}.{key}")
                setattr(kind, key, wrapper)
        kind.__init__ = made  # type: ignore[misc]

    def _method(self, key: str, original: Any, index: int | None, name: str) -> Any:
        signature = inspect.signature(original)

        @functools.wraps(original)
        def wrapper(self_: Any, *arguments: Any, **words: Any) -> Any:
            entry = self.objects.get(id(self_))
            if self.busy or entry is None or entry[0] is not self_ or entry[3]:
                return original(self_, *arguments, **words)
            given = self._bound(signature, (None, *arguments), words)
            created, steps = entry[1], entry[2]
            known = created is not None and len(steps) <= MAX_STEPS
            if known and given is not None and index is not None:
                taken = [created, [list(step) for step in steps], given[1:]]
                origin = self._origin(sys._getframe(1), name)
                with contextlib.suppress(NotPlainError):
                    self._keep(index, origin, copy_of(taken), None)
            if given is None:
                entry[1] = None  # from here on no one knows what the object holds
            else:
                steps.append([key, given[1:]])
            entry[3] += 1
            try:
                return original(self_, *arguments, **words)
            finally:
                entry[3] -= 1

        return wrapper

    def _bound(
        self, signature: inspect.Signature, arguments: tuple[Any, ...], words: dict[str, Any]
    ) -> list[Any] | None:
        """The arguments in the order of the parameters, or ``None`` if they are no plain data."""
        kinds = [item.kind for item in signature.parameters.values()]
        if inspect.Parameter.VAR_POSITIONAL in kinds:
            return None if words else self._plain(list(arguments))
        try:
            given = signature.bind(*arguments, **words).arguments
        except TypeError:
            return None
        values: list[Any] = []
        missing: list[Any] = []
        for name, parameter in signature.parameters.items():
            if parameter.kind is inspect.Parameter.VAR_KEYWORD:
                if name in given:
                    return None
            elif name in given:
                values += [*missing, given[name]]
                missing = []
            else:
                missing.append(parameter.default)
        return self._plain(values)

    def _plain(self, values: list[Any]) -> list[Any] | None:
        try:
            return copy_of(values)  # type: ignore[no-any-return]
        except NotPlainError:
            return None

    def _origin(self, frame: FrameType, name: str) -> str:
        path = frame.f_code.co_filename
        if path.startswith("<doctest "):
            return "doctest" if path.startswith(f"<doctest {name}[") else "recorded"
        return "unit_test" if os.path.abspath(path) in self.tests else "recorded"

    def _keep(self, index: int, origin: str, given: list[Any], result: Any) -> None:
        self.busy = True
        try:
            text = f"{origin == 'doctest'}{given!r}"
            if (index, text) in self.seen or self.counts[index] >= self.most:
                return
            try:
                answer = [copy_of(result)]
            except NotPlainError:
                answer = []
            self.seen.add((index, text))
            self.counts[index] += 1
            self.calls.append([index, origin, given, answer])
        finally:
            self.busy = False


def prepare(plan: dict[str, Any]) -> Recorder:
    """Make the repository importable and wrap the targets."""
    from codeeval_gym.challenges.generation.languages.python.jail import stand_in

    sys.path[:0] = [os.path.abspath(folder) for folder in plan["folders"]]
    sys.modules.setdefault("pytest", stand_in.make())
    sys.stdout = sys.stderr = io.StringIO()
    recorder = Recorder(plan["targets"], plan["tests"], plan["most"])
    for name in plan["modules"]:
        with contextlib.suppress(BaseException):
            importlib.import_module(name)
    if not plan["doctests"]:
        recorder.install()
    return recorder
