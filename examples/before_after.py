"""What the examples of DQN, RFT and DPO share: judge a policy, train it, judge it again, compare.

The policy is the built-in one, the challenges it is judged on are held out: neither their texts
nor, for some of them, their families were ever trained on. Nothing is downloaded. Both policies
are judged as they sample (temperature 1) and as they write when they take the best token each time.
"""

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import gymnasium as gym
import torch
from rich.console import Console
from rich.table import Table

from codeeval_gym import EvaluationEngine, LLMAdapter
from codeeval_gym.analysis import PassReport, paired_difference, pass_report
from codeeval_gym.analysis.policies import evaluate_policy
from codeeval_gym.challenges import Dataset, load

Raw = argparse.RawDescriptionHelpFormatter
Reports = dict[str, PassReport]

DECODINGS = {"sampled": (1.0, 2), "greedy": (0.0, 1)}
"""Temperature, and programs for each held-out challenge."""

REWARD = {"tests_all": 1.0, "tests": 0.0, "execution": 0.0, "syntax": 0.0}
"""Paid for right programs only; terms of weight 0 are shown and not paid."""


def options_of(doc: str | None, episodes: int) -> argparse.ArgumentParser:
    """The options that all have."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=Raw)
    parser.add_argument("--episodes", type=int, default=episodes, help="programs to train on")
    parser.add_argument("--seed", type=int, default=0, help="of training")
    parser.add_argument("--held-out", type=int, default=400, help="challenges to judge it on")
    parser.add_argument("--threads", type=int, default=1, help="of the processor, for torch")
    parser.add_argument("--run-folder", default=None, help="where the run is written")
    parser.add_argument("--out", type=Path, default=None, help="where results go, as JSON")
    return parser


def before_and_after(
    options: argparse.Namespace, config: Any, train: Callable[[LLMAdapter, Any], Path]
) -> None:
    """Judge the built-in policy, train it, and judge it again.

    Args:
        options: From :func:`options_of`.
        config: Of the trainer; its episodes are side by side.
        train: Trains the policy in the environment, and returns the run's folder.
    """
    console = Console()
    started = time.perf_counter()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    policy, held_out = LLMAdapter("builtin:tiny"), load("families:test")[: options.held_out]
    env = gym.make_vec(
        "CodeEval-Python-v0",
        num_envs=config.episodes_per_iteration,
        challenges="families",
        split="train",
        reward=REWARD,
    )
    with EvaluationEngine() as engine:
        before = evaluate(policy, held_out, engine)
        console.rule(f"{options.episodes} episodes")
        try:
            run_folder = train(policy, env)
        finally:
            env.close()
        after = evaluate(policy, held_out, engine)
    show_gain(console, before, after)
    seconds = time.perf_counter() - started
    if options.out is not None:
        write(options, before, after, seconds)
    console.print(
        f"All of it took {seconds / 60:.1f} minutes. The run lies in [bold]{run_folder}[/]."
    )


def evaluate(policy: LLMAdapter, challenges: Dataset, engine: EvaluationEngine) -> Reports:
    """Judge what the policy writes in each decoding."""
    return {
        name: pass_report(
            evaluate_policy(policy, challenges, engine, samples=samples, temperature=temperature)
        )
        for name, (temperature, samples) in DECODINGS.items()
    }


def show_gain(console: Console, before: Reports, after: Reports) -> None:
    """Print pass@1 of both, and what was gained, with intervals."""
    title = "Held-out challenges, pass@1 (percentage points, 95 % interval over challenges)"
    table = Table("decoding", "before", "after", "paired difference", title=title)
    for name in DECODINGS:
        one, other = before[name], after[name]
        gain = paired_difference(one, other)
        table.add_row(name, f"{one.pass_at_1}", f"{other.pass_at_1}", f"{gain}")
    console.print(table)


def write(options: argparse.Namespace, before: Reports, after: Reports, seconds: float) -> None:
    """Write pass@1 of both, the gain, and what became of every challenge's programs."""
    results = {
        name: {
            "before": asdict(before[name].pass_at_1),
            "after": asdict(after[name].pass_at_1),
            "gain": asdict(paired_difference(before[name], after[name])),
            "challenges": {
                challenge: {
                    "before": asdict(tally),
                    "after": asdict(after[name].tallies[challenge]),
                }
                for challenge, tally in before[name].tallies.items()
            },
        }
        for name in DECODINGS
    }
    settings = {name: str(value) for name, value in vars(options).items()}
    data = {"options": settings, "seconds": seconds, "pass_at_1": results}
    options.out.write_text(json.dumps(data, indent=1), encoding="utf-8")
