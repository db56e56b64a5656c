"""Half precision where it is asked for, single where it matters."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from accelerate.state import AcceleratorState

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import DQNConfig, DQNTrainer, PPOConfig, PPOTrainer
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.dqn.adapters import ONLINE
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


@pytest.mark.usefixtures("_own_precision")
def test_bf16_rounds_the_layers_of_dqn_and_not_q(
    policy: LLMAdapter, probe: Any, tmp_path: Path
) -> None:
    config = DQNConfig(
        run_folder=str(tmp_path / "run"),
        episodes_per_iteration=16,
        max_new_tokens=5,
        learning_rate=1e-3,
        candidates=11,
        value_warmup_iterations=0,
        mixed_precision="bf16",
    )
    trainer = DQNTrainer(policy, probe({"h": "a"}), config)
    q_model = trainer.learner.q_model
    exact = q_model.token_logprobs(PROGRAMS, ONLINE)
    rounded = trainer.learner._logprobs(PROGRAMS, ONLINE)
    assert rounded.dtype == torch.float32
    assert not torch.equal(rounded, exact)
    torch.testing.assert_close(rounded, exact, atol=0.02, rtol=0)
    with trainer.learner.accelerator.autocast():
        values = q_model(PROGRAMS, q_model.propose(PROGRAMS))
    assert (values.q.dtype, values.logprobs.dtype) == (torch.float32, torch.float32)

    before = {name: x.clone() for name, x in q_model.named_parameters()}
    trainer.learn(32, progress=False)
    moved = {name for name, x in q_model.named_parameters() if not torch.equal(x, before[name])}
    assert any("lora_B" in name for name in moved)
    assert {x.dtype for x in q_model.parameters()} == {torch.float32}
    assert 0 < read_metrics(trainer.run_folder)[0]["sampling/gap"] < 0.02
