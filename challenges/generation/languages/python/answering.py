"""Asks the original for its answers to made inputs, in the sandbox, twice and in two orders."""

from collections.abc import Sequence

from codeeval_gym.challenges.generation.data import Example, Masked, Skip
from codeeval_gym.challenges.generation.languages._base import Runner
from codeeval_gym.challenges.generation.languages.python.shipping import FOLDER, jail_files
from codeeval_gym.errors import SandboxError
from codeeval_gym.types import Call, Compare, Job, Limits, Run
from codeeval_gym.values import Plain, encode

__all__ = ["answer_all"]

_LIMITS = Limits(
    wall_seconds=30.0, cpu_seconds=20.0, memory_mb=512, output_kb=4096, processes=16, disk_mb=16
)
_PROBE = f"""

def codeeval_probe(arguments):
    from {FOLDER}.probe import examine
    return examine({{entry}}, arguments)
"""
_LOST = "no answer"
Inputs = Sequence[tuple[Plain, ...]]


def answer_all(
    masked: Sequence[Masked], inputs: Sequence[Inputs], runner: Runner
) -> Sequence[Sequence[Example | Skip]]:
    """Return what the originals answer; see ``Language.answer``.

    Raises:
        SandboxError: If the sandbox failed.
    """
    asked = [(item, tuple(given)) for item, given in zip(masked, inputs, strict=True)]
    answers = _ask_twice(asked, runner)
    lost = [
        (at, place)
        for at, found in enumerate(answers)
        for place, answer in enumerate(found)
        if isinstance(answer, Skip) and answer.reason == _LOST
    ]
    # An input that ends the process takes those behind it along: each is asked by itself.
    alone = [(asked[at][0], (asked[at][1][place],)) for at, place in lost]
    for (at, place), (answer,) in zip(lost, _ask_twice(alone, runner), strict=True):
        answers[at][place] = answer
    return answers


def _ask_twice(
    asked: Sequence[tuple[Masked, Inputs]], runner: Runner
) -> list[list[Example | Skip]]:
    """Ask for all inputs in their order, and in another process from the last to the first."""
    orders = [(item, order) for item, given in asked for order in (given, given[::-1])]
    runs = iter(runner.run_batch([_job(item, order) for item, order in orders if order]))
    found: list[list[Example | Skip]] = []
    for item, given in asked:
        if not given:
            found.append([])
            continue
        first, second = _finished(next(runs)), _finished(next(runs))
        pairs = zip(given, first, reversed(second), strict=True)
        found.append([_example(item, *pair) for pair in pairs])
    return found


def _finished(runs: Sequence[Run] | SandboxError) -> Sequence[Run]:
    if isinstance(runs, SandboxError):
        raise runs
    return runs


def _job(item: Masked, inputs: Inputs) -> Job:
    files = {
        "main.py": item.program + _PROBE.format(entry=item.entry),
        **jail_files("plain", "probe"),
    }
    calls = tuple(Call("codeeval_probe", (list(given),)) for given in inputs)
    return Job("python", files, calls, _LIMITS)


def _example(item: Masked, given: tuple[Plain, ...], first: Run, second: Run) -> Example | Skip:
    subject = item.candidate.id
    one, other = _said(first), _said(second)
    if one is None or other is None:
        return Skip(subject, _LOST, first.error or second.error or "")
    if encode(list(one)) != encode(list(other)):
        return Skip(subject, "its answers vary")
    kind, value = one
    if kind == "returned":
        return Example(given, value, "differential")
    if kind == "raised" and isinstance(value, str):
        return Example(given, value, "differential", Compare("raises"))
    reasons = {
        "changed": "it changes its arguments",
        "not plain": "its answer is no plain data",
        "slow": "it is slow",
    }
    return Skip(subject, reasons.get(str(kind), _LOST), str(value)[:100])


def _said(run: Run) -> tuple[Plain, Plain] | None:
    """What the probe answered, in the only form it has."""
    if run.returned is None:
        return None
    match run.returned.value:
        case [str(kind), value]:
            return kind, value
    return None
