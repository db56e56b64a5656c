"""What is made of what Node prints, and of machines that have no Node."""

import stat
from pathlib import Path

import pytest

from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.sandboxes.languages import Failure
from codeeval_gym.sandboxes.languages.javascript import JavaScriptLanguage

JAVASCRIPT = JavaScriptLanguage()


@pytest.mark.parametrize(
    ("stderr", "failure"),
    [
        ("", None),
        ("an error of my own", None),
        (
            "/tmp/main.js:3\nx.f()\n  ^\n\nTypeError: x.f is not a function\n    at Object",
            Failure("TypeError: x.f is not a function", 3),
        ),
        ("Uncaught Error: a\n", Failure("Error: a")),
        (
            "Error: Cannot find module 'x'\nRequire stack:\n- /tmp/main.js\n    at main.js:2:1",
            Failure("Error: Cannot find module 'x'", 2, "module"),
        ),
        (
            "<--- Last few GCs --->\nFATAL ERROR: Reached heap limit Allocation failed - "
            "JavaScript heap out of memory\n",
            Failure("RangeError: JavaScript heap out of memory", kind="memory"),
        ),
    ],
)
def test_what_node_prints(stderr: str, failure: Failure | None) -> None:
    assert JAVASCRIPT.run_failure(stderr) == failure


@pytest.mark.parametrize("version", ["v16.20.2", "nonsense", None])
def test_a_machine_without_a_node_that_will_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str | None
) -> None:
    if version is not None:
        node = tmp_path / "node"
        node.write_text(f"#!/bin/sh\necho {version}\n")
        node.chmod(node.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LanguageUnavailable, match="Install nodejs 18 or later"):
        JAVASCRIPT.find(mapped=True)
