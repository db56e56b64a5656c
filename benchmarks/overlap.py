"""How much of an iteration is waiting for programs to be judged, with and without overlap.

    python -m benchmarks.overlap [--episodes 64] [--rounds 10] [--reward default]

One trainer, PPO as for the built-in policy, whose iterations take turns: in one, programs go to the
sandbox when they are complete; in the next, all together when the last is written. Both do the same
work. The reward stage is all the time in which the loop waits for the environment, drawing
challenges included.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import gymnasium as gym
import torch

from benchmarks.report import machine
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import PPOConfig, PPOTrainer

__all__ = ["Iteration", "measure"]

OUT = Path(__file__).parents[1] / "runs/bench/overlap.json"
PARTS = ("generate", "judge", "score", "update")
WARM_UP = 2
"""Iterations of each kind that are not counted: the first has no policy to train."""


@dataclass(frozen=True)
class Iteration:
    """One iteration."""

    overlap: bool
    """Whether programs were judged while others were written."""
    seconds: float
    """Wall time."""
    cpu: float
    """CPU seconds of this process, its sandboxes apart."""
    parts: Mapping[str, float]
    """Wall seconds of each of :data:`PARTS`; judging: of waiting for it."""

    @property
    def waiting(self) -> float:
        """The share of the iteration that went into waiting for the environment."""
        return self.parts["judge"] / self.seconds


def measure(trainer: PPOTrainer, rounds: int) -> list[Iteration]:
    """Train for so many iterations of each kind, in turns.

    Args:
        trainer: Trained in place.
        rounds: Iterations of each kind, after the warm-up.
    """
    made: list[Iteration] = []
    started, cpu = time.perf_counter(), time.process_time()

    def told(row: Mapping[str, float]) -> None:
        nonlocal started, cpu
        seconds, used = time.perf_counter() - started, time.process_time() - cpu
        parts = {name: row[f"time/{name}"] for name in PARTS}
        made.append(Iteration(trainer.config.overlap, seconds, used, parts))
        # Pairs go on off, off on, so that what changes slowly meets both alike.
        trainer.config = replace(trainer.config, overlap=len(made) % 4 in (0, 3))
        started, cpu = time.perf_counter(), time.process_time()

    iterations = 2 * (WARM_UP + rounds)
    episodes = iterations * trainer.config.episodes_per_iteration
    trainer.learn(episodes, callback=told, progress=False)
    return made[2 * WARM_UP :]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table.

    Args:
        arguments: The command line's; ``None`` means this process's.

    Returns:
        The exit code.
    """
    options = _parser().parse_args(arguments)
    if options.threads:
        torch.set_num_threads(options.threads)
    env = gym.make_vec(
        "CodeEval-Python-v0",
        num_envs=options.episodes,
        challenges="families",
        split="train",
        reward=options.reward,
    )
    with tempfile.TemporaryDirectory() as folder:
        config = PPOConfig.for_tiny(
            run_folder=f"{folder}/run",
            episodes_per_iteration=options.episodes,
            checkpoint_every=1_000_000,
        )
        made = measure(PPOTrainer(LLMAdapter("builtin:tiny"), env, config), options.rounds)
    env.close()
    facts = {**machine(), "threads": torch.get_num_threads(), **vars(options)}
    _print(made)
    for fact, value in facts.items():
        print(f"- {fact.replace('_', ' ')}: {value}")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    record = {"facts": facts, "iterations": [asdict(one) for one in made]}
    options.out.write_text(json.dumps(record, indent=1, default=str), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.overlap",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--rounds", type=int, default=10, help="iterations of each kind, after the warm-up")
    add("--episodes", type=int, default=64, help="programs of an iteration")
    add("--reward", default="default")
    add("--threads", type=int, default=0, help="of torch; 0 leaves its own choice")
    add("--out", type=Path, default=OUT)
    return parser


def _print(made: Sequence[Iteration]) -> None:
    lines = [["", "iteration s", "CPU s", *(f"{name} s" for name in PARTS), "reward stage"]]
    kinds = {
        "overlapped": [one for one in made if one.overlap],
        "one after the other": [one for one in made if not one.overlap],
    }
    for name, rows in kinds.items():
        figures: list[Any] = [
            [one.seconds for one in rows],
            [one.cpu for one in rows],
            *([one.parts[part] for one in rows] for part in PARTS),
        ]
        share = statistics.median(one.waiting for one in rows)
        lines.append([name, *(f"{statistics.median(x):.2f}" for x in figures), f"{share:.1%}"])
    lines.insert(1, ["---", *["---:"] * (len(lines[0]) - 1)])
    print("\n".join(f"| {' | '.join(line)} |" for line in lines))
    pairs = zip(*kinds.values(), strict=True)
    ratios = [apart.seconds / early.seconds for early, apart in pairs]
    print(
        f"\nAn iteration with overlap is faster by {statistics.median(ratios):.2f} (median of "
        f"{len(ratios)} pairs, {min(ratios):.2f} to {max(ratios):.2f}).\n"
    )


if __name__ == "__main__":
    sys.exit(main())
