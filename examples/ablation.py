"""Swapping reward modules: the same training under several rewards, compared with intervals.

Every reward trains the built-in policy with PPO from the same start, once for each seed, as
examples/demo.py does. Whatever a reward pays for, all are judged by one measure: how often
programs for held-out challenges are accepted. Runs that are finished are not repeated, so a run
that was stopped goes on where it was, and a reward can be added later.

    python examples/ablation.py                      # five rewards, three seeds, fifteen minutes
    python examples/ablation.py --rewards default default-quality mine.yaml --seeds 5
    python examples/ablation.py --seconds 5 --seeds 1 --held-out 50    # a short look

In the folder that --out names: table.md, ablation.png and .svg, and each run with its records,
which `codeeval-gym rescore` and `ablate` read, too.
"""

import argparse
import json
import re
import shutil
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import gymnasium as gym
import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from rich.console import Console

from codeeval_gym import EvaluationEngine, LLMAdapter
from codeeval_gym.analysis import Interval, PassReport, paired_difference, pass_report
from codeeval_gym.analysis.policies import evaluate_policy
from codeeval_gym.challenges import Dataset, load
from codeeval_gym.rewards import make
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.tracker import read_metrics
from codeeval_gym.types import Evaluation, from_json, to_json

Raw = argparse.RawDescriptionHelpFormatter
REWARDS = ("default", "default-quality", "only:tests", "only:tests_all", "default-tests")
"""The first is what the others are compared with."""
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999")


