"""A podman sandbox, one that a test may break, and a look at what is left of them."""

import os
from collections.abc import Callable, Iterator

import pytest
from podman import PodmanClient

from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.sandboxes.podman import PodmanSandbox
from codeeval_gym.sandboxes.podman.service import Service


def start(**options: object) -> PodmanSandbox:
    """Start a sandbox; where there can be none, skip, but fail on a machine that must have one."""
    try:
        return PodmanSandbox(**options)  # type: ignore[arg-type]
    except SandboxUnavailable as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def podman_sandbox() -> Iterator[PodmanSandbox]:
    """One for all tests; break another."""
    with start(workers=1) as started:
        yield started


@pytest.fixture
def own_podman() -> Iterator[PodmanSandbox]:
    """One that a test may break."""
    with start(workers=1) as started:
        yield started


@pytest.fixture
def service(podman_sandbox: PodmanSandbox) -> Service:
    """The service of the sandbox for all tests."""
    return podman_sandbox.service


@pytest.fixture
def names(service: Service) -> Callable[[], list[str]]:
    """The names of all containers there are now."""

    def listed() -> list[str]:
        with service.client() as client:
            return names_of(client)

    return listed


def names_of(client: PodmanClient) -> list[str]:
    """The names of all containers of a service."""
    return [name for one in client.containers.list(all=True) for name in one.attrs["Names"]]
