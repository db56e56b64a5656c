"""What a container is allowed, and what a program sees of it."""

import itertools
import json
import os
from pathlib import Path

import pytest

from codeeval_gym.sandboxes.podman import PodmanSandbox
from codeeval_gym.sandboxes.podman import worker as worker_module
from codeeval_gym.sandboxes.podman.service import Service
from codeeval_gym.types import Call, Limits, Outcome
from tests.sandboxes.jobs import ADD, SPIN, job, script
from tests.sandboxes.podman.conftest import start

SEEN = """
import json, os
print(json.dumps({
    "root": sorted(os.listdir("/")),
    "devices": sorted(os.listdir("/dev")),
    "work": os.listdir("/tmp"),
    "variables": sorted(os.environ),
    "ids": [os.getuid(), os.getgid(), os.getgroups(), os.getpid()],
}))
"""
WRITE = """
import errno, os
for path in ("/file", "/dev/file", "/usr/file", "/lib64/file"):
    try:
        open(path, "w")
    except OSError as error:
        print(path, errno.errorcode[error.errno])
"""
# What podman gives every container, and the way by which the launcher came.
HIDDEN = ("/proc", "/sys", "/etc", "/run", "/control", "/dev/pts", "/dev/mqueue", "/dev/tty")


def status(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def mount_points(pid: int) -> dict[str, str]:
    """Mount point to options."""
    lines = Path(f"/proc/{pid}/mountinfo").read_text().splitlines()
    return {line.split()[4]: line.split()[5] for line in lines}


def test_programs_run_and_are_measured(podman_sandbox: PodmanSandbox) -> None:
    runs = podman_sandbox.run(job(ADD, Call("add", (2, 3)), Call("add", ("a", "b"))))

    assert [run.returned and run.returned.value for run in runs] == [5, "ab"]
    assert (runs[0].usage.cpu_seconds or 0) > 0
    assert script(podman_sandbox, "print(input()[::-1])", "abc").stdout == "cba\n"


def test_a_program_sees_what_it_needs_and_nothing_else(podman_sandbox: PodmanSandbox) -> None:
    seen = json.loads(script(podman_sandbox, SEEN).stdout)

    assert set(seen["root"]) <= {"bin", "dev", "lib", "lib64", "opt", "tmp", "usr", "var"}
    assert seen["devices"] == ["null", "random", "shm", "urandom", "zero"]
    assert seen["work"] == ["main.py"]
    assert set(seen["variables"]) <= {"HOME", "LANG", "LC_CTYPE", "PATH", "PYTHONHASHSEED"}
    assert seen["ids"] == [1000, 1000, [], 2]


def test_podmans_own_mounts_cannot_be_reached(podman_sandbox: PodmanSandbox) -> None:
    program = f"import os\nprint([path for path in {HIDDEN} if os.path.lexists(path)])"
    points = mount_points(podman_sandbox.worker_pids()[0])

    assert script(podman_sandbox, program).stdout == "[]\n"
    assert not points.keys() & set(HIDDEN)
    assert points["/"].split(",")[0] == "ro"


def test_nothing_but_the_work_folder_can_be_written(podman_sandbox: PodmanSandbox) -> None:
    lines = script(podman_sandbox, WRITE).stdout.splitlines()

    assert [line.split()[0] for line in lines] == ["/file", "/dev/file", "/usr/file", "/lib64/file"]
    assert {line.split()[1] for line in lines} <= {"EROFS", "EACCES"}


def test_root_inside_is_nobody_outside(podman_sandbox: PodmanSandbox) -> None:
    facts = status(podman_sandbox.worker_pids()[0])

    assert min(int(uid) for uid in facts["Uid"].split() + facts["Gid"].split()) >= 1_000_000_000
    assert facts["NoNewPrivs"] == "1"
    assert facts["Seccomp"] == "2"
    # SETGID, SETUID, SETPCAP, SYS_ADMIN; and nothing that a program executes gains any.
    assert int(facts["CapEff"], 16) == 1 << 6 | 1 << 7 | 1 << 8 | 1 << 21
    assert int(facts["CapBnd"], 16) == 0


def test_the_container_has_no_network(podman_sandbox: PodmanSandbox) -> None:
    table = Path(f"/proc/{podman_sandbox.worker_pids()[0]}/net/dev").read_text().splitlines()[2:]

    assert [line.split(":")[0].strip() for line in table] == ["lo"]


def test_the_container_has_limits_of_its_own(
    podman_sandbox: PodmanSandbox, service: Service
) -> None:
    with service.client() as client:
        name = f"codeeval-gym-{os.getpid()}-"
        (ours,) = (
            one for one in client.containers.list() if one.attrs["Names"][0].startswith(name)
        )
        facts = client.containers.get(ours.id).attrs["HostConfig"]

    assert facts["Memory"] == 8 << 30
    assert facts["PidsLimit"] == 4096
    assert facts["ReadonlyRootfs"]
    assert facts["NetworkMode"] == "none"


def test_nobody_can_connect_where_the_launcher_did(
    podman_sandbox: PodmanSandbox, service: Service
) -> None:
    (folder,) = (path for path in service.folder.iterdir() if path.is_dir())

    assert not (folder / "control").exists()
    assert service.folder.stat().st_mode & 0o077 == 0o011


def test_limits_end_programs(podman_sandbox: PodmanSandbox) -> None:
    spun = script(podman_sandbox, SPIN, limits=Limits(cpu_seconds=0.2))
    grown = script(podman_sandbox, "x = bytearray(1 << 30)", limits=Limits(memory_mb=64))
    written = script(podman_sandbox, "while True: print('x' * 999)")

    assert spun.outcome is Outcome.TIME_LIMIT
    assert grown.outcome in (Outcome.MEMORY_LIMIT, Outcome.RUNTIME_ERROR)
    assert (
        grown.outcome is Outcome.MEMORY_LIMIT or podman_sandbox.capabilities.accounting == "rusage"
    )
    assert written.outcome is Outcome.OUTPUT_LIMIT


def test_what_was_chosen_is_said(podman_sandbox: PodmanSandbox, service: Service) -> None:
    assert service.runtime in ("crun", "runc")
    assert f"with {service.runtime}" in " ".join(podman_sandbox.capabilities.isolation)


def test_without_control_groups_programs_still_run() -> None:
    with PodmanSandbox(workers=1, cgroups=False) as sandbox:
        assert script(sandbox, "print(1)").stdout == "1\n"
        assert sandbox.capabilities.accounting == "rusage"


def test_the_hundred_thousandth_container_starts_like_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its number is part of the path of a socket, and such paths are short."""
    monkeypatch.setattr(worker_module, "_numbers", itertools.count(100_000))
    with start(workers=1) as sandbox:
        assert script(sandbox, "print(1)").stdout == "1\n"
