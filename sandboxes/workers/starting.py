"""Jobs and steps as what a worker's launcher is asked."""

import marshal
import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from codeeval_gym.sandboxes.languages import Language, Step
from codeeval_gym.sandboxes.workers.supervision import Supervision, memory_file
from codeeval_gym.sandboxes.workers.worker import Worker
from codeeval_gym.types import Job, Limits

__all__ = ["start_forked", "start_step"]

_ADDRESS_SPARE_MB = 64
"""Address space that the runtime holds before a program has asked for any."""
_OUR_PROCESSES = 3
"""Nsjail, the launcher and process 1."""


def start_forked(
    worker: Worker, language: Language, job: Job, mode: str, limits: Limits, payload: dict[str, Any]
) -> Supervision:
    """Run a Python program in a fork of the launcher.

    Args:
        worker: Where.
        language: Python.
        job: The program.
        mode: What the driver does with it: see ``sandboxes/jail/driver.py``.
        limits: What it may use.
        payload: What the mode needs beside the job's files.

    Raises:
        WorkerDied: If the worker could not start it.
    """
    request = _request(worker, language, limits, job.environment) | {"mode": mode}
    body = {"files": dict(job.files), "main": language.main_file, **payload}
    return Supervision(worker, request, marshal.dumps(body), limits)


def start_step(
    worker: Worker,
    language: Language,
    step: Step,
    limits: Limits,
    *,
    files: Mapping[str, str],
    environment: Mapping[str, str],
    payload: dict[str, Any],
    output: int | None = None,
) -> Supervision:
    """Run a step's command.

    Args:
        worker: Where.
        language: Whose step it is.
        step: The command and its files.
        limits: What it may use, runtime aside.
        files: The job's files, beside the step's.
        environment: The job's variables, beside the step's.
        payload: ``stdin`` or ``call_lines``; empty for neither.
        output: A memory file that process 1 writes what the step produces to.

    Raises:
        WorkerDied: If the worker could not start it.
    """
    packages = {} if worker.environment is None else worker.environment.variables
    variables = {**packages, **environment, **step.environment}
    request = _request(worker, language, limits, variables) | {
        "mode": "exec",
        "command": list(step.command),
        "produces": list(step.produces),
        "image": step.image is not None,
    }
    # Marshal, the interpreter's own: from us to our launcher, which so need not load a codec.
    body = marshal.dumps({"files": dict(files), "blobs": dict(step.files), **payload})
    if step.image is None:
        return Supervision(worker, request, body, _with_spare(limits, language), output)
    image = memory_file(step.image)
    try:
        return Supervision(worker, request, body, _with_spare(limits, language), image)
    finally:
        os.close(image)


def _with_spare(limits: Limits, language: Language) -> Limits:
    return replace(
        limits,
        memory_mb=limits.memory_mb + language.spare_memory_mb,
        processes=limits.processes + language.spare_processes,
    )


def _request(
    worker: Worker, language: Language, limits: Limits, environment: Mapping[str, str]
) -> dict[str, Any]:
    limits = _with_spare(limits, language)
    address = None
    if worker.group is None and language.address_limit:
        address = limits.memory_mb + _ADDRESS_SPARE_MB
    # Without an id of its own the program shares ours, and our processes count, too.
    processes = limits.processes + (0 if worker.own_uid else _OUR_PROCESSES)
    return {
        "own_uid": worker.own_uid,
        "environment": dict(environment),
        "limits": {
            "cpu_seconds": limits.cpu_seconds,
            "processes": processes,
            "disk_mb": limits.disk_mb,
            "address_mb": address,
        },
    }
