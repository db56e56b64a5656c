"""``codeeval-gym doctor``: every claim is tried, and what is missing is said with its remedy."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.cli import doctor
from codeeval_gym.cli.doctor import DoctorRequest, container_runtime, run_doctor
from codeeval_gym.errors import LanguageUnavailable, SandboxError, SandboxUnavailable
from codeeval_gym.sandboxes import PodmanSandbox, Sandbox, make
from codeeval_gym.sandboxes.language_proofs import prove_languages
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Job, Outcome, Run
from tests.cli.conftest import Run as Command

# A parent that ignores Ctrl-C, as a shell's background jobs do, would have its children ignore it.
COMMAND = """\
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from codeeval_gym.cli import main
main()
"""
LANGUAGES = ["cpp", "java", "javascript", "python", "rust"]
REQUEST = DoctorRequest(backend="nsjail", python=None, mode=None)


def start(*words: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "doctor", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def run(*words: str, **environment: str) -> tuple[int, str, str]:
    with start(*words, **environment) as process:
        printed, errors = process.communicate()
    return process.returncode, printed, errors


def report_of(*words: str) -> dict[str, Any]:
    """What is printed as JSON; a skip where the backend cannot be, but not on CI."""
    code, printed, errors = run(*words, "--json")
    if "cannot run here" in errors and os.environ.get("CI") != "true":
        pytest.skip(errors.strip())
    assert (code, errors) == (0, "")
    report: dict[str, Any] = json.loads(printed)
    return report


def check_languages(report: dict[str, Any]) -> None:
    """Every language is there or, if not on CI, named as missing; what is there works."""
    found = {one["language"]: one for one in report["language_proofs"]}
    assert sorted(found) == LANGUAGES
    for one in found.values():
        if one["missing"] is None or os.environ.get("CI") == "true":
            assert any(digit.isdigit() for digit in one["toolchain"])
            assert [proof["holds"] for proof in one["proofs"]] == [True] * 3, one
        else:
            assert "Install" in one["missing"]
            assert (one["toolchain"], one["proofs"]) == (None, [])


def test_a_run_of_strict_mode_tries_every_limit_and_every_language() -> None:
    report = report_of("--mode", "strict")
    assert report["backend"] == "nsjail strict"
    assert report["runtime"] is None
    check_languages(report)
    bitten = [proof["claim"] for proof in report["proofs"] if "bite" in proof["claim"]]
    for limit in ("wall", "CPU", "memory", "process", "output", "disk", "number of files"):
        assert [claim for claim in bitten if limit in claim], limit
    assert all(proof["holds"] for proof in report["proofs"])


def test_podman_says_which_runtime_starts_its_containers() -> None:
    report = report_of("--sandbox", "podman")
    assert report["backend"] == "podman"
    assert report["runtime"].startswith("podman ")
    assert " with runc" in report["runtime"] or " with crun" in report["runtime"]
    assert all(proof["holds"] for proof in report["proofs"])
    check_languages(report)


def test_a_runtime_that_was_passed_over_is_named_with_what_it_said() -> None:
    try:
        sandbox = make("podman", workers=1)
    except SandboxUnavailable as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    with sandbox:
        assert isinstance(sandbox, PodmanSandbox)
        sandbox.service.passed_over = {"crun": "cgroups in hybrid mode not supported"}
        said = container_runtime(sandbox)
    assert said is not None
    assert said.endswith("(not crun: cgroups in hybrid mode not supported)")


def test_without_podman_it_says_how_to_get_it(tmp_path: Path) -> None:
    code, _, errors = run("--sandbox", "podman", PATH=str(tmp_path))
    missing = "podman is not installed" if os.geteuid() == 0 else "it needs root"
    assert code == 1
    assert missing in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--sandbox", "podmn"], "Did you mean 'podman'?"),
        (["--mode", "strct"], "mode must be one of fast, strict, not 'strct'."),
        (["--python", "3.99"], "there is no Python 3.99."),
    ],
    ids=["sandbox", "mode", "python"],
)
def test_what_there_is_not_is_named(command: Command, words: list[str], said: str) -> None:
    done = command("doctor", *words)
    assert said in done.stderr
    assert (done.returncode, done.stdout) == (1 if "Python" in said else 2, "")
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("sandbox")
def test_ctrl_c_ends_it_and_all_it_started() -> None:
    with start() as process:
        assert process.stdout is not None
        process.stdout.readline()  # the first fact: the sandbox is there
        started = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors == ""
    assert started
    assert [pid for pid in started if Path("/proc", pid).exists()] == []


class Machine(FakeSandbox):
    """Every program ends as told, and toolchains are missing or broken as told."""

    def __init__(self, outcome: Outcome = Outcome.FINISHED) -> None:
        super().__init__(lambda files, item: Run(outcome))

    def toolset(self, language: str) -> str:
        if language == "rust":
            raise LanguageUnavailable("rust", "there is no rustc on PATH.", "Install rustc.")
        if language == "java":
            raise SandboxError("The disk is full.")
        return f"{language} 1.0 [a place]"

    def run(self, job: Job) -> list[Run]:
        if job.language == "cpp":
            raise SandboxError("Two workers in a row were lost.")
        return super().run(job)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sandbox], None]:
    """Has the doctor look at this sandbox."""
    return lambda sandbox: monkeypatch.setattr(doctor, "make", lambda name, **options: sandbox)


def test_a_missing_toolchain_is_no_claim_and_a_failure_of_one_language_is_not_the_end() -> None:
    reports = {report.language: report for report in prove_languages(Machine())}

    assert reports["rust"].missing == "there is no rustc on PATH. Install rustc."
    assert reports["rust"].proofs == ()
    assert [proof.seen for proof in reports["java"].proofs] == ["The disk is full."]
    assert {proof.seen for proof in reports["cpp"].proofs} == {"Two workers in a row were lost."}
    assert [proof.holds for proof in reports["python"].proofs] == [False] * 3
    assert not any(proof.holds for name in ("java", "cpp") for proof in reports[name].proofs)


def test_a_claim_that_does_not_hold_is_shown_with_what_was_seen(
    on: Callable[[Sandbox], None], capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox = Machine()
    on(sandbox)
    assert run_doctor(REQUEST, as_json=False) == 1

    shown = capsys.readouterr().out
    assert "missing: there is no rustc on PATH." in shown
    assert "python 1.0 [a place]" in shown
    assert "java: its toolchain can be used: NO: The disk is full." in shown
    assert "claims hold on this machine. Nothing could be tried in rust." in shown
    assert sandbox.closed


def test_a_missing_toolchain_alone_is_no_failure(
    on: Callable[[Sandbox], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Bare(FakeSandbox):
        """Has no toolchain at all."""

        def toolset(self, language: str) -> str:
            raise LanguageUnavailable(language, "it is not there.", "Install it.")

    on(Bare(lambda files, item: Run(Outcome.FINISHED)))
    monkeypatch.setattr(doctor, "prove", lambda sandbox: iter(()))
    assert run_doctor(REQUEST, as_json=True) == 0
    report = json.loads(capsys.readouterr().out)
    assert {one["missing"] for one in report["language_proofs"]} == {"it is not there. Install it."}
