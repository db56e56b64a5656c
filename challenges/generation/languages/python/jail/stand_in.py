"""A small ``pytest`` for suites that import it: enough to reach the functions that they test."""

from __future__ import annotations

import contextlib
import itertools
import math
import re
import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class Skipped(Exception):
    """A test that does not apply here."""


class Mark:
    """``pytest.mark.anything``, with or without arguments; keeps what ``parametrize`` says."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, *values: Any, **words: Any) -> Any:
        if len(values) == 1 and not words and callable(values[0]) and self.name != "parametrize":
            return self._apply(values[0], (), {})
        return lambda target: self._apply(target, values, words)

    def _apply(self, target: Any, values: tuple[Any, ...], words: dict[str, Any]) -> Any:
        marks = [*getattr(target, "codeeval_marks", []), (self.name, values, words)]
        with contextlib.suppress(AttributeError, TypeError):
            target.codeeval_marks = marks
        return target


class Marks:
    """``pytest.mark``."""

    def __getattr__(self, name: str) -> Mark:
        return Mark(name)


class Raised:
    """What ``raises`` gives."""

    value: BaseException | None = None
    type: type[BaseException] | None = None

    def match(self, pattern: str) -> bool:
        """True if the error's text matches."""
        return re.search(pattern, str(self.value)) is not None


class Raises:
    """``pytest.raises`` as a context."""

    def __init__(self, expected: Any) -> None:
        self.expected = expected
        self.info = Raised()

    def __enter__(self) -> Raised:
        return self.info

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        self.info.value, self.info.type = error, kind
        return kind is not None and issubclass(kind, self.expected)


def raises(expected: Any, *call: Any, **words: Any) -> Any:
    """``pytest.raises``: a context, or, with a function, the call."""
    if call and callable(call[0]):
        with Raises(expected) as info:
            call[0](*call[1:], **words)
        return info
    return Raises(expected)


class Approx:
    """``pytest.approx`` for numbers and sequences of them."""

    def __init__(self, expected: Any, rel: float = 1e-6, abs: float = 1e-12) -> None:  # noqa: A002
        self.expected, self.rel, self.abs = expected, rel, abs

    def __eq__(self, other: Any) -> bool:
        if isinstance(self.expected, (list, tuple)):
            return all(
                Approx(a, self.rel, self.abs) == b
                for a, b in zip(self.expected, other, strict=True)
            )
        return math.isclose(self.expected, other, rel_tol=self.rel, abs_tol=self.abs)

    __hash__ = None  # type: ignore[assignment]


def fixture(*values: Any, **words: Any) -> Any:
    """``pytest.fixture``: marks a function as one."""
    if values and callable(values[0]):
        values[0].codeeval_fixture = {}
        return values[0]

    def mark(function: Any) -> Any:
        function.codeeval_fixture = words
        return function

    return mark


def skip(*values: Any, **words: Any) -> None:
    """``pytest.skip``.

    Raises:
        Skipped: Always.
    """
    raise Skipped


def importorskip(name: str, *values: Any, **words: Any) -> Any:
    """``pytest.importorskip``.

    Raises:
        Skipped: If there is no such module.
    """
    try:
        return __import__(name)
    except ImportError:
        raise Skipped from None


@contextlib.contextmanager
def warns(*values: Any, **words: Any) -> Iterator[list[Any]]:
    """``pytest.warns``: whatever is warned of, it passes."""
    import warnings

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield caught


def cases_of(function: Any) -> Iterator[dict[str, Any]]:
    """The arguments that ``parametrize`` asks for, one dictionary a case."""
    axes = []
    for name, values, words in getattr(function, "codeeval_marks", []):
        if name in ("skip", "xfail") or (name == "skipif" and values and values[0]):
            return
        if name == "parametrize":
            names = words.get("argnames", values[0] if values else "")
            names = names.replace(" ", "").split(",") if isinstance(names, str) else list(names)
            rows = words.get("argvalues", values[1] if len(values) > 1 else [])
            axes.append([dict(zip(names, _row(row, len(names)), strict=True)) for row in rows])
    for parts in itertools.product(*axes):
        yield {key: value for part in parts for key, value in part.items()}


def _row(row: Any, width: int) -> Any:
    row = getattr(row, "values", row) if isinstance(row, types.SimpleNamespace) else row
    return row if width > 1 else [row] if not isinstance(row, Parameters) else row


class Parameters(tuple):  # type: ignore[type-arg]
    """``pytest.param(...)``."""


def make() -> types.ModuleType:
    """The module that ``import pytest`` finds."""
    module = types.ModuleType("pytest")
    module.__dict__.update(
        mark=Marks(),
        raises=raises,
        approx=Approx,
        fixture=fixture,
        skip=skip,
        fail=skip,
        importorskip=importorskip,
        warns=warns,
        deprecated_call=warns,
        param=lambda *values, **words: Parameters(values),
        Skipped=Skipped,
    )
    return module


__all__: list[str] = ["cases_of", "make"]
