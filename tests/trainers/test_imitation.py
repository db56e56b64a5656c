"""Cross-entropy on given programs: of the program alone, its end included, however it is cut up."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.examples import Example
from codeeval_gym.trainers.imitation import Imitator, cross_entropy, gently
from codeeval_gym.trainers.rft.config import RFTConfig
from codeeval_gym.trainers.rft.learner import Learner

EXAMPLES = [
    Example("x", (2, 3, 4), (5, 6, 1), 1.0),
    Example("x", (2, 3), (7, 1), 1.0),
    Example("y", (8,), (3, 3, 3, 3, 1), 1.0),
]
CONFIG = RFTConfig(batch_programs=8, learning_rate=1e-2, max_grad_norm=1e9)


def imitated(policy: LLMAdapter, examples: list[Example], **changes: Any) -> tuple[Any, Any]:
    """The gradient of one step, and its metrics."""
    learner = Learner(policy.model, replace(CONFIG, **changes))
    imitator = Imitator.of(learner.stepper(), learner.config)
    before = [p.detach().clone() for p in policy.model.parameters()]
    for group in learner.optimizer.param_groups:
        group["lr"] = 1.0
        group["betas"] = (0.0, 0.999)
    metrics = imitator.run(examples, np.random.default_rng(0))
    state = learner.optimizer.state
    gradient = [state[p]["exp_avg"] for p in policy.model.parameters()]
    assert any(
        not torch.equal(a, b) for a, b in zip(before, policy.model.parameters(), strict=True)
    )
    return gradient, metrics


def by_hand(policy: LLMAdapter, examples: list[Example]) -> Tensor:
    """Mean over tokens of -log π, of each program alone and from the model's own logits."""
    total, tokens = torch.zeros(()), 0
    for example in examples:
        ids = torch.tensor([[*example.prompt, *example.program]])
        logprobs = policy.model(ids).logits[0].log_softmax(dim=-1)
        for place, token in enumerate(example.program, start=len(example.prompt) - 1):
            total = total - logprobs[place, token]
            tokens += 1
    return total / tokens


def test_cross_entropy_by_hand() -> None:
    logprobs = torch.tensor([math.log(0.5), math.log(0.25)], requires_grad=True)
    plain = cross_entropy(logprobs, 0.0)
    weighed = cross_entropy(logprobs, 1.0)
    half = cross_entropy(logprobs, 0.5)
    gradient = torch.autograd.grad(weighed.sum(), logprobs)[0]

    assert plain.tolist() == pytest.approx([math.log(2), math.log(4)])
    assert weighed.tolist() == pytest.approx([0.5 * math.log(2), 0.25 * math.log(4)])
    assert half.tolist() == pytest.approx([0.75 * math.log(2), 0.625 * math.log(4)])
    assert gradient.tolist() == pytest.approx([-0.5, -0.25])  # the weight itself has none


def test_gradients_are_weighed_and_values_are_not() -> None:
    logprobs = torch.tensor([math.log(0.5), math.log(0.25)], requires_grad=True)
    found = gently(logprobs, 0.5)
    gradient = torch.autograd.grad(found.sum(), logprobs)[0]

    assert found.tolist() == pytest.approx(logprobs.tolist())
    assert gradient.tolist() == pytest.approx([0.75, 0.625])


@pytest.mark.parametrize("micro_batch_tokens", [1, 12, 4096])
def test_a_step_follows_the_gradient_of_the_program_s_tokens(
    policy: LLMAdapter, micro_batch_tokens: int
) -> None:
    expected = by_hand(policy, EXAMPLES)
    wanted = torch.autograd.grad(expected, list(policy.model.parameters()))
    gradient, metrics = imitated(policy, EXAMPLES, micro_batch_tokens=micro_batch_tokens)

    assert metrics["imitation/loss"] == pytest.approx(expected.item(), rel=1e-5)
    assert metrics["imitation/logprob"] == pytest.approx(-expected.item(), rel=1e-5)
    for one, other in zip(gradient, wanted, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-6)


def test_of_no_program_nothing_is_learnt(policy: LLMAdapter) -> None:
    learner = Learner(policy.model, CONFIG)
    before = [p.detach().clone() for p in policy.model.parameters()]
    metrics = Imitator.of(learner.stepper(), CONFIG).run([], np.random.default_rng(0))

    assert metrics == {"imitation/programs": 0.0, "optimiser/steps": 0.0}
    assert all(torch.equal(a, b) for a, b in zip(before, policy.model.parameters(), strict=True))
