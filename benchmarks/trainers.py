"""This project's trainer beside TRL's GRPOTrainer, on the same work, taking turns.

    python -m benchmarks.trainers [--rounds 10]
    python -m benchmarks.trainers --model qwen2.5-0.5b --device cuda --precision bfloat16 \
        --max-new-tokens 512 --peak-tflops 989

Each lives in a process of its own and makes one iteration while the other waits; who goes first
changes from round to round. What is held equal: :mod:`benchmarks.contestants`. Utilisation is the
share of the device's operations a second, those of a large matrix product unless ``--peak-tflops``
names them; which operations count: :mod:`benchmarks.shapes`. The path for GPUs has not been run on
one.
"""

import argparse
import json
import math
import statistics
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from benchmarks.contestants import CONTESTANTS, Memory, Round, Settings, serve

OUT = Path(__file__).parents[1] / "runs/bench/trainers.json"
SHAPES = ("qwen2.5-0.5b", "qwen2.5-1.5b", "qwen2.5-toy")


class Contestant:
    """A trainer in its process.

    Args:
        name: In :data:`~benchmarks.contestants.CONTESTANTS`.
        settings: What both are told.
        folder: Where it may write.
    """

    def __init__(self, name: str, settings: Settings, folder: str) -> None:
        context = get_context("spawn")
        self.channel, theirs = context.Pipe()
        self.process = context.Process(
            target=serve, args=(name, settings, theirs, folder), daemon=True
        )
        self.process.start()
        theirs.close()  # so that the end of the process is the end of the channel

    def iterate(self) -> Round:
        """Have it make one iteration."""
        self.channel.send(True)
        made: Round = self.channel.recv()
        return made

    def finish(self) -> Memory:
        """End it."""
        self.channel.send(False)
        memory: Memory = self.channel.recv()
        self.process.join()
        return memory


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the tables.

    Args:
        arguments: The command line's; ``None`` means this process's.

    Returns:
        The exit code.
    """
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = _settings(options, Path(folder))
        made, memory = _measure(settings, options.rounds, options.warm_up, folder)
    from benchmarks.report import machine

    facts = {**machine(), **asdict(settings), "model": options.model}
    _print(made, memory)
    for fact, value in facts.items():
        print(f"- {fact.replace('_', ' ')}: {value}")
    record = {
        "facts": facts,
        "rounds": {name: [asdict(one) for one in rounds] for name, rounds in made.items()},
        "memory": {name: asdict(one) for name, one in memory.items()},
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(record, indent=1), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.trainers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--rounds", type=int, default=10, help="iterations of each, after the warm-up")
    add("--warm-up", type=int, default=2, help="iterations of each that are not counted")
    add("--model", default="builtin:tiny", help=f"a policy, or random: {', '.join(SHAPES)}")
    add("--device", choices=("cpu", "cuda"), default="cpu")
    add("--precision", choices=("float32", "mixed", "bfloat16"), default="float32")
    add("--threads", type=int, default=0, help="of torch; 0 leaves its own choice")
    add("--challenges", default="families:train")
    add("--reward", default="default")
    add("--episodes", type=int, default=64, help="of an iteration")
    add("--group", type=int, default=8, help="episodes that try the same challenge")
    add("--minibatches", type=int, default=2)
    add("--epochs", type=int, default=1)
    add("--max-new-tokens", type=int, default=128)
    add("--learning-rate", type=float, default=1e-5)
    add("--temperature", type=float, default=1.0)
    add("--kl", type=float, default=0.0, help="weight of the KL to the reference")
    add("--seed", type=int, default=0)
    add("--old-logprobs", choices=("recomputed", "sampler"), default="recomputed", help="ours")
    add("--no-overlap", action="store_true", help="ours: judge when all programs are written")
    add("--micro-batch-tokens", type=int, default=4096, help="ours, as its trainers have it")
    add("--peak-tflops", type=float, default=0.0, help="of the data sheet; 0 measures a product")
    add("--out", type=Path, default=OUT)
    return parser


def _settings(options: argparse.Namespace, folder: Path) -> Settings:
    model = options.model
    if model in SHAPES:
        from benchmarks.shapes import write_model

        write_model(model, folder / model)
        model = str(folder / model)
    return Settings(
        model=model,
        challenges=options.challenges,
        reward=options.reward,
        episodes=options.episodes,
        group=options.group,
        minibatches=options.minibatches,
        epochs=options.epochs,
        max_new_tokens=options.max_new_tokens,
        learning_rate=options.learning_rate,
        temperature=options.temperature,
        kl=options.kl,
        precision=options.precision,
        device=options.device,
        threads=options.threads,
        seed=options.seed,
        mask_truncated=options.model not in SHAPES,
        old_logprobs=options.old_logprobs,
        overlap=not options.no_overlap,
        micro_batch_tokens=options.micro_batch_tokens,
        peak_flops=1e12 * options.peak_tflops,
    )


def _measure(
    settings: Settings, rounds: int, warm_up: int, folder: str
) -> tuple[dict[str, list[Round]], dict[str, Memory]]:
    contestants = {name: Contestant(name, settings, folder) for name in CONTESTANTS}
    made: dict[str, list[Round]] = {name: [] for name in contestants}
    for number in range(warm_up + rounds):
        order = list(contestants) if number % 2 else list(reversed(contestants))
        for name in order:
            one = contestants[name].iterate()
            if number >= warm_up:
                made[name].append(one)
            print(f"{number - warm_up + 1:>3} {name}: {one.seconds:.2f} s", file=sys.stderr)
    return made, {name: one.finish() for name, one in contestants.items()}


def _print(made: dict[str, list[Round]], memory: dict[str, Memory]) -> None:
    ours, theirs = (made[name] for name in CONTESTANTS)
    head = ("", "episodes/s", "tokens/s", "generate s", "judge s", "rest s")
    lines = [[*head, "CPU s", "reward", "peak MB", "before MB", "GPU MB", "generation", "update"]]
    for name, rounds in made.items():
        held = memory[name]
        lines.append(
            [
                name,
                f"{_median(one.episodes / one.seconds for one in rounds):.1f}",
                f"{_median(one.tokens / one.generate for one in rounds):,.0f}",
                f"{_median(one.generate for one in rounds):.2f}",
                f"{_median(one.judge for one in rounds):.2f}",
                f"{_median(one.seconds - one.generate - one.judge for one in rounds):.2f}",
                f"{_median(one.cpu for one in rounds):.2f}",
                _mean(one.reward for one in rounds),
                f"{held.peak_mb:.0f}",
                f"{held.before_mb:.0f}",
                f"{held.gpu_mb:.0f}",
                f"{_median(one.generate_utilisation for one in rounds):.1%}",
                f"{_median(one.update_utilisation for one in rounds):.1%}",
            ]
        )
    lines.insert(1, ["---", *["---:"] * (len(lines[0]) - 1)])
    print("\n".join(f"| {' | '.join(line)} |" for line in lines))
    pairs = list(zip(ours, theirs, strict=True))
    ratios = [b.seconds / a.seconds for a, b in pairs]
    cpu = _median(b.cpu / a.cpu for a, b in pairs)
    whole = sum(b.seconds for b in theirs) / sum(a.seconds for a in ours)
    print(
        f"\nOurs is faster by {_median(ratios):.2f} (median of {len(ratios)} rounds, "
        f"{min(ratios):.2f} to {max(ratios):.2f}); by CPU time, {cpu:.2f}; over all rounds "
        f"together, {whole:.2f}.\n"
    )


def _median(figures: Iterable[float]) -> float:
    return statistics.median(figures)


def _mean(figures: Iterable[float]) -> str:
    """With the 95 % interval that the spread of the rounds gives."""
    values = list(figures)
    spread = statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else math.nan
    return f"{statistics.fmean(values):.3f} ± {1.96 * spread:.3f}"


if __name__ == "__main__":
    sys.exit(main())
