"""The tokenizer of a model that is pre-trained on short Python programs.

Byte-level BPE, so every text can be written and read back, with a border drawn for code:

* A digit is a token of its own and carries no space: ``17`` is the same two tokens wherever it
  stands, so a constant of the prompt can be copied into the program.
* A word keeps the space behind it, not the one before it: a name is the same token after a
  backtick in a prompt as after ``def`` in a program.
* Punctuation keeps the newline and the indentation behind it: ``):`` and the step into the body
  of a function are one token.
"""

from collections.abc import Iterable
from typing import Any

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

__all__ = ["train_tokenizer"]

PAD, BOS, EOS = "<pad>", "<bos>", "<eos>"
"""Three tokens, never one for two: where PAD is EOS, masking one masks the other."""

PIECES = r"\p{N}|[\p{L}_]+ ?| ?[^\s\p{L}\p{N}_]+(?:\n *| )?|\n *| +|\s"
"""Merges stay within one of these pieces."""


def train_tokenizer(texts: Iterable[str], vocab_size: int, context: int) -> Any:
    """Learn merges from ``texts``; a prompt is then encoded with a BOS before it.

    Args:
        texts: Prompts and programs.
        vocab_size: Number of tokens at most, the three special ones and 256 bytes included.
        context: Tokens that the model reads at most, recorded with the tokenizer.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PIECES), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        texts,
        trainers.BpeTrainer(
            vocab_size=vocab_size,
            special_tokens=[PAD, BOS, EOS],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{BOS} $A", special_tokens=[(BOS, tokenizer.token_to_id(BOS))]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        bos_token=BOS,
        eos_token=EOS,
        model_max_length=context,
        clean_up_tokenization_spaces=False,
    )
