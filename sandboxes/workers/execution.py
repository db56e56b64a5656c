"""One job on one slot: calls, scripts, or a conversation with test code."""

import json
from dataclasses import replace

from codeeval_gym.sandboxes._jobs import hash_seed
from codeeval_gym.sandboxes.workers.channels import Channel
from codeeval_gym.sandboxes.workers.programs import Program, prepare
from codeeval_gym.sandboxes.workers.reading import checked_run, parse_record
from codeeval_gym.sandboxes.workers.slots import Slot
from codeeval_gym.sandboxes.workers.supervision import Supervision, watch
from codeeval_gym.sandboxes.workers.toolbox import Toolbox
from codeeval_gym.types import Call, Check, Compile, Job, Outcome, Run, Stdin
from codeeval_gym.values import PlainDataError, from_tree, to_tree

__all__ = ["execute"]

CHECKS_IN = "python"
"""The language of test code, whatever the program's is: they exchange plain data."""


def execute(slot: Slot, job: Job, toolbox: Toolbox) -> list[Run]:
    """Run one job.

    Args:
        slot: Where.
        job: A job that :func:`~codeeval_gym.sandboxes._jobs.check_job` accepts.
        toolbox: The languages.

    Returns:
        One run per input, in order.

    Raises:
        WorkerDied: If the worker was lost.
        LanguageUnavailable: If this machine has no toolchain for the language.
    """
    program = prepare(slot, job, toolbox)
    if isinstance(program, Run):
        return [program] * len(job.inputs)
    first = job.inputs[0]
    if isinstance(first, Check):
        return [
            _check(slot, job, item, program, toolbox)
            for item in job.inputs
            if isinstance(item, Check)
        ]
    if isinstance(first, Call):
        calls = [item for item in job.inputs if isinstance(item, Call)]
        payload = program.channel.payload(calls)
        return program.once("calls", job.limits, **payload).call_runs(len(calls))
    if isinstance(first, Compile):
        return [program.compile_only(job.limits)] * len(job.inputs)
    return _scripts(job, program)


def _scripts(job: Job, program: Program) -> list[Run]:
    """One process per input; the time limits hold for all of them together."""
    wall, cpu = job.limits.wall_seconds, job.limits.cpu_seconds
    runs: list[Run] = []
    for item in job.inputs:
        assert isinstance(item, Stdin)
        if wall <= 0 or cpu <= 0:
            runs.append(Run(Outcome.TIME_LIMIT, error="earlier inputs used up the time"))
            continue
        limits = replace(job.limits, wall_seconds=wall, cpu_seconds=cpu)
        run = program.once("script", limits, stdin=item.text).base()
        wall -= run.usage.wall_seconds or 0.0
        cpu -= run.usage.cpu_seconds or 0.0
        runs.append(run)
    return runs


def _check(slot: Slot, job: Job, item: Check, ours: Program, toolbox: Toolbox) -> Run:
    """Two jails: the program answers calls, the test code makes them; we carry plain data."""
    files = {toolbox.main_files[CHECKS_IN]: item.code}
    seed = {"PYTHONHASHSEED": str(hash_seed(job.environment))}
    test = Job(CHECKS_IN, files, (Compile(),), environment=seed)
    theirs = prepare(slot, test, toolbox, role="checker")
    assert isinstance(theirs, Program)
    program = ours.start("serve", job.limits, function=item.function)
    try:
        checker = theirs.start("check", job.limits)
    except BaseException:
        program.abort()
        raise

    def carry(sender: Supervision, lines: list[bytes]) -> None:
        for line in lines:
            record = parse_record(line)
            if sender is checker and "call" in record:
                program.send(_asked(record["call"], ours.channel))
            elif sender is program and (ours.channel.key in record or "raised" in record):
                checker.send(_replied(record, ours.channel))

    watch([program, checker], carry)
    return checked_run(ours.read(program), theirs.read(checker))


def _asked(written: object, channel: Channel) -> bytes:
    """The checker's call as the program's channel has it; it is trusted to be plain data."""
    args = from_tree(written)
    return channel.line(tuple(args))


def _replied(record: dict[str, object], answers: Channel) -> bytes:
    """The reply a checker is given: one answer, or one line of text."""
    if answers.key in record:
        try:
            return _line({"answer": to_tree(answers.answer(record[answers.key]))})
        except PlainDataError as problem:
            return _line({"raised": f"its answer: {problem}"})
    raised = record["raised"]
    text = raised.get("text") if isinstance(raised, dict) else raised
    return _line({"raised": str(text)[:300]})


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"
