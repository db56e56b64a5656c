"""Sampling: padding is harmless, rows end at their EOS, seeds decide, probabilities are right."""

from typing import Any

import pytest
import torch

from codeeval_gym.llm import LLMAdapter, _cache, _generation, left_pad

PROMPTS = [[5, 6, 7], [9], [20, 21, 22, 23, 24, 25, 26]]


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def many(adapter: LLMAdapter, **settings: Any) -> Any:
    """Enough rows that some end early and are dropped from the batch."""
    return adapter.generate(PROMPTS * 30, max_new_tokens=60, generator=seeded(1), **settings)


def test_padding_does_not_change_the_logits(adapter: LLMAdapter) -> None:
    batch = left_pad(PROMPTS, adapter.pad_id)
    with torch.no_grad():
        padded = adapter.model(
            input_ids=batch.ids,
            attention_mask=batch.attention_mask,
            position_ids=batch.position_ids,
        ).logits
        for row, prompt in enumerate(PROMPTS):
            alone = adapter.model(input_ids=torch.tensor([prompt])).logits[0]
            torch.testing.assert_close(padded[row, -len(prompt) :], alone, atol=1e-4, rtol=1e-4)


def test_left_pad_places_and_counts() -> None:
    batch = left_pad([[7, 8], [9]], pad_id=0)
    assert batch.ids.tolist() == [[7, 8], [0, 9]]
    assert batch.attention_mask.tolist() == [[1, 1], [0, 1]]
    assert batch.position_ids.tolist() == [[0, 1], [0, 0]]


@pytest.mark.parametrize("sequences", [[], [[1], []]])
def test_left_pad_refuses_what_has_no_token(sequences: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="at least one token in each"):
        left_pad(sequences, pad_id=0)


def test_rows_end_at_their_eos_and_are_padded_after_it(adapter: LLMAdapter) -> None:
    generation = many(adapter)
    assert 0 < int(generation.truncated.sum()) < len(generation.tokens)
    for tokens, length, truncated in zip(
        generation.tokens.tolist(), generation.lengths.tolist(), generation.truncated, strict=True
    ):
        assert (adapter.eos_id not in tokens) == truncated
        assert length == (60 if truncated else tokens.index(adapter.eos_id) + 1)
        assert tokens[length:] == [adapter.pad_id] * (60 - length)


@pytest.mark.parametrize("temperature", [1.0, 0.5, 0.0])
def test_logprobs_equal_those_of_one_forward_pass(adapter: LLMAdapter, temperature: float) -> None:
    generation = many(adapter, temperature=temperature)
    for row, prompt in enumerate(PROMPTS * 30):
        length = int(generation.lengths[row])
        tokens = generation.tokens[row, :length]
        with torch.no_grad():
            logits = adapter.model(input_ids=torch.tensor([[*prompt, *tokens.tolist()]])).logits
        logprobs = torch.log_softmax(logits[0, len(prompt) - 1 : -1] / (temperature or 1), dim=-1)
        expected = logprobs.gather(1, tokens[:, None])[:, 0]
        torch.testing.assert_close(generation.logprobs[row, :length], expected, atol=1e-3, rtol=0)
        assert not generation.logprobs[row, length:].any()


def test_the_seed_decides(adapter: LLMAdapter) -> None:
    first, again = many(adapter), many(adapter)
    other = adapter.generate(PROMPTS * 30, max_new_tokens=60, generator=seeded(2))
    assert torch.equal(first.tokens, again.tokens)
    assert not torch.equal(first.tokens, other.tokens)


def test_dropping_rows_and_growing_the_cache_change_nothing(
    adapter: LLMAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = many(adapter)
    monkeypatch.setattr(_generation, "COMPACT_BELOW", 0.0)
    monkeypatch.setattr(_cache, "BLOCK", 7)
    assert torch.equal(many(adapter).tokens, usual.tokens)


def test_without_a_generator_the_global_seed_decides(adapter: LLMAdapter) -> None:
    torch.manual_seed(3)
    first = adapter.generate(PROMPTS, max_new_tokens=20)
    torch.manual_seed(3)
    assert torch.equal(first.tokens, adapter.generate(PROMPTS, max_new_tokens=20).tokens)


def test_greedy_takes_the_likeliest_token_whatever_the_noise(adapter: LLMAdapter) -> None:
    generation = adapter.generate(PROMPTS, max_new_tokens=5, temperature=0, generator=seeded(8))
    with torch.no_grad():
        first = adapter.model(input_ids=torch.tensor([PROMPTS[0]])).logits[0, -1].argmax()
    assert generation.tokens[0, 0] == first


def test_samples_follow_the_distribution(adapter: LLMAdapter) -> None:
    """A chi-square over tokens expected at least 20 times stays within five standard errors."""
    draws = 4000
    generation = adapter.generate([[5, 6]] * draws, max_new_tokens=1, generator=seeded(4))
    with torch.no_grad():
        expected = adapter.model(input_ids=torch.tensor([[5, 6]])).logits[0, -1].softmax(-1) * draws
    counts = torch.bincount(generation.tokens[:, 0], minlength=len(expected))
    common = expected >= 20
    chi_square = ((counts - expected) ** 2 / expected)[common].sum()
    freedom = int(common.sum())
    assert freedom > 3
    assert chi_square < freedom + 5 * (2 * freedom) ** 0.5


def test_tensors_can_be_used_in_a_loss(adapter: LLMAdapter) -> None:
    generation = adapter.generate(PROMPTS, max_new_tokens=4, generator=seeded(5))
    weight = torch.ones(1, requires_grad=True)
    (generation.logprobs * weight).sum().backward()
    assert weight.grad is not None


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"max_new_tokens": 0}, "max_new_tokens >= 1"),
        ({"max_new_tokens": 1, "temperature": -1.0}, "temperature >= 0"),
        ({"max_new_tokens": 90}, r"7 tokens and 90 new ones do not fit .* context of 96"),
    ],
)
def test_impossible_settings_are_refused(
    adapter: LLMAdapter, settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        adapter.generate(PROMPTS, **settings)


def test_each_row_is_told_of_once_and_as_it_stays(adapter: LLMAdapter) -> None:
    found: dict[int, list[int]] = {}

    def told(row: int, ids: list[int]) -> None:
        assert row not in found
        found[row] = ids

    prompts = [[5, 6], [7], [5, 6], [8, 9, 10]] * 4
    chance = torch.Generator().manual_seed(0)
    written = adapter.generate(prompts, max_new_tokens=6, generator=chance, on_finished=told)
    assert 0 < int(written.truncated.sum()) < len(prompts)
    lengths = written.lengths.tolist()
    assert [found[row] for row in range(len(prompts))] == [
        written.tokens[row, :length].tolist() for row, length in enumerate(lengths)
    ]
    shortest = min(lengths)
    assert lengths[next(iter(found))] == shortest  # not only at the end
