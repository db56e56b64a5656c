import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codeeval_gym.challenges import load
from codeeval_gym.cli.app import app
from codeeval_gym.sandboxes import Sandbox

_CODE = '''\
def triple(number: int, plus: int = 0) -> int:
    """Triple a number and add something.

    >>> triple(2)
    6
    """
    if number < 0:
        return 0
    return number * 3 + plus
'''


@pytest.fixture
def code_base(tmp_path: Path) -> Path:
    root = tmp_path / "arith"
    root.mkdir()
    (root / "arith.py").write_text(_CODE)
    (root / "broken.py").write_text("def (")
    return root


@pytest.mark.parametrize("name", ["out", "out.jsonl"])
def test_a_code_base_becomes_a_dataset(name: str, code_base: Path, sandbox: Sandbox) -> None:
    out = code_base.parent / name
    words = ["challenges", "generate", str(code_base), "--out", str(out), "--train-allowed"]
    done = CliRunner().invoke(app, [*words, "--language", "python", "--json"])
    assert done.exit_code == 0, done.output
    printed = json.loads(done.stdout)
    assert (printed["found"], printed["kept"]) == (2, 1)
    assert printed["skipped"] == {"the file has syntax errors": 1}
    (challenge,) = load(out)
    assert challenge.id == "arith/arith.triple"
    assert challenge.rights.train_allowed is True
    assert challenge.rights.redistribute is None
    report = json.loads((code_base.parent / f"{name}.report.json").read_text())
    assert report["challenges"][0]["mutation_score"] >= 0.8
    assert not (code_base.parent / f"{name}.journal").exists()


@pytest.mark.parametrize(
    ("path", "out", "message"),
    [
        ("none", "out", "There is no folder"),
        ("arith", "arith/out", "is inside the code base"),
        ("arith", "none/out", "to write to"),
        ("arith/arith.py", "out", "is a file"),
    ],
)
def test_a_callers_mistake_is_said(path: str, out: str, message: str, code_base: Path) -> None:
    folder = code_base.parent
    words = ["challenges", "generate", str(folder / path), "--out", str(folder / out)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code != 0
    assert message in f"{done.output}{done.exception}"
    assert sorted(item.name for item in folder.iterdir()) == ["arith"]


def test_an_unknown_language_is_answered_with_the_nearest(code_base: Path) -> None:
    words = ["challenges", "generate", str(code_base), "--out", str(code_base.parent / "out")]
    done = CliRunner().invoke(app, [*words, "--language", "pyhton"])
    assert "Did you mean 'python'?" in f"{done.output}{done.exception}"
