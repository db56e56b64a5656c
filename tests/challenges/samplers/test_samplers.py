import json
from typing import Any

import numpy as np
import pytest

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.challenges._dataset import Entry
from codeeval_gym.challenges.samplers import (
    Learnability,
    Result,
    TierSchedule,
    Uniform,
    make,
    samplers,
)
from codeeval_gym.challenges.storage import PassRate
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.testing import CheckError, FakeSampler, check_sampler
from codeeval_gym.types import Challenge


def _dataset(count: int, families: int = 0) -> Dataset:
    entries = [
        Entry(
            f"tests/{n}",
            "lists",
            1 + n * 5 // count,
            family=f"tests/{n % families}" if families else "",
        )
        for n in range(count)
    ]
    return Dataset("many", entries, lambda key: Challenge(key, "", "", "lists", 1))


def _drawn(sampler: Any, draws: int = 400, seed: int = 0) -> list[int]:
    rng = np.random.default_rng(seed)
    return [sampler.draw(rng) for _ in range(draws)]


def _tell(sampler: Any, place: int, *passed: int) -> None:
    sampler.update([Result(place, bool(one)) for one in passed])


@pytest.mark.parametrize(
    "spec",
    [
        *samplers,
        {"name": "learnability", "unseen": "optimistic", "retire_after": 4, "replay": 0.5},
        {"name": "tiers", "window": 4, "mastered": 0.1},
    ],
    ids=str,
)
def test_every_sampler_keeps_the_contract(spec: Any) -> None:
    check_sampler(lambda dataset: make(spec, dataset))


def test_uniform_draws_as_a_dataset_does() -> None:
    dataset = load("builtin:test")
    sampler = make("uniform", dataset)
    for seed in range(50):
        one, other = np.random.default_rng(seed), np.random.default_rng(seed)
        assert dataset[sampler.draw(one)] is dataset.sample(other)
        assert one.bit_generator.state == other.bit_generator.state


