"""A program that is ready to be started: in a fork of the launcher, or as a process of its own."""

import os
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes._jobs import hash_seed
from codeeval_gym.sandboxes.analysers import ExternalTool
from codeeval_gym.sandboxes.languages import ExecutedLanguage, Language, Source, Step, Toolchain
from codeeval_gym.sandboxes.workers.channels import Channel, TreeChannel, WordChannel
from codeeval_gym.sandboxes.workers.compiling import COMPILE_LIMITS, Compiled, cache_key
from codeeval_gym.sandboxes.workers.outputs import read_outputs
from codeeval_gym.sandboxes.workers.reading import Reading
from codeeval_gym.sandboxes.workers.services import CompileService
from codeeval_gym.sandboxes.workers.slots import Slot
from codeeval_gym.sandboxes.workers.starting import start_forked, start_step
from codeeval_gym.sandboxes.workers.supervision import Supervision, memory_file, watch
from codeeval_gym.sandboxes.workers.toolbox import Toolbox
from codeeval_gym.types import Call, Check, Job, Limits, Outcome, Run

__all__ = ["Program", "prepare"]

MAX_MESSAGES = 4096
"""Characters of a compiler's messages that are kept."""


class Program(ABC):
    """One job's program on one worker."""

    channel: Channel
    """How its calls and answers are written."""

    @abstractmethod
    def start(self, mode: str, limits: Limits, **payload: Any) -> Supervision:
        """Start one process of it.

        Args:
            mode: ``script``, ``calls`` (all given), ``serve`` (one at a time) or ``compile``.
            limits: What it may use.
            **payload: What the mode needs.
        """

    @abstractmethod
    def read(self, run: Supervision) -> Reading:
        """Read how a process ended."""

    @abstractmethod
    def compile_only(self, limits: Limits) -> Run:
        """The run that says whether the program compiles; nothing of it is started."""

    def once(self, mode: str, limits: Limits, **payload: Any) -> Reading:
        """Start one process, and wait for its end."""
        run = self.start(mode, limits, **payload)
        watch([run])
        return self.read(run)


class _Forked(Program):
    channel = TreeChannel()

    def __init__(self, slot: Slot, language: Language, job: Job, role: str = "program") -> None:
        self._slot, self._role = slot, role
        self._language, self._job = language, job

    def start(self, mode: str, limits: Limits, **payload: Any) -> Supervision:
        job = self._job
        seed = hash_seed(job.environment)
        worker = self._slot.worker(job.language, self._role, job.requirements, seed)
        return start_forked(worker, self._language, self._job, mode, limits, payload)

    def read(self, run: Supervision) -> Reading:
        return Reading(run.ending, run.worker)

    def compile_only(self, limits: Limits) -> Run:
        return self.once("compile", limits).base()


class _Executed(Program):
    channel = WordChannel()

    def __init__(
        self, slot: Slot, language: ExecutedLanguage, job: Job, toolbox: Toolbox, compiled: Compiled
    ) -> None:
        self._slot, self._language, self._job = slot, language, job
        self._toolchain = toolbox.toolchain(job.language)
        self._source = _source(slot, job)
        self._compiled = compiled
        # What was compiled runs without its source; what else the job brings along stays.
        compiled_from = language.main_file if compiled.artefacts else None
        self._files = {name: text for name, text in job.files.items() if name != compiled_from}

    def start(self, mode: str, limits: Limits, **payload: Any) -> Supervision:
        artefacts = self._compiled.artefacts
        step = self._language.execution(self._toolchain, self._source, artefacts, limits)
        return self._start(step, limits, payload)

    def read(self, run: Supervision) -> Reading:
        # What an analyser reads is not started, so it has nothing to prove by compiling first.
        precompiled = bool(self._compiled.artefacts) or isinstance(self._language, ExternalTool)
        return Reading(run.ending, run.worker, self.channel, precompiled, self._language)

    def compile_only(self, limits: Limits) -> Run:
        if self._compiled.artefacts:
            return Run(Outcome.FINISHED, compiled=True)
        step = self._language.checking(self._toolchain, self._source)
        run = self._start(step, COMPILE_LIMITS, {})
        watch([run])
        result = Reading(run.ending, run.worker, precompiled=True).base()
        return result if result.outcome is Outcome.FINISHED else _refusal(self._language, result)

    def _start(self, step: Step, limits: Limits, payload: dict[str, Any]) -> Supervision:
        return start_step(
            self._slot.worker(self._job.language, requirements=self._job.requirements),
            self._language,
            step,
            limits,
            files=self._files,
            environment=self._job.environment,
            payload=payload,
        )


