"""The benchmark of the token environment, for a moment."""

from benchmarks.tokens import speed


def test_it_measures_both_ways_of_stepping() -> None:
    found = speed(8, 0.01, places=64)
    assert found.length == 8
    assert found.steps > 0
    assert found.masked > 0
