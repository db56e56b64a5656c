"""A sandbox that runs nothing, on the same seam as the real ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes import Capabilities, Sandbox
from codeeval_gym.types import (
    Call,
    CallTest,
    Challenge,
    Check,
    Input,
    Job,
    Outcome,
    Returned,
    Run,
    Stdin,
    StdioTest,
)

__all__ = ["Answer", "FakeSandbox", "solver"]

Answer = Callable[[Mapping[str, str], Input], Run]
"""From a job's files and one of its inputs to what running would have given."""


class FakeSandbox(Sandbox):
    """Answers every input from a function. Nothing is executed, so nothing needs isolating.

    Args:
        answer: Called with a job's files and one input. A
            :class:`~codeeval_gym.errors.SandboxError` that it raises is the sandbox's failure.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.jobs: list[Job] = []
        """Every job it was given, in order."""
        self.closed = False
        """Whether :meth:`close` was called."""

    @property
    def capabilities(self) -> Capabilities:
        """Every language, no isolation, one worker."""
        languages = ("python", "javascript", "java", "cpp", "rust")
        return Capabilities("fake", languages, (), (), "none", 1)

    def run(self, job: Job) -> list[Run]:
        """Answer each input in turn.

        Raises:
            SandboxError: If the answer function raises it.
        """
        self.jobs.append(job)
        return [self.answer(job.files, item) for item in job.inputs]

    def run_batch(self, jobs: Sequence[Job]) -> list[list[Run] | SandboxError]:
        """Answer each job in turn."""
        return [self._run_or_error(job) for job in jobs]

    def close(self) -> None:
        """Note that it was closed."""
        self.closed = True

    def _run_or_error(self, job: Job) -> list[Run] | SandboxError:
        try:
            return self.run(job)
        except SandboxError as error:
            return error


def solver(challenges: Iterable[Challenge]) -> Answer:
    """Answers as if every reference of these challenges were right and nothing else were.

    A program that holds a reference's text returns, prints and passes what the tests expect; one
    that does not returns ``None`` and prints nothing; everything compiles.

    Args:
        challenges: The challenges whose references and tests to know.

    Returns:
        An answer function for :class:`FakeSandbox`.
    """
    known = [(text, item) for item in challenges for text in item.references.values()]

    def answer(files: Mapping[str, str], item: Input) -> Run:
        programs = "\n".join(files.values())
        for reference, challenge in known:
            if reference in programs:
                return _right_answer(challenge, item)
        return _wrong_answer(item)

    return answer


def _right_answer(challenge: Challenge, item: Input) -> Run:
    for test in challenge.tests:
        if isinstance(test, CallTest) and isinstance(item, Call) and test.args == item.args:
            return _finished(returned=Returned(test.expected))
        if isinstance(test, StdioTest) and isinstance(item, Stdin) and test.stdin == item.text:
            return _finished(stdout=test.stdout)
    return _finished(returned=Returned(True) if isinstance(item, Check) else None)


def _wrong_answer(item: Input) -> Run:
    if isinstance(item, Check):
        return Run(Outcome.RUNTIME_ERROR, compiled=True, exit_code=1, error="AssertionError")
    return _finished(returned=Returned(None) if isinstance(item, Call) else None)


def _finished(*, returned: Returned | None = None, stdout: str = "") -> Run:
    return Run(Outcome.FINISHED, compiled=True, exit_code=0, stdout=stdout, returned=returned)
