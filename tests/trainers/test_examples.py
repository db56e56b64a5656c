"""How processes share programs out without falling out of step."""

import numpy as np
import pytest

from codeeval_gym.trainers.examples import Share, minibatches


def shares(count: int, size: int, epochs: int, processes: int) -> list[list[Share]]:
    """By process."""
    return [
        list(
            minibatches(
                count, size, epochs, np.random.default_rng(0), index=index, processes=processes
            )
        )
        for index in range(processes)
    ]


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_each_item_is_in_each_epoch_once(processes: int) -> None:
    found = shares(7, 3, 2, processes)

    assert {len(each) for each in found} == {6}  # 7 items in threes: three steps, twice
    for epoch in (0, 1):
        steps = [step for each in found for step in each[3 * epoch : 3 * epoch + 3] if step.weight]
        assert sorted(place for step in steps for place in step.places) == list(range(7))
    for step in zip(*found, strict=True):
        assert sum(len(share.places) * share.weight for share in step) == step[0].total
        assert len({share.total for share in step}) == 1


def test_a_process_without_items_keeps_step_and_counts_for_nothing() -> None:
    first, second = shares(1, 4, 1, 2)

    assert first == [Share((0,), 1.0, 1)]
    assert second == [Share((0,), 0.0, 1)]


def test_of_nothing_there_is_no_minibatch() -> None:
    assert shares(0, 4, 3, 1) == [[]]
