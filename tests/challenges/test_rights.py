import dataclasses
from pathlib import Path

import pytest

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.challenges._dataset import Entry
from codeeval_gym.challenges.rights import require_train_allowed, train_refusal
from codeeval_gym.challenges.storage import save
from codeeval_gym.errors import ChallengeError
from codeeval_gym.types import Challenge, Rights


def test_what_is_built_in_may_be_trained_on() -> None:
    for split in ("train", "validation", "test"):
        require_train_allowed(load("builtin", split=split))


@pytest.mark.parametrize("allowed", [None, False])
def test_unknown_means_no(doubling: Challenge, allowed: bool | None) -> None:
    free = dataclasses.replace(doubling, id="tests/free", rights=Rights(train_allowed=True))
    bound = dataclasses.replace(
        doubling, id="tests/bound", licence="BSD-3-Clause-x", rights=Rights(train_allowed=allowed)
    )
    dataset = Dataset.of([free, bound], name="mixed")
    with pytest.raises(ChallengeError) as caught:
        require_train_allowed(dataset)
    assert caught.value.challenge_id == "tests/bound"
    for words in ("'tests/bound'", "BSD-3-Clause-x", "1 of 2 challenges of mixed", ".trainable()"):
        assert words in str(caught.value)
    require_train_allowed(dataset.trainable())
    require_train_allowed(dataset.with_rights(Rights(train_allowed=True)))


def test_one_challenge_is_built_at_most(doubling: Challenge) -> None:
    built = []

    def build(challenge_id: str) -> Challenge:
        built.append(challenge_id)
        return dataclasses.replace(doubling, id=challenge_id)

    entries = [Entry(f"tests/{n}", "lists", 1, train_allowed=n < 15_000) for n in range(20_000)]
    assert train_refusal(Dataset("large", entries, build)) is not None
    assert built == ["tests/15000"]
    assert train_refusal(Dataset("large", entries[:15_000], build)) is None
    assert built == ["tests/15000"]


def test_multipl_e_is_for_evaluation_only(multipl_e_folder: Path) -> None:
    """Its licence forbids training on it."""
    with pytest.raises(ChallengeError, match=r"'multipl-e/.*may not be trained on: its licence"):
        require_train_allowed(load(f"multipl-e:{multipl_e_folder}"))


def test_what_the_owner_allows_is_written_with_it(tmp_path: Path, doubling: Challenge) -> None:
    dataset = Dataset.of([doubling], name="own")
    save(dataset, tmp_path / "unknown")
    save(dataset.with_rights(Rights(train_allowed=True)), tmp_path / "allowed")
    require_train_allowed(load(tmp_path / "allowed"))
    with pytest.raises(ChallengeError, match=r"1 of 1 challenges of own"):
        require_train_allowed(load(tmp_path / "unknown"))
