"""What is said about a pre-trained model: its measured figures, its record and its card."""

import datetime as dt
import json
import platform
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch

from codeeval_gym.challenges import Dataset
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.types import Evaluation, Verdict

__all__ = ["Measured", "Record", "Training", "measure", "write_record"]

LIBRARIES = ("torch", "transformers", "tokenizers", "numpy")

MAX_NEW_TOKENS = 128
"""Longer than every reference of the built-in families."""


@dataclass(frozen=True)
class Measured:
    """One program for each held-out challenge, sampled at temperature 1 and judged."""

    challenges: str
    """The dataset."""
    count: int
    """Challenges, one program each."""
    passed: int
    """Programs that passed every test."""
    by_tier: Mapping[str, tuple[int, int]]
    """Tier to programs passed and programs judged."""
    verdicts: Mapping[str, int]
    """Verdict to how often it was given."""

    @property
    def pass_at_1(self) -> float:
        """Share of programs that passed, 0 to 1."""
        return self.passed / self.count


@dataclass(frozen=True)
class Training:
    """What training took and gave."""

    losses: tuple[float, ...]
    """Means over every 20 updates in turn, in nats per program token."""
    tokens: int
    """Tokens read, prompts counted, padding not."""
    program_tokens: int
    """Tokens the loss was taken over."""
    wall_seconds: float
    """Updates alone."""


@dataclass(frozen=True)
class Record:
    """How a model was made."""

    command: str
    """What makes it again."""
    config: Mapping[str, Any]
    """Every setting but the folder."""
    parameters: int
    """Weights, the shared embedding counted once."""
    training: Training
    """What it took."""
    measured: Measured | None = None
    """``None`` if the model was not measured."""
    versions: Mapping[str, str] = field(
        default_factory=lambda: {
            "python": platform.python_version(),
            **{name: version(name) for name in LIBRARIES},
        }
    )
    """Of Python and the libraries that decide the weights."""
    date: str = field(default_factory=lambda: dt.date.today().isoformat())
    """The day it was made."""


def measure(
    policy: LLMAdapter, challenges: Dataset, engine: EvaluationEngine, seed: int
) -> Measured:
    """Sample one program for each challenge, at temperature 1, and judge it.

    Raises:
        SandboxError: If the sandbox failed.
    """
    generator = torch.Generator().manual_seed(seed)
    items = list(challenges)
    programs = policy.complete(
        [item.prompt for item in items], max_new_tokens=MAX_NEW_TOKENS, generator=generator
    )
    evaluations = engine.evaluate_batch(list(zip(items, programs, strict=True)))
    verdicts = [item.verdict for item in evaluations if isinstance(item, Evaluation)]
    judged, passed = Counter[str](), Counter[str]()
    for item, verdict in zip(items, verdicts, strict=True):
        judged[str(item.tier)] += 1
        passed[str(item.tier)] += verdict is Verdict.ACCEPTED
    return Measured(
        challenges=challenges.name,
        count=len(items),
        passed=passed.total(),
        by_tier={tier: (passed[tier], judged[tier]) for tier in sorted(judged)},
        verdicts=dict(Counter(map(str, verdicts)).most_common()),
    )


def write_record(record: Record, folder: Path) -> None:
    """Write ``training.json`` and the model card, ``README.md``, beside the checkpoint."""
    text = json.dumps(asdict(record), indent=2)
    (folder / "training.json").write_text(f"{text}\n", encoding="utf-8")
    (folder / "README.md").write_text(_card(record), encoding="utf-8")


def _card(record: Record) -> str:
    training = record.training
    return CARD.format(
        **record.config,
        command=record.command,
        millions=f"{record.parameters / 1e6:.1f}",
        tokens=f"{training.tokens:,}",
        program_tokens=f"{training.program_tokens:,}",
        loss=f"{training.losses[-1]:.3f}",
        minutes=f"{training.wall_seconds / 60:.0f}",
        date=record.date,
        versions=", ".join(f"{name} {number}" for name, number in record.versions.items()),
        results=_results(record),
    )


def _results(record: Record) -> str:
    figures = record.measured
    if figures is None:
        return "Not measured.\n"
    tiers = "\n".join(
        f"| tier {tier} | {passed} of {count} | {passed / count:.1%} |"
        for tier, (passed, count) in figures.by_tier.items()
    )
    verdicts = ", ".join(f"{name} {count}" for name, count in figures.verdicts.items())
    return (
        f"One program for each of {figures.count} challenges of `{figures.challenges}`, sampled at "
        f"temperature 1 and judged in the nsjail sandbox by the command above on {record.date}.\n"
        f"\n| | passed | pass@1 |\n|---|---|---|\n"
        f"| all | {figures.passed} of {figures.count} | {figures.pass_at_1:.1%} |\n{tiers}\n\n"
        f"Verdicts: {verdicts}.\n"
    )


CARD = """\
---
license: mit
library_name: transformers
pipeline_tag: text-generation
---
# A tiny policy for CodeEval Gym

A causal language model of {millions} million parameters that writes short Python functions for the
built-in challenges of CodeEval Gym. It is a starting point for reinforcement learning that any
laptop can train, not an assistant: it was stopped early on purpose, so that it is right often
enough to earn reward and wrong often enough to learn from it.

- Llama architecture: {layers} layers, {heads} attention heads, shared input and output embedding.
- Its own byte-level BPE of {vocabulary} tokens; PAD, BOS and EOS are distinct.
- Context of {context} tokens, prompt and program together.
- Weights are stored in float16; `LLMAdapter` loads them as float32.

## What it can do

Given a prompt of the built-in families, one sentence and a `def` line, it writes a whole function
and ends it: arithmetic, strings, lists, dicts, loops, recursion, small algorithms.

## What it cannot do

Anything else. It knows no English beyond the wording of those families, no library and no other
language. It has not seen the families and compositions that occur in the test split only, and
hardly ever solves them. Benchmarks such as HumanEval are far beyond it. What it writes is
untrusted, as every program is: run it in a sandbox only.

## How it was made

    {command}

From random weights, on prompts and references of the first {examples} challenges of
`{challenges}`, generated by this project; no other data. {steps} updates read {tokens} tokens,
{program_tokens} of them program tokens, which alone are taught. Final loss {loss} nats per token.
It took {minutes} minutes with {threads} of a processor's threads on {date}.
Versions: {versions}.
On the same processor and versions the command gives the same weights; elsewhere sums are rounded
otherwise, and the figures will differ a little. `training.json` has every setting.

## What it was measured to do

{results}"""
