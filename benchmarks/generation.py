"""How many challenges a code base gives, how good their tests are, and what that costs.

Run ``python -m benchmarks.generation PATH [PATH …]`` from the root of the repository. Every kept
reference is judged once more at the end, by the challenge as it would be saved.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from rich.console import Console
from rich.progress import Progress

from benchmarks.report import load_average, machine
from codeeval_gym.challenges.generation import Report, Settings, generate
from codeeval_gym.errors import SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox, make
from codeeval_gym.types import Job, Run

ROOT = Path(__file__).parents[1]
OUT = ROOT / "runs/bench/generation.json"


@dataclass
class Counted:
    """A sandbox's runs, and the CPU time that they used."""

    sandbox: Sandbox
    jobs: int = 0
    cpu_seconds: float = 0.0

    def attach(self) -> None:
        """Count every run from now on, whoever asks for it."""
        run_batch = self.sandbox.run_batch

        def counting(jobs: Sequence[Job]) -> list[list[Run] | SandboxError]:
            done = run_batch(jobs)
            for runs in done:
                self._add(runs)
            return done

        self.sandbox.run_batch = counting  # type: ignore[method-assign]

    def _add(self, runs: list[Run] | SandboxError) -> None:
        self.jobs += 1
        if isinstance(runs, SandboxError):
            return
        # All calls of a job share one process, and each of its runs carries that one's figures.
        for usage in {id(run.usage): run.usage for run in runs}.values():
            self.cpu_seconds += usage.cpu_seconds or 0.0


def main() -> None:
    """Measure, print a table and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--language", action="append", default=[])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    settings = Settings(languages=tuple(options.language), seed=options.seed)
    figures = [_measure(path, settings, options.workers) for path in options.paths]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": machine(), "load": load_average(), "packages": figures}, indent=1)
    options.out.write_text(text + "\n", "utf-8")


def _measure(path: Path, settings: Settings, workers: int) -> dict[str, Any]:
    console = Console(stderr=True)
    own = time.process_time()
    with make("nsjail", workers=workers) as sandbox, Progress(console=console) as bar:
        task = bar.add_task(path.name, total=None)
        counted = Counted(sandbox)
        counted.attach()
        engine = EvaluationEngine(sandbox)
        report = generate(
            path,
            engine,
            sandbox,
            settings,
            progress=lambda what, done, total: bar.update(task, completed=done, total=total),
        )
        core_seconds = time.process_time() - own + counted.cpu_seconds
        passed = _references_passed(report, EvaluationEngine(sandbox))
    scores = [item.record["mutation_score"] for item in report.kept]
    figures = {
        **report.to_dict(),
        "references_passed": passed,
        "mean_mutation_score": mean(scores) if scores else None,
        "least_mutation_score": min(scores, default=None),
        "tests": sum(len(item.challenge.tests) for item in report.kept),
        "jobs": counted.jobs,
        "core_seconds": core_seconds,
        "candidates_per_core_second": report.candidates / core_seconds,
        "wall_seconds": report.seconds,
    }
    shown = {key: value for key, value in figures.items() if key not in ("challenges", "skips")}
    Console().print_json(json.dumps(shown))
    return figures


def _references_passed(report: Report, engine: EvaluationEngine) -> int:
    passed = 0
    for item in report.kept:
        for language, reference in item.challenge.references.items():
            evaluation = engine.evaluate(item.challenge, reference, language, {"tests"})
            passed += evaluation.tests is not None and evaluation.tests.all_passed
    return passed


if __name__ == "__main__":
    main()
