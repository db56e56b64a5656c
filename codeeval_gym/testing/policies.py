"""A random policy of a few thousand weights that reads and writes letters, for probes.

It solves :class:`~codeeval_gym.testing.probes.ProbeEnv` in seconds if a trainer is right.
"""

from pathlib import Path
from typing import Any

__all__ = ["LETTERS", "letters_model", "letters_policy", "letters_tokenizer"]

LETTERS = "abcdefgh\n"
"""What it can read and write, one token each."""
_PAD, _EOS = 0, 1


def letters_tokenizer() -> Any:
    """One token for each letter, and PAD and EOS."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    vocabulary = {token: number for number, token in enumerate(["<pad>", "<eos>", *LETTERS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<pad>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Fuse()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<eos>")


def letters_model(*, loudness: float = 1.0) -> Any:
    """A Llama of two layers, of random weights, the same ones each time.

    Args:
        loudness: Multiplies its matrices. A trainer that keeps the output embedding frozen needs
            one that tells tokens apart: 8.
    """
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=2 + len(LETTERS),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=64,
        pad_token_id=_PAD,
        eos_token_id=_EOS,
        bos_token_id=_EOS,
    )
    model = LlamaForCausalLM(config)
    for parameter in model.parameters():
        if parameter.ndim > 1:
            parameter.data.mul_(loudness)
    return model


def letters_policy(folder: Path, *, loudness: float = 1.0) -> Path:
    """Save model and tokenizer where :class:`~codeeval_gym.llm.LLMAdapter` finds them.

    Args:
        folder: Where.
        loudness: As for :func:`letters_model`.

    Returns:
        The folder.
    """
    from codeeval_gym.trainers.checkpoint import quiet

    with quiet():
        letters_model(loudness=loudness).save_pretrained(folder)
    letters_tokenizer().save_pretrained(folder)
    return folder
