"""Where programs run: one seam, :class:`Sandbox`, and the backends on it."""

from typing import Any

from codeeval_gym.registry import Registry
from codeeval_gym.sandboxes._base import Capabilities, Sandbox
from codeeval_gym.sandboxes.nsjail import NsjailSandbox
from codeeval_gym.sandboxes.podman import PodmanSandbox

__all__ = [
    "Capabilities",
    "NsjailSandbox",
    "PodmanSandbox",
    "Sandbox",
    "backends",
    "make",
]

backends: Registry[type[Sandbox]] = Registry("sandbox", group="codeeval_gym.sandboxes")
"""Backends by name; third parties add theirs through an entry point of this group."""
backends.register("nsjail")(NsjailSandbox)
backends.register("podman")(PodmanSandbox)


def make(name: str = "nsjail", **options: Any) -> Sandbox:
    """Start a sandbox.

    Args:
        name: ``nsjail``, ``podman``, or a backend registered by another package.
        **options: The backend's own, e.g. ``workers=2``.

    Raises:
        UnknownNameError: If there is no such backend.
        SandboxUnavailable: If this machine cannot isolate; there is no fallback to less.
    """
    return backends[name](**options)
