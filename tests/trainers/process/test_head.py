"""The process head is a regression that can be added to."""

import pytest
import torch

from codeeval_gym.trainers.process.head import MEMORY, RIDGE, ProcessHead

CPU = torch.device("cpu")


def some(seed: int, rows: int = 40) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    chance = torch.Generator().manual_seed(seed)
    features = torch.randn(rows, 3, generator=chance)
    labels = (features[:, 0] + 0.3 * torch.randn(rows, generator=chance) > 0).float()
    return features, labels, torch.rand(rows, generator=chance)


def test_one_feature_by_hand() -> None:
    """Features -1 and 1, labels 0 and 1: slope ½ less what the ridge takes, intercept ½."""
    head = ProcessHead(1, CPU)
    head.fit(torch.tensor([[-1.0], [1.0]]), torch.tensor([0.0, 1.0]), torch.ones(2))

    # (2 + λ) w = 1 with λ = RIDGE · 2
    assert head.weight.item() == pytest.approx(1 / (2 + 2 * RIDGE))
    assert head.bias.item() == pytest.approx(0.5)
    assert head(torch.tensor([[9.0], [-9.0]])).tolist() == [1.0, 0.0]


def test_it_ranks_what_it_has_not_seen() -> None:
    head = ProcessHead(3, CPU)
    head.fit(*some(0, 200))
    features, labels, _ = some(1, 200)
    found = head(features)

    assert found[labels == 1].mean() - found[labels == 0].mean() > 0.4


def test_a_weight_of_two_is_the_same_row_twice() -> None:
    features, labels, _ = some(0)
    twice, heavy = ProcessHead(3, CPU), ProcessHead(3, CPU)
    twice.fit(features.repeat(2, 1), labels.repeat(2), torch.ones(80))
    heavy.fit(features, labels, torch.full((40,), 2.0))

    torch.testing.assert_close(twice.weight, heavy.weight)


def test_what_is_old_counts_less() -> None:
    """Without features only the share of ones can be learnt: ones first, then zeros."""
    head = ProcessHead(1, CPU)
    nothing = torch.zeros(10, 1)
    head._gram[0, 0] = 1.0  # or the feature's own row would be singular
    head.fit(nothing, torch.ones(10), torch.ones(10))
    head.fit(nothing, torch.zeros(10), torch.ones(10))

    assert head.bias.item() == pytest.approx(MEMORY / (1 + MEMORY))


def test_processes_learn_what_one_would() -> None:
    """Each has half of the rows; their sums are added up."""
    features, labels, weights = some(0)
    whole, half = ProcessHead(3, CPU), ProcessHead(3, CPU)
    whole.fit(features, labels, weights)
    other = [part[20:] for part in (torch.cat([features, torch.ones(40, 1)], 1).double(), labels)]
    rows, target = other[0], other[1].double()
    weighed = rows * weights[20:].double()[:, None]
    sums = iter([rows.T @ weighed, weighed.T @ target])
    half.fit(features[:20], labels[:20], weights[:20], lambda mine: mine + next(sums))

    torch.testing.assert_close(half.weight, whole.weight)


def test_without_labels_it_says_so_and_its_state_comes_back() -> None:
    head = ProcessHead(3, CPU)
    head.fit(torch.zeros(0, 3), torch.zeros(0), torch.zeros(0))
    assert not head.is_fitted
    head.fit(*some(0))
    again = ProcessHead(3, CPU)
    again.set_state(head.state())
    for each in (head, again):
        each.fit(*some(1))

    assert torch.equal(head.weight, again.weight)
    assert torch.equal(head.bias, again.bias)
