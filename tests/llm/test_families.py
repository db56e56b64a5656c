"""Sampling from models of many families agrees with their plain forward pass."""

from typing import Any

import pytest
import torch

from codeeval_gym.llm import Generation, generate, left_pad
from codeeval_gym.testing.models import EOS, FAMILIES, PAD, random_model

# Longer than the sliding windows, and of unlike length.
PROMPTS = [[5, 6, 7], [9], [20, 21, 22, 23, 24, 25, 26, 3, 4, 7, 8, 9, 10]] * 4


@pytest.fixture(scope="module", params=FAMILIES)
def model(request: pytest.FixtureRequest) -> Any:
    return random_model(request.param)


def sampled(model: Any, pad_id: int = PAD) -> Generation:
    noise = torch.Generator().manual_seed(0)
    return generate(
        model, PROMPTS, max_new_tokens=24, eos_id=EOS, pad_id=pad_id, temperature=1.5,
        generator=noise,
    )  # fmt: skip


def logits_of(model: Any, ids: list[int]) -> torch.Tensor:
    with torch.no_grad():
        logits: torch.Tensor = model(
            input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids))
        ).logits[0]
    return logits.float()


def test_logprobs_are_those_of_one_forward_pass(model: Any) -> None:
    generation = sampled(model)
    assert 0 < int(generation.truncated.sum()) < len(PROMPTS)
    for row, prompt in enumerate(PROMPTS):
        tokens = generation.tokens[row, : generation.lengths[row]]
        logits = logits_of(model, [*prompt, *tokens.tolist()])[len(prompt) - 1 : -1] / 1.5
        expected = logits.log_softmax(-1).gather(1, tokens[:, None])[:, 0]
        found = generation.logprobs[row, : generation.lengths[row]]
        torch.testing.assert_close(found, expected, atol=1e-4, rtol=0)


def test_padding_does_not_change_the_logits(model: Any) -> None:
    batch = left_pad(PROMPTS[:3], PAD)
    with torch.no_grad():
        padded = model(
            input_ids=batch.ids,
            attention_mask=batch.attention_mask,
            **({"position_ids": batch.position_ids} if model.config.model_type != "bloom" else {}),
        ).logits
    for row, prompt in enumerate(PROMPTS[:3]):
        found = padded[row, -len(prompt) :]
        torch.testing.assert_close(found, logits_of(model, prompt), atol=1e-4, rtol=1e-4)


def test_an_eos_that_is_the_padding_too_still_counts(model: Any) -> None:
    """As with GPT-2, whose tokenizer has no padding of its own."""
    apart, shared = sampled(model), sampled(model, pad_id=EOS)
    assert torch.equal(apart.lengths, shared.lengths)
    assert torch.equal(apart.truncated, shared.truncated)
    # Mixtral sends other padding to other experts, whose sums are then rounded otherwise.
    noise = 1e-5 if model.config.model_type == "mixtral" else 0.0
    torch.testing.assert_close(apart.logprobs, shared.logprobs, rtol=0.0, atol=noise)
    for row, length in enumerate(apart.lengths.tolist()):
        assert torch.equal(apart.tokens[row, :length], shared.tokens[row, :length])
        assert (shared.tokens[row, length:] == EOS).all()
