"""Packages inside real jails. Needs Job.requirements and a sandbox made with dependencies=."""

import os
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.dependencies import AllowList, DependencyResolver
from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.types import Call, Job, Outcome, Run
from tests.sandboxes.conftest import start

_EXAMPLE = Path(__file__).parents[3] / "examples/allow_list.yaml"
_PYTHON = """
def total(n):
    import numpy, pandas
    numpy.linalg.inv(numpy.eye(100))
    return int(pandas.DataFrame({"a": numpy.arange(n)}).a.sum())

def spoil(n):
    import numpy
    try:
        open(numpy.__file__, "a")
    except OSError as error:
        return error.strerror

def connect(n):
    import socket
    try:
        socket.create_connection(("192.0.2.1", 80), 1)
    except OSError as error:
        return error.strerror
"""
_SCRIPT = "const isNumber = require('is-number');\nfunction known(x) { return isNumber(x); }\n"


@pytest.fixture(scope="module")
def equipped() -> Iterator[Sandbox]:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        with (
            DependencyResolver(AllowList.load(_EXAMPLE), name) as resolver,
            start(workers=1, dependencies=resolver) as sandbox,
        ):
            yield sandbox


@pytest.mark.parametrize(
    ("function", "answers"),
    [
        ("total", (6,)),
        ("spoil", ("Read-only file system", "Permission denied")),
        ("connect", ("Address family not supported by protocol",)),
    ],
)
def test_numpy_and_pandas(equipped: Sandbox, function: str, answers: tuple[object, ...]) -> None:
    calls = (Call(function, (4,)),)
    (run,) = equipped.run(Job("python", {"main.py": _PYTHON}, calls, requirements=("pandas",)))
    assert run.returned is not None, run.error
    assert run.returned.value in answers


def test_a_package_of_npm(equipped: Sandbox) -> None:
    calls = (Call("known", (4,)),)
    (run,) = equipped.run(
        Job("javascript", {"main.js": _SCRIPT}, calls, requirements=("is-number",))
    )
    assert run.returned is not None, run.error
    assert run.returned.value is True


@pytest.mark.parametrize(
    ("language", "files"),
    [("python", {"main.py": "import numpy\n"}), ("javascript", {"main.js": _SCRIPT})],
)
def test_without_requirements_there_is_no_package(
    equipped: Sandbox, language: str, files: dict[str, str]
) -> None:
    (run,) = equipped.run(Job(language, files, (Call("f"),)))
    assert run.outcome is Outcome.UNKNOWN_MODULE


def test_a_module_that_is_not_there_is_explained(equipped: Sandbox) -> None:
    (run,) = equipped.run(Job("python", {"main.py": "import numpi\n"}, (Call("f"),)))
    assert run.outcome is Outcome.UNKNOWN_MODULE
    assert run.error is not None
    assert "numpi" in run.error
    assert "numpy" in run.error


def test_an_unknown_requirement_is_the_callers_mistake(equipped: Sandbox) -> None:
    with pytest.raises(ValueError, match="Did you mean 'pandas'"):
        equipped.run(Job("python", {"main.py": ""}, (Call("f"),), requirements=("panda",)))


def test_a_sandbox_without_a_resolver_refuses_requirements() -> None:
    with start(workers=1) as sandbox, pytest.raises(ValueError, match="has none"):
        sandbox.run(Job("python", {"main.py": ""}, (Call("f"),), requirements=("numpy",)))


def _make_header(folder: Path, origin: str) -> None:
    (folder / "include" / "twice").mkdir(parents=True)
    (folder / "include" / "twice" / "twice.hpp").write_text("namespace twice { int of(int n); }\n")
    text = "namespace twice { int of(int n) { return 2 * n; } }\n"
    made = folder / "twice.o"
    subprocess.run([origin, "-x", "c++", "-c", "-", "-o", made], input=text, text=True, check=True)
    subprocess.run(["ar", "rcs", folder / "libtwice.a", made], check=True)
    made.unlink()


