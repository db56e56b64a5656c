"""A random policy of a few thousand weights, and probe environments around it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from gymnasium.vector import AutoresetMode, SyncVectorEnv

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.policies import letters_policy
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.likelihood import Scorer


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return letters_policy(tmp_path_factory.mktemp("policy"))


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
