"""Engines behind the policy: by name, one's own, and vLLM's form of an answer."""

import sys
from collections import namedtuple
from typing import Any

import pytest
import torch

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.llm import Generation, LLMAdapter
from codeeval_gym.llm.generators import TransformersGenerator
from codeeval_gym.llm.vllm import as_generation

Logprob = namedtuple("Logprob", ["logprob"])


class Counting(TransformersGenerator):
    """One's own engine."""

    def __init__(self, policy: LLMAdapter) -> None:
        super().__init__(policy)
        self.calls: list[str] = []

    def generate(self, *args: Any, **kwargs: Any) -> Generation:
        self.calls.append("generate")
        return super().generate(*args, **kwargs)

    def refresh(self) -> None:
        self.calls.append("refresh")


def test_an_engine_of_ones_own_writes_for_the_policy(adapter: LLMAdapter) -> None:
    engines: list[Counting] = []

    def make(policy: LLMAdapter) -> Counting:
        engines.append(Counting(policy))
        return engines[0]

    own = LLMAdapter(adapter.source, device="cpu", engine=make)
    chance = torch.Generator().manual_seed(0)
    found = own.generate([[5, 6]], max_new_tokens=4, generator=chance)
    chance.manual_seed(0)
    usual = adapter.generate([[5, 6]], max_new_tokens=4, generator=chance)
    assert torch.equal(found.tokens, usual.tokens)
    own.refresh()
    assert engines[0].calls == ["generate", "refresh"]


def test_an_unknown_engine_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"no generator 'vlm'\. Did you mean 'vllm'"):
        LLMAdapter("builtin:tiny", engine="vlm")


def test_without_vllm_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vllm", None)
    with pytest.raises(ImportError, match=r"pip install \"codeeval-gym\[vllm\]\""):
        LLMAdapter("builtin:tiny", engine="vllm")


def test_what_vllm_wrote_takes_the_form_of_our_own_sampler() -> None:
    """Its log probabilities hold the likeliest token's beside the sampled one's."""
    ended = ([5, 1], [{7: Logprob(-0.1), 5: Logprob(-2.0)}, {1: Logprob(-0.5)}])
    cut = ((6, 7, 8), [{6: Logprob(-1.0)}, {7: Logprob(-1.5)}, {8: Logprob(-3.0)}])
    found = as_generation([ended, cut], 3, eos_id=1, pad_id=0)
    assert found.tokens.tolist() == [[5, 1, 0], [6, 7, 8]]
    assert found.lengths.tolist() == [2, 3]
    assert found.truncated.tolist() == [False, True]
    assert found.logprobs.tolist() == [[-2.0, -0.5, 0.0], [-1.0, -1.5, -3.0]]
    assert found.tokens.dtype == torch.int64
