"""What a program costs in each language, on each backend; what more tests cost; what idling costs.

Run ``python -m benchmarks.languages`` from the root of the repository. Languages, backends and
kinds take turns within each round, so that what else the machine does meets all of them.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.progress import track

from benchmarks.report import load_average, machine
from codeeval_gym.challenges import load
from codeeval_gym.errors import LanguageUnavailable, SandboxUnavailable
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox, make
from codeeval_gym.types import CallTest, Challenge, Evaluation, Param, Signature, Verdict

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared/data/humaneval-x"
OUT = ROOT / "runs/bench/languages.json"
BACKENDS = {
    "nsjail": ("nsjail", {}),
    "nsjail strict": ("nsjail", {"mode": "strict"}),
    "podman": ("podman", {}),
}
COMMENTS = {"python": "#", "javascript": "//", "java": "//", "cpp": "//", "rust": "//"}
PROGRAMS = 16
"""Of each language in each round."""
NEW, SEEN = "new source", "seen before"


@dataclass(frozen=True)
class Kind:
    """What one row of the first table measures."""

    backend: str
    """A key of :data:`BACKENDS`."""
    language: str
    """The programs' language."""
    novelty: str
    """:data:`NEW` or :data:`SEEN`: compiled languages keep what they compiled."""


