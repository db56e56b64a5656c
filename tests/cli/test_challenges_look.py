import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from codeeval_gym.challenges import save_jsonl
from codeeval_gym.challenges.storage import save
from codeeval_gym.cli import main
from codeeval_gym.cli.app import app
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import CallTest, Challenge, Param, Signature


def _challenge(name: str, **changes: Any) -> Challenge:
    challenge = Challenge(
        id=f"tests/{name}",
        title="double",
        prompt=f"Return the double of the number n, in the way that is called [{name}].",
        category="arithmetic",
        tier=1,
        signature=Signature("double", (Param("n", "int"),), "int"),
        public_tests=(CallTest((1,), 2),),
        hidden_tests=(CallTest((357,), 714),),
        references={"python": "def double(n):\n    return n * 2\n"},
        starter={"python": "def double(n):\n"},
        licence="MIT",
    )
    return dataclasses.replace(challenge, **changes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    others = [_challenge(f"n{n}", tier=1 + n, category="lists") for n in range(3)]
    save([_challenge("first", languages=("python", "rust")), *others], tmp_path / "some")
    return tmp_path / "some"


def _run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["challenges", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_list(folder: Path) -> None:
    output = _run("list", folder, "--limit", 2)
    for words in ("some: 4 challenges", "1 2, 2 1, 3 1", "rust 1", "unknown 4", "and 2 more"):
        assert words in output
    assert "tests/n0" in output
    assert "tests/n1" not in output
    found = json.loads(_run("list", folder, "--tier", 2, "--category", "lists", "--json"))
    assert found["challenges"] == 1
    assert found["entries"][0]["id"] == "tests/n1"
    found = json.loads(_run("list", folder, "--language", "rust", "--json"))
    assert [entry["id"] for entry in found["entries"]] == ["tests/first"]
    with pytest.raises(UnknownNameError, match="Did you mean 'lists'"):
        _run("list", folder, "--category", "list")
    with pytest.raises(ValueError, match="--limit"):
        _run("list", folder, "--limit", -1)


def test_list_of_what_is_built_in() -> None:
    found = json.loads(_run("list", "builtin", "--split", "test", "--limit", 1, "--json"))
    assert found["challenges"] >= 400
    assert found["name"] == "builtin:test"


def test_show_keeps_the_answers_back(folder: Path) -> None:
    output = _run("show", "tests/first", folder)
    assert "called [first]" in output
    assert "(1) -> 2  [strict]" in output
    assert "training: unknown, so not allowed" in output
    assert "714" not in output
    assert "n * 2" not in output
    assert "714" not in _run("show", "tests/first", folder, "--json")
    told = _run("show", "tests/first", folder, "--answers")
    assert "(357) -> 714" in told
    assert "return n * 2" in told
    whole = json.loads(_run("show", "tests/first", folder, "--answers", "--json"))
    assert whole["references"]["python"].startswith("def double")
    with pytest.raises(UnknownNameError, match="Did you mean 'tests/first'"):
        _run("show", "tests/frist", folder)


def test_validate(folder: Path, tmp_path: Path) -> None:
    assert "nothing is wrong" in _run("validate", folder)
    path = tmp_path / "some.jsonl"
    save_jsonl([_challenge("one"), _challenge("two")], path)
    path.write_text(path.read_text().replace('"tier": 1', '"tier": 7', 1) + "{\n")
    result = CliRunner().invoke(app, ["challenges", "validate", str(path)])
    assert result.exit_code == 1
    assert "some.jsonl, line 1: " in result.output
    assert "tier must be 1 to 5" in result.output
    assert "some.jsonl, line 3: " in result.output
    found = json.loads(_run("validate", path, "--limit", 1, "--json"))
    assert len(found["faults"]) == 1
    assert found["more"] is True


def test_duplicates_within_and_across(tmp_path: Path) -> None:
    sieve = "def sieve(n):\n    return [i for i in range(n) if i]\n"
    for name, other in (("one", "a"), ("two", "b")):
        kin = _challenge(f"{name}-kin", references={"python": sieve.replace("sieve", other)})
        prompt = f"Count the {name} ways in which a knight can leave the board."
        save_jsonl([_challenge(name), dataclasses.replace(kin, prompt=prompt)], tmp_path / name)
    one, two = tmp_path / "one", tmp_path / "two"
    found = json.loads(_run("duplicates", one, two, "--json"))
    pairs = {(item["first"], item["second"], item["evidence"]) for item in found["duplicates"]}
    assert ("tests/one-kin", "tests/two-kin", "syntax") in pairs
    assert ("tests/one", "tests/two", "text") in pairs
    assert json.loads(_run("duplicates", one, "--json"))["duplicates"] == []
    across = json.loads(_run("duplicates", one, two, "--across", "--json"))["duplicates"]
    assert {item["first"].partition("-")[0] for item in across} == {"tests/one"}
    assert "nearly the same" in _run("duplicates", one, two)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list", "nowhere/at.jsonl"], "no file nowhere/at.jsonl"),
        (["list", "builtn"], "Did you mean 'builtin'"),
        (["show", "builtin/none-1"], "no challenge in builtin:train 'builtin/none-1'"),
        (["validate", "nowhere.jsonl"], "nowhere.jsonl"),
        (["duplicates", "library", "--text", "7"], "0.5 to 1"),
    ],
)
def test_a_caller_s_mistake_is_exit_code_2(
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["codeeval-gym", "challenges", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
