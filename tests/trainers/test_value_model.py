"""Policy and value function in one pass."""

from typing import Any

import pytest
import torch
from torch import nn

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.ppo.value_model import ActorCritic

PROMPTS = [[2, 3, 4], [5], [6, 7, 8, 9, 2, 3]]
WRITTEN = [[4, 5, 1], [2, 1], [3, 1]]


def outputs_of(policy: LLMAdapter, rows: list[int], **options: Any) -> Any:
    torch.manual_seed(1)
    model = ActorCritic(policy.model, **options)
    nn.init.normal_(model.value_head.weight)
    return model(Programs.join([PROMPTS[i] for i in rows], [WRITTEN[i] for i in rows]))


def test_logprobs_are_those_of_the_whole_model(policy: LLMAdapter) -> None:
    """Against the plain forward pass, one unpadded row at a time."""
    outputs = outputs_of(policy, [0, 1, 2], temperature=0.5)

    for row, (prompt, written) in enumerate(zip(PROMPTS, WRITTEN, strict=True)):
        logits = policy.model(torch.tensor([prompt + written])).logits[0] / 0.5
        for step, token in enumerate(written):
            expected = logits[len(prompt) - 1 + step].log_softmax(0)[token]
            torch.testing.assert_close(outputs.logprobs[row, step], expected)


def test_padding_changes_nothing(policy: LLMAdapter) -> None:
    together = outputs_of(policy, [0, 1, 2])

    for row in range(3):
        for padded, alone in zip(together, outputs_of(policy, [row]), strict=True):
            width = len(WRITTEN[row])
            torch.testing.assert_close(padded[row, :width], alone[0])
            assert not padded[row, width:].any()


def test_the_sampler_and_the_training_pass_agree(policy: LLMAdapter) -> None:
    """Left-padded sampling with a cache, right-padded training without one."""
    generation = policy.generate(
        PROMPTS, max_new_tokens=8, temperature=0.7, generator=torch.Generator().manual_seed(0)
    )
    written = [row[:n].tolist() for row, n in zip(generation.tokens, generation.lengths)]  # noqa: B905
    outputs = ActorCritic(policy.model, temperature=0.7)(Programs.join(PROMPTS, written))
    width = outputs.logprobs.shape[1]

    torch.testing.assert_close(outputs.logprobs, torch.Tensor(generation.logprobs[:, :width]))


def test_the_value_head_starts_at_zero(policy: LLMAdapter) -> None:
    model = ActorCritic(policy.model)

    assert not model(Programs.join(PROMPTS, WRITTEN)).values.any()


@pytest.mark.parametrize(
    ("options", "train_policy", "reached"),
    [({}, True, True), ({"detach_value": True}, True, False), ({}, False, False)],
    ids=["shared", "detached", "warm-up"],
)
def test_where_the_value_loss_reaches(
    policy: LLMAdapter, options: dict[str, bool], train_policy: bool, reached: bool
) -> None:
    model = ActorCritic(policy.model, **options)
    nn.init.normal_(model.value_head.weight)
    model(Programs.join(PROMPTS, WRITTEN), train_policy).values.sum().backward()

    trunk = model.model.model.layers[0].mlp.up_proj.weight.grad
    assert (trunk is not None and bool(trunk.any())) is reached
    assert model.value_head.weight.grad is not None
    assert model.value_head.weight.grad.any()


def test_dropout_is_off(policy: LLMAdapter) -> None:
    model = policy.model.train()

    assert not ActorCritic(model).model.training
