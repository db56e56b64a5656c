"""Runs the package tools of other projects, on the trusted side, with what the operator set."""

import ast
import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from codeeval_gym.errors import LanguageUnavailable, SandboxError

__all__ = ["find_npm", "find_uv", "index_settings", "run_tool"]

BUILD_SECONDS = 600.0
PIP_CONFIG = (sys.executable, "-m", "pip", "config", "list")
_LAST_LINES = 8
# pip's option, uv's variable, and what separates several values there.
_UV_VARIABLES = (
    ("index-url", "UV_DEFAULT_INDEX", " "),
    ("extra-index-url", "UV_INDEX", " "),
    ("find-links", "UV_FIND_LINKS", ","),
    ("no-index", "UV_NO_INDEX", " "),
    ("trusted-host", "UV_INSECURE_HOST", " "),
    ("cert", "SSL_CERT_FILE", " "),
)


def find_uv() -> str:
    """The uv that is installed beside us, else one on ``PATH``.

    Raises:
        LanguageUnavailable: If there is none.
    """
    with contextlib.suppress(ImportError, FileNotFoundError):
        from uv import find_uv_bin

        return os.fspath(find_uv_bin())
    return _on_path("uv", "python", "Install it: pip install 'codeeval-gym[deps]'.")


def find_npm() -> str:
    """The npm on ``PATH``.

    Raises:
        LanguageUnavailable: If there is none.
    """
    return _on_path("npm", "javascript", "Install it: apt-get install npm.")


def _on_path(tool: str, language: str, remedy: str) -> str:
    found = shutil.which(tool)
    if found is None:
        missing = f"packages for it are fetched with {tool}, which is not there."
        raise LanguageUnavailable(language, missing, remedy)
    return found


def run_tool(command: Sequence[str], folder: Path, variables: Mapping[str, str]) -> None:
    """Run a tool to its end; it and all it started are killed when that takes too long.

    Args:
        command: The tool and its arguments.
        folder: Where it runs.
        variables: Environment variables beside our own.

    Raises:
        SandboxError: If it fails or takes too long; with the last lines that it wrote.
    """
    name = Path(command[0]).name
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=BUILD_SECONDS)
        except BaseException as error:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise SandboxError(f"{name} took more than {BUILD_SECONDS:g} s.") from error
            raise
    if process.returncode:
        lines = output.decode(errors="replace").strip().splitlines()[-_LAST_LINES:]
        raise SandboxError(f"{name} failed ({process.returncode}): " + "\n".join(lines))


def index_settings() -> dict[str, str]:
    """Where pip is told to look for packages, as uv's variables; what uv is told itself wins."""
    try:
        done = subprocess.run(PIP_CONFIG, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):  # no pip here, so nothing that it is told
        return {}
    options = parse_pip_config(done.stdout)
    variables = {}
    for option, variable, separator in _UV_VARIABLES:
        if option in options and variable not in os.environ:
            variables[variable] = separator.join(options[option].split())
    return variables


def parse_pip_config(text: str) -> dict[str, str]:
    """What ``pip config list`` printed, by option: the environment before files, as in pip."""
    rank = {"global": 0, "install": 1, ":env:": 2}
    found = []
    for line in text.splitlines():
        name, separator, value = line.partition("=")
        section, _, option = name.rpartition(".")
        if separator and section in rank:
            with contextlib.suppress(ValueError, SyntaxError):
                found.append((rank[section], option, str(ast.literal_eval(value))))
    return {option: value for _, option, value in sorted(found)}  # the last one stays
