"""Sandboxes with options, and ones that a test may break."""

import os
from collections.abc import Iterator

import pytest

from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.sandboxes import NsjailSandbox


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
