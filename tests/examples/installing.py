"""Packages of the examples, installed as pip does it, and programs that find them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["execute", "install"]

EXAMPLES = Path(__file__).parents[2] / "examples"


def install(name: str, folder: Path) -> Path:
    """Install ``examples/NAME``.

    Args:
        name: The package's folder.
        folder: An empty one.

    Returns:
        A folder with nothing but the package.
    """
    source, target = folder / "source", folder / "site"
    shutil.copytree(EXAMPLES / name, source)  # building leaves files beside the source
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target"]
    done = subprocess.run([*command, str(target), str(source)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return target


def execute(program: str, installed: Path, *, returns: int = 0) -> list[str]:
    """Run a program that finds the package; the lines it printed."""
    found = os.pathsep.join([str(installed), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": found}
    )
    assert done.returncode == returns, done.stderr
    return done.stdout.splitlines()
