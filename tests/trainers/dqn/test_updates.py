"""What a step does to the weights, and what it must not depend on."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from codeeval_gym.errors import TrainingError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import DQNConfig
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.checks import check_values
from codeeval_gym.trainers.dqn.adapters import ONLINE
from codeeval_gym.trainers.dqn.learner import Learner
from codeeval_gym.trainers.dqn.trajectories import (
    MUTANT,
    POLICY,
    REFERENCE,
    Step,
    Trajectory,
)
from codeeval_gym.trainers.optimiser import set_learning_rates

PROGRAMS = [[4, 5, 1], [2, 1], [3, 1, 7, 6], [8], [9, 9, 1]]


def step(program: list[int], reward: float, others: int) -> Step:
    rewards = np.zeros(len(program), np.float32)
    rewards[-1] = reward
    return Step(
        tokens=np.array([3, 2, *program], np.int32),
        prompt_length=2,
        rewards=rewards,
        behaviour=np.full(len(program), -0.5, np.float32),
        others=tuple(np.array([2 + i, 1], np.int32) for i in range(others)),
    )


def episodes(others: int = 0, **changes: Any) -> list[Trajectory]:
    """Of one turn and of two."""
    steps = [step(program, 0.25 * i, others) for i, program in enumerate(PROGRAMS)]
    turns = [steps[:1], steps[1:3], steps[3:4], steps[4:]]
    fields: dict[str, Any] = {"source": POLICY, "solved": False, "born": 0} | changes
    return [Trajectory(str(i), steps=tuple(each), **fields) for i, each in enumerate(turns)]


def stepped(
    folder: Path, config: DQNConfig, given: list[Trajectory]
) -> tuple[list[torch.Tensor], dict[str, float]]:
    """Weights that learn, after one step on all of these, and its metrics."""
    learner = Learner(LLMAdapter(folder, device="cpu"), config)
    learner.replay.add(given)
    set_learning_rates(learner.optimizer, config, 1.0)
    metrics = learner.update(0)
    model = learner.q_model
    weights = [*model.adapted.online().values(), *model.heads["online"].parameters()]
    return [weight.detach() for weight in weights], metrics


@pytest.fixture
def one_step(dqn: DQNConfig) -> DQNConfig:
    return replace(dqn, updates_per_iteration=1, kl_coeff=0.1, max_grad_norm=1e9, programs=3)


@pytest.mark.parametrize(("level", "others"), [("token", 0), ("program", 2)])
def test_micro_batches_change_nothing(
    model_folder: Path, one_step: DQNConfig, level: str, others: int
) -> None:
    config = replace(one_step, level=level)
    whole, together = stepped(model_folder, config, episodes(others))
    cut, apart = stepped(model_folder, replace(config, micro_batch_tokens=1), episodes(others))

    # Adam turns rounding into at most a small part of its first step, which is 0.01.
    assert max((a - b).abs().max().item() for a, b in zip(whole, cut, strict=True)) < 5e-5
    assert apart == pytest.approx(together, abs=1e-5)


def test_each_source_has_its_weight(model_folder: Path, one_step: DQNConfig) -> None:
    config = replace(
        one_step,
        conservative_reference=0.1,
        conservative_mutant=0.2,
        conservative_solved=0.3,
        conservative_failed=0.4,
    )
    given = [(REFERENCE, True), (MUTANT, False), (POLICY, True), (POLICY, False)]
    losses = [
        stepped(model_folder, config, episodes(source=source, solved=solved))[1]
        for source, solved in given
    ]

    plain = losses[0]["conservative/loss"] / 0.1
    assert plain > 0
    assert [one["conservative/loss"] / plain for one in losses] == pytest.approx(
        [0.1, 0.2, 0.3, 0.4]
    )


def test_metrics_of_the_first_step(model_folder: Path, one_step: DQNConfig) -> None:
    """Q is τ·log π at the start: never above 0, so all that is not clipped is earned."""
    config = replace(one_step, returns="peng", trace_decay=1.0, conservative_reference=0.0)
    _, metrics = stepped(model_folder, config, episodes())

    # Returns by token: 0·3; 0.25 + 0.5 at two and 0.5 at four; 0.75; 1 at three.
    assert metrics["target/mean"] == pytest.approx((2 * 0.75 + 4 * 0.5 + 0.75 + 3 * 1.0) / 13)
    assert metrics["target/clipped"] == 0.0
    assert metrics["q/low"] < metrics["q/mean"] < metrics["q/high"] < 0.0
    assert metrics["q/overestimation"] < 0.0
    assert metrics["kl/candidates"] == pytest.approx(0.0, abs=1e-6)


PUSHES: list[tuple[dict[str, Any], float, bool]] = [
    ({}, -1.0, True),
    ({"policy_coeff": 0.0}, -1.0, False),
    ({"negative_weight": 0.0}, -1.0, False),  # Q starts above -1
    ({"negative_weight": 0.0}, 1.0, True),
    ({"policy_probability_weight": 1.0}, -1.0, True),
]


@pytest.mark.parametrize(("changes", "reward", "moves"), PUSHES)
def test_what_the_error_asks_of_the_policy_can_be_weighed(
    model_folder: Path, one_step: DQNConfig, changes: dict[str, Any], reward: float, moves: bool
) -> None:
    """V learns whatever the weights are."""
    config = replace(
        one_step, tau=0.05, returns="peng", trace_decay=1.0, reward_low=-1.0, kl_coeff=0.0
    )
    config = replace(config, **changes)
    before = Learner(LLMAdapter(model_folder, device="cpu"), config).q_model
    start = [*before.adapted.online().values(), *before.heads["online"].parameters()]
    given = [
        replace(one, steps=tuple(replace(each, rewards=each.rewards * 0.0) for each in one.steps))
        for one in episodes()
    ]
    for one in given:
        one.steps[-1].rewards[-1] = reward
    weights, _ = stepped(model_folder, config, given)
    moved = [not torch.equal(a, b) for a, b in zip(start, weights, strict=True)]

    assert any(moved[:-2]) is moves
    assert moved[-2:] == [True, True]


def test_likely_tokens_are_pushed_in_proportion(model_folder: Path, one_step: DQNConfig) -> None:
    """The push by hand: coefficient, probability, and a smaller one where Q promised too much."""
    config = replace(
        one_step, policy_coeff=4.0, policy_probability_weight=0.5, negative_weight=0.25
    )
    updater = Learner(LLMAdapter(model_folder, device="cpu"), config)._updater()
    push = updater._push(
        torch.tensor([0.9, 0.1]), torch.tensor([0.5, 0.5]), torch.tensor([0.5, 0.2]).log()
    )

    assert push.tolist() == pytest.approx([4.0 * 0.75 * 0.25, 4.0 * 0.6])


def test_v_alone_learns_at_first(model_folder: Path, one_step: DQNConfig) -> None:
    config = replace(one_step, value_warmup_iterations=1, conservative_failed=1.0)
    before = Learner(LLMAdapter(model_folder, device="cpu"), config).q_model
    weights, _ = stepped(model_folder, config, episodes())
    start = [*before.adapted.online().values(), *before.heads["online"].parameters()]
    moved = [not torch.equal(a, b) for a, b in zip(start, weights, strict=True)]

    assert moved == [False] * (len(moved) - 2) + [True, True]


def test_how_stale_the_replay_is_by_hand(model_folder: Path, one_step: DQNConfig) -> None:
    """What references have no probability of does not count; a policy that was surer does."""
    policy = LLMAdapter(model_folder, device="cpu")
    learner = Learner(policy, one_step)
    written = episodes()
    prompts = [one.prompt for episode in written for one in episode.steps]
    programs = Programs.join(prompts, [one.program for e in written for one in e.steps])
    now = learner.q_model.token_logprobs(programs, ONLINE)
    shifts = iter([1.0, 0.5, 0.5, 0.0, 0.0])  # nats that each program was likelier by
    rows = iter(range(len(PROGRAMS)))

    def rewritten(one: Step) -> Step:
        row = next(rows)
        then = now[row][: len(one.program)].numpy() + next(shifts)
        return replace(one, behaviour=then.astype(np.float32))

    given = [replace(one, steps=tuple(map(rewritten, one.steps))) for one in written]
    references = episodes(source=REFERENCE)
    unknown = [
        replace(one, behaviour=np.zeros(len(one.program), np.float32))
        for one in references[3].steps
    ]
    given.append(replace(references[3], challenge_id="other", steps=tuple(unknown)))
    learner.replay.add(given)
    metrics = learner.update(0)

    lengths = [len(program) for program in PROGRAMS]
    expected = (1.0 * lengths[0] + 0.5 * (lengths[1] + lengths[2])) / sum(lengths)
    assert metrics["replay/drift"] == pytest.approx(expected, abs=1e-5)
    assert metrics["replay/stale"] == pytest.approx(lengths[0] / sum(lengths))


def test_a_q_that_promises_too_much_is_stopped_before_its_step(
    model_folder: Path, one_step: DQNConfig
) -> None:
    learner = Learner(LLMAdapter(model_folder, device="cpu"), one_step)
    learner.replay.add(episodes())
    head: Any = learner.q_model.heads["online"]
    with torch.no_grad():
        head.bias.fill_(40.0)  # of the value; τ times a log-probability is taken off it
    with pytest.raises(TrainingError, match="Q promises a return of"):
        learner.update(0)
    assert head.bias.tolist() == [40.0, 40.0]


def test_values_may_promise_twice_what_can_be_earned_and_no_more() -> None:
    check_values("Q", torch.tensor([-9.0, 2.0]), 0.0, 1.0)
    with pytest.raises(TrainingError, match=r"Q promises a return of 2\.1, where 0 to 1 can be"):
        check_values("Q", torch.tensor([0.5, 2.1]), 0.0, 1.0)
