"""Is growth recognised, does a reward repeat, and what does the part ``efficiency`` cost?

    python -m benchmarks.efficiency classes repeats cost [--python PATH] [--busy 1]

``classes`` measures thirty programs of known growth, ``repeats`` the same programs twenty times,
each time as one that no cache knows, ``cost`` judges accepted programs with and without the part.
The first two have processes beside them that keep a core busy each.
"""

import argparse
import contextlib
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from benchmarks.report import machine
from benchmarks.systems import group_cpu_seconds
from codeeval_gym.challenges import library, load
from codeeval_gym.evaluation import DEFAULT_PARTS, EvaluationEngine
from codeeval_gym.sandboxes import make
from codeeval_gym.types import CallTest, Challenge, Evaluation, Param, Scaling, Signature
from codeeval_gym.values import Plain

__all__ = ["Known", "busy_cores", "classes", "cost", "known_programs", "main", "repeats", "tested"]

_FILE = Path(__file__).with_name("efficiency_programs.yaml")
_REPEATED = ("pairs_with_gap", "nth_letter", "finish_times", "reachable_stations", "tile_rows")
_TIMES = 20
_BATCH = 64
_ROUNDS = 6


@dataclass(frozen=True)
class Known:
    """A program of known growth."""

    name: str
    """A few words."""
    label: str
    """Its class."""
    program: str
    """Python, with a function ``f``."""
    challenge: Challenge
    """It is the challenge's reference, too."""


def known_programs() -> list[Known]:
    """The thirty programs."""
    found = []
    for entry in yaml.safe_load(_FILE.read_text("utf-8")):
        generator = (
            "import random\n\ndef arguments(size, seed):\n"
            f"    rng = random.Random(seed)\n    {entry['arguments']}\n"
        )
        challenge = Challenge(
            id=f"known/{entry['name'].replace(' ', '-')}",
            title=entry["name"],
            prompt="",
            category="growth",
            tier=1,
            signature=Signature("f", (Param("n", "any"),), "any"),
            references={"python": entry["program"]},
            scaling=Scaling(generator, tuple(entry["sizes"])),
        )
        found.append(Known(entry["name"], entry["label"], entry["program"], challenge))
    return found


