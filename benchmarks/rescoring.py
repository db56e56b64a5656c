"""How long do 100,000 stored records take to be scored anew?

    python -m benchmarks.rescoring                     # makes records, then times both commands
    python -m benchmarks.rescoring --records FOLDER    # of a run of yours

Records are made as a training run leaves them: programs for the project's own challenge families,
right and wrong, are judged for real, quality included, and written out again and again until there
are enough, a file for each iteration. What is timed is the whole command, from the shell.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.report import machine
from codeeval_gym import EvaluationEngine
from codeeval_gym.analysis import record_files
from codeeval_gym.challenges import load
from codeeval_gym.types import Challenge, Evaluation, to_json

__all__ = ["judged_records", "timed", "write_run"]

_NEED = frozenset({"syntax", "execution", "tests", "quality"})
_AN_ITERATION = 64
_COMMANDS = {
    "rescore": ["rescore", "{run}", "--reward", "default", "--json"],
    "ablate": ["ablate", "{run}", "--reward", "default", "--json"],
}


def judged_records(challenges: Sequence[Challenge], engine: EvaluationEngine) -> list[Evaluation]:
    """Four records for each challenge: its reference, and three ways to spoil it."""
    rng = random.Random(0)
    pairs = [
        (challenge, program)
        for challenge in challenges
        for program in _spoilt(challenge.references["python"], rng)
    ]
    judged = engine.evaluate_batch(pairs, need=_NEED)
    return [item for item in judged if isinstance(item, Evaluation)]


def _spoilt(program: str, rng: random.Random) -> Iterator[str]:
    yield program
    yield program[: rng.randrange(1, len(program))]
    yield program.replace(" + ", " - ").replace("return ", "return not ")
    yield program.replace("return ", "return undefined_name, ")


def write_run(folder: Path, records: Sequence[Evaluation], count: int) -> float:
    """Write records as a run has them, in turn until there are ``count``.

    Returns:
        The mean length of a line, in bytes.
    """
    lines = [to_json(record) + "\n" for record in records]
    (folder / "records").mkdir(parents=True)
    for iteration, start in enumerate(range(0, count, _AN_ITERATION), start=1):
        places = range(start, min(start + _AN_ITERATION, count))
        text = "".join(lines[place % len(lines)] for place in places)
        (folder / "records" / f"{iteration:06d}.jsonl").write_text(text, encoding="utf-8")
    return sum(map(len, lines)) / len(lines)


def timed(run: Path) -> dict[str, Any]:
    """Wall and CPU seconds of each command on a run, and how many records it scored."""
    found: dict[str, Any] = {}
    for name, arguments in _COMMANDS.items():
        command = [sys.executable, "-c", "from codeeval_gym.cli import main; main()"]
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [*command, *(part.format(run=run) for part in arguments)],
            capture_output=True,
            text=True,
            check=True,
        )
        seconds = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        summaries = json.loads(done.stdout)
        programs = {summary["programs"] for summary in summaries.values()}
        found[name] = {
            "seconds": seconds,
            "cpu_seconds": cpu,
            "rewards": len(summaries),
            "programs": max(programs),
        }
    return found


def _shown(rounds: Sequence[dict[str, Any]], command: str, figure: str) -> str:
    return ", ".join(f"{found[command][figure]:.1f}" for found in rounds)


def main() -> None:
    """Print the figures, and the record of the run as the last line."""
    parser = argparse.ArgumentParser(description="How fast are stored records scored anew?")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--records", type=Path, help="A run of yours, in place of one made here.")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = asked.records or Path(folder, "run")
        if asked.records is None:
            with EvaluationEngine() as engine:
                records = judged_records(list(load("families:train"))[:250], engine)
            size = write_run(run, records, asked.count)
            print(f"{asked.count} records of {size:.0f} bytes on average.")
        print(f"{len(record_files(run))} files.")
        rounds = [timed(run) for _ in range(asked.rounds)]
    for name in _COMMANDS:
        scored = rounds[0][name]
        print(
            f"{name}: {scored['programs']} records by {scored['rewards']} rewards in "
            f"{_shown(rounds, name, 'seconds')} s; CPU time, all processes: "
            f"{_shown(rounds, name, 'cpu_seconds')} s."
        )
    print(json.dumps({"machine": machine(), "rounds": rounds}))


if __name__ == "__main__":
    main()
