"""Nothing is left, however it ends."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes.podman import PodmanSandbox
from codeeval_gym.sandboxes.podman import service as service_module
from codeeval_gym.sandboxes.podman.folders import PARENT, make_folder, sweep_folders
from codeeval_gym.sandboxes.podman.service import OWNER_LABEL, Service
from codeeval_gym.sandboxes.workers.owner import is_gone, owner_key
from codeeval_gym.types import Call
from tests.sandboxes.jobs import ADD, job, script
from tests.sandboxes.podman.conftest import names_of, start

SUPERVISOR = """
import sys, time
from codeeval_gym.sandboxes.podman import PodmanSandbox
sandbox = PodmanSandbox(workers=1)
print(sandbox.worker_pids()[0], sandbox.service.folder, flush=True)
time.sleep(600)
"""


def descendants_named(*words: str) -> list[str]:
    """Living processes whose command line has all of ``words``."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if all(word in command for word in words):
            found.append(command)
    return found


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


def test_closing_leaves_no_container_no_process_no_folder(names: Callable[[], list[str]]) -> None:
    def its_own() -> list[str]:  # other processes' tests may be starting and ending theirs
        return [name for name in names() if f"-{os.getpid()}-" in name]

    before = its_own()
    sandbox = start(workers=2)
    jobs = [job(ADD, Call("add", (n, 1))) for n in range(8)]
    assert all(isinstance(runs, list) for runs in sandbox.run_batch(jobs))
    folder, pids = sandbox.service.folder, sandbox.worker_pids()
    assert len(its_own()) > len(before)
    sandbox.close()
    sandbox.close()

    assert its_own() == before
    assert not folder.exists()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert descendants_named(str(folder)) == []
    with pytest.raises(SandboxError, match="closed"):
        sandbox.run(job(ADD, Call("add", (1, 2))))


def test_a_killed_container_costs_no_verdict(own_podman: PodmanSandbox) -> None:
    (first,) = own_podman.worker_pids()
    os.kill(first, signal.SIGKILL)

    assert script(own_podman, "print(1)").stdout == "1\n"
    assert own_podman.worker_pids() != [first]


def test_a_killed_supervisor_leaves_no_container(names: Callable[[], list[str]]) -> None:
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISOR], stdout=subprocess.PIPE)
    assert supervisor.stdout is not None
    with supervisor.stdout:
        launcher, folder = supervisor.stdout.readline().decode().split()

    def its_own() -> list[str]:  # other tests may be starting and ending theirs
        return [name for name in names() if f"-{supervisor.pid}-" in name]

    started = its_own()
    supervisor.kill()
    supervisor.wait()

    assert len(started) == 1
    wait_until(lambda: its_own() == [])
    assert not Path(f"/proc/{launcher}").exists()
    sweep_folders()  # unless a sandbox that was just started elsewhere has done so
    assert not Path(folder).exists()
    # Its service ends by itself, being idle; here is one that was killed with its folder gone.
    for command in descendants_named("service", folder):
        assert str(service_module.IDLE_SECONDS) in command.split("\0")


def test_the_service_comes_back_when_it_is_needed(
    own_podman: PodmanSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "IDLE_SECONDS", 1)
    service = own_podman.service
    service._end_process()
    with service.client() as client:
        assert names_of(client)
    process = service._process
    assert process is not None
    wait_until(lambda: process.poll() is not None)
    os.kill(own_podman.worker_pids()[0], signal.SIGKILL)

    assert script(own_podman, "print(1)").stdout == "1\n"


def test_a_forked_copy_leaves_the_parents_container_alone(own_podman: PodmanSandbox) -> None:
    (pid,) = own_podman.worker_pids()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            same = own_podman.run(job("print(2)"))[0].stdout == "2\n"
            code = 0 if same and own_podman.worker_pids() != [pid] else 2
            own_podman.close()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert script(own_podman, "print(1)").stdout == "1\n"
    assert own_podman.worker_pids() == [pid]


def test_containers_of_the_dead_are_swept_and_others_kept(
    service: Service, names: Callable[[], list[str]]
) -> None:
    root = service.folder / "bare"
    root.mkdir()
    boot, namespace, _, start_time = owner_key().split(".")
    dead = f"{boot}.{namespace}.{os.getpid()}.{int(start_time) - 1}"
    elsewhere = f"{boot}.1.{os.getpid()}.{int(start_time) - 1}"
    made = {"swept": dead, "kept": elsewhere, "living": owner_key()}
    with service.client() as client:
        for name, key in made.items():
            client.containers.create(
                "", ["none"], rootfs=str(root), name=f"test-{name}", labels={OWNER_LABEL: key}
            )
    try:
        Service().close()
        left = set(names())
    finally:
        with service.client() as client:
            for name in made:
                client.api.delete(f"/containers/test-{name}", params={"force": True})
        shutil.rmtree(root)
    assert {"test-kept", "test-living"} <= left
    assert "test-swept" not in left


def test_folders_of_the_dead_are_swept_and_others_kept() -> None:
    ours = make_folder()
    boot, namespace, _, start_time = owner_key().split(".")
    dead = f"codeeval-gym-podman-{boot}.{namespace}.{os.getpid()}.{int(start_time) - 1}-test"
    (PARENT / dead).mkdir()
    strange = PARENT / "codeeval-gym-podman-test"
    strange.mkdir()
    sweep_folders()
    left = [path.exists() for path in (ours, strange, PARENT / dead)]
    ours.rmdir()
    strange.rmdir()

    assert left == [True, True, False]


def test_a_process_is_gone_when_it_ended_even_if_nobody_asked() -> None:
    ask = "from codeeval_gym.sandboxes.workers.owner import owner_key; print(owner_key())"
    child = subprocess.Popen([sys.executable, "-c", ask], stdout=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout:
        key = child.stdout.read().decode().strip()
    wait_until(lambda: is_gone(key))  # a zombie until we ask
    child.wait()

    assert is_gone(key)
    assert not is_gone(owner_key())
    assert is_gone("00000000." + key.partition(".")[2])
    assert not is_gone("what.is.this")
