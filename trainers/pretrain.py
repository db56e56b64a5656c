"""Pre-train a small causal language model on the project's own challenges.

This is how ``builtin:tiny`` came to be, from random weights, on a laptop's processor:

    python -m codeeval_gym.trainers.pretrain --out FOLDER

It is the textbook recipe (AdamW, warm-up and cosine, clipped gradients, float32), apart from:

* The model reads the prompt and is taught the program only. Prompts are drawn from templates,
  and three million weights have better things to learn than which template comes next.
* Prompt and program are encoded apart and joined as ids, exactly as a policy will sample them.
* It stops early, on purpose. A policy that solves everything leaves reinforcement learning
  nothing to do; one that solves nothing gives it no reward to learn from. The number of steps is
  the one dial, and the schedule is stretched over it, so the same command gives the same model.

It reads challenges of the train split only, and refuses any other. What it writes is an ordinary
transformers checkpoint, a model card and ``training.json``, the record of how it was made.
"""

import argparse
import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from codeeval_gym.challenges import load
from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers._pretrain_card import Record, measure, write_record
from codeeval_gym.trainers._pretrain_data import Batch, batches, encode, read_texts
from codeeval_gym.trainers._pretrain_tokenizer import train_tokenizer

__all__ = ["PretrainConfig", "learning_rate", "main", "pretrain"]


@dataclass(frozen=True)
class PretrainConfig:
    """How the model is shaped and taught. The defaults are those of ``builtin:tiny``."""

    out: str
    """Folder for the checkpoint, the card and the record."""
    seed: int = 0
    """Decides initial weights and order of examples."""
    steps: int = 600
    """Updates: the dial of how good the model becomes."""
    batch_size: int = 64
    """Programs in an update."""
    peak_learning_rate: float = 2e-3
    """Reached at the end of the warm-up."""
    warmup: float = 0.1
    """Share of the steps in which the rate rises from zero."""
    weight_decay: float = 0.1
    """As AdamW has it; on matrices only."""
    challenges: str = "builtin:train"
    """A train split."""
    examples: int = 20_000
    """Challenges read, the first ones of the split."""
    vocabulary: int = 1024
    """Tokens. Short programs over few words need no more, and every one costs a row of weights."""
    context: int = 384
    """Tokens, prompt and program together."""
    layers: int = 6
    """Transformer blocks."""
    heads: int = 6
    """Attention heads, of 32 dimensions each; every three share keys and values, which makes
    sampling on a CPU a third faster."""
    threads: int = 2
    """Of the processor. Sums in another order round differently: it belongs to the recipe."""
    measured: int = 400
    """Held-out challenges the model is measured on at the end, in the sandbox; 0 for none."""

    def __post_init__(self) -> None:
        for name in ("steps", "batch_size", "examples", "layers", "heads", "threads"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} must be at least 1, not {getattr(self, name)}.")


def pretrain(config: PretrainConfig) -> Record:
    """Train a model from random weights and write it to ``config.out``.

    Returns:
        How it was made and what it was measured to do, as also written to ``training.json``.

    Raises:
        ConfigError: If the challenges are not those of a train split.
        SandboxUnavailable: If the model is to be measured and this machine cannot isolate.
    """
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    texts = read_texts(load(config.challenges)[: config.examples])
    policy = _new_policy(config, texts)
    examples = encode(policy, texts)
    started = time.perf_counter()
    losses, tokens = _train(policy, config, examples)
    ...


def main(arguments: Sequence[str] | None = None) -> None:
    """Run :func:`pretrain` from the command line; every field of the configuration is an option."""
    parser = argparse.ArgumentParser(description="Pre-train a small model on the built-in challenges.")
    for field in fields(PretrainConfig):
        pass


if __name__ == "__main__":
    main(sys.argv[1:])
