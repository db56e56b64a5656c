"""Asks originals for their answers to inputs, in the sandbox, twice and in two orders."""

from collections.abc import Sequence

from codeeval_gym.challenges.generation.data import Example, Masked, Skip
from codeeval_gym.challenges.generation.languages._base import Runner
from codeeval_gym.errors import SandboxError
from codeeval_gym.types import Call, Job, Limits, Outcome, Run
from codeeval_gym.values import Plain, encode

__all__ = ["MAIN_FILES", "answer_all"]

MAIN_FILES = {
    "cpp": "main.cpp",
    "java": "main.java",
    "javascript": "main.js",
    "rust": "main.rs",
}
"""The program's file, by language."""
_LIMITS = Limits(
    wall_seconds=30.0, cpu_seconds=20.0, memory_mb=512, output_kb=4096, processes=16, disk_mb=16
)
_MOST_ROUNDS = 6
Inputs = Sequence[tuple[Plain, ...]]


def answer_all(
    masked: Sequence[Masked], inputs: Sequence[Inputs], runner: Runner
) -> list[list[Example | Skip]]:
    """Return what the originals answer; see ``Language.answer``.

    Raises:
        SandboxError: If the sandbox failed.
    """
    forward = _runs(masked, inputs, runner)
    backward = _runs(masked, [list(reversed(given)) for given in inputs], runner)
    return [
        [
            _example(item, args, one, other)
            for args, one, other in zip(given, first, reversed(second), strict=True)
        ]
        for item, given, first, second in zip(masked, inputs, forward, backward, strict=True)
    ]


def _runs(masked: Sequence[Masked], inputs: Sequence[Inputs], runner: Runner) -> list[list[Run]]:
    """One run for each input. What comes after an input that ends the process is asked again."""
    done: list[list[Run]] = [[] for _ in masked]
    for _ in range(_MOST_ROUNDS):
        places = [at for at, given in enumerate(inputs) if len(done[at]) < len(given)]
        jobs = [_job(masked[at], inputs[at][len(done[at]) :]) for at in places]
        for at, result in zip(places, runner.run_batch(jobs) if jobs else [], strict=True):
            if isinstance(result, SandboxError):
                raise result
            done[at] += _reached(result)
    lost = Run(Outcome.RUNTIME_ERROR, error="it ends the process too often")
    return [
        [*runs, *[lost] * (len(given) - len(runs))]
        for runs, given in zip(done, inputs, strict=True)
    ]


def _reached(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs up to the one that ended the process: all those behind it have failed with it."""
    last = max((at for at, run in enumerate(runs) if run.returned is not None), default=-1)
    refused = runs[0].outcome in (Outcome.COMPILE_ERROR, Outcome.UNKNOWN_MODULE)
    return runs if refused else runs[: last + 2]


def _job(item: Masked, inputs: Inputs) -> Job:
    language = item.candidate.language
    calls = tuple(Call(item.entry, args) for args in inputs)
    return Job(language, {MAIN_FILES[language]: item.program}, calls, _LIMITS)


def _example(item: Masked, args: tuple[Plain, ...], first: Run, second: Run) -> Example | Skip:
    subject = item.candidate.id
    if first.outcome in (Outcome.COMPILE_ERROR, Outcome.UNKNOWN_MODULE):
        return Skip(subject, "alone it does not compile", first.error or "")
    if first.returned is None or second.returned is None:
        return Skip(subject, "no answer", first.error or second.error or "")
    if encode(first.returned.value) != encode(second.returned.value):
        return Skip(subject, "its answers vary")
    return Example(args, first.returned.value, "differential")
