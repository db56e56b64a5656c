"""The main job, end to end: evaluate a policy, train it with PPO against the sandbox, compare.

The policy is the built-in one, the challenges it is judged on are held out: neither their texts
nor, for some of them, their families were ever trained on. Nothing is downloaded.

    python examples/demo.py                    # eight and a half minutes on two cores
    python examples/demo.py --seconds 60       # a short look
"""

import argparse
import time
from dataclasses import replace
from pathlib import Path

import gymnasium as gym
import torch
from rich.console import Console
from rich.panel import Panel
from rich.progress import Progress
from rich.syntax import Syntax
from rich.table import Table

from codeeval_gym import EvaluationEngine, LLMAdapter
from codeeval_gym.analysis import PassReport, paired_difference, pass_report
from codeeval_gym.analysis.policies import evaluate_policy
from codeeval_gym.challenges import Dataset, load
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.types import Evaluation, Verdict

Raw = argparse.RawDescriptionHelpFormatter

SAMPLES = 2
"""Programs for each held-out challenge, before and after."""

REWARD = {"tests_all": 1.0, "tests": 0.0, "execution": 0.0, "syntax": 0.0}
"""Paid for right programs only; terms of weight 0 are shown and not paid."""


def main() -> None:
    """Run the demonstration."""
    options = parse()
    console = Console()
    started = time.perf_counter()
    torch.manual_seed(options.seed)
    policy, held_out = LLMAdapter("builtin:tiny"), load("families:test")
    with EvaluationEngine() as engine:
        console.rule("before")
        before = evaluate(console, policy, held_out, engine)
        console.rule(f"PPO for {options.seconds:.0f} s")
        run_folder = train(policy, options)
        console.rule("after")
        after = evaluate(console, policy, held_out, engine)
    show_gain(console, pass_report(before), pass_report(after))
    show_programs(console, held_out, before, after)
    minutes = (time.perf_counter() - started) / 60
    console.print(f"All of it took {minutes:.1f} minutes. The run lies in [bold]{run_folder}[/]:")
    for name in sorted(path.name for path in run_folder.iterdir()):
        console.print(f"    {name}")


def parse() -> argparse.Namespace:
    """The options, with their help."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=Raw)
    parser.add_argument("--seconds", type=float, default=450.0, help="time to train")
    parser.add_argument("--seed", type=int, default=0, help="of training")
    parser.add_argument("--run-folder", default=None, help="where the run is written")
    return parser.parse_args()


def evaluate(
    console: Console, policy: LLMAdapter, challenges: Dataset, engine: EvaluationEngine
) -> list[Evaluation | None]:
    """Judge two programs for each challenge, sampled at temperature 1."""
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("writing and judging programs", total=None)
        found = evaluate_policy(
            policy,
            challenges,
            engine,
            samples=SAMPLES,
            on_progress=lambda done, total: progress.update(bar, completed=done, total=total),
        )
    report = pass_report(found)
    console.print(
        f"{len(challenges)} held-out challenges, {SAMPLES} programs each: "
        f"pass@1 [bold]{report.pass_at_1}[/]",
        highlight=False,
    )
    return found


def train(policy: LLMAdapter, options: argparse.Namespace) -> Path:
    """Train the policy in place; return the run's folder."""
    config = PPOConfig.for_tiny(seed=options.seed)
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
        trainer = PPOTrainer(policy, env, config)
        trainer.learn(max_seconds=options.seconds)
    finally:
        env.close()
    return trainer.run_folder


def show_gain(console: Console, before: PassReport, after: PassReport) -> None:
    """Print what was gained, with intervals, and what became of the programs."""
    gain = paired_difference(before, after)
    table = Table("", "before", "after", title="Held-out challenges")
    table.add_row("pass@1", f"{before.pass_at_1}", f"{after.pass_at_1}")
    for verdict in Verdict:
        counts = [report.verdicts.get(verdict, 0) for report in (before, after)]
        if any(counts):
            table.add_row(verdict.value, *map(str, counts))
    console.print(table)
    console.print(
        f"Paired difference: [bold]{gain}[/] (percentage points, 95 % interval over challenges)",
        highlight=False,
    )


def show_programs(
    console: Console,
    challenges: Dataset,
    before: list[Evaluation | None],
    after: list[Evaluation | None],
) -> None:
    """Print three programs that were wrong before and are right after, side by side."""
    shown = 0
    for one, other in zip(before[::SAMPLES], after[::SAMPLES], strict=True):
        if one is None or other is None or shown == 3:
            continue
        if one.verdict is Verdict.ACCEPTED or other.verdict is not Verdict.ACCEPTED:
            continue
        shown += 1
        console.print(f"\n[bold]{one.challenge_id}[/]  {challenges[one.challenge_id].prompt}")
        side_by_side = Table.grid(expand=True)
        side_by_side.add_column(ratio=1)
        side_by_side.add_column(ratio=1)
        side_by_side.add_row(panel(one), panel(other))
        console.print(side_by_side)


def panel(evaluation: Evaluation) -> Panel:
    """A program with its verdict."""
    code = Syntax(evaluation.program.rstrip("\n"), "python", theme="ansi_dark", word_wrap=True)
    colour = "green" if evaluation.verdict is Verdict.ACCEPTED else "red"
    return Panel(code, title=str(evaluation.verdict), border_style=colour)


if __name__ == "__main__":
    main()
