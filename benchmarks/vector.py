"""What the vector environment costs, and how busy it keeps the cores.

    python -m benchmarks.vector [--humaneval PATH] [--rounds 5] [--steps 20] [--reward default]

Real: 64 slots on HumanEval, each handed its problem's canonical solution, every text new, so that
nothing is served from a cache. Fake: a sandbox that runs nothing, so that what is left is ours.
Gymnasium's own vector environments of single ones take turns with it, in another order each round.
"""

import argparse
import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gymnasium.vector import AsyncVectorEnv, AutoresetMode, SyncVectorEnv, VectorEnv
from rich.console import Console
from rich.progress import track

from benchmarks.cores import CoreTime
from benchmarks.report import load_average, machine
from benchmarks.systems import Task, load_tasks
from codeeval_gym.challenges import Dataset
from codeeval_gym.envs import CodeEvalEnv, CodeEvalVectorEnv
from codeeval_gym.errors import ConfigError, SandboxError, SandboxUnavailable
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox, make
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Call, Challenge, Evaluation, Input, Outcome, Returned, Run

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared/data/humaneval/HumanEval.jsonl.gz"
OUT = ROOT / "runs/bench/vector.json"
SLOTS = 64
MANY = 1024
OURS = "CodeEvalVectorEnv"
_WARM_UP = 10
"""Steps in which most problems have come up, so that a program seen before is found again."""
_numbers = itertools.count()


@dataclass
class Real:
    """Steps on a real sandbox."""

    programs: int = 0
    """How many were judged."""
    accepted: int = 0
    """How many were found right: all of them are."""
    wall_seconds: float = 0.0
    """Of all steps."""
    engine_seconds: float = 0.0
    """Of it in the engine."""
    cpu_seconds: float = 0.0
    """CPU time of the thread that takes the steps, outside the engine: the environment's own."""
    own_cores: float = 0.0
    """Core-seconds of this process, its children and its jails."""
    other_cores: float = 0.0
    """Core-seconds of everything else on the machine."""
    idle_cores: float = 0.0
    """Core-seconds that nobody used."""

    @property
    def busy(self) -> float:
        """Share of the cores' time that others left which was used."""
        return self.own_cores / (self.own_cores + self.idle_cores)

    @property
    def own_share(self) -> float:
        """The environment's own part of the wall time of a step."""
        return 1 - self.engine_seconds / self.wall_seconds

    @property
    def cpu_share(self) -> float:
        """The environment's own part of all the CPU time that a step takes."""
        return self.cpu_seconds / self.own_cores


