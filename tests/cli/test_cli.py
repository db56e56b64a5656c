"""The command line as a person meets it: what is printed, and with which exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from codeeval_gym.challenges import save_jsonl
from codeeval_gym.types import Challenge, StdioTest
from tests.cli.conftest import Run

PROCESS = [sys.executable, "-c", "from codeeval_gym.cli import main; main()"]


def start(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, which takes seconds where it needs torch."""
    return subprocess.run([*PROCESS, *words], capture_output=True, text=True, input=stdin)


MISTAKES = {
    "unknown sandbox": (["doctor", "--sandbox", "nsjial"], "Did you mean 'nsjail'?"),
    "unknown policy": (["generate", "add", "--policy", "builtin:tinny"], "Did you mean 'tiny'?"),
    "missing folder": (["generate", "add", "--policy", "./nowhere"], "nowhere"),
    "empty prompt": (["generate", " "], "The prompt is empty"),
    "no bound": (["train"], "--episodes, --seconds"),
    "unknown trainer": (["train", "--algorithm", "pop", "--seconds", "1"], "Did you mean 'ppo'?"),
    "no samples": (["generate", "add", "--samples", "0"], "at least 1"),
    "wrong type": (["evaluate", "--samples", "many"], "Invalid value for '--samples'"),
    "unknown command": (["evalute"], "No such command"),
    "k above samples": (["evaluate", "--k", "1,10"], "pass@10 needs --samples 10, not 1."),
    "unknown split": (["evaluate", "--split", "tset"], "Did you mean 'test'?"),
    "missing file": (["evaluate", "--challenges", "humaneval:/nowhere.jsonl"], "/nowhere.jsonl"),
    "unknown sampler": (
        ["train", "--seconds", "1", "--sampler", "learnabilty"],
        "Did you mean 'learnability'?",
    ),
    "unknown reward": (["train", "--seconds", "1", "--reward", "defualt"], "default"),
}


@pytest.mark.parametrize(("words", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_callers_mistake_exits_with_2_and_says_what_to_do(
    command: Run, words: list[str], said: str
) -> None:
    done = command(*words)
    assert said in done.stderr
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_so_it_does_in_a_process_of_its_own() -> None:
    words, said = MISTAKES["unknown split"]
    done = start(*words)
    assert said in done.stderr
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_doctor_prints_every_claim_as_json(command: Run) -> None:
    done = command("doctor", "--json")
    report = json.loads(done.stdout)

    assert done.returncode == 0
    assert report["backend"] == "nsjail"
    assert len(report["proofs"]) >= 16
    assert all(proof["holds"] for proof in report["proofs"])


def test_doctor_names_the_python_that_programs_run_on(command: Run) -> None:
    done = command("doctor", "--python", "/usr/bin/python3")
    assert "/usr/bin/python3" in done.stdout
    assert "claims hold on this machine." in done.stdout


def test_generate_prints_a_program_and_repeats_it_for_the_same_seed(command: Run) -> None:
    words = ["generate", "-", "--temperature", "1", "--seed", "3", "--max-new-tokens", "20"]
    prompt = "Return x plus 1.\n\ndef f(x: int) -> int:"
    one, again = start(*words, stdin=prompt), command(*words, stdin=prompt)
    assert one.returncode == again.returncode == 0
    assert one.stdout == again.stdout
    assert one.stdout.strip()


def test_evaluate_writes_records_and_prints_json(command: Run, tmp_path: Path) -> None:
    records = tmp_path / "deep" / "records.jsonl"
    done = command(
        "evaluate", "--limit", "4", "--samples", "2", "--json", "--records", str(records)
    )
    report = json.loads(done.stdout)

    assert report["challenges"] == 4
    assert sum(report["verdicts"].values()) == 8
    assert len(records.read_text().splitlines()) == 8


def test_evaluate_judges_programs_of_a_file(command: Run, tmp_path: Path) -> None:
    challenges, samples = tmp_path / "challenges.jsonl", tmp_path / "samples.jsonl"
    items = [
        Challenge(
            id=f"tests/{n}",
            title="echo",
            prompt="Print what is read.",
            category="echo",
            tier=1,
            languages=("javascript",),
            hidden_tests=(StdioTest("a", "a"),),
        )
        for n in range(2)
    ]
    save_jsonl(items, challenges)
    programs = ["console.log('a')", "console.log('b')", "console.log("]
    lines = [{"task_id": f"tests/{n}", "completion": text} for n in (0, 1) for text in programs]
    lines += [{"task_id": "tests/9", "completion": ""}]
    samples.write_text("".join(json.dumps(line) + "\n" for line in lines))
    words = ["evaluate", "--challenges", str(challenges), "--programs", str(samples)]
    report = json.loads(command(*words, "--k", "1,3", "--json").stdout)

    assert report["pass_at"]["1"]["estimate"] == pytest.approx(1 / 3)
    assert report["pass_at"]["3"]["estimate"] == 1.0
    assert report["problems"]["tests/1"]["accepted"] == 1
    assert report["problems"]["tests/1"]["pass_at"]["3"] == 1.0
    assert report["unknown_tasks"] == {"tests/9": 1}
    assert report["verdicts"] == {"accepted": 2, "wrong_answer": 2, "compile_error": 2}

    shown = command(*words, "--limit", "1")
    assert "3 programs for 1 of 1 challenges" in " ".join(shown.stdout.split())
    assert "4 samples are for no challenge here: tests/1, tests/9." in shown.stdout


def test_train_writes_a_run_folder_and_resumes_it(command: Run, tmp_path: Path) -> None:
    config = tmp_path / "tiny.yaml"
    config.write_text("episodes_per_iteration: 4\nminibatches: 1\nmax_new_tokens: 16\n")
    folder = tmp_path / "run"
    settings = ["--config", str(config)]
    first = command("train", *settings, "--episodes", "4", "--run-folder", str(folder))
    second = command("train", "--resume", str(folder), *settings, "--episodes", "8")

    assert first.returncode == second.returncode == 0, (first.stderr, second.stderr)
    rows = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    assert [row["episodes"] for row in rows] == [4, 8]
    names = {path.name for path in folder.iterdir()}
    assert {"config.yaml", "metrics.jsonl", "records", "checkpoints"} <= names
    assert {"learning_curve.svg", "learning_curve.png"} <= names


def test_the_version_is_printed() -> None:
    assert start("--version").stdout == "0.1.0\n"
