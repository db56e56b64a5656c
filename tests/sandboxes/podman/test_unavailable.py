"""Where podman cannot be used, what is missing is said, and how to get it."""

import os
import sys
from pathlib import Path

import pytest

from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.sandboxes.podman import PodmanSandbox
from tests.sandboxes.jobs import script
from tests.sandboxes.podman.conftest import start

HYBRID = "cgroups in hybrid mode not supported, drop all controllers from cgroupv2"
# As crun does: it says its version, and refuses to make a container.
REFUSE = 'case "$*" in *--version) echo crun version 1.8.1; exit;; esac; echo {} >&2; exit 1'


def executable(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def runtimes(folder: Path, monkeypatch: pytest.MonkeyPatch, **paths: Path) -> None:
    """Have podman use these programs as its runtimes, ``crun`` unless told otherwise."""
    table = "".join(f'{name} = ["{path}"]\n' for name, path in paths.items())
    config = folder / "containers.conf"
    config.write_text(f'[engine]\nruntime = "crun"\n[engine.runtimes]\n{table}')
    monkeypatch.setenv("CONTAINERS_CONF", str(config))


def test_no_podman(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxUnavailable, match=r"podman is not installed.*apt install podman"):
        PodmanSandbox(workers=1)


def test_no_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SandboxUnavailable, match=r"needs root.*nsjail"):
        PodmanSandbox(workers=1)


def test_no_python_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "podman", None)
    with pytest.raises(SandboxUnavailable, match=r"pip install 'codeeval-gym\[podman\]'"):
        PodmanSandbox(workers=1)


def test_no_service_at_the_url(tmp_path: Path) -> None:
    with pytest.raises(SandboxUnavailable, match=f"nothing answers at {tmp_path}/none"):
        PodmanSandbox(workers=1, url=f"unix://{tmp_path}/none")


def test_a_url_of_another_kind() -> None:
    with pytest.raises(ValueError, match=r"unix://.*ssh://there"):
        PodmanSandbox(workers=1, url="ssh://there")


def test_a_service_that_does_not_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    executable(tmp_path / "podman", "echo no space left >&2; exit 125")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(SandboxUnavailable, match="did not start: no space left"):
        PodmanSandbox(workers=1)


def test_a_service_of_somebody_else_is_used(podman_sandbox: PodmanSandbox) -> None:
    service = podman_sandbox.service
    with service.client(), start(workers=1, url=f"unix://{service.folder}/podman.sock") as other:
        assert script(other, "print(1)").stdout == "1\n"
        assert other.service._process is None


def test_a_runtime_that_refuses_is_passed_over(
    podman_sandbox: PodmanSandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if podman_sandbox.service.runtime != "runc":
        pytest.skip("this machine's runtime is not runc")
    refusing = executable(tmp_path / "crun", REFUSE.format(HYBRID))
    runtimes(tmp_path, monkeypatch, crun=refusing)
    with PodmanSandbox(workers=1) as sandbox:
        assert script(sandbox, "print(1)").stdout == "1\n"
        said = " ".join(sandbox.capabilities.isolation)

    assert "with runc (not crun" in said
    assert "hybrid mode" in said


def test_no_runtime_works(
    podman_sandbox: PodmanSandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refusing = executable(tmp_path / "refusing", REFUSE.format("out of order"))
    runtimes(tmp_path, monkeypatch, crun=refusing, runc=refusing)
    with pytest.raises(
        SandboxUnavailable, match=r"no runtime can start.*out of order.*apt install"
    ):
        PodmanSandbox(workers=1)