class _Timed(EvaluationEngine):
    """An engine that says how long it was asked."""

    seconds = 0.0
    cpu_seconds = 0.0

    def evaluate_batch(
        self, pairs: Sequence[tuple[Challenge, str]], **options: Any
    ) -> list[Evaluation | SandboxError]:
        """As the engine's."""
        started, cpu = time.perf_counter(), time.thread_time()
        try:
            return super().evaluate_batch(pairs, **options)
        finally:
            self.seconds += time.perf_counter() - started
            self.cpu_seconds += time.thread_time() - cpu


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, write the record.

    Args:
        arguments: The command line's; ``None`` means this process's.

    Returns:
        The exit code: 2 where HumanEval cannot be read, 1 where no jail can be had.
    """
    options = _parser().parse_args(arguments)
    try:
        tasks = load_tasks(options.humaneval)
    except (OSError, ConfigError) as error:
        print(f"{error}\nName HumanEval.jsonl.gz with --humaneval PATH.", file=sys.stderr)
        return 2
    slots, many = (4, 8) if options.quick else (SLOTS, MANY)
    rounds, steps = (1, 2) if options.quick else (options.rounds, options.steps)
    before = machine()
    try:
        real = {OURS: Real(), "SyncVectorEnv": Real()}
        with make("nsjail", workers=options.workers) as sandbox:
            _measure_real(real, tasks, sandbox, slots, rounds, steps, options.reward)
    except SandboxUnavailable as error:
        print(error, file=sys.stderr)
        return 1
    fake = _measure_fake(
        Dataset.of((task.challenge for task in tasks), "tasks"), slots, many, rounds
    )
    facts = {**before, "load_average_after": load_average()}
    _print(real, fake, facts, slots)
    record = {
        "machine": facts,
        "real": {name: asdict(item) for name, item in real.items()},
        "fake_steps": fake,
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(record, indent=1) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.vector", description=__doc__)
    parser.add_argument("--humaneval", default=str(DATA), metavar="PATH")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--steps", type=int, default=20, help="real steps in all")
    parser.add_argument("--reward", default="default", help="of the real steps: %(default)s")
    parser.add_argument("--workers", type=int, help="of the sandbox; default: one for each core")
    parser.add_argument("--quick", action="store_true", help="few slots, one round")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE")
    return parser


def _measure_real(
    real: Mapping[str, Real],
    tasks: Sequence[Task],
    sandbox: Sandbox,
    slots: int,
    rounds: int,
    steps: int,
    reward: str,
) -> None:
    """Let both judge, on one sandbox and one engine, in turn."""
    solutions = {task.challenge.id: task.solution for task in tasks}
    challenges = Dataset.of((task.challenge for task in tasks), "tasks")
    with _Timed(sandbox, cache_size=0) as engine:
        settings: dict[str, Any] = {"engine": engine, "challenges": challenges, "reward": reward}
        envs = {OURS: CodeEvalVectorEnv(slots, **settings), "SyncVectorEnv": _sync(slots, settings)}
        ids = {
            name: env.reset(seed=place)[1]["challenge_id"]
            for place, (name, env) in enumerate(envs.items())
        }
        for name, env in envs.items():  # the analysers and the jails have started
            ids[name] = _step(env, ids[name], solutions)[0]
        each = max(1, steps // rounds)
        for turn in track(range(rounds), "real", console=Console(stderr=True)):
            for name in _order(list(envs), turn):
                ids[name] = _add(real[name], engine, envs[name], ids[name], solutions, each)


def _add(
    real: Real,
    engine: _Timed,
    env: VectorEnv[Any, Any, Any],
    ids: Sequence[str],
    solutions: Mapping[str, str],
    steps: int,
) -> Sequence[str]:
    engine.seconds = engine.cpu_seconds = 0.0
    cores, started, cpu = CoreTime.now(), time.perf_counter(), time.thread_time()
    for _ in range(steps):
        ids, accepted = _step(env, ids, solutions)
        real.programs += len(ids)
        real.accepted += accepted
    real.wall_seconds += time.perf_counter() - started
    real.engine_seconds += engine.seconds
    real.cpu_seconds += time.thread_time() - cpu - engine.cpu_seconds
    spent = CoreTime.now() - cores
    real.own_cores += spent.own
    real.other_cores += spent.other
    real.idle_cores += spent.idle
    return ids


def _step(
    env: VectorEnv[Any, Any, Any], ids: Sequence[str], solutions: Mapping[str, str]
) -> tuple[Sequence[str], int]:
    """One step of right programs, no text of which was seen before."""
    actions = tuple(f"{solutions[name]}# {next(_numbers)}\n" for name in ids)
    *_, truncated, infos = env.step(actions)
    assert not truncated.any()
    return infos["challenge_id"], int((infos["final_info"]["verdict"] == "accepted").sum())


def _measure_fake(
    challenges: Dataset, slots: int, many: int, rounds: int
) -> dict[str, list[tuple[float, float]]]:
    """Steps of all slots together, in each round: a second, and a second of CPU time."""
    found: dict[str, list[tuple[float, float]]] = {}
    with ExitStack() as stack:
        kinds: dict[str, tuple[VectorEnv[Any, Any, Any], Callable[[int], str]]] = {}
        for name, make_env, size, program in _kinds(challenges, slots, many):
            env = make_env(size)
            stack.callback(env.close)
            env.reset(seed=0)
            for _ in range(_WARM_UP):
                env.step([program(0)] * size)
            kinds[f"{name}, {size} slots"] = env, program
        for turn in track(range(rounds), "fake", console=Console(stderr=True)):
            for name in _order(list(kinds), turn):
                env, program = kinds[name]
                found.setdefault(name, []).append(_rate(env, program))
    return found


def _kinds(challenges: Dataset, slots: int, many: int) -> Any:
    # Analysers are no part of the environment, and dearer than all of it.
    settings: dict[str, Any] = {"challenges": challenges, "reward": "default-quality"}

    def single() -> CodeEvalEnv:
        return CodeEvalEnv(sandbox=FakeSandbox(_answer), **settings)

    def ours(size: int) -> CodeEvalVectorEnv:
        return CodeEvalVectorEnv(size, sandbox=FakeSandbox(_answer), **settings)

    def sync(size: int) -> VectorEnv[Any, Any, Any]:
        sandbox = FakeSandbox(_answer)
        return _sync(size, {"sandbox": sandbox, **settings})

    def apart(size: int) -> VectorEnv[Any, Any, Any]:
        mode = AutoresetMode.SAME_STEP
        return AsyncVectorEnv([single] * size, shared_memory=False, autoreset_mode=mode)

    def seen(_: int) -> str:
        return "    return 1\n"

    def fresh(_: int) -> str:
        return f"    return {next(_numbers)}\n"

    yield "AsyncVectorEnv", apart, slots, seen  # first: it forks
    yield OURS, ours, slots, seen
    yield OURS, ours, many, seen
    yield f"{OURS}, new programs", ours, slots, fresh
    yield "SyncVectorEnv", sync, slots, seen


def _answer(files: Mapping[str, str], item: Input) -> Run:
    returned = Returned(1) if isinstance(item, Call) else None
    return Run(Outcome.FINISHED, compiled=True, exit_code=0, returned=returned)


def _sync(size: int, settings: Mapping[str, Any]) -> VectorEnv[Any, Any, Any]:
    mode = AutoresetMode.SAME_STEP
    return SyncVectorEnv([lambda: CodeEvalEnv(**settings)] * size, autoreset_mode=mode)


def _rate(env: VectorEnv[Any, Any, Any], program: Callable[[int], str]) -> tuple[float, float]:
    """Steps a second and a second of CPU time, all slots together; half a second or more."""
    done, started, cores = 0, time.perf_counter(), CoreTime.now()
    while time.perf_counter() - started < 0.5:
        env.step([program(slot) for slot in range(env.num_envs)])
        done += env.num_envs
    seconds = time.perf_counter() - started
    return done / seconds, done / max((CoreTime.now() - cores).own, 1e-9)


def _order(names: list[str], turn: int) -> list[str]:
    place = turn % len(names)
    return names[place:] + names[:place]


def _print(
    real: Mapping[str, Real],
    fake: Mapping[str, list[tuple[float, float]]],
    facts: Mapping[str, Any],
    slots: int,
) -> None:
    print(f"{slots} slots, right programs of HumanEval, every text new:\n")
    head = ("", "programs", "accepted", "programs/s", "own µs a program", "own part of a step")
    lines = [[*head, "of its CPU time", "cores busy", "core-seconds: own, others', idle"]]
    for name, item in real.items():
        rate, own = item.programs / item.wall_seconds, 1e6 * item.cpu_seconds / item.programs
        cores = f"{item.own_cores:.1f}, {item.other_cores:.1f}, {item.idle_cores:.1f}"
        figures = [name, f"{item.programs}", f"{item.accepted}", f"{rate:.0f}", f"{own:.0f}"]
        shares = [f"{item.own_share:.1%}", f"{item.cpu_share:.1%}", f"{item.busy:.1%}"]
        lines.append([*figures, *shares, cores])
    _table(lines)
    print("\nA sandbox that runs nothing, steps of all slots, median over rounds:\n")
    first = next(values for name, values in fake.items() if name.startswith(f"{OURS}, {slots}"))
    lines = [["", "steps/s", "a second of CPU time", "least, most", "ours is faster by"]]
    for name, values in fake.items():
        wall, cpu = ([value[place] for value in values] for place in (0, 1))
        ratio = statistics.median(a[0] / b[0] for a, b in zip(first, values, strict=True))
        medians = [f"{statistics.median(wall):,.0f}", f"{statistics.median(cpu):,.0f}"]
        span = f"{min(cpu):,.0f}, {max(cpu):,.0f}"
        lines.append([name, *medians, span, "" if values is first else f"{ratio:.1f}x"])
    _table(lines)
    print()
    for fact, value in facts.items():
        print(f"- {fact.replace('_', ' ')}: {value}")


def _table(lines: list[list[str]]) -> None:
    lines.insert(1, ["---"] + ["---:"] * (len(lines[0]) - 1))
    for line in lines:
        print(f"| {' | '.join(line)} |")


if __name__ == "__main__":
    sys.exit(main())
