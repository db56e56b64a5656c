"""How the packages of each language are put into a folder, and how a jail finds them there."""

import json
import platform
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from codeeval_gym.errors import ConfigError, LanguageUnavailable
from codeeval_gym.sandboxes.dependencies.allow_list import Package
from codeeval_gym.sandboxes.dependencies.folders import copy_tree, tree_hash
from codeeval_gym.sandboxes.dependencies.tools import find_npm, find_uv, index_settings, run_tool

__all__ = ["Builder", "FolderBuilder", "NodeBuilder", "PythonBuilder", "make_builders"]

INSIDE = "/opt/dependencies"
"""Where an environment lies inside a jail."""
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Builder(ABC):
    """Fills the folder of an environment, and says what a jail has to know of it."""

    @abstractmethod
    def identity(self, packages: Sequence[Package]) -> list[Any]:
        """What decides the folder's content beside names, versions and hashes; JSON data."""

    @abstractmethod
    def build(self, packages: Sequence[Package], content: Path) -> None:
        """Put the packages into an empty folder.

        Raises:
            SandboxError: If that fails.
        """

    @abstractmethod
    def wiring(self, packages: Sequence[Package], content: Path) -> Mapping[str, Any]:
        """The fields of :class:`Environment` for a folder that was built."""


class PythonBuilder(Builder):
    """Wheels from pip's index, by uv: no source is built, nothing of a package is executed.

    Args:
        version: The ``X.Y`` that programs run on; ``None`` means the running one's.
    """

    def __init__(self, version: str | None = None) -> None:
        own = f"{sys.version_info.major}.{sys.version_info.minor}"
        self._version = ".".join((version or own).split(".")[:2])
        self._is_own = self._version == own

    def identity(self, packages: Sequence[Package]) -> list[Any]:
        """The interpreter's ABI and the machine, which choose among wheels."""
        return [self._version, platform.machine(), platform.libc_ver()[0]]

    def build(self, packages: Sequence[Package], content: Path) -> None:
        """Install exactly these wheels, with bytecode: a jail could write none.

        Raises:
            SandboxError: If a hash differs, a wheel cannot be had, or uv fails.
            LanguageUnavailable: If there is no uv, or no such interpreter.
        """
        python = self._interpreter()
        lock = content.parent / "requirements.txt"
        lock.write_text("".join(map(_requirement, packages)), "utf-8")
        command = [find_uv(), "pip", "install", "--quiet", "--python", python]
        command += ["--require-hashes", "--only-binary", ":all:", "--no-deps"]
        # The hash decides, so it does not matter which index a file comes from. Copies, since a
        # file linked into uv's cache would be one file with that of other environments.
        command += ["--index-strategy", "unsafe-best-match", "--link-mode", "copy"]
        command += ["--target", str(content), "--requirements", str(lock)]
        run_tool(command, content.parent, index_settings())
        shutil.rmtree(content / "bin", ignore_errors=True)  # commands, and no module
        # Hashed bytecode that is not checked again: times may not survive, contents do.
        command = [python, "-I", "-m", "compileall", "-q", "-j", "0", "-x", "/tests?/"]
        compiled = [*command, "--invalidation-mode", "unchecked-hash", str(content)]
        # Fails where a package ships a file for another version; what has none is compiled anew.
        subprocess.run(compiled, capture_output=True, check=False, timeout=600)

    def wiring(self, packages: Sequence[Package], content: Path) -> Mapping[str, Any]:
        """A folder for ``sys.path``. One thread: a run's processes are counted, and so is CPU."""
        return {
            "binds": ((str(content), INSIDE),),
            "python_path": (INSIDE,),
            "variables": dict.fromkeys(_ONE_THREAD, "1"),
        }

    def _interpreter(self) -> str:
        if self._is_own:
            return sys.executable
        command = [find_uv(), "python", "find", "--no-project", "--system", self._version]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode:
            raise LanguageUnavailable(
                "python", f"there is no Python {self._version}.", "Install it."
            )
        return done.stdout.strip()


