"""Random models of a few thousand weights, saved as ordinary checkpoints."""

from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
)

from codeeval_gym.llm import LLMAdapter

PAD, EOS = 0, 1


def bytes_tokenizer() -> Any:
    """One token for each byte, and PAD and EOS."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: number for number, token in enumerate(["<pad>", "<eos>", *letters])}
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<eos>")


def random_model(architecture: str) -> Any:
    torch.manual_seed(0)
    ids: Any = {"pad_token_id": PAD, "eos_token_id": EOS, "bos_token_id": EOS, "vocab_size": 258}
    if architecture == "gpt2":
        # Wide initial weights, so that the distributions are far from uniform.
        config = GPT2Config(
            n_embd=32, n_layer=2, n_head=2, n_positions=96, initializer_range=0.2, **ids
        )
        return GPT2LMHeadModel(config)
    llama = LlamaConfig(
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=96,
        initializer_range=0.2,
        **ids,
    )
    return LlamaForCausalLM(llama)


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Models this small gain nothing from two, and two wait for each other on a busy machine."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session", params=["llama", "gpt2"])
def checkpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a checkpoint of each architecture."""
    folder = tmp_path_factory.mktemp(request.param)
    random_model(request.param).save_pretrained(folder)
    bytes_tokenizer().save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def adapter(checkpoint: Path) -> LLMAdapter:
    return LLMAdapter(checkpoint, device="cpu")
