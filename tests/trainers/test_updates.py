"""What a rollout does to the weights, and what it must not do."""

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from codeeval_gym.errors import TrainingError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import PPOConfig
from codeeval_gym.trainers.ppo.learner import Learner
from codeeval_gym.trainers.rollout import Rollout, Turn

REWARDS = (1.0, 0.0, 0.5, 0.25, 0.75, 0.0)


def rollout_of(policy: LLMAdapter, rewards: Sequence[float] = REWARDS, **changes: Any) -> Rollout:
    """Sampled programs of several lengths, with these rewards."""
    prompts = [[2 + i % 4] * (1 + i % 3) for i in range(len(rewards))]
    generator = torch.Generator().manual_seed(3)
    sampled = policy.generate(prompts, max_new_tokens=6, generator=generator)
    turns = []
    for row, reward in enumerate(rewards):
        length = int(sampled.lengths[row])
        turn = Turn(
            episode=row,
            group=row // 2,
            prompt=tuple(prompts[row]),
            program=tuple(sampled.tokens[row, :length].tolist()),
            logprobs=tuple(sampled.logprobs[row, :length].tolist()),
            truncated=False,
            reward=reward,
            verdict="accepted" if reward == 1 else "wrong_answer",
            terms={},
            infra_error="",
            evaluation=None,
        )
        turns.append(replace(turn, **changes))
    return Rollout(tuple(turns), 0.0, 0.0)


def weights_after(policy: LLMAdapter, rollout: Rollout, config: PPOConfig) -> list[Tensor]:
    """All weights after one iteration on a copy of the policy."""
    learner = Learner(copy.deepcopy(policy.model), config)
    learner.learn(rollout, config.value_warmup_iterations, 1.0)
    return [parameter.detach() for parameter in learner.actor_critic.parameters()]


def largest_gap(one: list[Tensor], other: list[Tensor]) -> float:
    return max((a - b).abs().max().item() for a, b in zip(one, other, strict=True))


@pytest.fixture
def plain(config: PPOConfig) -> PPOConfig:
    """A single step whose size follows the gradient: no clipping of its norm, no warm-up."""
    return replace(config, minibatches=1, value_warmup_iterations=0, max_grad_norm=1e9)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"credit_level": "turn", "truncated": "bootstrap"},
        {"advantage": "rloo"},
        {"advantage": "grpo", "loss_mean": "program"},
        {"advantage": "dr_grpo", "loss_mean": "budget"},
    ],
    ids=lambda changes: changes.get("advantage", changes.get("credit_level", "gae")),
)
def test_micro_batches_do_not_change_the_update(
    policy: LLMAdapter, plain: PPOConfig, changes: dict[str, Any]
) -> None:
    config = replace(plain, group_size=2, kl_placement="loss", kl_coeff=0.1, **changes)
    rollout = rollout_of(policy)
    whole = weights_after(policy, rollout, config)
    single = weights_after(policy, rollout, replace(config, micro_batch_tokens=1))

    assert largest_gap(whole, single) < 2e-5  # Adam turns rounding into at most this


def test_micro_batches_do_not_change_the_metrics(policy: LLMAdapter, plain: PPOConfig) -> None:
    rollout = rollout_of(policy)
    configs = (plain, replace(plain, micro_batch_tokens=1))
    whole, single = (
        Learner(copy.deepcopy(policy.model), config).learn(rollout, 0, 1.0) for config in configs
    )

    names = [name for name in whole if not name.startswith("time/")]
    assert [single[name] for name in names] == pytest.approx(
        [whole[name] for name in names], abs=1e-5
    )


def test_what_infrastructure_failed_has_no_effect_at_all(
    policy: LLMAdapter, plain: PPOConfig
) -> None:
    """Bit for bit the update of a rollout in which those episodes never were."""
    config = replace(plain, max_infra_share=0.5)
    rollout = rollout_of(policy)
    lost = [
        replace(turn, infra_error="worker died", reward=0.0, episode=100 + turn.episode)
        for turn in rollout.turns[:3]
    ]
    spoilt = Rollout((*rollout.turns, *lost), 0.0, 0.0)

    expected = weights_after(policy, rollout, config)
    assert largest_gap(weights_after(policy, spoilt, config), expected) == 0.0


def test_a_masked_program_is_not_trained_on(policy: LLMAdapter, plain: PPOConfig) -> None:
    """Its tokens weigh nothing; the reward that the cut text earned does not matter either."""
    config = replace(plain, truncated="mask")
    rollout = rollout_of(policy)
    turns = [replace(turn, truncated=turn.episode == 0) for turn in rollout.turns]
    other = [replace(turns[0], reward=0.3), *turns[1:]]

    expected = weights_after(policy, Rollout(tuple(turns), 0, 0), config)
    assert largest_gap(weights_after(policy, Rollout(tuple(other), 0, 0), config), expected) == 0.0