def _make_jar(folder: Path, origin: str) -> None:
    source = folder / "Twice.java"
    source.write_text(
        "package org.twice; public class Twice { public static int of(int n) { return 2 * n; } }"
    )
    javac = Path(origin) / "bin" / "javac"
    subprocess.run([javac, "-proc:none", "-d", folder, source], check=True)
    made = folder / "org" / "twice" / "Twice.class"
    with zipfile.ZipFile(folder / "twice.jar", "w") as jar:
        jar.write(made, "org/twice/Twice.class")
    made.unlink()


def _make_crate(folder: Path, origin: str) -> None:
    text = "pub fn of(n: i64) -> i64 { 2 * n }\n"
    command = [origin, "--edition=2021", "--crate-type=rlib", "--crate-name=twice", "-"]
    subprocess.run([*command, "--out-dir", folder], input=text, text=True, check=True)


@dataclass(frozen=True)
class _Case:
    language: str
    make: Callable[[Path, str], None]
    """Fills a package's folder with what the toolchain makes of our own text."""
    imported: str
    program: str
    failing: str
    """Uses the package with a mistake; another program, so another compilation."""


_CASES = (
    _Case(
        "cpp",
        _make_header,
        "twice/twice.hpp",
        "#include <twice/twice.hpp>\nint f(int n) { return twice::of(n); }\n",
        "#include <twice/twice.hpp>\nint f(int n) { return twice::off(n); }\n",
    ),
    _Case(
        "java",
        _make_jar,
        "org.twice",
        "import org.twice.Twice;\nclass Solution { static int f(int n) { return Twice.of(n); } }",
        "import org.twice.Twice;\nclass Solution { static int f(int n) { return Twice.off(n); } }",
    ),
    _Case(
        "rust",
        _make_crate,
        "twice",
        "use twice::of;\nfn f(n: i64) -> i64 { of(n) }\n",
        "use twice::of;\nfn f(n: i64) -> i64 { of(n, n) }\n",
    ),
)


@pytest.fixture(scope="module", params=_CASES, ids=lambda case: case.language)
def compiled(request: pytest.FixtureRequest) -> Iterator[tuple[_Case, Sandbox]]:
    """A language, and a sandbox whose allow-list has a package of it, made just now."""
    case: _Case = request.param
    try:
        origin = languages[case.language]().find(mapped=True).origin
    except LanguageUnavailable as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        (vendored := Path(name) / "vendored").mkdir()
        case.make(vendored, origin)
        entry = {"folder": "vendored", "imports": [case.imported]}
        allow_list = AllowList.from_dict({case.language: {"twice": entry}}, name)
        with (
            DependencyResolver(allow_list, Path(name) / "store") as resolver,
            start(workers=1, dependencies=resolver) as sandbox,
        ):
            yield case, sandbox


def _run(sandbox: Sandbox, case: _Case, program: str, *requirements: str) -> Run:
    files = {languages[case.language].main_file: program}
    job = Job(case.language, files, (Call("f", (21,)),), requirements=requirements)
    (run,) = sandbox.run(job)
    return run


def test_compilers_and_programs_are_told_of_the_packages(
    compiled: tuple[_Case, Sandbox],
) -> None:
    case, sandbox = compiled
    run = _run(sandbox, case, case.program, "twice")
    assert run.returned is not None, run.error
    assert run.returned.value == 42
    run = _run(sandbox, case, case.failing, "twice")
    assert run.outcome is Outcome.COMPILE_ERROR


def test_the_same_program_without_requirements_is_refused(
    compiled: tuple[_Case, Sandbox],
) -> None:
    case, sandbox = compiled
    assert _run(sandbox, case, case.program, "twice").returned is not None
    run = _run(sandbox, case, case.program)
    assert run.outcome is Outcome.UNKNOWN_MODULE
    assert run.error is not None
    assert "which the challenge's requirements do not name" in run.error
    assert _run(sandbox, case, case.program, "twice").returned is not None
