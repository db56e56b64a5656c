"""DPO, end to end: evaluate a policy, let it prefer accepted programs to others, compare.

The policy is the built-in one, the challenges it is judged on are held out: neither their texts
nor, for some of them, their families were ever trained on. Nothing is downloaded. Both policies
are judged as they sample (temperature 1) and as they write when they take the best token each time.

    python examples/dpo.py
    python examples/dpo.py --episodes 512 --held-out 100     # a short look
    python examples/dpo.py --seed 1 --out dpo-1.json          # with counts of every challenge
"""

import argparse
import json
import time
from dataclasses import asdict, replace
from pathlib import Path

import gymnasium as gym
import torch
from rich.console import Console
from rich.table import Table

from codeeval_gym import EvaluationEngine, LLMAdapter
from codeeval_gym.analysis import PassReport, paired_difference, pass_report
from codeeval_gym.analysis.policies import evaluate_policy
from codeeval_gym.challenges import Dataset, load
from codeeval_gym.trainers import DPOConfig, DPOTrainer

Raw = argparse.RawDescriptionHelpFormatter

DECODINGS = {"sampled": (1.0, 2), "greedy": (0.0, 1)}
"""Temperature, and programs for each held-out challenge."""

REWARD = {"tests_all": 1.0, "tests": 0.0, "execution": 0.0, "syntax": 0.0}
"""Paid for right programs only; terms of weight 0 are shown and not paid."""


def main() -> None:
    """Run it."""
    options = parse()
    console = Console()
    started = time.perf_counter()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    policy, held_out = LLMAdapter("builtin:tiny"), load("families:test")[: options.held_out]
    with EvaluationEngine() as engine:
        before = evaluate(policy, held_out, engine)
        console.rule(f"DPO for {options.episodes} episodes")
        run_folder = train(policy, options)
        after = evaluate(policy, held_out, engine)
    show_gain(console, before, after)
    if options.out is not None:
        write(options, before, after, time.perf_counter() - started)
    minutes = (time.perf_counter() - started) / 60
    console.print(f"All of it took {minutes:.1f} minutes. The run lies in [bold]{run_folder}[/].")


def parse() -> argparse.Namespace:
    """The options, with their help."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=Raw)
    parser.add_argument("--episodes", type=int, default=4096, help="programs to train on")
    parser.add_argument("--seed", type=int, default=0, help="of training")
    parser.add_argument("--held-out", type=int, default=400, help="challenges to judge it on")
    parser.add_argument("--threads", type=int, default=1, help="of the processor, in training")
    parser.add_argument("--run-folder", default=None, help="where the run is written")
    parser.add_argument("--out", type=Path, default=None, help="where results go, as JSON")
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


def train(policy: LLMAdapter, options: argparse.Namespace) -> Path:
    """Train the policy in place; return the run's folder."""
    config = DPOConfig.for_tiny(seed=options.seed)
    if options.run_folder is not None:
        config = replace(config, run_folder=options.run_folder)
    env = gym.make_vec(
        "CodeEval-Python-v0",
        num_envs=config.episodes_per_iteration,
        challenges="families",
        split="train",
        reward=REWARD,
    )
    try:
        trainer = DPOTrainer(policy, env, config)
        trainer.learn(options.episodes)
    finally:
        env.close()
    return trainer.run_folder


def show_gain(
    console: Console, before: dict[str, PassReport], after: dict[str, PassReport]
) -> None:
    """Print pass@1 of both, and what was gained, with intervals."""
    title = "Held-out challenges, pass@1 (percentage points, 95 % interval over challenges)"
    table = Table("decoding", "before", "after", "paired difference", title=title)
    for name in DECODINGS:
        one, other = before[name], after[name]
        gain = paired_difference(one, other)
        table.add_row(name, f"{one.pass_at_1}", f"{other.pass_at_1}", f"{gain}")
    console.print(table)


def write(
    options: argparse.Namespace,
    before: dict[str, PassReport],
    after: dict[str, PassReport],
    seconds: float,
) -> None:
    """Write pass@1 of both, the gain, and what became of every challenge's programs."""
    data = {
        name: {
            "before": asdict(before[name].pass_at_1),
            "after": asdict(after[name].pass_at_1),
            "gain": asdict(paired_difference(before[name], after[name])),
            "challenges": {
                challenge: {
                    "before": asdict(before[name].tallies[challenge]),
                    "after": asdict(tally),
                }
                for challenge, tally in after[name].tallies.items()
            },
        }
        for name in DECODINGS
    }
    run = {"algorithm": "dpo", "seed": options.seed, "episodes": options.episodes}
    text = json.dumps({**run, "seconds": seconds, "pass_at_1": data}, indent=1)
    options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
