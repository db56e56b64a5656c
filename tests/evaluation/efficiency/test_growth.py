"""Growth from costs: known shapes, noise, and what thirty programs cost on a busy machine."""

import math
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from codeeval_gym.evaluation.efficiency import CLASSES, fit_growth, larger

SHAPES: dict[str, Callable[[int], float]] = {
    "O(1)": lambda n: 5.0,
    "O(log n)": math.log2,
    "O(n)": float,
    "O(n log n)": lambda n: n * math.log2(n),
    "O(n^2)": lambda n: float(n**2),
    "O(n^3)": lambda n: float(n**3),
    "exponential": lambda n: 1.06**n,
}
SIZES = (16, 32, 64, 128, 256)
RECORDED = yaml.safe_load((Path(__file__).parent / "recorded.yaml").read_text("utf-8"))


def test_every_class_has_a_shape() -> None:
    assert tuple(SHAPES) == CLASSES


@pytest.mark.parametrize("constant", [0.0, 3.0])
@pytest.mark.parametrize("label", CLASSES)
def test_exact_costs_give_their_class(label: str, constant: float) -> None:
    costs = [SHAPES[label](n) + constant for n in SIZES]
    found = fit_growth(SIZES, costs, "jumps", noise=0.01)
    assert found is not None
    assert (found.label, found.sizes, found.counter) == (label, SIZES, "jumps")


@pytest.mark.parametrize(("label", "power"), [("O(n)", 1), ("O(n^2)", 2), ("O(n^3)", 3)])
def test_the_slope_of_a_power_is_the_power(label: str, power: int) -> None:
    found = fit_growth(SIZES, [7.0 + n**power for n in SIZES], "jumps", start=7.0)
    assert found is not None
    assert found.slope == pytest.approx(power)
    assert found.low == pytest.approx(found.high)


def test_the_interval_holds_the_slope_19_times_of_20() -> None:
    rng, held = random.Random(3), 0
    for _ in range(200):
        costs = [n * math.exp(rng.gauss(0, 0.05)) for n in SIZES]
        found = fit_growth(SIZES, costs, "cpu_seconds")
        assert found is not None
        held += found.low <= 1 <= found.high
    assert 0.91 <= held / 200 <= 0.985


@pytest.mark.parametrize("label", ["O(1)", "O(n)", "O(n^2)", "O(n^3)", "exponential"])
def test_noise_of_three_per_cent_seldom_changes_the_class(label: str) -> None:
    rng, right = random.Random(4), 0
    for _ in range(60):
        costs = [SHAPES[label](n) * (1 + rng.gauss(0, 0.03)) for n in SIZES]
        found = fit_growth(SIZES, costs, "cpu_seconds")
        right += found is not None and found.label == label
    assert right >= 57


def test_fewer_than_three_costs_say_nothing() -> None:
    assert fit_growth([1, 2], [1.0, 2.0], "jumps") is None
    assert fit_growth([1, 2, 4], [1.0, 2.0, 0.0], "jumps") is None


def test_as_many_costs_as_sizes() -> None:
    with pytest.raises(ValueError, match="zip"):
        fit_growth([1, 2], [1.0], "jumps")


def test_where_counts_and_time_disagree_the_larger_counts() -> None:
    """A search in a list is one call and no jump, and takes a time in proportion to its length."""
    counts = fit_growth(SIZES, [float(n) for n in SIZES], "jumps")
    hidden = fit_growth(SIZES, [float(n**2) for n in SIZES], "cpu_seconds")
    alike = fit_growth(SIZES, [n**1.3 for n in SIZES], "cpu_seconds")
    assert larger(counts, hidden) == hidden
    assert larger(counts, alike) == counts
    assert larger(None, hidden) == hidden
    assert larger(counts, None) == counts


def test_recorded_costs_of_thirty_programs_are_classified_right() -> None:
    right = 0
    for entry in RECORDED:
        found = fit_growth(entry["sizes"], entry["costs"], "cpu_seconds", noise=0.15)
        right += found is not None and found.label == entry["label"]
    assert len(RECORDED) == 30
    assert right >= 27
