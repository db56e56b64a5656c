"""Q on a language model: where it starts, what it may change, what follows it."""

import math
from typing import Any

import pytest
import torch

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.dqn.adapters import ONLINE, TARGET
from codeeval_gym.trainers.dqn.q_model import QModel

PROMPTS = [[2, 3, 4], [5], [6, 7, 8, 9, 2, 3]]
WRITTEN = [[4, 5, 1], [2, 1], [3, 1]]
VOCABULARY = 11
ROWS = Programs.join(PROMPTS, WRITTEN)


def q_model(policy: LLMAdapter, **changes: Any) -> QModel:
    options: dict[str, Any] = {"tau": 0.3, "candidates": VOCABULARY, "rank": 4} | changes
    return QModel(policy.model, **options)


def disturb(model: QModel) -> None:
    """What training might have done."""
    torch.manual_seed(1)
    for parameter in [*model.adapted.online().values(), *model.heads[ONLINE].parameters()]:
        parameter.data.add_(0.1 * torch.randn_like(parameter))


@pytest.mark.parametrize("tau", [0.02, 1.0])
@pytest.mark.parametrize("temperature", [0.5, 1.0])
def test_it_starts_as_the_language_model(
    policy: LLMAdapter, tau: float, temperature: float
) -> None:
    """softmax(Q/τ) over all tokens is the model's own distribution, and V is 0."""
    logits = [
        policy.model(torch.tensor([prompt + program])).logits[0, len(prompt) - 1 : -1]
        for prompt, program in zip(PROMPTS, WRITTEN, strict=True)
    ]
    expected = (torch.cat(logits) / temperature).log_softmax(dim=1)
    model = q_model(policy, tau=tau, temperature=temperature)
    candidates = model.propose(ROWS)
    found = model(ROWS, candidates)

    everything = candidates.tokens[:, 1:].sort(dim=1)
    assert everything.values.tolist() == [list(range(VOCABULARY))] * 7
    q = found.q[:, 1:].gather(1, everything.indices)
    torch.testing.assert_close((q / tau).log_softmax(dim=1), expected)
    torch.testing.assert_close(q, tau * expected)


def test_softmax_of_q_stays_the_policy_that_samples(policy: LLMAdapter) -> None:
    """After training too: the adapted model writes from softmax(Q/τ)."""
    model = q_model(policy)
    disturb(model)
    candidates = model.propose(ROWS)
    found = model.score(ROWS, candidates, 0, ONLINE)
    everything = candidates.tokens[:, 1:].sort(dim=1).indices
    q = found.q[:, 1:].gather(1, everything)
    prompt, program = PROMPTS[0], WRITTEN[0]
    logits = policy.model(torch.tensor([prompt + program])).logits[0, 2:5]

    torch.testing.assert_close((q[:3] / 0.3).log_softmax(dim=1), logits.log_softmax(dim=1))
    merged = model.adapted.merged()(torch.tensor([prompt + program])).logits[0, 2:5]
    torch.testing.assert_close(merged, logits)


def test_candidates_are_the_likeliest_of_the_reference_and_what_was_taken(
    policy: LLMAdapter,
) -> None:
    model = q_model(policy, candidates=3)
    logits = policy.model(torch.tensor([PROMPTS[0] + WRITTEN[0]])).logits[0, 2:5]
    disturb(model)
    candidates = model.propose(ROWS)

    assert candidates.tokens[:3, 0].tolist() == WRITTEN[0]
    assert candidates.tokens[:3, 1:].tolist() == logits.topk(3).indices.tolist()
    for row, valid in zip(candidates.tokens.tolist(), candidates.valid.tolist(), strict=True):
        assert valid == [True, *(token != row[0] for token in row[1:])]


def test_learning_moves_neither_reference_nor_target(policy: LLMAdapter) -> None:
    model = q_model(policy)
    before = [model.token_logprobs(ROWS, adapter) for adapter in (None, TARGET, ONLINE)]
    candidates = model.propose(ROWS)
    target = model.score(ROWS, candidates, 0, TARGET).q
    disturb(model)
    after = [model.token_logprobs(ROWS, adapter) for adapter in (None, TARGET, ONLINE)]

    assert torch.equal(before[0], after[0])
    assert torch.equal(before[1], after[1])
    assert not torch.allclose(before[2], after[2], atol=1e-2)
    assert torch.equal(model.score(ROWS, candidates, 0, TARGET).q, target)
    plain = model.adapted.plain()(torch.tensor([PROMPTS[1] + WRITTEN[1]])).logits
    with model.adapted.switched(None) as reference:
        assert torch.equal(plain, reference(torch.tensor([PROMPTS[1] + WRITTEN[1]])).logits)


