"""The fast way to what is known of a challenge says what the slow way does, or nothing."""

import dataclasses
import json

import pytest

from codeeval_gym.challenges._dataset import Entry
from codeeval_gym.challenges.storage._heads import private_head, public_head, record_head
from codeeval_gym.challenges.storage._rows import private_row, public_row
from codeeval_gym.types import Challenge, Rights, to_json


def _line(row: object) -> bytes:
    return json.dumps(row).encode()


def test_it_says_what_is_so(many: list[Challenge]) -> None:
    refused = dataclasses.replace(many[0], rights=Rights(train_allowed=False))
    for challenge in [*many, refused]:
        entry = Entry.of(challenge)
        assert record_head(to_json(challenge).encode()) == entry
        assert public_head(_line(public_row(challenge))) == entry
        found = private_head(_line(private_row(challenge)))
        assert found is not None
        assert found.id == challenge.id


@pytest.mark.parametrize(
    "change",
    [
        {"tier": 0},
        {"tier": "1"},
        {"tier": True},
        {"id": None},
        {"languages": "rust"},
        {"languages": [1]},
        {"rights": 5},
        {"category": []},
        {"colour": "red"},
    ],
    ids=str,
)
def test_it_says_nothing_of_what_is_not_as_it_should_be(
    rich: Challenge, change: dict[str, object]
) -> None:
    assert record_head(_line({**json.loads(to_json(rich)), **change})) is None
    assert public_head(_line({**public_row(rich), **change})) is None


@pytest.mark.parametrize(
    "line", [b"", b"{", b"[]", b"null", b'{"id": "a/b"}', b"\xff", b"[" * 9999]
)
def test_it_says_nothing_of_what_is_no_challenge(line: bytes) -> None:
    assert record_head(line) is None
    assert public_head(line) is None


def test_a_field_that_is_missing_is_left_to_the_slow_way(rich: Challenge) -> None:
    record = json.loads(to_json(rich))
    del record["prompt"]
    assert record_head(_line(record)) is None
