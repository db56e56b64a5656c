"""Pre-train a small causal language model on the project's own challenges.

This is how ``builtin:tiny`` came to be, from random weights, on a laptop's processor:

    python -m codeeval_gym.trainers.pretrain --out FOLDER

It is the textbook recipe (AdamW, warm-up and cosine, clipped gradients, float32), apart from:

* The model reads the prompt and is taught the program only. Prompts are drawn from templates,
  and three million weights have better things to learn than which template comes next.
* Prompt and program are encoded apart and joined as ids, exactly as a policy will sample them.
* It stops early, on purpose: halfway through its schedule, before the learning rate has come down.
  A policy that solves everything leaves reinforcement learning nothing to do; one that solves
  nothing gives it no reward to learn from. The number of steps is the one dial.

It reads challenges of the train split only, and refuses any other. What it writes is an ordinary
transformers checkpoint, a model card and ``training.json``, the record of how it was made.
"""

import argparse
import math
import shlex
import sys
import time
from collections.abc import Sequence
from dataclasses import MISSING, asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from codeeval_gym.challenges import load
from codeeval_gym.challenges.rights import require_train_allowed
from codeeval_gym.errors import ConfigError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers._pretrain_card import Measured, Record, Training, measure, write_record
from codeeval_gym.trainers._pretrain_data import Batch, Example, batches, encode, read_texts
from codeeval_gym.trainers._pretrain_tokenizer import train_tokenizer

__all__ = ["PretrainConfig", "main", "pretrain", "rate_at"]

HEAD_DIM = 32
HEADS_PER_KEY = 3
"""Heads that share keys and values: sampling on a CPU is a third faster than with one each."""
REPORT_EVERY = 20
MAX_GRADIENT_NORM = 1.0


@dataclass(frozen=True)
class PretrainConfig:
    """How the model is shaped and taught. The defaults are those of ``builtin:tiny``.

    Raises:
        ConfigError: If a count is below 1, or the heads cannot be shared out.
    """

    out: str
    """Folder for the checkpoint, the card and the record."""
    seed: int = 0
    """Decides initial weights and the order of examples."""
    steps: int = 300
    """Updates: the dial of how good the model becomes."""
    schedule: int = 600
    """Updates that the learning rate's schedule is stretched over, at least ``steps``."""
    batch_size: int = 64
    """Programs in an update."""
    peak_rate: float = 2e-3
    """Learning rate at the end of the warm-up."""
    warmup: float = 0.1
    """Share of the steps in which the rate rises from zero."""
    weight_decay: float = 0.1
    """As in AdamW; on matrices only."""
    challenges: str = "builtin:train"
    """A train split."""
    examples: int = 20_000
    """Challenges read, the first ones of the split."""
    vocabulary: int = 1024
    """Tokens at most. Short programs of few words need no more, and each costs a row of weights."""
    context: int = 384
    """Tokens, prompt and program together."""
    layers: int = 6
    """Transformer blocks."""
    heads: int = 6
    """Attention heads of 32 dimensions each; a multiple of 3."""
    threads: int = 2
    """Of the processor. Sums taken in another order round differently: part of the recipe."""
    measured: int = 400
    """Held-out challenges the finished model is measured on, in the sandbox; 0 for none."""

    def __post_init__(self) -> None:
        for name in ("steps", "batch_size", "examples", "layers", "heads", "threads"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} must be at least 1, not {getattr(self, name)}.")
        if self.schedule < self.steps:
            raise ConfigError(
                f"schedule must be at least the {self.steps} steps, not {self.schedule}."
            )
        if self.heads % HEADS_PER_KEY:
            raise ConfigError(f"heads must be a multiple of {HEADS_PER_KEY}, not {self.heads}.")


def pretrain(config: PretrainConfig) -> Record:
    """Train a model from random weights and write it to ``config.out``.

    Returns:
        How it was made and what it was measured to do, as ``training.json`` says too.

    Raises:
        ConfigError: If the challenges are not those of a train split.
        ChallengeError: If one of them may not be trained on.
        SandboxUnavailable: If the model is to be measured and this machine cannot isolate.
    """
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    examples = load(config.challenges)[: config.examples]
    require_train_allowed(examples)
    texts = read_texts(examples)
    policy = _new_policy(config, texts)
    training = _train(policy, config, encode(policy, texts))
    policy.model.half()  # half the size; the rounding is far below what sampling adds
    policy.save(config.out)
    settings = {name: value for name, value in asdict(config).items() if name != "out"}
    record = Record(_command(config), settings, policy.model.num_parameters(), training)
    write_record(record, Path(config.out))  # before measuring, which needs a sandbox
    if config.measured:
        record = replace(record, measured=_measure(config))
        write_record(record, Path(config.out))
    return record


