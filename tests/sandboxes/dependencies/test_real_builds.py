"""The real tools and the real indices, as far as this machine reaches them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes.dependencies import AllowList, DependencyResolver

_EXAMPLE = Path(__file__).parents[3] / "examples/allow_list.yaml"


def _need(tool: str) -> None:
    if os.environ.get("CI") != "true" and shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed.")


def _run(*command: str, **variables: str) -> str:
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr[-300:]


def test_numpy_and_pandas(tmp_path: Path) -> None:
    with DependencyResolver(AllowList.load(_EXAMPLE), tmp_path) as resolver:
        found = resolver.resolve(("pandas",), "python")
    assert found.packages[0].startswith("numpy ")
    assert found.packages[1].startswith("pandas ")
    ((outside, inside),) = found.binds
    assert found.python_path == (inside,)
    script = f"""
import sys
sys.path.append({outside!r})
import numpy, pandas
print(pandas.DataFrame({{"a": numpy.arange(4)}}).a.sum(), numpy.__cached__, pandas.__file__)
"""
    total, cached, file = _run(sys.executable, "-I", "-S", "-B", "-c", script).split()
    assert total == "6"
    assert Path(cached).is_file()  # bytecode, without which each run compiles for seconds
    assert file.startswith(outside)
    assert not (Path(outside) / "bin").exists()
    modes = {path.stat().st_mode & 0o022 for path in Path(outside).rglob("*")}
    assert modes == {0}


def test_a_package_of_npm(tmp_path: Path) -> None:
    _need("npm")
    with DependencyResolver(AllowList.load(_EXAMPLE), tmp_path) as resolver:
        found = resolver.resolve(("is-number",), "javascript")
    ((outside, inside),) = found.binds
    assert (found.variables, inside) == ({"NODE_PATH": "/node_modules"}, "/node_modules")
    script = "console.log(require('is-number')(3), require('is-number')('x'))"
    assert _run("node", "-e", script, NODE_PATH=outside, PATH=os.environ["PATH"]) == "true false\n"


def test_a_wheel_with_another_hash_is_not_installed(tmp_path: Path) -> None:
    entry = {"version": "2026.6", "hashes": ["sha256:" + "0" * 64]}
    allow_list = AllowList.from_dict({"python": {"tzdata": entry}})
    with (
        DependencyResolver(allow_list, tmp_path) as resolver,
        pytest.raises(SandboxError, match=r"(?i)uv failed(?s:.*)hash"),
    ):
        resolver.resolve(("tzdata",), "python")
    assert list((tmp_path / "environments").iterdir()) == []


def test_an_npm_package_with_another_hash_is_not_installed(tmp_path: Path) -> None:
    _need("npm")
    entry = {"version": "7.0.0", "hashes": ["sha512-" + "A" * 86 + "=="]}
    allow_list = AllowList.from_dict({"javascript": {"is-number": entry}})
    with (
        DependencyResolver(allow_list, tmp_path) as resolver,
        pytest.raises(SandboxError, match=r"npm failed(?s:.*)EINTEGRITY"),
    ):
        resolver.resolve(("is-number",), "javascript")
    assert list((tmp_path / "environments").iterdir()) == []
