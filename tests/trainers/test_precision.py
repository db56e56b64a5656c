"""Half precision where it is asked for, single where it matters."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch
from accelerate.state import AcceleratorState

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.ppo.value_model import ActorCritic
from codeeval_gym.trainers.tracker import read_metrics

PROGRAMS = Programs.join([[2, 3, 4], [5]], [[4, 5, 1], [2, 1]])


@pytest.fixture
def _own_precision() -> Iterator[None]:
    """A process has one precision, which accelerate remembers."""
    AcceleratorState._reset_state(True)
    yield
    AcceleratorState._reset_state(True)


@pytest.mark.usefixtures("_own_precision")
def test_bf16_rounds_the_layers_and_not_weights_or_logprobs(
    policy: LLMAdapter, probe: Any, config: PPOConfig
) -> None:
    exact = ActorCritic(policy.model)(PROGRAMS).logprobs
    trainer = PPOTrainer(policy, probe({"h": "a"}), replace(config, mixed_precision="bf16"))
    scores = trainer.learner.scorer.score(PROGRAMS)
    assert scores.old_logprobs.dtype == torch.float32
    assert not torch.equal(scores.old_logprobs, exact)
    torch.testing.assert_close(scores.old_logprobs, exact.detach(), atol=0.02, rtol=0)

    trainer.learn(32, progress=False)
    assert {x.dtype for x in policy.model.parameters()} == {torch.float32}
    assert 0 < read_metrics(trainer.run_folder)[0]["sampling/gap"] < 0.02
