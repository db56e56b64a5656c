"""What is built in: the families, then the library, in three splits."""

import pytest

from codeeval_gym.challenges import Dataset, families, load
from codeeval_gym.challenges._catalogue import Entry
from codeeval_gym.errors import UnknownNameError


@pytest.fixture(scope="module", params=families.SPLITS)
def builtin(request: pytest.FixtureRequest) -> Dataset:
    return load("builtin", request.param)


def test_it_begins_with_the_families_and_ends_with_the_library(builtin: Dataset) -> None:
    """So that what was measured on its first challenges, before it had more, stays as it was."""
    split = builtin.name.removeprefix("builtin:")
    drawn, made = load("families", split), load("library", split)
    assert (drawn.name, made.name) == (f"families:{split}", f"library:{split}")
    assert builtin.ids == drawn.ids + made.ids
    assert builtin[0] == drawn[0]
    assert builtin[len(builtin) - 1] == made[len(made) - 1]


def test_what_is_known_beforehand_is_what_is_built(builtin: Dataset) -> None:
    places = [*range(70), *range(len(builtin) - 7, len(builtin))]  # each family, and of the library
    assert [builtin.entry(place) for place in places] == [Entry.of(builtin[it]) for it in places]


@pytest.mark.parametrize("language", ["python", "javascript", "java", "cpp", "rust"])
def test_every_language_has_most_of_it(builtin: Dataset, language: str) -> None:
    kept = builtin.filter(language=language)
    assert len(kept) > 0.9 * len(builtin)
    assert all(language in kept[place].references for place in (0, len(kept) - 1))


@pytest.mark.parametrize("kind", ["builtin", "families", "library"])
def test_an_unknown_split_suggests_the_nearest(kind: str) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'train'"):
        load(f"{kind}:trian")
