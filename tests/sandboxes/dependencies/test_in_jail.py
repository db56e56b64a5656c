"""Packages inside real jails. Needs Job.requirements and a sandbox made with dependencies=."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.dependencies import AllowList, DependencyResolver
from codeeval_gym.types import Call, Job, Outcome
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