class NodeBuilder(Builder):
    """Packages from npm's registry by a lock file of ours; their scripts are not executed."""

    def identity(self, packages: Sequence[Package]) -> list[Any]:
        """Nothing: npm packages without scripts are the same everywhere."""
        return []

    def build(self, packages: Sequence[Package], content: Path) -> None:
        """Install exactly these packages, side by side.

        Raises:
            SandboxError: If a hash differs, a package cannot be had, or npm fails.
            LanguageUnavailable: If there is no npm.
        """
        wanted = {package.name: package.version for package in packages}
        about = {"name": "environment", "version": "1.0.0", "dependencies": wanted}
        locked: dict[str, Any] = {"": about}
        for package in packages:
            entry = {"version": package.version, "integrity": " ".join(package.hashes)}
            locked[f"node_modules/{package.name}"] = entry
        lock = {**about, "lockfileVersion": 3, "requires": True, "packages": locked}
        (content / "package.json").write_text(json.dumps(about), "utf-8")
        (content / "package-lock.json").write_text(json.dumps(lock), "utf-8")
        command = [find_npm(), "ci", "--ignore-scripts", "--no-bin-links", "--legacy-peer-deps"]
        command += ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel", "error"]
        run_tool(command, content, {})

    def wiring(self, packages: Sequence[Package], content: Path) -> Mapping[str, Any]:
        """``/node_modules``, which both ``require`` and ``import`` find from any folder."""
        return {
            "binds": ((str(content / "node_modules"), "/node_modules"),),
            "variables": {"NODE_PATH": "/node_modules"},
        }


class FolderBuilder(Builder):
    """Java, C++ and Rust: what the operator has put into a folder for each package.

    Args:
        language: ``java`` (jars), ``cpp`` (headers, archives) or ``rust`` (rustc's libraries).
    """

    def __init__(self, language: str) -> None:
        self._wire = {"java": _java, "cpp": _cpp, "rust": _rust}[language]

    def identity(self, packages: Sequence[Package]) -> list[Any]:
        """The hash of each folder.

        Raises:
            ConfigError: If a folder is not there, or is not the one that the allow-list means.
        """
        found = []
        for package in packages:
            actual = tree_hash(str(package.folder))
            if package.hashes and actual not in package.hashes:
                raise ConfigError(
                    f"{package.folder}: the allow-list has {', '.join(package.hashes)} for "
                    f"{package.name!r}, the folder is {actual}."
                )
            found.append(actual)
        return found

    def build(self, packages: Sequence[Package], content: Path) -> None:
        """Copy the folders, each under the package's name."""
        for package in packages:
            copy_tree(str(package.folder), content / package.name)

    def wiring(self, packages: Sequence[Package], content: Path) -> Mapping[str, Any]:
        """What compiler and runtime are told of the folders."""
        return {"binds": ((str(content), INSIDE),), **self._wire(packages, content)}


def _requirement(package: Package) -> str:
    hashes = "".join(f" --hash={text}" for text in package.hashes)
    return f"{package.name}=={package.version}{hashes}\n"


def _java(packages: Sequence[Package], content: Path) -> dict[str, Any]:
    jars = tuple(f"{INSIDE}/{jar.relative_to(content)}" for jar in sorted(content.rglob("*.jar")))
    return {"class_path": jars, "variables": {"CLASSPATH": ":".join(jars)}}


def _cpp(packages: Sequence[Package], content: Path) -> dict[str, Any]:
    folders = []
    for package in packages:
        inner = "/include" if (content / package.name / "include").is_dir() else ""
        folders.append(f"{INSIDE}/{package.name}{inner}")
    archives = (f"{INSIDE}/{file.relative_to(content)}" for file in sorted(content.rglob("*.a")))
    return {"include_folders": tuple(folders), "archives": tuple(archives)}


def _rust(packages: Sequence[Package], content: Path) -> dict[str, Any]:
    externs = []
    for package in packages:
        folder = content / package.name
        for crate in package.imports:
            named = [*folder.rglob(f"lib{crate}.*"), *folder.rglob(f"lib{crate}-*")]
            files = sorted(path for path in named if path.suffix in (".rlib", ".so"))
            if not files:
                raise ConfigError(f"{package.folder}: there is no lib{crate}.rlib.")
            externs.append((crate, f"{INSIDE}/{files[0].relative_to(content)}"))
    folders = tuple(f"{INSIDE}/{package.name}" for package in packages)
    return {"externs": tuple(externs), "library_folders": folders}


def make_builders(python_version: str | None = None) -> dict[str, Builder]:
    """A builder for each language.

    Args:
        python_version: The ``X.Y`` that Python programs run on; ``None`` means the running one's.
    """
    folders = {language: FolderBuilder(language) for language in ("java", "cpp", "rust")}
    return {"python": PythonBuilder(python_version), "javascript": NodeBuilder(), **folders}