@dataclass(frozen=True)
class Found:
    """What became of one reward."""

    reward: str
    """As it was asked for."""
    seeds: tuple[PassReport, ...]
    """On the held-out challenges, by seed."""
    together: PassReport
    """The programs of all seeds."""
    curves: tuple[tuple[list[float], list[float]], ...]
    """For each seed, seconds of training and pass rates on training challenges."""

    @property
    def name(self) -> str:
        """What it is called: of a file, what stands before the ending."""
        return Path(self.reward).stem if self.reward.endswith((".yaml", ".yml")) else self.reward


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is not finished, then compare."""
    options = parse(arguments)
    models = {reward: make(reward) for reward in options.rewards}  # mistakes first
    console, started = Console(), time.perf_counter()
    every = load("families:test")
    held_out = every[:: max(1, len(every) // options.held_out)][: options.held_out]
    with EvaluationEngine() as engine:
        start = judged(options.out / "untrained", LLMAdapter("builtin:tiny"), held_out, engine)
        console.print(f"untrained: {pass_report(start).pass_at_1}", highlight=False)
        for seed in range(
            options.seeds
        ):  # all rewards by one seed first: a look at the whole early
            for reward in models:
                run(console, reward, seed, options, held_out, engine)
    found = [collect(reward, options) for reward in models]
    text = table(found, pass_report(start), options)
    (options.out / "table.md").write_text(text, encoding="utf-8")
    draw(found, pass_report(start), options)
    console.print(text, highlight=False, markup=False)
    minutes = (time.perf_counter() - started) / 60
    console.print(f"{minutes:.1f} minutes. Table, picture and runs lie in [bold]{options.out}[/].")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options, with their help."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=Raw)
    parser.add_argument("--rewards", nargs="+", default=REWARDS, help="names or YAML files")
    parser.add_argument("--seeds", type=int, default=3, help="runs of each reward")
    parser.add_argument("--seconds", type=float, default=42.0, help="time to train, each run")
    parser.add_argument("--episodes", type=int, default=128, help="in each iteration")
    parser.add_argument("--held-out", type=int, default=400, help="challenges to judge by")
    parser.add_argument("--out", type=Path, default=Path("runs/ablation"), help="the folder")
    return parser.parse_args(arguments)


def place(reward: str, seed: int, options: argparse.Namespace) -> Path:
    """The folder of one run."""
    return options.out / re.sub(r"[^\w.-]+", "_", reward) / f"seed-{seed}"


def run(
    console: Console,
    reward: str,
    seed: int,
    options: argparse.Namespace,
    held_out: Dataset,
    engine: EvaluationEngine,
) -> None:
    """Train and judge by one reward and seed, unless that was done before."""
    folder = place(reward, seed, options)
    settings = {
        "reward": make(reward).spec(),
        "seconds": options.seconds,
        "episodes": options.episodes,
        "held_out": len(held_out),
    }
    kept = folder / "settings.json"
    if kept.exists():  # written last
        if json.loads(kept.read_text("utf-8")) != settings:
            raise SystemExit(f"{folder} holds a run of other settings: give another --out.")
        return
    shutil.rmtree(folder, ignore_errors=True)  # what a run left that was stopped
    policy = LLMAdapter("builtin:tiny")
    train(policy, reward, seed, folder, options)
    report = pass_report(judged(folder, policy, held_out, engine))
    policy.save(folder / "policy")
    shutil.rmtree(folder / "checkpoints")  # with the optimiser's state, four times as large
    kept.write_text(json.dumps(settings), encoding="utf-8")
    console.print(f"{reward}, seed {seed}: {report.pass_at_1}", highlight=False)


def train(
    policy: LLMAdapter, reward: str, seed: int, folder: Path, options: argparse.Namespace
) -> None:
    """Train the policy in place."""
    torch.manual_seed(seed)
    config = PPOConfig.for_tiny(
        seed=seed,
        run_folder=str(folder),
        keep_checkpoints=1,
        episodes_per_iteration=options.episodes,
    )
    env = gym.make_vec(
        "CodeEval-Python-v0",
        num_envs=config.episodes_per_iteration,
        challenges="families",
        split="train",
        reward=reward,
    )
    try:
        PPOTrainer(policy, env, config).learn(max_seconds=options.seconds)
    finally:
        env.close()


def judged(
    folder: Path, policy: LLMAdapter, challenges: Dataset, engine: EvaluationEngine
) -> list[Evaluation]:
    """Judge one program for each challenge, or read what was judged before."""
    path = folder / "held_out.jsonl"
    if not path.exists():
        found = evaluate_policy(policy, challenges, engine)
        folder.mkdir(parents=True, exist_ok=True)
        lines = [to_json(item) + "\n" for item in found if item is not None]
        path.write_text("".join(lines), encoding="utf-8")
    return [from_json(Evaluation, line) for line in path.read_text("utf-8").splitlines()]


def collect(reward: str, options: argparse.Namespace) -> Found:
    """Read the runs of one reward."""
    folders = [place(reward, seed, options) for seed in range(options.seeds)]
    lines = [(folder / "held_out.jsonl").read_text("utf-8").splitlines() for folder in folders]
    seeds = [[from_json(Evaluation, line) for line in each] for each in lines]
    rows = [read_metrics(folder) for folder in folders]
    return Found(
        reward,
        tuple(map(pass_report, seeds)),
        pass_report([item for each in seeds for item in each]),
        tuple(([r["seconds"] for r in each], [r["pass_rate"] for r in each]) for each in rows),
    )


def table(found: Sequence[Found], start: PassReport, options: argparse.Namespace) -> str:
    """What was found, as Markdown."""
    first = found[0]
    lines = [
        f"| reward | accepted, held out | each seed | more than untrained | than {first.name} |",
        "|---|---|---|---|---|",
        f"| untrained | {start.pass_at_1} | | | |",
    ]
    for item in found:
        seeds = ", ".join(f"{100 * report.pass_at_1.estimate:.1f}" for report in item.seeds)
        gain, more = difference(start, item.together), "the baseline"
        if item is not first:
            more = sure(difference(first.together, item.together))
        lines.append(
            f"| {item.name} | {item.together.pass_at_1} | {seeds} | {sure(gain)} | {more} |"
        )
    lines += [
        "",
        f"{options.seeds} seeds, {options.seconds:g} s of PPO each; one program for each of "
        f"{len(start.rates)} held-out challenges, at temperature 1. Differences are in percentage "
        "points, paired by challenge, with 95 % intervals over challenges; bold ones exclude 0. "
        "How far seeds lie apart is in no interval: compare the column of seeds.",
        "",
    ]
    return "\n".join(lines)


def difference(before: PassReport, after: PassReport) -> Interval:
    """The paired difference over the challenges that both were judged on."""
    both = before.rates.keys() & after.rates.keys()  # without those that the sandbox failed on
    reports = [
        PassReport(
            item.pass_at_1, item.verdicts, {name: item.rates[name] for name in sorted(both)}, 0
        )
        for item in (before, after)
    ]
    return paired_difference(*reports)


def sure(interval: Interval) -> str:
    """An interval, bold if it excludes 0."""
    return f"**{interval}**" if interval.excludes_zero else str(interval)


def draw(found: Sequence[Found], start: PassReport, options: argparse.Namespace) -> None:
    """Held-out results beside the learning curves, one colour for each reward."""
    figure = Figure(figsize=(10.5, 1.9 + 0.5 * max(4, len(found))), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=[1, 1.15])
    untrained = 100 * start.pass_at_1.estimate
    left.axvline(untrained, color="#555555", linewidth=1, linestyle="dashed", zorder=1)
    left.annotate(
        "untrained",
        (untrained, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        color="#555555",
        fontsize=9,
    )
    for row, item in enumerate(found):
        colour, whole = COLOURS[row % len(COLOURS)], item.together.pass_at_1
        left.plot([100 * whole.low, 100 * whole.high], [row, row], color=colour, linewidth=2.5)
        left.plot(100 * whole.estimate, row, "o", color=colour, markersize=9)
        each = [100 * report.pass_at_1.estimate for report in item.seeds]
        left.plot(
            each, [row + 0.24] * len(each), "|", color=colour, markersize=8, markeredgewidth=2
        )
        draw_curve(right, item, colour)
    left.set_yticks(range(len(found)), [item.name for item in found])
    for label, row in zip(left.get_yticklabels(), range(len(found)), strict=True):
        label.set_color(COLOURS[row % len(COLOURS)])
    left.set(ylim=(len(found) - 0.5, -0.6), xlabel="held-out challenges accepted, %")
    left.set_title("95 % interval over challenges; ticks: seeds", loc="left", fontsize=9, pad=18)
    left.grid(axis="x", color="#e5e5e5")
    right.set(xlabel="seconds of training", ylabel="training challenges accepted, %")
    right.set_xlim(0, None)
    right.set_title("mean of seeds, smoothed", loc="left", fontsize=9, pad=18)
    right.legend(frameon=False, fontsize=9, loc="upper left")
    right.grid(color="#e5e5e5")
    for axes in (left, right):
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
    FigureCanvasSVG(figure).print_figure(options.out / "ablation.svg")
    FigureCanvasAgg(figure).print_figure(options.out / "ablation.png", dpi=150)


def draw_curve(axes: Axes, item: Found, colour: str) -> None:
    """The mean over seeds of the pass rate, on a common grid of times."""
    last = min(curve[0][-1] for curve in item.curves)
    first = max(curve[0][0] for curve in item.curves)
    times = np.linspace(first, last, 60)
    each = [np.interp(times, at, smooth(rates)) for at, rates in item.curves]
    axes.plot(times, 100 * np.mean(each, axis=0), color=colour, linewidth=2, label=item.name)


def smooth(values: Sequence[float], window: int = 8) -> list[float]:
    """The mean of each value and those just before it."""
    return [
        statistics.fmean(values[max(0, end - window) : end]) for end in range(1, len(values) + 1)
    ]


if __name__ == "__main__":
    main()
