import pytest

from codeeval_gym.challenges.generation.grading import Posterior, features_of, prior_of, tier_of
from codeeval_gym.challenges.storage import PassRate

_SHORT = "return a + b"
_LONG = "\n".join(
    f"if a[{at}] > b[{at}] and c % {at + 2}:\n    d.append(a[{at}] * {at} - c)" for at in range(14)
)


def test_a_longer_body_is_guessed_to_be_harder() -> None:
    easy = features_of(_SHORT, "python", prompt=100, reach=0)
    hard = features_of(_LONG, "python", prompt=1500, reach=3)
    assert prior_of(easy) < 0.3
    assert prior_of(hard) > 0.8
    assert (tier_of(prior_of(easy)), tier_of(prior_of(hard))) == (1, 5)


@pytest.mark.parametrize("language", ["cpp", "java", "javascript", "rust"])
def test_every_language_is_counted(language: str) -> None:
    features = features_of("{ return a + b * 2; }", language, prompt=10, reach=0)
    assert features.halstead > 10
    assert features.lines == 1


def test_tiers_cover_the_scale() -> None:
    assert [tier_of(prior / 100) for prior in (0, 30, 60, 80, 100)] == [1, 2, 3, 4, 5]


def test_what_was_seen_outweighs_the_guess() -> None:
    unseen = Posterior.after(0.9, attempts=0, passed=0)
    assert unseen.rate == pytest.approx(0.1)
    solved = Posterior.after(0.9, attempts=40, passed=40)
    assert solved.rate > 0.9
    assert solved.tier < unseen.tier
    measured = [PassRate("a/b", "one", 30, 30), PassRate("a/b", "two", 10, 10)]
    assert Posterior.of(0.9, measured) == solved
    with pytest.raises(ValueError, match="2 passed of 1"):
        Posterior.after(0.5, attempts=1, passed=2)
