"""The checker of sandboxes finds each way to break the contract, and names the program."""

import threading
from collections.abc import Mapping
from dataclasses import replace

import pytest

from codeeval_gym.errors import SandboxError, UnknownNameError
from codeeval_gym.sandboxes._jobs import check_job
from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.testing import CheckError, FakeSandbox, cheats, check_sandbox, honest
from codeeval_gym.types import Call, Input, Job, Outcome, Returned, Run, Stdin, Verdict
from codeeval_gym.values import Plain

_MAIN_FILES = {name: languages[name].main_file for name in languages}
_REFERENCES = {
    text for name in cheats.LANGUAGES for text in [cheats.challenge_for(name).references[name]]
}
_CHEATS = {cheat.program: cheat for cheat in cheats.load()}
_HONEST = {
    (program.program, repr(item)): expected
    for program in honest.load()
    for item, expected in zip(program.inputs, program.expected, strict=True)
}


def right_answer(files: Mapping[str, str], item: Input) -> Run:
    """What a sandbox without fault says of every program of this package."""
    (text,) = files.values()
    if (text, repr(item)) in _HONEST:
        return finished(item, _HONEST[text, repr(item)])
    assert isinstance(item, Call)
    if text in _REFERENCES:
        return finished(item, 2 * item.args[0])
    verdict = _CHEATS[text].expected[0]
    if verdict is Verdict.WRONG_ANSWER:
        return finished(item, None)
    return Run(Outcome(verdict.value), compiled=verdict is not Verdict.COMPILE_ERROR)


def finished(item: Input, answer: Plain) -> Run:
    if isinstance(item, Stdin):
        return Run(Outcome.FINISHED, compiled=True, exit_code=0, stdout=str(answer))
    return Run(Outcome.FINISHED, compiled=True, exit_code=0, returned=Returned(answer))


class Faultless(FakeSandbox):
    """Refuses what cannot be, and ends when it is closed."""

    def __init__(self) -> None:
        super().__init__(right_answer)

    def run(self, job: Job) -> list[Run]:
        check_job(job, _MAIN_FILES)
        if self.closed:
            raise SandboxError("It is closed.")
        return super().run(job)


def test_a_sandbox_without_fault_passes_and_is_closed() -> None:
    sandbox = Faultless()
    named: list[str] = []
    report = check_sandbox(sandbox, languages=("python",), progress=named.append)

    assert (report.backend, report.languages) == ("fake", ("python",))
    assert report.honest == len(honest.load("python"))
    assert report.cheats == len(cheats.load())
    assert report.contracts == 7
    assert len(named) == report.honest + report.cheats + report.contracts
    assert sandbox.closed
    assert "cheats earned nothing" in str(report)


class Paying(Faultless):
    """Pays for a lie."""

    def run(self, job: Job) -> list[Run]:
        if "Lie(int)" in job.files.get("main.py", ""):
            return [finished(item, 2 * item.args[0]) for item in job.inputs]  # type: ignore[union-attr]
        return super().run(job)


class Failing(Faultless):
    """Fails an honest program."""

    def run(self, job: Job) -> list[Run]:
        if "multiprocessing" in job.files.get("main.py", ""):
            return [Run(Outcome.RUNTIME_ERROR, error="no processes here") for _ in job.inputs]
        return super().run(job)


class Misprinting(Faultless):
    """Adds an end of line that nobody printed."""

    def run(self, job: Job) -> list[Run]:
        return [replace(run, stdout=run.stdout + "\n") for run in super().run(job)]


class Telling(Faultless):
    """Shows a program the host's users."""

    def run(self, job: Job) -> list[Run]:
        return [replace(run, stderr="root:x:0:0:root:/root") for run in super().run(job)]


class Infected(Faultless):
    """Something of a program is still there in the next run."""

    ill = False

    def run(self, job: Job) -> list[Run]:
        runs = super().run(job)
        if self.ill and len(runs) == len(cheats.CHALLENGE.tests):
            runs = [Run(Outcome.TIME_LIMIT, compiled=True) for _ in runs]
        self.ill = "os.setsid()" in job.files.get("main.py", "")
        return runs


class Reversing(Faultless):
    """Answers in the wrong order."""

    def run(self, job: Job) -> list[Run]:
        return super().run(job)[::-1]


class Lenient(FakeSandbox):
    """Takes any job, and goes on when it is closed."""

    def __init__(self) -> None:
        super().__init__(right_answer)


class Unclosed(Faultless):
    """Goes on when it is closed."""

    def close(self) -> None:
        """Stay open."""


class Mixing(Faultless):
    """Threads meet in one place, where the last one's job is what all of them get."""

    def __init__(self) -> None:
        super().__init__()
        self.last: Job | None = None
        self.meeting = threading.Barrier(3)

    def run(self, job: Job) -> list[Run]:
        if threading.current_thread() is threading.main_thread():
            return super().run(job)
        self.last = job
        self.meeting.wait()
        return super().run(self.last)


class Flooded(Faultless):
    """Keeps more output than it may."""

    def run(self, job: Job) -> list[Run]:
        return [
            replace(run, stdout="x" * 100_000) if run.outcome is Outcome.OUTPUT_LIMIT else run
            for run in super().run(job)
        ]


class Broken(Faultless):
    """Fails on one program, with an error."""

    def run(self, job: Job) -> list[Run]:
        if "os.setsid()" in job.files.get("main.py", ""):
            raise SandboxError("the worker is gone")
        return super().run(job)


@pytest.mark.parametrize(
    ("sandbox", "message"),
    [
        (Paying(), r"H5 .*accepted is not wrong_answer"),
        (Failing(), r"processes-python: runtime_error: no processes here"),
        (Misprinting(), r"threads-python: expected '5050\\n', got '5050\\n\\n'"),
        (Telling(), r"I13 .*it was shown 'root:'"),
        (Infected(), r"R22: an honest program after it got time_limit"),
        (Reversing(), r"python: runs come in the order of inputs: \(5, -7, 5, 0, 11\) gave \[22"),
        (Lenient(), r"an unknown language is refused by name"),
        (Unclosed(), r"closing ends it, twice over: a closed sandbox ran a program"),
        (Mixing(), r"python: threads get their own answers: got"),
        (Flooded(), r"python: what is kept of output is bounded: 100000 bytes"),
        (Broken(), r"R22: SandboxError: the worker is gone"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, FakeSandbox) else "",
)
def test_a_fault_is_named(sandbox: FakeSandbox, message: str) -> None:
    with pytest.raises(CheckError, match=message):
        check_sandbox(sandbox, languages=("python",))


def test_a_job_that_cannot_be_has_to_be_refused() -> None:
    with pytest.raises(CheckError, match=r"python: a job that cannot be is refused"):
        check_sandbox(Lenient(), languages=("python",))


def test_programs_can_be_left_out() -> None:
    report = check_sandbox(Paying(), languages=("python",), skip=("H5",))
    assert report.cheats == len(cheats.load()) - 1


def test_a_language_that_it_does_not_have_is_named() -> None:
    with pytest.raises(UnknownNameError, match="no language of this sandbox 'klingon'"):
        check_sandbox(Faultless(), languages=("klingon",))
