"""Process-supervised PPO against plain PPO, at equal episodes: is it there sooner?

The policy is the built-in one, the challenges it is judged on are held out. Three policies are
trained from it: by plain PPO, by PPO that also pays the ends of lines, and by the latter with a
share of the episodes. What labels cost is counted: each completion is a program that was written
and judged as an episode's is. Episodes, not seconds, bound the runs, so that what else the machine
does changes nothing.

    python examples/process_ppo.py
    python examples/process_ppo.py --episodes 1280                  # a short look
    python examples/process_ppo.py --seed 1 --out process-1.json
"""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gymnasium as gym
import torch
from rich.console import Console
from rich.table import Table

from codeeval_gym import EvaluationEngine, LLMAdapter
from codeeval_gym.analysis import Interval, PassReport, paired_difference, pass_report
from codeeval_gym.analysis.policies import evaluate_policy
from codeeval_gym.challenges import Dataset, load
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.tracker import read_metrics

Raw = argparse.RawDescriptionHelpFormatter

DECODINGS = {"sampled": (1.0, 2), "greedy": (0.0, 1)}
"""Temperature, and programs for each held-out challenge."""

REWARD = {"tests_all": 1.0}
"""Paid for right programs only."""

PROCESS: dict[str, Any] = {
    "process_coeff": 0.5,
    "process_reward": "share",
    "process_labels": 16,
    "process_every": 2,
}
"""What process-supervised PPO is told beside what plain PPO is."""


@dataclass(frozen=True)
class Trained:
    """What came of one run."""

    episodes: int
    """Episodes that it was given."""
    completions: int
    """Programs beside these that labels took."""
    seconds: float
    """Wall time of its iterations."""
    reports: dict[str, PassReport]
    """Held-out challenges, by decoding."""


def main() -> None:
    """Run it."""
    options = parse()
    console = Console()
    held_out = load("families:test")
    runs = {
        "plain": (options.episodes, {}),
        "process": (options.episodes, PROCESS),
        "process, fewer": (round(options.episodes * options.share), PROCESS),
    }
    with EvaluationEngine() as engine:
        start = evaluate(LLMAdapter("builtin:tiny"), held_out, engine)
        found = {}
        for name, (episodes, changes) in runs.items():
            console.rule(f"{name}: {episodes} episodes")
            found[name] = train(name, episodes, changes, held_out, engine, options)
    show(console, start, found)
    if options.out is not None:
        options.out.write_text(json.dumps(as_json(options, start, found), indent=2))


def parse() -> argparse.Namespace:
    """The options, with their help."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=Raw)
    parser.add_argument("--episodes", type=int, default=12_800, help="of a whole run")
    parser.add_argument("--share", type=float, default=0.7, help="of them, for the last run")
    parser.add_argument("--seed", type=int, default=0, help="of training")
    parser.add_argument("--runs", type=Path, default=Path("runs"), help="where runs are written")
    parser.add_argument("--out", type=Path, default=None, help="where the figures go, as JSON")
    return parser.parse_args()


def evaluate(
    policy: LLMAdapter, challenges: Dataset, engine: EvaluationEngine
) -> dict[str, PassReport]:
    """Judge what the policy writes in each decoding."""
    return {
        name: pass_report(
            evaluate_policy(policy, challenges, engine, samples=samples, temperature=temperature)
        )
        for name, (temperature, samples) in DECODINGS.items()
    }


def train(
    name: str,
    episodes: int,
    changes: dict[str, Any],
    held_out: Dataset,
    engine: EvaluationEngine,
    options: argparse.Namespace,
) -> Trained:
    """Train a fresh policy and judge it."""
    torch.manual_seed(options.seed)
    policy = LLMAdapter("builtin:tiny")
    stamp = time.strftime("%Y%m%d-%H%M%S")
    folder = options.runs / f"{name.replace(', ', '-')}-{options.seed}-{stamp}"
    config = PPOConfig.for_tiny(seed=options.seed, run_folder=str(folder), **changes)
    env = gym.make_vec(
        "CodeEval-Python-v0",
        num_envs=config.episodes_per_iteration,
        challenges="families",
        split="train",
        reward=REWARD,
    )
    try:
        trainer = PPOTrainer(policy, env, config).learn(episodes)
    finally:
        env.close()
    rows = read_metrics(trainer.run_folder)
    completions = sum(int(row.get("process/completions", 0)) for row in rows)
    played, seconds = int(rows[-1]["episodes"]), rows[-1]["seconds"]
    return Trained(played, completions, seconds, evaluate(policy, held_out, engine))


def show(console: Console, start: dict[str, PassReport], found: dict[str, Trained]) -> None:
    """Print pass@1 of all of them, and the differences to plain PPO."""
    title = "Held-out challenges, 95 % intervals; labels are counted in completions"
    table = Table("run", "episodes", "labels", "decoding", "pass@1", "to plain", title=title)
    for decoding, report in start.items():
        table.add_row("start", "0", "0", decoding, f"{report.pass_at_1}", "")
    for name, run in found.items():
        counts = (str(run.episodes), str(run.completions))
        for decoding, report in run.reports.items():
            difference = paired_difference(found["plain"].reports[decoding], report)
            last = "" if name == "plain" else f"{difference}"
            table.add_row(name, *counts, decoding, f"{report.pass_at_1}", last)
    console.print(table)


def as_json(
    options: argparse.Namespace, start: dict[str, PassReport], found: dict[str, Trained]
) -> dict[str, Any]:
    """The same as data."""

    def figures(interval: Interval) -> dict[str, float]:
        return {"estimate": interval.estimate, "low": interval.low, "high": interval.high}

    return {
        "seed": options.seed,
        "process": PROCESS,
        "start": {name: figures(report.pass_at_1) for name, report in start.items()},
        "runs": {
            name: {
                "episodes": run.episodes,
                "completions": run.completions,
                "seconds": run.seconds,
                "pass_at_1": {key: figures(x.pass_at_1) for key, x in run.reports.items()},
                "to_plain": {
                    key: figures(paired_difference(found["plain"].reports[key], report))
                    for key, report in run.reports.items()
                },
            }
            for name, run in found.items()
        },
    }


if __name__ == "__main__":
    main()
