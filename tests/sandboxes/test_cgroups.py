"""Control groups of both versions, on the host's own where it has them and on files like theirs."""

from pathlib import Path

import pytest

from codeeval_gym.sandboxes.workers import cgroups
from codeeval_gym.sandboxes.workers.cgroups import make_group, mounts, sweep_groups
from codeeval_gym.sandboxes.workers.owner import group_name, owner_key


def v2_tree(tmp_path: Path, controllers: str = "cpu memory pids") -> dict[str, Path]:
    """A version 2 mount whose root lets its children have controllers."""
    (tmp_path / "cgroup.controllers").write_text(controllers + "\n")
    (tmp_path / "cgroup.subtree_control").write_text("\n")
    return {"unified": tmp_path}


def fill(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)


def test_a_version_2_group_sets_limits_above_the_idle_worker(tmp_path: Path) -> None:
    group = make_group("g", v2_tree(tmp_path))
    assert not isinstance(group, str)
    fill(
        tmp_path / "g",
        memory__current="7340032",
        cpu__stat="usage_usec 1500000\nuser_usec 1\n",
        memory__events="oom 3\noom_kill 2\n",
        memory__swap__max="max",
    )
    baseline = group.start(memory_mb=64, processes=18)

    assert (baseline.memory, baseline.cpu, baseline.oom_kills) == (7 << 20, 1.5, 2)
    assert (tmp_path / "g/memory.max").read_text() == str((8 + 64) << 20)
    assert (tmp_path / "g/memory.swap.max").read_text() == "0"
    assert (tmp_path / "g/pids.max").read_text() == "18"
    assert group.version == "cgroup v2"


def test_a_kernel_that_cannot_reset_the_peak_has_no_figure(tmp_path: Path) -> None:
    group = make_group("g", v2_tree(tmp_path))
    assert not isinstance(group, str)
    assert group.peak_bytes() is None


def test_missing_controllers_are_enabled_for_the_children(tmp_path: Path) -> None:
    make_group("g", v2_tree(tmp_path))
    # A real kernel adds up what is written; a file keeps the last word.
    assert (tmp_path / "cgroup.subtree_control").read_text() in ("+memory", "+pids")


def test_a_group_without_the_controllers_is_refused_with_the_reason(tmp_path: Path) -> None:
    reason = make_group("g", v2_tree(tmp_path, controllers="hugetlb"))
    assert isinstance(reason, str)
    assert "has no controller memory and pids" in reason


def test_no_mounts_at_all_is_a_reason_not_an_error() -> None:
    assert make_group("g", {}) == "no control groups are mounted"


def test_the_mount_table_is_read(tmp_path: Path) -> None:
    table = tmp_path / "mounts"
    table.write_text(
        "cgroup /c/memory cgroup rw,relatime,memory 0 0\n"
        "cgroup /c/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0\n"
        "cgroup2 /c/unified cgroup2 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n"
    )
    assert mounts(str(table)) == {
        "memory": Path("/c/memory"),
        "cpuacct": Path("/c/cpu,cpuacct"),
        "unified": Path("/c/unified"),
    }


def test_limits_are_written_only_when_they_change(tmp_path: Path) -> None:
    group = make_group("g", v2_tree(tmp_path))
    assert not isinstance(group, str)
    fill(
        tmp_path / "g",
        memory__current="0",
        cpu__stat="usage_usec 0\n",
        memory__events="oom_kill 0\n",
    )
    group.start(memory_mb=64, processes=4)
    (tmp_path / "g/memory.max").write_text("untouched")
    group.start(memory_mb=64, processes=4)
    assert (tmp_path / "g/memory.max").read_text() == "untouched"
    group.start(memory_mb=65, processes=4)
    assert (tmp_path / "g/memory.max").read_text() == str(66 << 20)


def test_a_group_of_this_machine_comes_and_goes() -> None:
    group = make_group("codeeval-gym-test")
    if isinstance(group, str):
        pytest.skip(f"this machine gives us no control group: {group}")
    found = [root for root in cgroups.mounts().values() if list(root.rglob("codeeval-gym-test"))]
    group.remove()
    group.remove()
    left = [root for root in cgroups.mounts().values() if list(root.rglob("codeeval-gym-test"))]

    assert found
    assert left == []


def test_only_groups_of_processes_that_certainly_died_are_swept(tmp_path: Path) -> None:
    boot, namespace, pid, ticks = owner_key().split(".")
    dead = f"codeeval-gym-{pid}-{boot}.{namespace}.{pid}.{int(ticks) - 1}-0-podman"
    kept = [
        group_name("0"),  # of a living process
        f"codeeval-gym-{pid}-{boot}.1.{pid}.{int(ticks) - 1}-0",  # of another pid namespace
        f"codeeval-gym-{pid}-0",  # nobody can tell
        f"x{dead}",
    ]
    for name in (dead, *kept):
        (tmp_path / name).mkdir()
    sweep_groups(v2_tree(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == sorted(kept)


def test_a_group_that_was_not_full_did_not_run_out_of_its_own_memory(tmp_path: Path) -> None:
    group = make_group("g", v2_tree(tmp_path))
    assert not isinstance(group, str)
    events = "low 0\nhigh 0\nmax {}\noom {}\noom_kill {}\n"
    fill(
        tmp_path / "g",
        memory__current="0",
        cpu__stat="usage_usec 0\n",
        memory__events=events.format(0, 0, 0),
    )
    before = group.start(memory_mb=64, processes=4)
    fill(tmp_path / "g", memory__events=events.format(7, 0, 1))
    assert (group.oom_kills(), group.was_full(before)) == (1, False)
    fill(tmp_path / "g", memory__events=events.format(7, 1, 1))
    assert group.was_full(before)