def _measure(config: PretrainConfig) -> Measured:
    """Measure what was written, not what is in memory: its weights are rounded."""
    held_out = load("builtin:test")[: config.measured]
    with EvaluationEngine() as engine:
        return measure(LLMAdapter(config.out, device="cpu"), held_out, engine, config.seed)


def _new_policy(config: PretrainConfig, texts: Sequence[tuple[str, str]]) -> LLMAdapter:
    """Learn a tokenizer and draw random weights: an ordinary checkpoint from the first step on."""
    tokenizer = train_tokenizer(
        (text for pair in texts for text in pair), config.vocabulary, config.context
    )
    width = HEAD_DIM * config.heads
    shape = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=width,
        intermediate_size=3 * width,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        num_key_value_heads=config.heads // HEADS_PER_KEY,
        max_position_embeddings=config.context,
        tie_word_embeddings=True,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )
    LlamaForCausalLM(shape).save_pretrained(config.out)
    tokenizer.save_pretrained(config.out)
    return LLMAdapter(config.out, device="cpu")


def _train(policy: LLMAdapter, config: PretrainConfig, examples: list[Example]) -> Training:
    """Update the model ``config.steps`` times."""
    optimizer = _optimizer(policy.model, config.weight_decay)
    order = torch.Generator().manual_seed(config.seed)
    stream = batches(examples, config.batch_size, policy.pad_id, order)
    losses: list[float] = []
    means, tokens, program_tokens = [], 0, 0
    started = time.perf_counter()
    for step, batch in zip(range(1, config.steps + 1), stream, strict=False):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, config)
        losses.append(_update(policy.model, optimizer, batch))
        tokens += batch.tokens
        program_tokens += batch.program_tokens
        if len(losses) == REPORT_EVERY or step == config.steps:
            means.append(sum(losses) / len(losses))
            losses.clear()
            seconds = time.perf_counter() - started
            left = seconds / step * (config.steps - step) / 60
            print(
                f"step {step} of {config.steps}: loss {means[-1]:.3f}, "
                f"{tokens / seconds:.0f} tokens/s, {left:.1f} minutes left",
                flush=True,
            )
    return Training(tuple(means), tokens, program_tokens, time.perf_counter() - started)


def _update(model: Any, optimizer: torch.optim.Optimizer, batch: Batch) -> float:
    """One step down the gradient; returns the loss before it, in nats per program token."""
    loss = model(
        input_ids=batch.ids,
        attention_mask=batch.attention_mask,
        position_ids=batch.position_ids,
        labels=batch.labels,
        use_cache=False,
    ).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), MAX_GRADIENT_NORM)
    optimizer.step()
    optimizer.zero_grad()
    return float(loss.detach())


def _optimizer(model: Any, weight_decay: float) -> torch.optim.Optimizer:
    matrices = [weights for weights in model.parameters() if weights.ndim > 1]
    vectors = [weights for weights in model.parameters() if weights.ndim < 2]
    groups = [
        {"params": matrices, "weight_decay": weight_decay},
        {"params": vectors, "weight_decay": 0.0},  # gains of norms belong near 1, not near 0
    ]
    # A short memory of squares, as is usual for language models: their gradients change fast.
    return torch.optim.AdamW(groups, betas=(0.9, 0.95))


def rate_at(step: int, config: PretrainConfig) -> float:
    """Learning rate of an update, the first being 1: a line up, then half a cosine down to 0."""
    rising = config.schedule * config.warmup
    if step < rising:
        return config.peak_rate * step / rising
    falling = (step - rising) / (config.schedule - rising)
    return config.peak_rate * 0.5 * (1 + math.cos(math.pi * falling))


def _command(config: PretrainConfig) -> str:
    """Return the command line that gives this configuration; the folder is the reader's to name."""
    words = ["python", "-m", "codeeval_gym.trainers.pretrain", "--out", "FOLDER"]
    for item in fields(config):
        value = getattr(config, item.name)
        if item.name in ("seed", "steps") or item.default not in (MISSING, value):
            words += [_option(item.name), str(value)]
    return shlex.join(words)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run :func:`pretrain` from the command line, where every setting is an option."""
    parser = argparse.ArgumentParser(
        prog="python -m codeeval_gym.trainers.pretrain",
        description="Pre-train a small causal language model on the built-in challenges.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    for item in fields(PretrainConfig):
        if item.default is MISSING:
            parser.add_argument(_option(item.name), required=True, help="folder to write to")
        else:
            kind = type(item.default)
            parser.add_argument(_option(item.name), type=kind, default=item.default, help=" ")
    try:
        record = pretrain(PretrainConfig(**vars(parser.parse_args(arguments))))
    except ConfigError as error:
        parser.error(str(error))
    if record.measured is not None:
        print(f"pass@1 on {record.measured.challenges}: {record.measured.pass_at_1:.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