def test_the_target_follows_as_far_as_it_is_told(policy: LLMAdapter) -> None:
    model = q_model(policy)
    disturb(model)
    pairs = [(one.clone(), other.clone()) for one, other in model.adapted.pairs()]
    model.follow(0.25)

    for (online, before), (_, after) in zip(pairs, model.adapted.pairs(), strict=True):
        torch.testing.assert_close(after.data, (0.75 * before + 0.25 * online).data)
    model.follow(1.0)
    candidates = model.propose(ROWS)
    online, target = (model.score(ROWS, candidates, 0, name).q for name in (ONLINE, TARGET))
    assert torch.equal(online, target)


def test_only_adapters_and_heads_learn(policy: LLMAdapter) -> None:
    model = q_model(policy)
    disturb(model)
    model(ROWS, model.propose(ROWS)).q.sum().backward()
    learnt = {name for name, parameter in model.named_parameters() if parameter.grad is not None}

    assert learnt
    assert all(".online." in name or name.startswith("heads.online") for name in learnt)


@pytest.mark.parametrize(
    ("options", "train_policy", "reached"),
    [({}, True, True), ({"detach_value": True}, True, False), ({}, False, False)],
    ids=["shared", "detached", "warm-up"],
)
def test_where_the_loss_of_v_reaches(
    policy: LLMAdapter, options: dict[str, bool], train_policy: bool, reached: bool
) -> None:
    model = q_model(policy, tau=1e-30, **options)  # so that V alone is left of Q
    disturb(model)
    model(ROWS, model.propose(ROWS), 0, train_policy).q.sum().backward()
    moved = [parameter.grad for parameter in model.adapted.online().values()]

    assert any(grad is not None and grad.abs().max() > 1e-20 for grad in moved) is reached
    assert model.heads[ONLINE].weight.grad is not None


def test_padding_changes_nothing(policy: LLMAdapter) -> None:
    model = q_model(policy)
    disturb(model)
    together = model(ROWS, model.propose(ROWS)).q
    alone = [
        model(rows, model.propose(rows)).q
        for rows in (Programs.join([a], [b]) for a, b in zip(PROMPTS, WRITTEN, strict=True))
    ]

    torch.testing.assert_close(together, torch.cat(alone))


def test_programs_start_equally_likely(policy: LLMAdapter) -> None:
    """K programs that the reference wrote are a draw from it; so is any one of them."""
    model = q_model(policy)
    rows = Programs.join([[2, 3]] * 4 + [[5]] * 4, [*WRITTEN, [2, 2, 1], *WRITTEN, [1]])
    found = model(rows, model.propose(rows, 4), 4)

    assert found.q.shape == (2, 4)
    torch.testing.assert_close(found.logprobs, torch.full((2, 4), -math.log(4)))
    torch.testing.assert_close(found.q, torch.full((2, 4), -0.3 * math.log(4)))


def test_programs_have_values_of_their_own(policy: LLMAdapter) -> None:
    """V is of the prompt and Δ of each program: padding and neighbours change neither."""
    model = q_model(policy)
    disturb(model)
    rows = Programs.join([[2, 3]] * 3 + [[5]] * 3, [*WRITTEN, *WRITTEN])
    both = model(rows, model.propose(rows, 3), 3)
    one = Programs.join([[5]] * 3, WRITTEN)
    alone = model(one, model.propose(one, 3), 3)

    torch.testing.assert_close(both.q[1], alone.q[0])
    assert both.q[1].max() - both.q[1].min() > 1e-3
    torch.testing.assert_close(both.logprobs, (both.q / 0.3).log_softmax(dim=1))


def test_a_model_with_adapters_is_refused(policy: LLMAdapter) -> None:
    q_model(policy)

    with pytest.raises(ConfigError, match="has adapters already"):
        q_model(policy)
