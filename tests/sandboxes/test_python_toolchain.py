"""Programs see the Python that was asked for, wherever it lies."""

import os
import platform
import stat
import sys
from pathlib import Path

from codeeval_gym.sandboxes.languages import _host
from codeeval_gym.sandboxes.languages import python as toolchain
from codeeval_gym.sandboxes.languages.python import find_python
from tests.sandboxes.conftest import start
from tests.sandboxes.jobs import script

VERSION = "import platform; print(platform.python_version())"
RUNNING = os.path.realpath(sys._base_executable)  # type: ignore[attr-defined]


def test_the_default_is_the_running_version() -> None:
    major_minor = platform.python_version().rpartition(".")[0]
    assert find_python().version.startswith(major_minor + ".")


def test_a_named_interpreter_is_the_one_that_runs() -> None:
    """The running interpreter by path: one below root's home is copied where others may read."""
    with start(workers=1, python=RUNNING) as sandbox:
        assert script(sandbox, VERSION).stdout.strip() == platform.python_version()
        assert script(sandbox, "import ssl, sqlite3, ctypes, zlib; print(1)").stdout == "1\n"
        (described,) = sandbox.capabilities.toolchains
    assert RUNNING in described


def test_a_folder_that_others_may_not_enter_is_seen(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "python").touch(mode=0o755)
    assert not _host.others_may_reach(str(home / "python"))
    assert _host.others_may_reach("/usr/bin/env")


def test_the_runtime_folder_must_be_ours() -> None:
    """Somebody else's folder of that name could hold an interpreter of theirs."""
    real = _host.runtime_folder()
    facts = real.lstat()
    assert facts.st_uid == os.geteuid()
    assert stat.S_IMODE(facts.st_mode) & 0o022 == 0


def test_a_copy_holds_the_standard_library_and_no_site_packages(tmp_path: Path) -> None:
    base, target = tmp_path / "base", tmp_path / "target"
    for name in ("lib/python3.11/os.py", "lib/python3.11/site-packages/x.py", "bin/python3.11"):
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text("")
        (base / name).chmod(0o600)
    toolchain._copy(base, target, "3.11.7")
    _host._open_to_others(target)

    files = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert files == {"lib/python3.11/os.py", "bin/python3.11"}
    assert all(path.stat().st_mode & 0o044 for path in target.rglob("*"))


def test_only_outermost_folders_are_bound() -> None:
    binds = [Path(outside) for outside, _ in find_python().binds]
    assert not any(one in other.parents for one in binds for other in binds)
