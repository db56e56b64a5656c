"""What judging one program costs, by this project and by the others, on the same programs.

Run ``python -m benchmarks.sandbox`` from the root of the repository. The systems take turns chunk
by chunk, in a different order each time, so that what else the machine does meets all of them.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.host import Host
from benchmarks.report import Row, load_average, machine, markdown
from benchmarks.systems import SYSTEMS, load_tasks
from codeeval_gym.errors import ConfigError, SandboxUnavailable

CHUNK = 41
QUICK = 20
ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared/data/humaneval/HumanEval.jsonl.gz"
OUT = ROOT / "runs/bench/sandbox.json"


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, write the record.

    Args:
        arguments: The command line's; ``None`` means this process's.

    Returns:
        The exit code: 2 where HumanEval cannot be read, 1 where no jail can be had.
    """
    options = _parser().parse_args(arguments)
    try:
        count = len(load_tasks(options.humaneval))
    except (OSError, ConfigError) as error:
        print(f"{error}\nName HumanEval.jsonl.gz with --humaneval PATH.", file=sys.stderr)
        return 2
    if options.quick:
        count, options.rounds = min(count, QUICK), 1
    before = machine()
    try:
        rows = _measure(options.humaneval, count, options.rounds)
    except SandboxUnavailable as error:
        print(error, file=sys.stderr)
        return 1
    facts = {**before, "load_average_after": load_average()}
    _print(rows, facts, count, options.rounds)
    _write(options.out, rows, {**facts, "programs": count, "rounds": options.rounds})
    print(f"\nWritten: {options.out}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sandbox", description=__doc__)
    parser.add_argument(
        "--humaneval", default=str(DATA), metavar="PATH", help="default: %(default)s"
    )
    parser.add_argument("--rounds", type=int, default=2, help="default: %(default)s")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} programs, one round")
    parser.add_argument(
        "--out", type=Path, default=OUT, metavar="FILE", help="default: %(default)s"
    )
    return parser


def _measure(path: str, count: int, rounds: int) -> list[Row]:
    """Measure every system that is installed; ours is the first."""
    hosts: list[Host] = []
    try:
        hosts += (Host(system, path) for system in SYSTEMS if system.installed())
        rows = [Row(host.system.name, host.system.isolation, host.probe()) for host in hosts]
        turns = list(_turns(count, rounds, len(hosts)))
        for numbers, order in _shown(turns):
            for place in order:
                rows[place].alone.append(hosts[place].judge(numbers))
            for place in order:
                at_once = len(os.sched_getaffinity(0))
                rows[place].together.append(hosts[place].judge_together(numbers, at_once))
        return rows
    finally:
        for host in hosts:
            host.close()


def _turns(count: int, rounds: int, systems: int) -> Iterator[tuple[range, list[int]]]:
    """For each chunk of each round, the tasks and the order in which the systems judge them."""
    starts = [start for _ in range(rounds) for start in range(0, count, CHUNK)]
    for turn, start in enumerate(starts):
        order = [(turn + place) % systems for place in range(systems)]
        yield range(start, min(start + CHUNK, count)), order


def _shown(turns: list[tuple[range, list[int]]]) -> Iterator[tuple[range, list[int]]]:
    columns = (TextColumn("chunks"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield from progress.track(turns)


def _print(rows: list[Row], facts: dict[str, Any], count: int, rounds: int) -> None:
    print(f"{count} canonical solutions of HumanEval, {rounds} round(s), systems taking turns.\n")
    print(markdown(rows))
    for system in SYSTEMS:
        if not system.installed():
            print(f"\nNot measured: {system.name}. Install it: pip install 'codeeval-gym[bench]'")
    print()
    for name, value in facts.items():
        print(f"- {name.replace('_', ' ')}: {value}")


def _write(path: Path, rows: list[Row], facts: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    record = {"machine": facts, "systems": [row.figures() for row in rows]}
    path.write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
