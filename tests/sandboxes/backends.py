"""Every backend and mode that must give the same verdict for the same program."""

import os

import pytest

from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.sandboxes import NsjailSandbox
from codeeval_gym.sandboxes.podman import PodmanSandbox
from codeeval_gym.sandboxes.workers.pool import WorkerSandbox

BACKENDS = ("fast", "strict", "podman")
"""Nsjail's two modes, and podman."""
LONGER = max(1, int(os.environ.get("CODEEVAL_SOAK", "1")))
"""How many times as long the tests are that would find more the longer they ran."""


def start_backend(name: str, workers: int = 2) -> WorkerSandbox:
    """Start one; where there can be none, skip, but fail on a machine that must have one."""
    try:
        if name == "podman":
            return PodmanSandbox(workers=workers)
        return NsjailSandbox(workers=workers, mode=name)
    except SandboxUnavailable as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


def source_of_backend(name: str, workers: int = 2) -> str:
    """The same as an expression, for a process of its own."""
    options = f"workers={workers}" if name == "podman" else f"workers={workers}, mode={name!r}"
    backend = "podman" if name == "podman" else "nsjail"
    return f"make({backend!r}, {options})"
