"""Proposals of a language model, against the model itself."""

import itertools
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
import torch
from transformers import MistralConfig, MistralForCausalLM

from codeeval_gym.challenges import load
from codeeval_gym.envs.proposals import Draft, Proposal
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.llm._beams import Reader, Text
from codeeval_gym.llm.proposals import LMProposals
from codeeval_gym.testing import FakeSandbox, solver


def draft(prompt: str = "say a") -> Draft:
    return Draft({"prompt": prompt, "feedback": "", "previous_program": ""})


def follow(proposer: LMProposals, drafts: list[Draft], ranks: list[int], k: int) -> list[Proposal]:
    """Take the same ranks in every draft; the proposals of the first draft at the end."""
    for rank in ranks:
        for one, found in zip(drafts, proposer.propose(drafts, k), strict=True):
            one.take(found[rank])
    return proposer.propose(drafts, k)[0]


def logprobs_after(adapter: LLMAdapter, ids: list[int]) -> torch.Tensor:
    with torch.inference_mode():
        logits: torch.Tensor = adapter.model(torch.tensor([ids])).logits[0, -1]
    return torch.log_softmax(logits, dim=-1)


def test_tokens_are_the_models_likeliest(adapter: LLMAdapter) -> None:
    proposer = LMProposals(adapter, stride="token", ratio=0)
    started = draft()
    found = follow(proposer, [started], [1, 0, 2], 4)
    written = [token for piece in started.pieces for token in piece.tokens]
    logprobs = logprobs_after(adapter, [*adapter.encode_prompt("say a"), *written])
    allowed = ~proposer._reader.banned
    expected = (logprobs - logprobs[allowed].logsumexp(0))[allowed].topk(4).values
    assert [one.logprob for one in found] == pytest.approx(expected.tolist(), abs=1e-4)
    assert started.text == adapter.decode_program(written)


def test_wide_beams_find_the_likeliest_lines_of_all(adapter: LLMAdapter) -> None:
    """With two tokens of a tiny vocabulary, all lines can be written down."""
    size = int(adapter.model.config.vocab_size)
    stops, banned = torch.zeros(size, dtype=torch.bool), torch.ones(size, dtype=torch.bool)
    banned[40:44], stops[43] = False, True
    prompt = [50, 51, 52]
    (beams,) = Reader(adapter.model, stops, banned).likeliest([Text(list(prompt))], 12, [2])

    def scored(tokens: tuple[int, ...]) -> float:
        total = 0.0
        for place, token in enumerate(tokens):
            logprobs = logprobs_after(adapter, [*prompt, *tokens[:place]])
            total += float(logprobs[token] - logprobs[40:44].logsumexp(0))
        return total

    lines = [(43,), *itertools.product((40, 41, 42), (40, 41, 42, 43))]
    best = sorted(lines, key=lambda line: -scored(line))[:12]
    assert [beam.tokens for beam in beams] == best
    assert [beam.logprob for beam in beams] == pytest.approx([scored(x) for x in best], abs=1e-4)


def test_reading_piece_by_piece_is_reading_at_once(adapter: LLMAdapter) -> None:
    """Beside drafts of other lengths, too: what is padding is not read."""
    proposer = LMProposals(adapter, max_tokens=6)
    together = [draft(), draft("another, longer prompt\nof two lines"), draft("x")]
    stepwise = follow(proposer, together, [0, 1], 3)
    fresh = draft()
    for piece in together[0].pieces:
        fresh.take(piece)
    (at_once,) = proposer.propose([fresh], 3)
    assert [one.tokens for one in stepwise] == [one.tokens for one in at_once]
    for one, other in zip(stepwise, at_once, strict=True):
        assert one.logprob == pytest.approx(other.logprob, abs=1e-3)
        assert one.features == pytest.approx(other.features, abs=1e-3)


def test_a_step_reads_only_what_is_new(adapter: LLMAdapter) -> None:
    widths: list[int] = []

    def note(_: object, __: object, inputs: dict[str, torch.Tensor]) -> None:
        widths.append(inputs["input_ids"].shape[1])

    prompt = "a prompt of some length"
    hook = adapter.model.register_forward_pre_hook(note, with_kwargs=True)
    try:
        follow(LMProposals(adapter, stride="token"), [draft(prompt)], [0] * 5, 2)
    finally:
        hook.remove()
    assert widths == [len(adapter.encode_prompt(prompt)), 1, 1, 1, 1, 1]


def test_where_the_context_is_full_a_program_ends(adapter: LLMAdapter) -> None:
    proposer = LMProposals(adapter, max_tokens=48, ratio=0)
    long = draft("x" * 200)
    for _ in range(40):
        found = proposer.propose([long], 2)[0]
        if all(one.last and not one.text for one in found):
            break
        long.take(next(one for one in found if not one.last))
    text = long.state[0]
    assert text.length + len(text.unread) == adapter.context


def test_where_the_model_is_sure_the_proposals_are_alike(adapter: LLMAdapter) -> None:
    proposer = LMProposals(adapter, stride="token", ratio=1.0)
    (found,) = proposer.propose([draft()], 3)
    assert found[0] is found[1] is found[2]
    ratio = 0.5
    (found,) = LMProposals(adapter, stride="token", ratio=ratio).propose([draft()], 8)
    assert all(one.logprob >= found[0].logprob + np.log(ratio) for one in found)


def test_the_built_in_model_proposes_whole_lines() -> None:
    proposer = LMProposals()
    prompt = "Given n, return n plus 3.\n\ndef plus(n: int) -> int:\n"
    started = draft(prompt)
    while not (started.pieces and started.pieces[-1].last):
        started.take(proposer.propose([started], 3)[0][0])
        assert "\n" in started.pieces[-1].text or started.pieces[-1].last
        assert len(started.pieces) < 12
    assert started.text.startswith("def ")
    assert started.pieces[0].features is not None
    assert started.pieces[0].features.shape == (proposer.width,)


def test_it_is_what_the_environment_proposes_by_itself() -> None:
    challenges = load("families", split="test")[:3]
    env = gym.make(
        "CodeEval-Python-TopK-v0", challenges=challenges, sandbox=FakeSandbox(solver(challenges))
    )
    observation, _ = env.reset(seed=0)
    assert env.observation_space.contains(observation)
    proposals = env.unwrapped.proposals  # type: ignore[attr-defined]
    assert len(proposals) == 4
    assert all(one.text.startswith("def ") for one in proposals[:1])
    env.close()


def test_a_model_that_forgets_is_refused() -> None:
    sizes: Any = {
        "vocab_size": 16,
        "hidden_size": 8,
        "intermediate_size": 8,
        "num_hidden_layers": 1,
    }
    heads: Any = {"num_attention_heads": 2, "num_key_value_heads": 2}
    model = MistralForCausalLM(MistralConfig(sliding_window=4, **sizes, **heads))
    flags = torch.zeros(16, dtype=torch.bool)
    with pytest.raises(ConfigError, match=r"mistral.*sliding window"):
        Reader(model, flags, flags)


def test_settings_that_cannot_be(adapter: LLMAdapter) -> None:
    with pytest.raises(UnknownNameError, match="'line'"):
        LMProposals(adapter, stride="lines")
    with pytest.raises(ValueError, match="at least 1 token"):
        LMProposals(adapter, max_tokens=0)
    with pytest.raises(ValueError, match="from 0 to 1"):
        LMProposals(adapter, ratio=1.5)
