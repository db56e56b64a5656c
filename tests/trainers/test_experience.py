"""From judged turns to advantages, returns and weights, by hand."""

from dataclasses import replace

import pytest
import torch

from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.ppo.advantages import Discount
from codeeval_gym.trainers.ppo.experience import (
    Credit,
    Scores,
    assign_credit,
    experience_metrics,
)
from codeeval_gym.trainers.ppo.losses import loss_shares
from codeeval_gym.trainers.rollout import Turn

PLAIN = Credit(
    advantage="gae",
    discount=Discount(1.0, 1.0, 1.0),
    whiten="none",
    truncated="penalise",
    kl_coeff=0.0,
)


def turn(episode: int, reward: float, *, truncated: bool = False) -> Turn:
    return Turn(
        episode=episode,
        group=0,
        prompt=(5,),
        program=(1, 2),
        logprobs=(-1.0, -1.0),
        truncated=truncated,
        reward=reward,
        verdict="accepted",
        terms={},
        infra_error="",
        evaluation=None,
    )


# Episode 0 has two turns of two tokens, episode 1 has one of two.
TURNS = (turn(0, 0.0), turn(0, 1.0), turn(1, 0.5))
PROGRAMS = Programs.join([[5]] * 3, [[1, 2]] * 3)
VALUES = torch.tensor([[0.25, 0.5], [0.75, 0.5], [0.0, 0.125]])
SCORES = Scores(torch.full((3, 2), -1.0), torch.full((3, 2), -1.0), VALUES)


def test_a_turn_is_one_action_at_the_level_of_turns() -> None:
    """Values 0.25 and 0.75 of the first episode, 0 of the second; λ is 1, so return minus value."""
    found = assign_credit(TURNS, PROGRAMS, SCORES, replace(PLAIN, level="turn"))

    advantages = torch.tensor([[0.75, 0.75], [0.25, 0.25], [0.5, 0.5]])
    torch.testing.assert_close(found.advantages, advantages)
    assert found.value_weights.tolist() == [[1, 0], [1, 0], [1, 0]]
    assert found.returns[:, 0].tolist() == [1.0, 1.0, 0.5]


def test_lambda_is_per_turn_at_the_level_of_turns() -> None:
    """With λ 0 the first turn is judged by the value of the second: 0 + 0.75 - 0.25."""
    credit = replace(PLAIN, level="turn", discount=Discount(1.0, 0.0, 1.0))
    found = assign_credit(TURNS, PROGRAMS, SCORES, credit)

    torch.testing.assert_close(found.advantages[0], torch.tensor([0.5, 0.5]))


def test_at_the_level_of_tokens_every_token_has_a_value() -> None:
    found = assign_credit(TURNS, PROGRAMS, SCORES, PLAIN)

    torch.testing.assert_close(found.advantages[0], torch.tensor([0.75, 0.5]))
    assert found.value_weights.tolist() == [[1, 1], [1, 1], [1, 1]]


@pytest.mark.parametrize(
    ("truncated", "first", "counts"),
    [("penalise", 0, 1), ("bootstrap", 0.125, 1), ("mask", 0, 0)],
)
def test_what_a_program_is_worth_that_was_cut_off(
    truncated: str, first: float, counts: float
) -> None:
    """The value function said 0.125 before its last token, and 0 before its first."""
    turns = (*TURNS[:2], turn(1, 0.5, truncated=True))
    found = assign_credit(turns, PROGRAMS, SCORES, replace(PLAIN, truncated=truncated))

    assert found.advantages[2, 0].item() == pytest.approx(first)
    assert found.weights[2].tolist() == [counts, counts]


@pytest.mark.parametrize(
    ("estimator", "penalty"), [("k1", 0.5), ("k2", 0.125), ("k3", 0.6065307 - 1 + 0.5)]
)
def test_the_kl_in_the_reward_is_the_one_that_is_named(estimator: str, penalty: float) -> None:
    scores = replace(SCORES, ref_logprobs=torch.full((3, 2), -1.5), values=torch.zeros(3, 2))
    credit = replace(PLAIN, kl_coeff=1.0, kl_estimator=estimator)
    found = assign_credit(TURNS, PROGRAMS, scores, credit)

    assert found.returns[2].tolist() == pytest.approx([0.5 - 2 * penalty, 0.5 - penalty])


def test_negative_advantages_count_less_where_that_is_asked_for() -> None:
    scores = replace(SCORES, values=torch.full((3, 2), 0.75))
    plain = assign_credit(TURNS, PROGRAMS, scores, PLAIN).advantages
    less = assign_credit(TURNS, PROGRAMS, scores, replace(PLAIN, negative_weight=0.25)).advantages

    assert (plain < 0).any()
    assert (plain > 0).any()
    torch.testing.assert_close(less, torch.where(plain < 0, plain / 4, plain))


def test_a_bonus_is_paid_where_it_was_earned() -> None:
    bonus = torch.tensor([[0.25, 0.0], [0.0, 0.0], [0.125, 0.5]])
    found = assign_credit(TURNS, PROGRAMS, SCORES, PLAIN, bonus=bonus)

    assert found.returns.tolist() == [[1.25, 1.0], [1.0, 1.0], [0.5 + 0.625, 0.5 + 0.5]]


def test_values_that_no_return_could_be_are_counted() -> None:
    """Returns are 0.5 and 1 here; of six values 0.25, 0 and 0.125 are less than any."""
    metrics = experience_metrics(assign_credit(TURNS, PROGRAMS, SCORES, PLAIN))

    assert metrics["value/out_of_range"] == pytest.approx(3 / 6)


def test_shares_of_the_loss_by_hand() -> None:
    """A program of two tokens, one of one, and one that does not count."""
    weights = torch.tensor([[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]])
    tokens = loss_shares(weights, "token", 8)
    programs = loss_shares(weights, "program", 8)
    budget = loss_shares(weights, "budget", 8)

    assert [part.tolist() for part in tokens] == [weights.tolist(), [2, 1, 0]]
    assert [part.tolist() for part in programs] == [[[0.5, 0.5], [1, 0], [0, 0]], [1, 1, 0]]
    eighths = [[0.125, 0.125], [0.125, 0], [0, 0]]
    assert [part.tolist() for part in budget] == [eighths, [1, 1, 0]]
