"""What the gate finds in benchmarks, how many of their mutants die, and what that costs.

Run ``python -m benchmarks.gate humaneval:PATH humaneval-x:PATH@upstream`` from the root of the
repository. Each language has a sandbox of its own, so that its CPU time can be told apart.
"""

import argparse
import json
import random
import sys
import threading
import time
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.progress import track

from benchmarks.report import load_average, machine
from codeeval_gym.challenges import GateReport, GateSettings, examine, load
from codeeval_gym.challenges.mutation import Fate
from codeeval_gym.errors import ChallengeError, SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import make
from codeeval_gym.types import Challenge, Evaluation

ROOT = Path(__file__).parents[1]
OUT = ROOT / "runs/bench/gate.json"
SHOWN = 12
"""Ids that a table names for each kind of finding."""


@dataclass
class Measured:
    """One dataset in one language."""

    dataset: str
    language: str
    challenges: int = 0
    admitted: int = 0
    fates: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    fully_killed: int = 0
    """Challenges with mutants all of which die, those aside that are suspected to be right."""
    builds: int = 0
    found: dict[str, list[str]] = field(default_factory=dict)
    """Kind of finding to the challenges with it."""
    sentences: dict[str, list[str]] = field(default_factory=dict)
    """Challenge to what was found."""
    weakest: list[tuple[float, str]] = field(default_factory=list)
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    """Of all programs that ran; compilers aside."""
    own_seconds: float = 0.0
    """CPU time of this process: making mutants, comparing answers."""

    def add(self, report: GateReport) -> None:
        """Count one challenge."""
        self.challenges += 1
        self.admitted += report.admitted
        for kind in {finding.kind for finding in report.findings}:
            self.found.setdefault(str(kind), []).append(report.challenge_id)
        if report.findings:
            self.sentences[report.challenge_id] = list(map(str, report.findings))
        for score in report.scores:
            for record in score.records:
                self.fates[record.fate] += 1
            self.builds += score.builds
            self.fully_killed += score.share == 1.0
            if score.share is not None:
                self.weakest.append((score.share, report.challenge_id))


class _Metered:
    """A judge that adds up the CPU time of all that it had to run."""

    def __init__(self, engine: EvaluationEngine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self.cpu_seconds = 0.0

    def evaluate_batch(
        self,
        pairs: Sequence[tuple[Challenge, str]],
        *,
        language: str = "python",
        need: Iterable[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> list[Evaluation | SandboxError]:
        """As the engine's."""
        found = self._engine.evaluate_batch(
            pairs, language=language, need=need, environment=environment
        )
        usages = [item.usage for item in found if isinstance(item, Evaluation)]
        with self._lock:
            self.cpu_seconds += sum(item.cpu_seconds or 0.0 for item in usages if item)
        return found


def _measure(
    name: str, language: str, challenges: Sequence[Challenge], settings: GateSettings, workers: int
) -> Measured:
    measured = Measured(name, language)
    started, own = time.perf_counter(), time.process_time()
    with make("nsjail", workers=workers) as sandbox:
        engine = _Metered(EvaluationEngine(sandbox))
        label = f"{name} {language}"
        for challenge in track(challenges, label, console=Console(stderr=True)):
            try:
                measured.add(examine(challenge, engine, settings=settings))
            except (ChallengeError, SandboxError, ValueError) as error:
                measured.found.setdefault("not examined", []).append(challenge.id)
                measured.sentences[challenge.id] = [str(error)]
    measured.seconds = time.perf_counter() - started
    measured.cpu_seconds = engine.cpu_seconds
    measured.own_seconds = time.process_time() - own
    measured.weakest = sorted(measured.weakest)[:SHOWN]
    return measured


def _show(measured: Measured) -> None:
    fates = measured.fates
    killed, survived = fates[Fate.KILLED], fates[Fate.SURVIVED]
    alike, invalid = fates[Fate.EQUIVALENT_SUSPECTED], fates[Fate.INVALID]
    print(f"\n{measured.dataset} {measured.language}: {measured.challenges} challenges,", end=" ")
    print(f"{measured.admitted} admitted, {measured.seconds:.0f} s,", end=" ")
    print(f"{measured.cpu_seconds:.1f} s of CPU time in programs,", end=" ")
    print(f"{measured.own_seconds:.1f} s in this process")
    if killed + survived:
        tried = sum(fates.values())
        print(f"  mutants {tried}: killed {killed}, survived {survived},", end=" ")
        print(f"suspected equivalent {alike}, invalid {invalid}, builds {measured.builds}")
        print(f"  killed of all that compile {killed / (killed + survived + alike):.1%},", end=" ")
        print(f"of those not suspected {killed / (killed + survived):.1%},", end=" ")
        print(f"challenges at 100 %: {measured.fully_killed}")
        print(f"  {tried / measured.seconds:.1f} mutants/s, the whole gate included;", end=" ")
        print(f"{1000 * measured.cpu_seconds / tried:.0f} ms of CPU time in programs for each")
        weakest = ", ".join(f"{name} {share:.0%}" for share, name in measured.weakest)
        print(f"  weakest: {weakest}")
    for kind, names in sorted(measured.found.items()):
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        print(f"  {kind} ({len(names)}): {', '.join(names[:SHOWN])}{more}")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", nargs="+", help="as challenges.load takes them")
    parser.add_argument("--runs", type=int, default=10, help="of each reference")
    parser.add_argument("--mutants", type=int, default=-1, help="of each reference; -1 for all")
    parser.add_argument("--no-trivial", action="store_true", help="no programs without merit")
    parser.add_argument("--sample", type=int, help="challenges of each language; default all")
    parser.add_argument("--language", action="append", help="only these; default all")
    parser.add_argument("--number", action="append", help="only ids that end so; default all")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=OUT)
    return parser.parse_args()


def main() -> int:
    """Measure and print; the exit code is 0."""
    options = _parse()
    settings = GateSettings(
        runs=options.runs,
        trivial=not options.no_trivial,
        mutants=None if options.mutants < 0 else options.mutants,
    )
    print(machine(), load_average(), sep="\n")
    all_measured = []
    for spec in options.datasets:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a loader leaves out, it says elsewhere
            dataset = list(load(spec))
        name = spec.partition(":")[0] + ("@upstream" if "@upstream" in spec else "")
        for language in sorted({item for challenge in dataset for item in challenge.languages}):
            if options.language and language not in options.language:
                continue
            chosen = [item for item in dataset if language in item.languages]
            if options.number:
                chosen = [it for it in chosen if it.id.rpartition("/")[2] in options.number]
            if options.sample and options.sample < len(chosen):
                chosen = random.Random(0).sample(chosen, options.sample)
            only = replace(settings, languages=(language,))
            measured = _measure(name, language, chosen, only, options.workers)
            _show(measured)
            sys.stdout.flush()
            all_measured.append(asdict(measured))
            options.out.parent.mkdir(parents=True, exist_ok=True)
            options.out.write_text(json.dumps(all_measured, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
