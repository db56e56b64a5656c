"""Sandboxes with options, and ones that a test may break."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.sandboxes import NsjailSandbox
from codeeval_gym.sandboxes.workers import programs
from codeeval_gym.sandboxes.workers.compiling import COMPILE_LIMITS
from tests.sandboxes.backends import LONGER


def start(**options: object) -> NsjailSandbox:
    """Start a sandbox; where there can be none, skip, but fail on a machine that must have one."""
    try:
        return NsjailSandbox(**options)  # type: ignore[arg-type]
    except SandboxUnavailable as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


@pytest.fixture
def own_sandbox() -> Iterator[NsjailSandbox]:
    """One that a test may break."""
    with start(workers=2) as started:
        yield started


@pytest.fixture
def short_compilations(monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiler that would never end is stopped sooner than a user's, unless this is a soak.

    An honest program takes it less than a second and a third of this memory.
    """
    if LONGER == 1:
        limits = replace(COMPILE_LIMITS, cpu_seconds=3.0, memory_mb=768)
        monkeypatch.setattr(programs, "COMPILE_LIMITS", limits)
