import pytest

from benchmarks.samplers import pass_rates, simulate, zero_signal


def test_the_simulated_policy_has_the_figures_it_should() -> None:
    rates = pass_rates()
    assert (len(rates), (rates == 0).sum(), (rates > 0).sum()) == (164, 42, 122)
    assert ((rates >= 0.2) & (rates <= 0.8)).sum() == 42
    assert round(float(rates.mean()), 2) == 0.22
    assert round(zero_signal(rates), 2) == 0.57


def test_at_most_a_fifth_of_the_groups_is_silent_after_warm_up() -> None:
    uniform = simulate("uniform", 2000, [0, 1])
    assert uniform.after == pytest.approx(0.57, abs=0.03)
    learnt = simulate("learnability", 2000, [0, 1])
    assert learnt.worst <= 0.20
    assert learnt.drawn > 0.5  # and not because it stays with a few
