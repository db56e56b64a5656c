"""Compiled once: the cache keeps what is worth keeping, within its bounds."""

from dataclasses import replace

import pytest

from codeeval_gym.sandboxes.dependencies import Environment
from codeeval_gym.sandboxes.languages import Source, Step, Toolchain
from codeeval_gym.sandboxes.workers.compiling import CompileCache, Compiled, cache_key
from codeeval_gym.types import Outcome, Run

TOOLS = Toolchain("cc", "1", "/usr/bin/cc", ())
SOURCE = Source({"main.c": "int x;"}, ("f",))
STEP = Step(("/usr/bin/cc", "-O1"), files={"driver.h": b"1"})


def test_the_oldest_goes_first_when_there_is_no_room() -> None:
    cache = CompileCache(max_bytes=10)
    for name in "ab":
        cache.put(name, Compiled({"program": b"12345"}))
    assert cache.get("a") is not None  # used: now the younger of the two
    cache.put("c", Compiled({"program": b"12345"}))
    assert [cache.get(name) is not None for name in "abc"] == [True, False, True]


def test_what_is_larger_than_the_cache_is_not_kept() -> None:
    cache = CompileCache(max_bytes=10)
    cache.put("a", Compiled({"program": b"1" * 11}))
    assert cache.get("a") is None
    cache.put("b", Compiled({"program": b"1" * 10}))
    assert cache.get("b") is not None


def test_refusals_are_kept_and_counted() -> None:
    cache = CompileCache(max_bytes=0, max_entries=2)
    refusal = Run(Outcome.COMPILE_ERROR)
    for name in "abc":
        cache.put(name, Compiled({}, refusal))
    assert [cache.get(name) is not None for name in "abc"] == [False, True, True]


@pytest.mark.parametrize(
    "changed",
    [
        ("cpp", TOOLS, SOURCE, STEP),
        ("c", replace(TOOLS, version="2"), SOURCE, STEP),
        ("c", TOOLS, replace(SOURCE, files={"main.c": "int y;"}), STEP),
        ("c", TOOLS, replace(SOURCE, functions=("g",)), STEP),
        ("c", TOOLS, replace(SOURCE, packages=Environment("key", "c")), STEP),
        ("c", TOOLS, SOURCE, replace(STEP, command=("/usr/bin/cc", "-O2"))),
        ("c", TOOLS, SOURCE, replace(STEP, files={"driver.h": b"2"})),
        ("c", TOOLS, SOURCE, replace(STEP, environment={"A": "1"})),
    ],
)
def test_everything_that_decides_the_outcome_is_in_the_key(
    changed: tuple[str, Toolchain, Source, Step],
) -> None:
    assert cache_key("c", TOOLS, SOURCE, STEP) == cache_key("c", TOOLS, SOURCE, STEP)
    assert cache_key(*changed) != cache_key("c", TOOLS, SOURCE, STEP)
