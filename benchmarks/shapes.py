"""Language models by size, and the arithmetic that they need.

The shapes are those of Qwen2.5 (``config.json`` of the models of 0.5 and 1.5 billion weights); the
weights are random, since speed does not depend on them.
"""

import time
from pathlib import Path
from typing import Any, NamedTuple

import torch
from transformers import Qwen2Config, Qwen2ForCausalLM

from codeeval_gym.llm import LLMAdapter

__all__ = [
    "SHAPES",
    "Work",
    "generation_flops",
    "product_flops",
    "training_flops",
    "wait",
    "write_model",
]

SHAPES: dict[str, dict[str, Any]] = {
    "qwen2.5-0.5b": {
        "hidden_size": 896,
        "intermediate_size": 4864,
        "num_hidden_layers": 24,
        "num_attention_heads": 14,
        "num_key_value_heads": 2,
        "vocab_size": 151_936,
    },
    "qwen2.5-1.5b": {
        "hidden_size": 1536,
        "intermediate_size": 8960,
        "num_hidden_layers": 28,
        "num_attention_heads": 12,
        "num_key_value_heads": 2,
        "vocab_size": 151_936,
    },
    "qwen2.5-toy": {  # for trying the path out
        "hidden_size": 64,
        "intermediate_size": 160,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "vocab_size": 2048,
    },
}
"""Arguments of ``Qwen2Config`` by name."""


def write_model(name: str, folder: Path) -> None:
    """Write a model of random weights, with the tokenizer of the built-in one, as a checkpoint.

    Its vocabulary is larger than the tokenizer's, as it would be with its own; ids that the
    tokenizer does not know decode to nothing.

    Args:
        name: In :data:`SHAPES`.
        folder: Where.
    """
    tokenizer = LLMAdapter("builtin:tiny", device="cpu").tokenizer
    torch.manual_seed(0)
    config = Qwen2Config(
        **SHAPES[name],
        tie_word_embeddings=True,
        max_position_embeddings=4096,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )
    Qwen2ForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


class Work(NamedTuple):
    """What an iteration did, as far as arithmetic goes."""

    programs: float
    """How many were written."""
    prompt_tokens: float
    """Of one, on average."""
    program_tokens: float
    """Of one, on average."""


def generation_flops(model: Any, work: Work) -> float:
    """Floating-point operations of writing the programs, a multiplication and an addition counted.

        Σ over programs of  2·B·(p + t) + 2·H·t + 2·L·w·(p + t)²

    B: weights of the layers' matrices; H: of the output embedding, p: tokens of the prompt, t: of
    the program, L: layers, w: heads times their width. The last part is causal attention, one
    product with the keys and one with the values (as Chowdhery et al. 2022, "PaLM", appendix B).
    """
    config = model.config.get_text_config()
    head = config.vocab_size * config.hidden_size
    matrices = sum(weight.numel() for weight in model.parameters() if weight.ndim > 1)
    # The input embedding is looked up, not multiplied; where it is tied it is the head.
    body = matrices - head * (1 if config.tie_word_embeddings else 2)
    width = config.num_attention_heads * (
        getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    )
    length = work.prompt_tokens + work.program_tokens
    attention = 2 * config.num_hidden_layers * width * length**2
    each = 2 * body * length + 2 * head * work.program_tokens + attention
    return float(work.programs * each)


def training_flops(model: Any, work: Work, epochs: int) -> float:
    """Floating-point operations that the passes over a rollout need.

    Three times those of reading it, once forwards and twice backwards, for each pass. What is
    computed a second time, and the log-probabilities before the update, do not count, and each
    program counts with its whole prompt, though this project's trainer reads a prompt that programs
    share once: a share of this can be above what the device did.
    """
    return 3 * epochs * generation_flops(model, work)


def product_flops(device: torch.device, dtype: torch.dtype) -> float:
    """Operations a second of a large matrix product on this device: the most a model could reach.

    The best of a second's worth; on a GPU of a data centre, take the figure of its data sheet
    instead.
    """
    size = 1024 if device.type == "cpu" else 8192
    left, right = (torch.randn(size, size, device=device, dtype=dtype) for _ in range(2))
    best, until = float("inf"), time.perf_counter() + 1.0
    while time.perf_counter() < until:
        wait(device)
        started = time.perf_counter()
        _ = left @ right
        wait(device)
        best = min(best, time.perf_counter() - started)
    return 2 * size**3 / best


def wait(device: torch.device) -> None:
    """Until a GPU has done what it was given."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