def test_a_sampler_is_named_or_given() -> None:
    dataset, own = _dataset(10), FakeSampler([7])
    assert isinstance(make("uniform", dataset), Uniform)
    assert isinstance(make({"name": "tiers", "window": 3}, dataset), TierSchedule)
    assert make(own, dataset) is own
    assert isinstance(make(Uniform, dataset), Uniform)
    with pytest.raises(UnknownNameError, match="Did you mean 'learnability'"):
        make("learnabilty", dataset)
    with pytest.raises(TypeError, match="'name'"):
        make({"window": 3}, dataset)
    with pytest.raises(TypeError, match="is a name, a mapping or a Sampler, not 5"):
        make(5, dataset)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options",
    [
        {"stale": 1.5},
        {"replay": -0.1},
        {"diversity": 2},
        {"unseen": "hopeful"},
        {"memory": 0},
        {"retire_after": 0},
        {"sharpness": -1},
    ],
)
def test_settings_that_cannot_be(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        Learnability(_dataset(5), **options)
    with pytest.raises(ValueError, match="mastered"):
        TierSchedule(_dataset(5), mastered=2)


def test_tiers_open_one_after_the_other() -> None:
    dataset = _dataset(50)
    sampler = TierSchedule(dataset, window=10, mastered=0.6, newest=0.5)
    assert {int(dataset.tiers[place]) for place in _drawn(sampler)} == {1}
    _tell(sampler, 40, *[1] * 50)  # of tier 5, which is not open
    _tell(sampler, 0, *[0] * 5, *[1] * 5)
    assert list(sampler.open_tiers) == [1]
    _tell(sampler, 0, 1)
    assert list(sampler.open_tiers) == [1, 2]
    shares = np.bincount([int(dataset.tiers[place]) for place in _drawn(sampler)]) / 400
    assert shares[2] == pytest.approx(0.5, abs=0.1)
    for place in (10, 20, 30, 40):
        _tell(sampler, place, *[1] * 10)
    assert list(sampler.open_tiers) == [1, 2, 3, 4, 5]


def test_tiers_that_are_missing_are_passed_over() -> None:
    dataset = _dataset(50)
    sampler = TierSchedule(dataset[30:], window=2)
    assert list(sampler.open_tiers) == [4]
    _tell(sampler, 0, 1, 1)
    assert list(sampler.open_tiers) == [4, 5]


def test_what_is_solved_sometimes_is_drawn_most() -> None:
    sampler = Learnability(_dataset(3), unseen="optimistic", stale=0)
    for _ in range(6):
        _tell(sampler, 0, 0, 0, 0, 0)
        _tell(sampler, 1, 1, 0, 1, 0)
        _tell(sampler, 2, 1, 1, 1, 0)
    counts = np.bincount(_drawn(sampler), minlength=3)
    assert counts[1] > counts[2] > 5 * counts[0]


def test_what_was_never_tried_comes_first_or_is_like_its_family() -> None:
    optimistic = Learnability(_dataset(40), unseen="optimistic", stale=0)
    for place in range(39):
        _tell(optimistic, place, 0, 0, 0, 0, 0, 0, 1, 0)
    counts = np.bincount(_drawn(optimistic), minlength=40)
    assert counts[39] > 3 * counts[:39].max()

    thompson = Learnability(_dataset(40, families=2), diversity=0, stale=0)
    for place in range(20):
        _tell(thompson, place, *([0, 1] * 4 if place % 2 else [0] * 8))
    unseen = [place for place in _drawn(thompson) if place >= 20]
    learnable = sum(place % 2 for place in unseen)
    assert learnable > 5 * (len(unseen) - learnable)


def test_a_large_family_is_held_back() -> None:
    entries = [Entry(f"tests/{n}", "x", 1, family="tests/large" if n else "") for n in range(31)]
    dataset = Dataset("uneven", entries, lambda key: Challenge(key, "", "", "x", 1))
    shares = []
    for diversity in (0.0, 0.5, 1.0):
        sampler = Learnability(dataset, diversity=diversity, unseen="optimistic")
        shares.append(_drawn(sampler, 2000).count(0) / 2000)
    assert shares == pytest.approx([1 / 31, 1 / (1 + 30**0.5), 1 / 2], abs=0.04)


def test_what_is_always_solved_retires_and_comes_back_when_it_fails() -> None:
    sampler = Learnability(_dataset(4), retire_after=8, replay=0.1, unseen="optimistic", stale=0)
    for place in range(4):
        _tell(sampler, place, *[1, 0] * 8)
    _tell(sampler, 2, *[1] * 8)
    assert list(sampler.retired) == ["tests/2"]
    assert _drawn(sampler, 2000).count(2) / 2000 == pytest.approx(0.1, abs=0.03)
    _tell(sampler, 2, 0)
    assert list(sampler.retired) == []
    for place in range(4):
        _tell(sampler, place, *[1] * 8)
    assert set(_drawn(sampler)) == {0, 1, 2, 3}  # nothing else is left


def test_what_always_fails_is_suspect() -> None:
    sampler = Learnability(_dataset(3), suspect_after=16)
    _tell(sampler, 1, *[0] * 15)
    assert list(sampler.suspects) == []
    _tell(sampler, 1, 0)
    assert list(sampler.suspects) == ["tests/1"]
    _tell(sampler, 1, 1)
    assert list(sampler.suspects) == []


def test_what_was_not_tried_for_long_comes_again() -> None:
    def share(stale: float) -> float:
        sampler = Learnability(_dataset(3), unseen="optimistic", stale=stale)
        _tell(sampler, 0, *[0] * 40)
        _tell(sampler, 1, *[0, 1] * 20)
        _tell(sampler, 2, *[0, 1] * 20)
        return _drawn(sampler, 2000).count(0) / 2000

    assert share(0.0) < 0.02
    assert share(0.3) > 0.15


def test_it_can_begin_with_pass_rates() -> None:
    rates = [
        PassRate("tests/0", "a", 40, 0),
        PassRate("tests/1", "a", 40, 20),
        PassRate("tests/gone", "a", 8, 4),
    ]
    sampler = Learnability(_dataset(2), rates=rates, stale=0)
    assert _drawn(sampler).count(1) > 390
    assert sampler.zero_signal(8) < 0.1


def test_the_expected_share_of_silent_groups_is_that_of_the_beliefs() -> None:
    sampler = Learnability(_dataset(1), prior=2.0)
    # Nothing is known: every rate is as likely as another.
    assert sampler.zero_signal(2) == pytest.approx(2 / 3)
    assert sampler.zero_signal(8) == pytest.approx(2 / 9)


def test_a_state_is_by_id_and_exact() -> None:
    one = Learnability(_dataset(20))
    for place in (3, 5, 5, 9):
        _tell(one, place, 1, 0, 1)
    state = json.loads(json.dumps(one.state()))
    assert state["ids"] == ["tests/3", "tests/5", "tests/9"]
    longer = Learnability(_dataset(20))
    longer.restore(state)
    assert _drawn(longer) == _drawn(one)
    with pytest.raises(ConfigError, match="'tests/9', which is not in this dataset"):
        Learnability(_dataset(9)).restore(state)


class _Forgetful(Uniform):
    """Keeps the number of draws, and that is all."""

    def __init__(self, dataset: Dataset) -> None:
        super().__init__(dataset)
        self.draws = 0

    def draw(self, rng: np.random.Generator) -> int:
        self.draws += 1
        return self.draws % 40


class _Outside(Uniform):
    def draw(self, rng: np.random.Generator) -> int:
        return 40


class _Global(Uniform):
    def draw(self, rng: np.random.Generator) -> int:
        return int(np.random.randint(40))


class _Unwritten(Uniform):
    """Learns, and does not say what."""

    def __init__(self, dataset: Dataset) -> None:
        super().__init__(dataset)
        self.turn = 0

    def draw(self, rng: np.random.Generator) -> int:
        return self.turn

    def update(self, results: Any) -> None:
        self.turn += 1


class _NoJson(Uniform):
    def state(self) -> Any:
        return {"set": {1, 2}}


@pytest.mark.parametrize(
    ("sampler", "said"),
    [
        (_Forgetful, "A draw changed the sampler"),
        (_Outside, "drew 40, which is no place"),
        (_Global, "NumPy's global generator"),
        (_Unwritten, "restored draws something else"),
        (_NoJson, "cannot be written as JSON"),
    ],
)
def test_the_check_finds_what_breaks_the_contract(sampler: Any, said: str) -> None:
    with pytest.raises(CheckError, match=said):
        check_sampler(sampler)


def test_the_fake_draws_what_it_is_told() -> None:
    check_sampler(lambda dataset: FakeSampler([3, 1, 39]))
    fake = FakeSampler([3, 1])
    assert _drawn(fake, 3) == [3, 3, 3]
    _tell(fake, 3, 1)
    assert _drawn(fake, 1) == [1]
    assert fake.updates == [(Result(3, True),)]
