"""What every sandbox promises beside right verdicts, each promise as a check."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from codeeval_gym.errors import SandboxError, UnknownNameError
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.testing import cheats
from codeeval_gym.types import Call, Job, Limits, Outcome, Run, Stdin

__all__ = ["Promise", "chosen_languages", "promises"]

_BAD_NAMES = ("../x", "/abs", "a/../../b", "nul\0", "x" * 300)
_ROUNDS = 6


@dataclass(frozen=True)
class Promise:
    """One thing that every sandbox promises."""

    title: str
    """What is promised."""
    check: Callable[[], str | None]
    """Says what is wrong, or ``None``."""


def chosen_languages(sandbox: Sandbox, asked: Iterable[str] | None) -> tuple[str, ...]:
    """The languages to try, in a fixed order.

    Raises:
        UnknownNameError: If the sandbox does not have one that was asked for.
    """
    had = sandbox.capabilities.languages
    if asked is None:
        return tuple(name for name in cheats.LANGUAGES if name in had)
    wanted = tuple(asked)
    for name in wanted:
        if name not in had:
            raise UnknownNameError("language of this sandbox", name, had)
    return tuple(name for name in cheats.LANGUAGES if name in wanted)


def promises(sandbox: Sandbox, chosen: tuple[str, ...]) -> list[Promise]:
    """Every promise, for the languages tried; the last one closes the sandbox."""
    found = [
        Promise("an unknown language is refused by name", partial(_unknown_language, sandbox)),
    ]
    for language in chosen:
        here = partial(_Checks, sandbox, language)
        found += [
            Promise(f"{language}: a job that cannot be is refused", here().bad_jobs),
            Promise(f"{language}: runs come in the order of inputs", here().order),
            Promise(f"{language}: a batch keeps its order", here().batch_order),
            Promise(f"{language}: threads get their own answers", here().threads),
            Promise(f"{language}: what is kept of output is bounded", here().bounded),
        ]
    found.append(Promise("closing ends it, twice over", partial(_closing, sandbox, chosen)))
    return found


def _job(language: str, *numbers: int, limits: Limits | None = None) -> Job:
    challenge = cheats.challenge_for(language)
    name = challenge.signature.name if challenge.signature else ""
    files = {languages[language].main_file: challenge.references[language]}
    calls = tuple(Call(name, (number,)) for number in numbers)
    return Job(language, files, calls, limits or Limits())


def _values(runs: list[Run] | SandboxError) -> list[object]:
    if isinstance(runs, SandboxError):
        return [runs]
    return [run.returned.value if run.returned else run.error for run in runs]


def _unknown_language(sandbox: Sandbox) -> str | None:
    try:
        sandbox.run(Job("klingon", {"main.kl": ""}, (Stdin(),)))
    except UnknownNameError:
        return None
    return "no UnknownNameError was raised"


def _closing(sandbox: Sandbox, chosen: tuple[str, ...]) -> str | None:
    sandbox.close()
    sandbox.close()
    try:
        sandbox.run(_job(chosen[0], 1))
    except SandboxError:
        return None
    return "a closed sandbox ran a program"


@dataclass(frozen=True)
class _Checks:
    sandbox: Sandbox
    language: str

    def bad_jobs(self) -> str | None:
        good = _job(self.language, 1)
        bad = [
            Job(self.language, good.files, ()),
            Job(self.language, good.files, (Stdin(), *good.inputs)),
            Job(self.language, {}, good.inputs),
            Job(self.language, good.files, good.inputs, environment={"A=B": "c"}),
            *(Job(self.language, {**good.files, name: ""}, good.inputs) for name in _BAD_NAMES),
        ]
        for job in bad:
            try:
                self.sandbox.run(job)
            except ValueError:
                continue
            return f"no ValueError was raised for {job}"
        return None

    def order(self) -> str | None:
        numbers = (5, -7, 5, 0, 11)
        got = _values(self.sandbox.run(_job(self.language, *numbers)))
        return None if got == [2 * number for number in numbers] else f"{numbers} gave {got}"

    def batch_order(self) -> str | None:
        jobs = [_job(self.language, number) for number in range(_ROUNDS)]
        got = [_values(runs) for runs in self.sandbox.run_batch(jobs)]
        return None if got == [[2 * n] for n in range(_ROUNDS)] else f"got {got}"

    def threads(self) -> str | None:
        found: dict[int, list[object]] = {}

        def call(start: int) -> None:
            jobs = [_job(self.language, start + number) for number in range(_ROUNDS)]
            try:
                found[start] = [value for job in jobs for value in _values(self.sandbox.run(job))]
            except Exception as error:  # would be lost with its thread
                found[start] = [error]

        threads = [threading.Thread(target=call, args=(start,)) for start in (0, 1000, 2000)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        right = {start: [2 * (start + n) for n in range(_ROUNDS)] for start in (0, 1000, 2000)}
        return None if found == right else f"got {found}"

    def bounded(self) -> str | None:
        """The flood among this language's cheats, under a limit of its own."""
        flood = next(item for item in cheats.load(self.language) if item.entries[0] == "R15")
        files = {languages[self.language].main_file: flood.program}
        limits = Limits(wall_seconds=5, cpu_seconds=3, output_kb=16)
        calls = _job(self.language, 1).inputs
        (run,) = self.sandbox.run(Job(self.language, files, calls, limits))
        if run.outcome is not Outcome.OUTPUT_LIMIT:
            return f"a flood ended in {run.outcome}: {run.error}"
        kept = max(len(text.encode("utf-8", "replace")) for text in (run.stdout, run.stderr))
        if kept > 3 * 16 * 1024:  # a byte that is no text takes three as UTF-8
            return f"{kept} bytes were kept of at most 16 KiB"
        return None
