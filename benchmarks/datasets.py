"""What a large dataset costs: opening it, finding a challenge in it, and the memory it takes.

    python -m benchmarks.datasets [--count 100000] [--smaller 1000]

Challenges of the built-in families, renumbered, are written as a folder and as one JSON-lines
file. Each figure is measured in a process of its own, so that none pays for what another holds.
Seconds are those of the processor, so that other work on the machine does not count: the files
were just written and come from memory, not from a disk.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.report import machine
from codeeval_gym.challenges import load
from codeeval_gym.challenges.storage import save, save_jsonl
from codeeval_gym.types import Challenge

__all__ = ["Figures", "measure", "renumbered"]

_ACCESSES = 300
_DIFFERENT = 200


@dataclass(frozen=True)
class Figures:
    """What one dataset costs, in a process of its own."""

    challenges: int
    """How many."""
    open_seconds: float
    """Until its length is known."""
    access_ms: float
    """One challenge at a random place: median."""
    access_p99_ms: float
    """The same: 99 of 100 took no longer."""
    by_id_ms: float
    """One challenge by its id: median."""
    filter_ms: float
    """The challenges of one tier and category, none of them built."""
    memory_mb: float
    """What the process grew by, at its largest."""
    builds_per_second: float
    """Challenges read one after the other, tests and references included."""


def renumbered(count: int) -> Iterator[Challenge]:
    """So many challenges, each with an id and a prompt of its own."""
    few = list(load("families:train")[:_DIFFERENT])
    for number in range(count):
        challenge = few[number % len(few)]
        prompt = f"{challenge.prompt}\n# {number}"
        yield replace(challenge, id=f"large/{number}", prompt=prompt)


def measure(path: Path) -> Figures:
    """Measure in this process; it should be a new one."""
    before = _peak_mb()
    started = time.process_time()
    dataset = load(path)
    count = len(dataset)
    opened = time.process_time() - started
    rng = random.Random(0)
    places = [rng.randrange(count) for _ in range(_ACCESSES)]
    by_place = sorted(_seconds(dataset.__getitem__, place) for place in places)
    ids = [dataset.entry(rng.randrange(count)).id for _ in range(_ACCESSES)]
    by_id = [_seconds(dataset.__getitem__, challenge_id) for challenge_id in ids]
    entry = dataset.entry(count // 2)
    started = time.process_time()
    assert len(dataset.filter(tier=entry.tier, category=entry.category))
    filtered = time.process_time() - started
    taken = _peak_mb() - before
    started = time.process_time()
    for challenge in dataset[:2000]:
        assert challenge.hidden_tests
    building = time.process_time() - started
    return Figures(
        challenges=count,
        open_seconds=opened,
        access_ms=median(by_place) * 1000,
        access_p99_ms=by_place[int(len(by_place) * 0.99)] * 1000,
        by_id_ms=median(by_id) * 1000,
        filter_ms=filtered * 1000,
        memory_mb=taken,
        builds_per_second=min(count, 2000) / building,
    )


def in_new_process(path: Path) -> Figures:
    """Measure in a new process."""
    command = [sys.executable, "-m", "benchmarks.datasets", "--measure", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Figures(**json.loads(done.stdout))


def _seconds(call: Any, argument: Any) -> float:
    started = time.process_time()
    call(argument)
    return time.process_time() - started


def _peak_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("The kernel does not say how much memory a process has taken.")


def _written(folder: Path, count: int) -> dict[str, Any]:
    """Write both forms; say how fast, and how fast an index is made of the folder's file."""
    found: dict[str, Any] = {}
    started = time.process_time()
    save(renumbered(count), folder / "folder", name="large")
    found["saved_per_second"] = count / (time.process_time() - started)
    save_jsonl(renumbered(count), folder / "large.jsonl")
    found["jsonl_mb"] = (folder / "large.jsonl").stat().st_size / (1 << 20)
    shutil.rmtree(folder / "folder/.index")
    started = time.process_time()
    load(folder / "folder", public=True)
    found["scanned_per_second"] = count / (time.process_time() - started)
    return found


def _rows(folder: Path, count: int) -> dict[str, Figures]:
    large, file = folder / "folder", folder / "large.jsonl"
    return {
        f"folder of {count}": in_new_process(large),
        f"file of {count}, first": in_new_process(file),
        f"file of {count}, again": in_new_process(file),
    }


def main() -> None:
    """Print the table, and the record of the run as the last line."""
    parser = argparse.ArgumentParser(description="What a large dataset costs.")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--smaller", type=int, default=1_000)
    parser.add_argument("--measure", type=Path)
    asked = parser.parse_args()
    if asked.measure is not None:
        print(json.dumps(asdict(measure(asked.measure))))
        return
    rows: dict[str, Figures] = {}
    written: dict[str, Any] = {}
    for count in (asked.smaller, asked.count):
        with tempfile.TemporaryDirectory() as name:
            written[str(count)] = _written(Path(name), count)
            rows |= _rows(Path(name), count)
    print("| dataset | open s | place ms | p99 ms | id ms | filter ms | memory MB | builds/s |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, row in rows.items():
        print(
            f"| {name} | {row.open_seconds:.3f} | {row.access_ms:.2f} | {row.access_p99_ms:.2f} "
            f"| {row.by_id_ms:.2f} | {row.filter_ms:.2f} | {row.memory_mb:.1f} "
            f"| {row.builds_per_second:.0f} |"
        )
    for count, figures in written.items():
        print(f"{count}: {', '.join(f'{name} {x:.0f}' for name, x in figures.items())}")
    found = {name: asdict(row) for name, row in rows.items()}
    print(json.dumps({"machine": machine(), "found": found, "written": written}))


if __name__ == "__main__":
    main()
