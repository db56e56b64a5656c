"""From costs to scores: in order, in steps, and the same for costs that are nearly the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.evaluation.efficiency import LEVELS, score, space_of, time_of

costs = st.floats(1e-3, 1e3)
ladders = st.lists(costs, min_size=1, max_size=4)
spaces = st.sampled_from([0.0, 0.5, 1.0, None])


@given(costs, costs, ladders)
def test_a_higher_cost_is_never_worth_more(one: float, other: float, ladder: list[float]) -> None:
    low, high = sorted((one, other))
    assert time_of(low, ladder) >= time_of(high, ladder)


@given(costs, ladders)
def test_a_level_is_a_multiple_and_the_fastest_is_worth_1(cost: float, ladder: list[float]) -> None:
    assert (time_of(cost, ladder) * LEVELS).is_integer()
    assert 0 <= time_of(cost, ladder) <= 1
    assert time_of(min(ladder), ladder) == 1


@pytest.mark.parametrize(
    ("ladder", "levels"),
    [
        ([1.0], {0.1: 1.0, 1.15: 1.0, 2.0: 0.75, 4.0: 0.5, 15.9: 0.0, 1e6: 0.0}),
        ([1.0, 64.0], {1.0: 1.0, 8.0: 0.75, 64.0: 0.5, 128.0: 0.25, 256.0: 0.0}),
        ([1.0, 3.0], {3.0: 0.625, 16.0: 0.0}),
    ],
)
def test_levels(ladder: list[float], levels: dict[float, float]) -> None:
    assert {cost: time_of(cost, ladder) for cost in levels} == levels


@given(ladders, costs)
def test_no_level_is_narrower_than_half_an_octave(ladder: list[float], cost: float) -> None:
    assert time_of(cost, ladder) - time_of(cost * 2**0.499, ladder) <= 1 / LEVELS


@given(st.integers(0, LEVELS), st.integers(0, LEVELS), spaces, spaces)
def test_less_memory_never_makes_up_for_a_level_of_time(
    one: int, other: int, space: float | None, elsewhere: float | None
) -> None:
    slow, fast = sorted((one, other))
    if slow < fast:
        assert score(slow / LEVELS, space) < score(fast / LEVELS, elsewhere)


def test_space_counts_by_the_factor() -> None:
    found = [space_of(peak, 10.0, 4.0) for peak in (0.0, 20.0, 21.0, 80.0, 81.0)]
    assert found == [1.0, 1.0, 0.5, 0.5, 0.0]
    assert space_of(7.9, 0.0, 4.0) == 1.0
    assert space_of(None, 1.0, 4.0) is None


@pytest.mark.parametrize(("cost", "ladder"), [(0.0, [1.0]), (1.0, []), (1.0, [1.0, -1.0])])
def test_costs_are_above_0(cost: float, ladder: list[float]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        time_of(cost, ladder)
