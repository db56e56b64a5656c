"""A random policy of a few thousand weights, and probe environments around it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.likelihood import Scorer

LETTERS = "abcdefgh\n"
PAD, EOS = 0, 1


def letters_tokenizer() -> Any:
    """One token for each letter, and PAD and EOS."""
    vocabulary = {token: number for number, token in enumerate(["<pad>", "<eos>", *LETTERS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<pad>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Fuse()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<eos>")


def random_llama() -> Any:
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=2 + len(LETTERS),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=64,
        pad_token_id=PAD,
        eos_token_id=EOS,
        bos_token_id=EOS,
    )
    return LlamaForCausalLM(config)


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("policy")
    random_llama().save_pretrained(folder)
    letters_tokenizer().save_pretrained(folder)
    return folder


@pytest.fixture
def policy(model_folder: Path) -> LLMAdapter:
    """A fresh copy each time: trainers change it."""
    return LLMAdapter(model_folder, device="cpu")


@pytest.fixture(scope="session")
def probe() -> Callable[..., SyncVectorEnv]:
    """Makes probe environments side by side."""

    def make(answers: Mapping[str, str], num_envs: int = 16, **options: Any) -> SyncVectorEnv:
        each = [lambda: ProbeEnv(answers, **options)] * num_envs
        return SyncVectorEnv(each, autoreset_mode=AutoresetMode.SAME_STEP)

    return make


@pytest.fixture
def config(tmp_path: Path) -> PPOConfig:
    """Settings under which the probes are solved in seconds."""
    return PPOConfig(
        run_folder=str(tmp_path / "run"),
        episodes_per_iteration=16,
        max_new_tokens=5,
        learning_rate=3e-3,
        value_learning_rate=1e-2,
        minibatches=2,
        value_warmup_iterations=1,
    )


@pytest.fixture(scope="session")
def undecided_folder(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that answers ``a`` or ``b`` and then ends, whatever it is asked."""
    policy = LLMAdapter(model_folder, device="cpu")
    optimizer = torch.optim.Adam(policy.model.parameters(), lr=3e-3)
    scorer = Scorer(policy.model)
    asked = [(prompt, answer) for prompt in "gh" for answer in "ab"]
    prompts = [policy.encode_prompt(prompt) for prompt, _ in asked]
    rows = Programs.join(prompts, [policy.encode_program(answer) for _, answer in asked])
    for _ in range(60):
        loss = -scorer(rows).sum(dim=1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    folder = tmp_path_factory.mktemp("undecided")
    policy.save(folder)
    return folder


@pytest.fixture
def undecided(undecided_folder: Path) -> LLMAdapter:
    """A fresh copy each time: trainers change it."""
    return LLMAdapter(undecided_folder, device="cpu")
