"""What judging quality costs: the core in each language, and each external analyser that is here.

Run ``python -m benchmarks.quality`` from the root of the repository. Programs are the longest
references of the built-in challenges, most being very short, each with a comment of its own, so
that no two texts are the same. Kinds take turns within each round, so that what else the machine
does meets all of them. CPU time is that of this process and of all it started: the analysers'
process, ruff, and what runs in a jail.
"""

import argparse
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.report import load_average, machine
from codeeval_gym.challenges import load
from codeeval_gym.errors import LanguageUnavailable, SandboxUnavailable
from codeeval_gym.evaluation.quality import QualityAnalyser
from codeeval_gym.sandboxes import Sandbox, make
from codeeval_gym.sandboxes.analysers import ExternalTool, analysers
from codeeval_gym.types import Run

ROOT = Path(__file__).parents[1]
OUT = ROOT / "runs/bench/quality.json"
COMMENTS = {"python": "#", "javascript": "//", "java": "//", "cpp": "//", "rust": "//"}
BATCH = 64
REPEATS = 2
"""Batches in each measurement of the core: the kernel counts others' CPU time in steps of 10 ms."""

Measurement = Callable[[], tuple[float, int]]
"""Judges programs; gives the CPU seconds it took and their number."""
_numbers = itertools.count()


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, write the record.

    Args:
        arguments: The command line's; ``None`` means this process's.

    Returns:
        The exit code, 0.
    """
    options = _parser().parse_args(arguments)
    facts = machine()
    programs = {language: _references(language) for language in COMMENTS}
    analyser = QualityAnalyser()
    sandbox = _sandbox()
    try:
        kinds = dict(_kinds(analyser, sandbox, programs))
        rows: dict[str, list[tuple[float, float]]] = {name: [] for name in kinds}
        for _ in range(options.rounds):
            for name, measure in kinds.items():
                started = time.perf_counter()
                cpu, count = measure()
                rows[name].append((cpu / count, (time.perf_counter() - started) / count))
    finally:
        analyser.close()
        if sandbox is not None:
            sandbox.close()
    facts["load_average_after"] = load_average()
    facts["programs"] = {language: _described(texts) for language, texts in programs.items()}
    figures = {name: _figures(measured) for name, measured in rows.items()}
    _print(figures, facts)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps({"machine": facts, "kinds": figures}, indent=1) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    parser.add_argument(
        "--out", type=Path, default=OUT, metavar="FILE", help="default: %(default)s"
    )
    return parser


def _references(language: str) -> list[str]:
    every = load("builtin")
    found = {item.references[language] for item in every if language in item.references}
    return sorted(found, key=lambda text: (-text.count("\n"), text))[:BATCH]


def _described(texts: Sequence[str]) -> str:
    lines = statistics.mean(text.count("\n") for text in texts)
    return f"{len(texts)} of {lines:.0f} lines on average"


def _sandbox() -> Sandbox | None:
    try:
        return make("nsjail")
    except SandboxUnavailable as error:
        print(f"Not measured: external analysers. {error}", file=sys.stderr)
        return None


def _kinds(
    analyser: QualityAnalyser, sandbox: Sandbox | None, programs: dict[str, list[str]]
) -> Iterator[tuple[str, Measurement]]:
    for language, texts in programs.items():
        analyser.analyse(texts[:1], language)  # not counted: starting what stays
        yield f"{language}, batches of {BATCH}", _core(analyser, language, texts, BATCH)
    yield "python, one at a time", _core(analyser, "python", programs["python"], 1)
    for name in analysers if sandbox is not None else ():
        assert sandbox is not None
        tool = analysers[name]()
        try:
            said = sandbox.toolset(name)
        except LanguageUnavailable as error:
            print(f"Not measured: {name}. {error}", file=sys.stderr)
            continue
        sandbox.run(tool.job([tool.sample]))
        yield said.rpartition(" (")[0], _external(sandbox, tool, programs[tool.reads])


def _core(analyser: QualityAnalyser, language: str, texts: Sequence[str], size: int) -> Measurement:
    def measure() -> tuple[float, int]:
        before = _cpu_seconds()
        for _ in range(REPEATS):
            marked = _marked(texts, language)
            for start in range(0, len(marked), size):
                analyser.analyse(marked[start : start + size], language)
        return _cpu_seconds() - before, BATCH * REPEATS

    return measure


def _external(sandbox: Sandbox, tool: ExternalTool, texts: Sequence[str]) -> Measurement:
    def measure() -> tuple[float, int]:
        before, inside = time.process_time(), 0.0
        marked = _marked(texts, tool.reads)
        groups = [marked[at : at + tool.together] for at in range(0, len(marked), tool.together)]
        answers = sandbox.run_batch([tool.job(group) for group in groups])
        for group, runs in zip(groups, answers, strict=True):
            if not isinstance(runs, list):
                raise runs
            inside += _cpu_of(runs[0])
            tool.read(runs[0], len(group))
        return time.process_time() - before + inside, BATCH

    return measure


def _cpu_of(run: Run) -> float:
    if run.usage.cpu_seconds is None:
        raise RuntimeError("This machine does not say what a run costs.")
    return run.usage.cpu_seconds


def _marked(texts: Sequence[str], language: str) -> list[str]:
    whole = list(itertools.islice(itertools.cycle(texts), BATCH))
    return [f"{text}\n{COMMENTS[language]} {next(_numbers)}\n" for text in whole]


def _cpu_seconds() -> float:
    """CPU time of this process and of its children, with what those waited for."""
    ticks = 0
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def _figures(measured: Sequence[tuple[float, float]]) -> dict[str, float]:
    cpu = [1000 * seconds for seconds, _ in measured]
    wall = [1000 * seconds for _, seconds in measured]
    return {
        "cpu_ms": statistics.median(cpu),
        "cpu_ms_least": min(cpu),
        "cpu_ms_most": max(cpu),
        "wall_ms": statistics.median(wall),
    }


def _print(figures: dict[str, dict[str, float]], facts: dict[str, object]) -> None:
    print("| analysed | CPU ms of a program | least and most | ms on the clock |")
    print("| --- | ---: | ---: | ---: |")
    for name, row in figures.items():
        bounds = f"{row['cpu_ms_least']:.2f}, {row['cpu_ms_most']:.2f}"
        print(f"| {name} | {row['cpu_ms']:.2f} | {bounds} | {row['wall_ms']:.2f} |")
    for fact, value in facts.items():
        print(f"- {fact.replace('_', ' ')}: {value}")


if __name__ == "__main__":
    sys.exit(main())
