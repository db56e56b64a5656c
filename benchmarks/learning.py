"""What each trainer makes of the built-in policy: every algorithm, several seeds, one table.

A run is bounded by its episodes, not by time, so that it comes out the same whoever else uses the
machine; how long it took stands beside it. All are judged by one measure: programs at temperature
1 for the held-out challenges, two for each, before and after. Runs that are finished are not
repeated, so the command may be stopped and started again, and several may share a folder.

    python -m benchmarks.learning                       # every algorithm, three seeds
    python -m benchmarks.learning --algorithms ppo grpo --seeds 0 --threads 1
    python -m benchmarks.learning --table               # of what is finished

In the folder that --out names: a folder for each run, and table.md.
"""

import argparse
import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import gymnasium as gym
import torch

from codeeval_gym import EvaluationEngine, LLMAdapter
from codeeval_gym.analysis import PassReport, paired_difference, pass_report
from codeeval_gym.analysis.policies import evaluate_policy
from codeeval_gym.challenges import load
from codeeval_gym.challenges.samplers import SamplerSpec
from codeeval_gym.trainers import DPOConfig, DQNConfig, PPOConfig, RFTConfig, make
from codeeval_gym.trainers.config import RunConfig
from codeeval_gym.trainers.tracker import read_metrics
from codeeval_gym.types import Evaluation, from_json, to_json

REWARD = {"tests_all": 1.0, "tests": 0.0, "execution": 0.0, "syntax": 0.0}
"""Paid for right programs only; terms of weight 0 are shown and not paid."""
SAMPLES = 2
"""Programs for each held-out challenge."""
DECODINGS = {"sampled": 1.0, "greedy": 0.0}
"""Temperatures."""
LAST = 5
"""Iterations at the end of a run whose KL is averaged."""
KL_LIMIT = 4.0
"""Nats a program that a policy may have gone from where it started, by that average."""


@dataclass(frozen=True)
class Algorithm:
    """What is run under a name."""

    trainer: str
    """As :func:`codeeval_gym.trainers.make` knows it."""
    config: Callable[..., RunConfig]
    """Makes the settings; takes fields that are to be otherwise."""
    episodes: int
    """Played in training."""
    goal: float | None = None
    """Percentage points of pass@1 that it is to gain; ``None`` where any gain will do."""
    sampler: SamplerSpec = "uniform"
    """What decides which challenge of the train split comes next."""


def _grpo(**changes: Any) -> RunConfig:
    return PPOConfig.for_tiny(
        **{"advantage": "grpo", "group_size": 4, "negative_weight": 0.1, **changes}
    )


def _better_than_expected(**changes: Any) -> RunConfig:
    """Only what went better than the critic expected is learnt from."""
    return PPOConfig.for_tiny(
        **{"value_learning_rate": 1e-3, "detach_value": True, "negative_weight": 0.0, **changes}
    )