def test_a_penalised_program_counts_as_worth_nothing(policy: LLMAdapter, plain: PPOConfig) -> None:
    rollout = rollout_of(policy)
    cut = [replace(turn, truncated=turn.episode == 0) for turn in rollout.turns]
    zero = [replace(cut[0], truncated=False, reward=0.0), *cut[1:]]

    expected = weights_after(policy, Rollout(tuple(zero), 0, 0), plain)
    assert largest_gap(weights_after(policy, Rollout(tuple(cut), 0, 0), plain), expected) == 0.0


def test_nothing_left_to_train_on_is_refused(policy: LLMAdapter, plain: PPOConfig) -> None:
    with pytest.raises(TrainingError, match="All 6 programs were cut off by the token budget"):
        weights_after(policy, rollout_of(policy, truncated=True), replace(plain, truncated="mask"))


def test_better_programs_become_likelier(policy: LLMAdapter, plain: PPOConfig) -> None:
    config = replace(plain, kl_coeff=0.0, value_coeff=0.0, learning_rate=1e-3)
    rollout = rollout_of(policy, [1.0, 0.0])
    learner = Learner(policy.model, config)
    before, _ = learner._experience(rollout, iteration=1)
    learner.learn(rollout, 0, 1.0)
    after = learner.scorer.score(before.programs)
    change = (after.old_logprobs - before.old_logprobs).sum(1)

    assert change[0] > 0 > change[1]


def test_warm_up_trains_the_value_head_alone(policy: LLMAdapter, config: PPOConfig) -> None:
    before = copy.deepcopy(policy.model.state_dict())
    learner = Learner(policy.model, config)
    learner.learn(rollout_of(policy), 0, 1.0)

    assert all(torch.equal(before[name], now) for name, now in policy.model.state_dict().items())
    assert learner.actor_critic.value_head.weight.any()


def test_the_last_turn_pays_for_the_first(policy: LLMAdapter, plain: PPOConfig) -> None:
    """Two turns of one episode: with λ = 1 and no KL both expect what the last one earned."""
    config = replace(plain, lambda_policy=1.0, kl_coeff=0.0, whiten="none")
    turns = rollout_of(policy, [0.0, 1.0]).turns
    one = Rollout((turns[0], replace(turns[1], episode=0)), 0, 0)
    experience, _ = Learner(policy.model, config)._experience(one, iteration=1)

    assert torch.equal(experience.returns, experience.programs.mask.float())


def test_advantages_are_weighed_by_probability(policy: LLMAdapter, plain: PPOConfig) -> None:
    rollout = rollout_of(policy)
    weighed, _ = Learner(policy.model, replace(plain, probability_weight=1.0))._experience(
        rollout, iteration=1
    )
    before, _ = Learner(policy.model, plain)._experience(rollout, iteration=1)

    expected = before.advantages * before.old_logprobs.exp()
    torch.testing.assert_close(weighed.advantages, expected)


def test_each_group_of_weights_has_its_learning_rate(policy: LLMAdapter, plain: PPOConfig) -> None:
    """Adam's first step is as long as the learning rate, wherever there is a gradient."""
    config = replace(plain, learning_rate=1e-3, gain_learning_rate=1e-2, value_learning_rate=1e-1)
    before = copy.deepcopy(policy.model)
    after = weights_after(policy, rollout_of(policy), config)
    steps = [
        (new - old).abs().max().item()
        for old, new in zip(before.parameters(), after[:-2], strict=True)
    ]

    expected = [1e-3 if weight.ndim > 1 else 1e-2 for weight in before.parameters()]
    assert steps == pytest.approx(expected, rel=0.1)
    assert after[-2].abs().max().item() == pytest.approx(1e-1, rel=0.1)


def test_passes_end_early_when_the_policy_has_gone_far(
    policy: LLMAdapter, plain: PPOConfig
) -> None:
    config = replace(plain, epochs=5, learning_rate=1e-2, update_kl_limit=1e-4)
    metrics = Learner(policy.model, config).learn(rollout_of(policy), 0, 1.0)

    assert metrics["kl/update"] > 1e-4
    assert metrics["optimiser/steps"] < 5


def test_fewer_programs_than_minibatches_are_refused(policy: LLMAdapter, plain: PPOConfig) -> None:
    with pytest.raises(TrainingError, match="6 programs cannot be cut into 7 minibatches"):
        weights_after(policy, rollout_of(policy), replace(plain, minibatches=7))


def test_the_samplers_logprobs_make_the_same_step(policy: LLMAdapter) -> None:
    rollout = rollout_of(policy)
    found = []
    for old_logprobs in ("recomputed", "sampler"):
        config = PPOConfig(
            advantage="rloo",
            group_size=2,
            kl_coeff=0.0,
            minibatches=1,
            old_logprobs=old_logprobs,
        )
        model = copy.deepcopy(policy.model)
        learner = Learner(model, config)
        read: list[int] = []
        model.base_model.register_forward_pre_hook(lambda *_, read=read: read.append(1))
        metrics = learner.learn(rollout, 0, 1.0)
        found.append((metrics["optimiser/grad_norm"], len(read)))
    (recomputed, passes), (sampled, fewer) = found
    assert sampled == pytest.approx(recomputed, rel=1e-4)
    assert recomputed > 0
    assert fewer < passes
