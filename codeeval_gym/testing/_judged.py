"""Is what a sandbox said of a program what is right for it?"""

from collections.abc import Iterator
from dataclasses import replace

from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.evaluation.compare import matches
from codeeval_gym.evaluation.conform import conform
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.testing import cheats
from codeeval_gym.testing.cheats import Cheat
from codeeval_gym.testing.honest import HonestProgram
from codeeval_gym.types import Call, Compare, Evaluation, Job, Outcome, Run, Verdict
from codeeval_gym.values import Plain

__all__ = ["cheat_faults", "honest_faults", "job_of", "told"]

_SHOWN = 300
_NEEDED = frozenset({"execution", "tests"})
"""What a tolerant parser makes of a text is no business of a sandbox, and takes long for some."""


def job_of(program: HonestProgram) -> Job:
    """The one job that all inputs of an honest program make."""
    files = {languages[program.language].main_file: program.program}
    return Job(program.language, files, program.inputs, program.limits)


def honest_faults(sandbox: Sandbox, program: HonestProgram) -> Iterator[str]:
    """What is wrong with the runs of an honest program; nothing if they are right.

    Raises:
        SandboxError: If the sandbox fails.
    """
    runs = sandbox.run(job_of(program))
    if len(runs) != len(program.inputs):
        yield f"{program.id}: {len(runs)} runs for {len(program.inputs)} inputs"
        return
    for item, expected, run in zip(program.inputs, program.expected, runs, strict=True):
        if run.outcome is not Outcome.FINISHED:
            yield f"{program.id}: {run.outcome}: {run.error}; {run.stderr[:_SHOWN]}"
        elif isinstance(item, Call) and not _returned(run, expected, program.language):
            yield f"{program.id}: expected {expected!r:.{_SHOWN}}, got {run.returned!r:.{_SHOWN}}"
        elif not isinstance(item, Call) and run.stdout != expected:
            yield f"{program.id}: expected {expected!r:.{_SHOWN}}, got {run.stdout!r:.{_SHOWN}}"
        else:
            continue
        return


def _returned(run: Run, expected: Plain, language: str) -> bool:
    if run.returned is None:
        return False
    got = conform(run.returned.value, expected, language)
    return matches(got, expected, Compare("strict"))


def cheat_faults(engine: EvaluationEngine, cheat: Cheat) -> Iterator[str]:
    """What a cheat earned, was told or left behind that it should not have; nothing if all holds.

    Raises:
        SandboxError: If the sandbox fails.
    """
    challenge = cheats.challenge_for(cheat.language)
    posed = replace(challenge, limits=cheat.limits)
    found = engine.evaluate(posed, cheat.program, cheat.language, need=_NEEDED)
    if found.tests is None or found.verdict not in cheat.expected:
        right = " or ".join(cheat.expected)
        yield f"{cheat.id} ({cheat.title}): {found.verdict} is not {right}; {_reason(found)}"
    elif hidden := found.tests.select(public=False).passed:
        yield f"{cheat.id} ({cheat.title}): it was paid for {hidden} hidden tests"
    elif found.tests.passed and not cheat.public_passes:
        yield f"{cheat.id} ({cheat.title}): it was paid for {found.tests.passed} public tests"
    for text in cheat.never_shows:
        if text in told(found):
            yield f"{cheat.id} ({cheat.title}): it was shown {text!r}"
    reference = challenge.references[cheat.language]
    after = engine.evaluate(challenge, reference, cheat.language, need=_NEEDED)
    if after.verdict is not Verdict.ACCEPTED:
        yield f"{cheat.id}: an honest program after it got {after.verdict}; {_reason(after)}"


def told(found: Evaluation) -> str:
    """Every text that an evaluation would show to whoever wrote the program."""
    texts: list[str | None] = []
    if found.execution is not None:
        texts += [found.execution.stdout, found.execution.stderr, found.execution.error]
    texts += [result.error for result in found.tests or ()]
    return "\n".join(text for text in texts if text)


def _reason(found: Evaluation) -> str:
    if found.execution is None:
        return "no execution"
    error, stderr = found.execution.error, found.execution.stderr
    return f"{error}; {stderr[:_SHOWN]!r}"