ALGORITHMS: Mapping[str, Algorithm] = {
    "ppo": Algorithm("ppo", PPOConfig.for_tiny, 23_040, 35.0),
    "ppo-learnability": Algorithm(
        "ppo", _better_than_expected, 23_040, 35.0, {"name": "learnability", "sharpness": 1.0}
    ),
    "grpo": Algorithm("ppo", _grpo, 23_040, 30.0),
    "dqn": Algorithm("dqn", DQNConfig.for_tiny, 2_560, 10.0),
    "rft": Algorithm("rft", RFTConfig.for_tiny, 4_096),
    "dpo": Algorithm("dpo", DPOConfig.for_tiny, 4_096),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is not finished, then show the table."""
    options = parse(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    if options.threads:
        torch.set_num_threads(options.threads)
    if not options.table:
        with EvaluationEngine() as engine:
            untrained = options.out / "untrained"
            if not (untrained / "greedy.jsonl").exists():
                judge(LLMAdapter("builtin:tiny"), untrained, engine)
            for seed in options.seeds:
                for name in options.algorithms:
                    run(name, seed, options, engine)
    text = table(options.out)
    (options.out / "table.md").write_text(text, encoding="utf-8")
    print(text)


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options, with their help."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    names = list(ALGORITHMS)
    parser.add_argument("--algorithms", nargs="+", choices=names, default=names, metavar="NAME")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    parser.add_argument("--threads", type=int, default=None, help="of the processor; default all")
    parser.add_argument("--episodes", type=int, default=None, help="other than the algorithm's own")
    parser.add_argument("--set", type=json.loads, default={}, help="fields as JSON, for a look")
    parser.add_argument("--sampler", type=json.loads, default=None, help="as JSON, for a look")
    parser.add_argument("--out", type=Path, default=Path("runs/learning"), help="the folder")
    parser.add_argument("--table", action="store_true", help="run nothing")
    return parser.parse_args(arguments)


def run(name: str, seed: int, options: argparse.Namespace, engine: EvaluationEngine) -> None:
    """Train and judge, unless that was done before."""
    folder, chosen = options.out / name / f"seed-{seed}", ALGORITHMS[name]
    config = chosen.config(seed=seed, run_folder=str(folder), keep_checkpoints=1, **options.set)
    episodes = options.episodes or chosen.episodes
    sampler = options.sampler or chosen.sampler
    settings = {"config": asdict(config), "episodes": episodes, "sampler": sampler}
    kept = folder / "settings.json"
    if kept.exists():  # written last
        if json.loads(kept.read_text("utf-8")) != json.loads(json.dumps(settings)):
            raise SystemExit(f"{folder} holds a run of other settings: give another --out.")
        return
    shutil.rmtree(folder, ignore_errors=True)  # what a run left that was stopped
    torch.manual_seed(seed)
    policy = LLMAdapter("builtin:tiny")
    env = gym.make_vec(
        "CodeEval-Python-v0",
        num_envs=config.num_envs or config.episodes_per_iteration,
        challenges="families",
        split="train",
        reward=REWARD,
        engine=engine,
        sampler=sampler,
    )
    started = time.perf_counter()
    try:
        make(chosen.trainer, policy, env, config).learn(total_episodes=episodes)
    finally:
        env.close()
    minutes = (time.perf_counter() - started) / 60
    shutil.rmtree(folder / "checkpoints")  # with the optimiser's state, four times as large
    judge(policy, folder, engine)
    policy.save(folder / "policy")
    kept.write_text(json.dumps(settings), encoding="utf-8")
    report = pass_report(judged(folder, "sampled"))
    print(f"{name}, seed {seed}: {report.pass_at_1} after {minutes:.1f} minutes", flush=True)


def judge(policy: LLMAdapter, folder: Path, engine: EvaluationEngine) -> None:
    """Write programs for the held-out challenges and keep what became of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, temperature in DECODINGS.items():
        found = evaluate_policy(
            policy,
            load("families:test"),
            engine,
            samples=SAMPLES if temperature else 1,
            temperature=temperature,
        )
        lines = [to_json(item) + "\n" for item in found if item is not None]
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


def judged(folder: Path, decoding: str) -> list[Evaluation]:
    """What became of a run's programs for the held-out challenges."""
    lines = (folder / f"{decoding}.jsonl").read_text("utf-8").splitlines()
    return [from_json(Evaluation, line) for line in lines]


def table(out: Path) -> str:
    """What is finished, as Markdown."""
    start = {name: pass_report(judged(out / "untrained", name)) for name in DECODINGS}
    lines = [
        "| algorithm | episodes | pass@1, sampled | each seed | gained, points | goal "
        f"| greedy | KL, nats a program (limit {KL_LIMIT:g}) | minutes |",
        "|---|---|---|---|---|---|---|---|---|",
        f"| untrained | 0 | {start['sampled'].pass_at_1} | | | | {start['greedy'].pass_at_1} | | |",
    ]
    for name, algorithm in ALGORITHMS.items():
        folders = sorted(path.parent for path in (out / name).glob("seed-*/settings.json"))
        if folders:
            lines.append(_row(name, algorithm, folders, start["sampled"]))
    return "\n".join(lines) + "\n"


def _row(name: str, algorithm: Algorithm, folders: Sequence[Path], start: PassReport) -> str:
    sampled = [judged(folder, "sampled") for folder in folders]
    together = pass_report([item for each in sampled for item in each])
    greedy = pass_report([item for folder in folders for item in judged(folder, "greedy")])
    rows = [read_metrics(folder) for folder in folders]
    kl = [sum(row["kl/reference"] for row in each[-LAST:]) / LAST for each in rows]
    cells = [
        name,
        f"{rows[0][-1]['episodes']:,.0f}",
        f"{together.pass_at_1}",
        ", ".join(f"{100 * pass_report(each).pass_at_1.estimate:.1f}" for each in sampled),
        f"**{str(paired_difference(start, together)).replace(' %', '')}**",
        "" if algorithm.goal is None else f"{algorithm.goal:.0f}",
        f"{greedy.pass_at_1}",
        ", ".join(f"{value:.2f}" for value in kl),
        ", ".join(f"{each[-1]['seconds'] / 60:.1f}" for each in rows),
    ]
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
