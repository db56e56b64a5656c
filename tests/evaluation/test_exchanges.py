"""Two actions are the same when nobody on the other side can tell them apart."""

import pytest

from codeeval_gym.evaluation import matches
from codeeval_gym.types import Compare
from codeeval_gym.values import Plain

EXPECTED = (
    "POST",
    "/a%20b/c%2Fd?q=x%20y&tag=1&tag=2",
    {"X-Key": "k", "Content-Type": "application/json"},
    '{"a": 1, "b": [true, null, 2.5]}',
)


def _with(place: int, value: Plain) -> list[Plain]:
    return [*EXPECTED[:place], value, *EXPECTED[place + 1 :]]


@pytest.mark.parametrize(
    "got",
    [
        EXPECTED,
        _with(1, "/a%20b/c%2fd?tag=1&q=x+y&tag=2"),
        _with(1, "/%61%20b/c%2Fd?q=x%20y&tag=1&tag=2"),
        _with(2, {"content-type": "Application/JSON; charset=utf-8", "x-key": " k "}),
        _with(2, {**EXPECTED[2], "Accept": "*/*", "User-Agent": "me", "Content-Length": "9"}),
        _with(3, '{"b":[true,null,2.50],"a":1.0}'),
    ],
)
def test_what_http_does_not_tell_apart_is_the_same(got: Plain) -> None:
    assert matches(got, EXPECTED, Compare("exchange"))


@pytest.mark.parametrize(
    "got",
    [
        None,
        "POST",
        EXPECTED[:3],
        [*EXPECTED, ""],
        _with(0, "post"),
        _with(0, 1),
        _with(1, "/a b/c%2Fd?q=x%20y&tag=1&tag=2"),
        _with(1, "/a%20b/c/d?q=x%20y&tag=1&tag=2"),
        _with(1, "/a%20b/c%2Fd?q=x%20y&tag=2&tag=1"),
        _with(1, "/a%20b/c%2Fd?q=x%20y&tag=1"),
        _with(1, "/a%20b/c%2Fd?q=x%2By&tag=1&tag=2"),
        _with(1, "/a%20b/c%2Fd?q=x%zzy&tag=1&tag=2"),
        _with(1, "/a%20b/c%2Fd/?q=x%20y&tag=1&tag=2"),
        _with(2, {}),
        _with(2, {**EXPECTED[2], "X-Other": "1"}),
        _with(2, {**EXPECTED[2], "X-Key": "K"}),
        _with(2, {"X-Key": "k", "Content-Type": "text/plain"}),
        _with(2, {**EXPECTED[2], "x-key": "k"}),
        _with(2, [["X-Key", "k"]]),
        _with(3, '{"a": true, "b": [true, null, 2.5]}'),
        _with(3, '{"a": "1", "b": [true, null, 2.5]}'),
        _with(3, '{"a": 1, "b": [null, true, 2.5]}'),
        _with(3, ""),
        _with(3, "[" * 100_000),
        _with(3, None),
    ],
)
def test_everything_else_differs(got: Plain) -> None:
    assert not matches(got, EXPECTED, Compare("exchange"))


def test_what_is_no_json_is_compared_as_it_stands() -> None:
    failed: Plain = ("RAISE", "NotFound", {}, "nobody here")
    assert matches(failed, failed, Compare("exchange"))
    assert not matches(("RAISE", "NotFound", {}, "nobody"), failed, Compare("exchange"))
    # Texts that look like JSON's own spelling of each other are not the same text.
    quoted: Plain = ("RAISE", "NotFound", {}, '"nobody here"')
    assert not matches(quoted, failed, Compare("exchange"))
