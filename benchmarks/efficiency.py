"""Is growth recognised, does a reward repeat, and what does the part ``efficiency`` cost?

    python -m benchmarks.efficiency [classes] [repeats] [cost] [--python PATH] [--busy N]

``classes`` measures thirty programs of known growth, ``repeats`` the same programs twenty times,
each with an engine that knows nothing yet of the program, ``cost`` judges accepted programs with
and without the part. The first two have a process beside them that keeps a core busy.
"""

import contextlib
import multiprocessing
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import yaml

from codeeval_gym.challenges import library, load
from codeeval_gym.errors import SandboxError
from codeeval_gym.evaluation import DEFAULT_PARTS, EvaluationEngine
from codeeval_gym.types import CallTest, Challenge, Param, Scaling, Signature, Verdict
from codeeval_gym.values import Plain

__all__ = ["Known", "busy_cores", "known_programs"]

_FILE = Path(__file__).with_name("efficiency_programs.yaml")
_REPEATED = ("pairs_with_gap", "nth_letter", "finish_times", "reachable_stations", "tile_rows")
_TIMES = 20
_BATCH = 64


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
            public_tests=(CallTest((), None),),
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


def classes(engine: EvaluationEngine) -> tuple[list[str], int]:
    """A line for each program, and how many are right."""
    lines, right = [], 0
    for known in known_programs():
        report = engine.evaluate_efficiency(known.program, tested(known, engine))
        growth = report.growth
        found = "none" if growth is None else growth.label
        right += found == known.label
        figures = report.note or ""
        if growth is not None:
            figures = f"{growth.slope:.2f} [{growth.low:.2f}, {growth.high:.2f}] {growth.counter}"
        lines.append(f"| {known.name} | {known.label} | {found} | {figures} |")
        print(lines[-1], flush=True)
    return lines, right


def repeats(engine: EvaluationEngine) -> list[str]:
    """For each program, how many of twenty measurements gave the score that most gave."""
    lines = []
    for name in _REPEATED:
        challenge = library.entry(name).challenge
        assert challenge.scaling is not None
        texts = {"reference": challenge.references, "slower": challenge.scaling.slower}
        for title, programs in texts.items():
            # A comment makes it another program, which no cache knows.
            pairs = [(challenge, f"{programs['python']}\n# {turn}\n") for turn in range(_TIMES)]
            scores = Counter(
                item.efficiency.score
                for item in engine.evaluate_batch(pairs, need=frozenset({"efficiency"}))
                if not isinstance(item, SandboxError) and item.efficiency is not None
            )
            score, count = scores.most_common(1)[0]
            lines.append(f"| {name}, {title} | {score} | {count} of {_TIMES} |")
            print(lines[-1], flush=True)
    return lines


def cost(engine: EvaluationEngine, rounds: int = 6) -> list[str]:
    """CPU milliseconds per accepted program, without the part and with it, taken in turn."""
    lines = []
    for name in ("families:train", "library:train"):
        chosen = list(islice(load(name), _BATCH))
        taken: dict[bool, list[float]] = {False: [], True: []}
        first = 0.0
        for turn in range(rounds + 1):
            for measured in (False, True):
                pairs = [
                    (item, f"{item.references['python']}\n# {turn} {measured}\n") for item in chosen
                ]
                need = DEFAULT_PARTS | ({"efficiency"} if measured else set())
                before = _cpu_seconds(engine)
                judged = engine.evaluate_batch(pairs, need=need)
                spent = (_cpu_seconds(engine) - before) / len(pairs) * 1000
                assert all(
                    not isinstance(item, SandboxError) and item.verdict is Verdict.ACCEPTED
                    for item in judged
                )
                if turn:
                    taken[measured].append(spent)
                elif measured:
                    first = spent
        without, with_it = (statistics.median(taken[key]) for key in (False, True))
        lines.append(
            f"| {name}, {len(chosen)} challenges | {without:.2f} | {with_it:.2f} | {first:.2f} |"
        )
        print(lines[-1], flush=True)
    return lines


def _cpu_seconds(engine: EvaluationEngine) -> float:
    """CPU time of this process, its ended children and the sandbox's workers."""
    own = sum(os.times()[:4])
    return own