def prepare(slot: Slot, job: Job, toolbox: Toolbox, role: str = "program") -> Program | Run:
    """Compile a job's program, where its language is compiled beforehand.

    Args:
        slot: Where.
        job: The program.
        toolbox: The languages.
        role: ``program``, or ``checker`` for trusted test code in a jail of its own.

    Returns:
        The program, or the run that says why the compiler refused it.

    Raises:
        WorkerDied: If the worker was lost.
        LanguageUnavailable: If this machine has no toolchain for the language.
    """
    language = toolbox.language(job.language)
    if not isinstance(language, ExecutedLanguage):
        return _Forked(slot, language, job, role)
    source = _source(slot, job)
    toolchain = toolbox.toolchain(job.language)
    step = language.compilation(toolchain, source)
    if step is None:
        return _Executed(slot, language, job, toolbox, Compiled({}))
    key = cache_key(job.language, toolchain, source, step)
    compiled = toolbox.compiled.get(key)
    if compiled is None:
        compiled = _compile(slot, language, toolchain, job, source, step)
        if _lasting(compiled):
            toolbox.compiled.put(key, compiled)
    if compiled.refusal is not None:
        return compiled.refusal
    return _Executed(slot, language, job, toolbox, compiled)


def _source(slot: Slot, job: Job) -> Source:
    """The program, its packages and its functions: what is called, in the order of first use."""
    names = [item.function for item in job.inputs if isinstance(item, Call | Check)]
    packages = None
    if job.requirements:
        packages = slot.worker(job.language, requirements=job.requirements).environment
    return Source(dict(job.files), tuple(dict.fromkeys(names)), packages)


def _compile(
    slot: Slot,
    language: ExecutedLanguage,
    toolchain: Toolchain,
    job: Job,
    source: Source,
    step: Step,
) -> Compiled:
    service = language.compile_service(toolchain, source.packages)
    if service is not None:
        return _ask(slot, language, service, source, job.requirements)
    output = memory_file(b"")
    try:
        run = start_step(
            slot.worker(job.language, requirements=job.requirements),
            language,
            step,
            COMPILE_LIMITS,
            files=job.files,
            environment={},
            payload={},
            output=output,
        )
        watch([run])
        result = Reading(run.ending, run.worker, precompiled=True).base()
        artefacts = read_outputs(output)
    finally:
        os.close(output)
    if result.outcome is Outcome.FINISHED and artefacts:
        return Compiled(artefacts)
    _check_still_there(toolchain)
    return Compiled({}, _refusal(language, result))


def _check_still_there(toolchain: Toolchain) -> None:
    """A compiler that lost its own files refuses right programs, too: that is our failure."""
    gone = [outside for outside, _ in toolchain.binds if not os.path.exists(outside)]
    if gone:
        raise SandboxError(f"{toolchain} lost files: {', '.join(gone)} is not there any more.")


def _ask(
    slot: Slot,
    language: ExecutedLanguage,
    step: Step,
    source: Source,
    requirements: tuple[str, ...],
) -> Compiled:
    """Let the slot's resident compiler do it; start one if there is none for these packages."""
    key = (language.name, requirements)
    service = slot.services.get(key)
    if service is None or not service.usable():
        if service is not None:
            service.close()
        worker = slot.worker(language.name, "compiler", requirements)
        service = slot.services[key] = CompileService(worker, language, step)
    reply = service.compile(source)
    if isinstance(reply, Run):
        return Compiled({}, _refusal(language, reply))
    if reply.artefacts:
        return Compiled(reply.artefacts)
    ended = Run(Outcome.RUNTIME_ERROR, exit_code=1, stdout=reply.output)
    return Compiled({}, _refusal(language, ended))


def _refusal(language: ExecutedLanguage, run: Run) -> Run:
    """The compile error that a compiler's end amounts to."""
    if run.outcome is Outcome.RUNTIME_ERROR and run.exit_code is not None:
        failure = language.compile_failure(run.stdout + run.stderr)
        text, line = failure.text, failure.line
        outcome = Outcome.UNKNOWN_MODULE if failure.kind == "module" else Outcome.COMPILE_ERROR
    else:  # a limit, a signal, or nothing made in spite of exit code 0
        text, line, outcome = f"compiling: {run.error or 'nothing was made'}", None, None
    return replace(
        run,
        outcome=outcome or Outcome.COMPILE_ERROR,
        compiled=False,
        stdout="",
        stderr=(run.stdout + run.stderr)[:MAX_MESSAGES],
        error=text,
        error_line=line,
    )


def _lasting(compiled: Compiled) -> bool:
    """False where another try, on a quieter machine, might go otherwise."""
    refusal = compiled.refusal
    return refusal is None or (refusal.exit_code is not None and refusal.exit_code != 0)