@contextlib.contextmanager
def busy_cores(count: int) -> Iterator[None]:
    """Keep so many cores busy."""
    processes = [multiprocessing.Process(target=_spin, daemon=True) for _ in range(count)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.join()


def _spin() -> None:
    while True:
        sum(range(10_000))


def tested(known: Known, engine: EvaluationEngine) -> Challenge:
    """The program's challenge, with one test: what it answers itself for the smallest size."""
    scaling = known.challenge.scaling
    assert scaling is not None
    asked = CallTest((scaling.sizes[0], 1), None)
    arguments = _answer(engine, scaling.generator, asked, "arguments")
    assert isinstance(arguments, list)
    args = tuple(arguments)
    answer = _answer(engine, known.program, CallTest(args, None), "f")
    return replace(known.challenge, public_tests=(CallTest(args, answer),))


def _answer(engine: EvaluationEngine, program: str, test: CallTest, function: str) -> Plain:
    return engine.evaluate_test_cases(program, [test], function=function)[0].got


def classes(engine: EvaluationEngine) -> list[dict[str, Any]]:
    """What was found for each program, and what it cost."""
    found = []
    for known in known_programs():
        report = engine.evaluate_efficiency(known.program, tested(known, engine))
        growth = report.growth
        label = "none" if growth is None else growth.label
        figures = report.note or ""
        if growth is not None:
            figures = f"{growth.slope:.2f} | {growth.low:.2f} to {growth.high:.2f}"
        right = "" if label == known.label else " (wrong)"
        print(f"| {known.name} | {known.label} | {label}{right} | {figures} |", flush=True)
        found.append(
            {
                "name": known.name,
                "label": known.label,
                "found": label,
                "counter": growth.counter if growth else None,
                "sizes": growth.sizes if growth else (),
                "costs": growth.costs if growth else (),
            }
        )
    return found


def _texts(challenge: Challenge) -> dict[str, str]:
    """Right programs of different speed."""
    assert challenge.scaling is not None
    assert challenge.signature is not None
    slower, name = challenge.scaling.slower["python"], challenge.signature.name
    again = (
        f"{slower}\nimport copy\n_once = {name}\n\ndef {name}(*args):\n"
        "    for _ in range(2):\n        _once(*copy.deepcopy(args))\n    return _once(*args)\n"
    )
    reference = challenge.references["python"]
    return {"reference": reference, "slower": slower, "slower, three times over": again}


def repeats(engine: EvaluationEngine) -> dict[str, int]:
    """For each program, how many of twenty measurements gave the score that most gave."""
    found = {}
    for name in _REPEATED:
        challenge = library.entry(name).challenge
        for title, text in _texts(challenge).items():
            # A comment makes it another program, which no cache knows.
            pairs = [(challenge, f"{text}\n# {turn}\n") for turn in range(_TIMES)]
            judged = engine.evaluate_batch(pairs, need=frozenset({"efficiency"}))
            scores = Counter(
                item.efficiency.score
                for item in judged
                if isinstance(item, Evaluation) and item.efficiency is not None
            )
            score, count = scores.most_common(1)[0]
            print(f"| {name}, {title} | {score} | {count} of {_TIMES} |", flush=True)
            found[f"{name}, {title}"] = count
    return found


def cost(engine: EvaluationEngine) -> dict[str, Any]:
    """CPU milliseconds per accepted program, without the part and with it, taken in turn."""
    found = {}
    for name in ("families:train", "library:train"):
        chosen = list(islice(load(name), _BATCH))
        spent = [
            tuple(_judge(engine, chosen, turn, measured=measured) for measured in (False, True))
            for turn in range(_ROUNDS + 1)
        ]
        without, with_it = (statistics.median(turn[at] for turn in spent[1:]) for at in (0, 1))
        print(
            f"| {name}, {len(chosen)} challenges | {without:.2f} | {with_it:.2f} "
            f"| {spent[0][1]:.2f} |",
            flush=True,
        )
        found[name] = spent
    return found


def _judge(
    engine: EvaluationEngine, chosen: Sequence[Challenge], turn: int, *, measured: bool
) -> float:
    """Judge every reference once more, and say what one of them took."""
    pairs = [(item, f"{item.references['python']}\n# {turn} {measured}\n") for item in chosen]
    need = DEFAULT_PARTS | ({"efficiency"} if measured else set())
    before = _cpu_seconds()
    judged = engine.evaluate_batch(pairs, need=need)
    spent = _cpu_seconds() - before
    wrong = [
        item for item in judged if not isinstance(item, Evaluation) or item.verdict != "accepted"
    ]
    if wrong:
        raise SystemExit(f"A reference is not accepted: {wrong[0]!r:.500}")
    return spent / len(pairs) * 1000


def _cpu_seconds() -> float:
    """CPU time of this process and of the sandbox's workers."""
    return time.process_time() + (group_cpu_seconds(f"codeeval-gym-{os.getpid()}-*") or 0.0)


def main(arguments: Sequence[str]) -> None:
    """Measure what is asked for, print tables, and a record as JSON at the end.

    Args:
        arguments: As the module says.
    """
    parser = argparse.ArgumentParser(description="Efficiency: classes, repeats, cost.")
    parser.add_argument("what", nargs="+", choices=["classes", "repeats", "cost"])
    parser.add_argument("--python", help="The interpreter that programs run on.")
    parser.add_argument("--busy", type=int, default=1, help="Cores kept busy beside it.")
    asked = parser.parse_args(arguments)
    found: dict[str, Any] = {"machine": machine()}
    with make("nsjail", python=asked.python) as sandbox, EvaluationEngine(sandbox) as engine:
        with busy_cores(asked.busy):
            if "classes" in asked.what:
                found["classes"] = classes(engine)
                right = sum(item["found"] == item["label"] for item in found["classes"])
                print(f"{right} of {len(found['classes'])} right")
            if "repeats" in asked.what:
                found["repeats"] = repeats(engine)
        if "cost" in asked.what:
            found["cost"] = cost(engine)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