@dataclass(frozen=True)
class Measured:
    """Some programs of one kind."""

    alone: tuple[float, ...]
    """Seconds of each, judged one at a time."""
    together: float
    """Seconds for all of them, as many at one time as there are cores."""
    cpu: tuple[float, ...]
    """CPU seconds of each run, without compiling."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, write the record.

    Args:
        arguments: The command line's; ``None`` means this process's.

    Returns:
        The exit code: 2 where HumanEval-X cannot be read.
    """
    options = _parser().parse_args(arguments)
    try:
        challenges = {language: _challenges(options.humaneval_x, language) for language in COMMENTS}
    except (OSError, ValueError) as error:
        print(f"{error}\nName HumanEval-X's folder with --humaneval-x PATH.", file=sys.stderr)
        return 2
    facts = machine()
    with ExitStack() as stack:
        engines = dict(_engines(stack))
        kinds = [kind for kind in _kinds(engines) if _available(engines[kind.backend], kind)]
        rows = _measure(engines, kinds, challenges, options.rounds)
        more = _tests_matter(engines, options.rounds * 20)
        idle = {name: _idle_mb(engine.sandbox) for name, engine in engines.items()}
    facts["load_average_after"] = load_average()
    _print(rows, more, idle, facts)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    record = {"machine": facts, "ten_tests": more, "idle_mb": idle, "kinds": _figures(rows)}
    options.out.write_text(json.dumps(record, indent=1) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.languages", description=__doc__)
    parser.add_argument("--humaneval-x", default=str(DATA), metavar="PATH")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument(
        "--out", type=Path, default=OUT, metavar="FILE", help="default: %(default)s"
    )
    return parser


def _challenges(path: str, language: str) -> list[Challenge]:
    """The first problems of an edition whose tests are all data."""
    every = load(f"humaneval-x:{path}")
    fitting = (
        item
        for item in every
        if language in item.languages and all(isinstance(test, CallTest) for test in item.tests)
    )
    return [item for _, item in zip(range(PROGRAMS), fitting, strict=False)]


def _engines(stack: ExitStack) -> Iterator[tuple[str, EvaluationEngine]]:
    for name, (backend, options) in BACKENDS.items():
        try:
            sandbox = stack.enter_context(make(backend, **options))
        except SandboxUnavailable as error:
            print(f"Not measured: {name}. {error}", file=sys.stderr)
            continue
        yield name, EvaluationEngine(sandbox, cache_size=0)


def _kinds(engines: dict[str, EvaluationEngine]) -> Iterator[Kind]:
    for language in COMMENTS:
        for backend in engines:
            yield Kind(backend, language, NEW)
            if language in ("java", "cpp", "rust"):
                yield Kind(backend, language, SEEN)


def _available(engine: EvaluationEngine, kind: Kind) -> bool:
    try:
        engine.sandbox.toolset(kind.language)
    except LanguageUnavailable as error:
        print(f"Not measured: {error}", file=sys.stderr)
        return False
    return True


def _measure(
    engines: dict[str, EvaluationEngine],
    kinds: Sequence[Kind],
    challenges: dict[str, list[Challenge]],
    rounds: int,
) -> dict[Kind, list[Measured]]:
    found: dict[Kind, list[Measured]] = defaultdict(list)
    turns = [(turn, kind) for turn in range(rounds + 1) for kind in kinds]
    for turn, kind in track(turns, "kinds", console=Console(stderr=True)):
        measured = _once(engines[kind.backend], kind, challenges[kind.language], turn)
        if turn > 0:  # the first round starts workers, compilers and precompiled headers
            found[kind].append(measured)
    return found


def _once(
    engine: EvaluationEngine, kind: Kind, challenges: Sequence[Challenge], turn: int
) -> Measured:
    half = len(challenges) // 2
    alone, cpu = [], []
    for item in challenges[:half]:
        started = time.perf_counter()
        evaluation = engine.evaluate(item, _program(item, kind, turn), kind.language)
        alone.append(time.perf_counter() - started)
        usage = _checked(evaluation).usage
        cpu.append((usage and usage.cpu_seconds) or 0.0)
    pairs = [(item, _program(item, kind, turn)) for item in challenges[half:]]
    started = time.perf_counter()
    for result in engine.evaluate_batch(pairs, language=kind.language):
        _checked(result)
    together = (time.perf_counter() - started) / len(pairs)
    return Measured(tuple(alone), together, tuple(cpu))


def _checked(result: object) -> Evaluation:
    if not isinstance(result, Evaluation) or result.verdict is not Verdict.ACCEPTED:
        raise RuntimeError(f"A right program was not accepted: {result}")
    return result


def _program(challenge: Challenge, kind: Kind, turn: int) -> str:
    """The canonical solution; a new text where that is what is measured."""
    mark = f"{kind.backend} {turn} {time.time_ns()}" if kind.novelty == NEW else "same"
    text = challenge.starter[kind.language] + challenge.references[kind.language]
    reference = challenge.references[kind.language]
    whole = reference if challenge.signature and challenge.signature.name in reference else text
    return f"{whole}\n{COMMENTS[kind.language]} {mark}\n"


def _tests_matter(engines: dict[str, EvaluationEngine], runs: int) -> dict[str, float]:
    """Median seconds of a program with ten tests over those of one with one, by backend."""
    program = "def add(a, b):\n    return a + b\n"
    tests = tuple(CallTest((number, 1), number + 1) for number in range(10))
    signature = Signature("add", (Param("a", "int"), Param("b", "int")), "int")
    one = Challenge("bench/one", "", "", "", 1, signature=signature, hidden_tests=tests[:1])
    ten = replace(one, id="bench/ten", hidden_tests=tests)
    ratios = {}
    for name, engine in engines.items():
        seconds: dict[str, list[float]] = defaultdict(list)
        for _ in range(runs):
            for challenge in (one, ten):
                started = time.perf_counter()
                _checked(engine.evaluate(challenge, program))
                seconds[challenge.id].append(time.perf_counter() - started)
        medians = [statistics.median(seconds[item.id]) for item in (ten, one)]
        ratios[name] = medians[0] / medians[1]
    return ratios


def _idle_mb(sandbox: Sandbox) -> dict[str, float]:
    """Private memory of an idle worker, MiB: the process that holds the jail and all below it."""
    pids: list[int] = sandbox.worker_pids()  # type: ignore[attr-defined]
    sizes = [sum(map(_private_mb, _family(pid))) for pid in pids]
    return {"median": statistics.median(sizes), "largest": max(sizes), "workers": len(sizes)}


def _family(pid: int) -> Iterator[int]:
    yield pid
    children = Path(f"/proc/{pid}/task/{pid}/children")
    for child in children.read_text().split() if children.exists() else ():
        yield from _family(int(child))


def _private_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def _figures(rows: dict[Kind, list[Measured]]) -> list[dict[str, object]]:
    figures: list[dict[str, object]] = []
    for kind, measured in rows.items():
        alone = [seconds for item in measured for seconds in item.alone]
        cpu = [seconds for item in measured for seconds in item.cpu]
        figures.append(
            {
                "backend": kind.backend,
                "language": kind.language,
                "novelty": kind.novelty,
                "median_ms": statistics.median(alone) * 1000,
                "run_cpu_ms": statistics.median(cpu) * 1000,
                "per_minute": 60 / statistics.median(item.together for item in measured),
            }
        )
    return figures


def _print(
    rows: dict[Kind, list[Measured]],
    more: dict[str, float],
    idle: dict[str, dict[str, float]],
    facts: dict[str, object],
) -> None:
    print("| language | backend | source | median ms | CPU ms of a run | programs a minute |")
    print("| --- | --- | --- | ---: | ---: | ---: |")
    for row in _figures(rows):
        figures = f"{row['median_ms']:.1f} | {row['run_cpu_ms']:.1f} | {row['per_minute']:,.0f}"
        print(f"| {row['language']} | {row['backend']} | {row['novelty']} | {figures} |")
    print("\n| backend | ten tests over one | private MiB of an idle worker, median and largest |")
    print("| --- | ---: | ---: |")
    for name, ratio in more.items():
        print(f"| {name} | {ratio:.2f} | {idle[name]['median']:.1f}, {idle[name]['largest']:.1f} |")
    print(f"\nCores: {len(os.sched_getaffinity(0))}")
    for fact, value in facts.items():
        print(f"- {fact.replace('_', ' ')}: {value}")


if __name__ == "__main__":
    sys.exit(main())
