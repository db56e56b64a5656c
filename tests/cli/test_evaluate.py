"""What ``codeeval-gym evaluate`` refuses before anything is judged."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from codeeval_gym.challenges import load, save_jsonl
from codeeval_gym.cli.evaluate import EvaluateRequest, run_evaluate
from codeeval_gym.errors import SandboxUnavailable, UnknownNameError
from codeeval_gym.types import Challenge, StdioTest


def request(
    folder: Path, *, ks: str, task: str = "tests/0", language: str | None = None
) -> EvaluateRequest:
    challenges, samples = folder / "challenges.jsonl", folder / "samples.jsonl"
    echo = StdioTest("a", "a")
    save_jsonl([Challenge("tests/0", "echo", "Echo.", "echo", 1, hidden_tests=(echo,))], challenges)
    samples.write_text(json.dumps({"task_id": task, "completion": ""}) + "\n")
    return EvaluateRequest(
        policy="builtin:tiny",
        challenges=str(challenges),
        split="test",
        samples=1,
        temperature=1.0,
        max_new_tokens=8,
        limit=None,
        records=None,
        seed=0,
        ks=ks,
        language=language,
        programs=samples,
    )


@pytest.mark.parametrize(
    ("ks", "said"),
    [
        ("1,ten", "--k takes numbers with commas between, not '1,ten'"),
        ("1,0", "pass@k needs a positive k, not 0"),
        ("1,4", "pass@4 needs as many programs; tests/0 has 1"),
    ],
)
def test_a_k_that_cannot_be_is_refused(tmp_path: Path, ks: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        run_evaluate(request(tmp_path, ks=ks), as_json=True)


def test_samples_for_other_challenges_alone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"No sample of .* is for a challenge of"):
        run_evaluate(request(tmp_path, ks="1", task="HumanEval/0"), as_json=True)


def test_a_challenge_that_requires_packages_is_left_out_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = request(tmp_path, ks="1")
    items = [*load(asked.challenges)]
    items.append(replace(items[0], id="tests/1", requirements=("openssl",)))
    save_jsonl(items, asked.challenges)
    assert asked.programs is not None
    lines = [{"task_id": item.id, "completion": "print('a')"} for item in items]
    asked.programs.write_text("".join(json.dumps(line) + "\n" for line in lines))
    try:
        run_evaluate(asked, as_json=True)
    except SandboxUnavailable as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    report = json.loads(capsys.readouterr().out)
    assert report["without_packages"] == ["tests/1"]
    assert report["verdicts"] == {"accepted": 1}


def test_a_language_that_no_challenge_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'python'"):
        run_evaluate(request(tmp_path, ks="1", language="pythn"), as_json=True)
