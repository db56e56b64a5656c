from pathlib import Path

import pytest

from codeeval_gym.challenges.openapi import Generated, challenges_from_openapi, read_description

FOLDER = Path(__file__).parent


@pytest.fixture(scope="session")
def shop() -> dict[str, object]:
    return read_description(FOLDER / "shop.yaml")


@pytest.fixture(scope="session")
def tracker() -> dict[str, object]:
    return read_description(FOLDER / "tracker.json")


@pytest.fixture(scope="session")
def made(shop: dict[str, object], tracker: dict[str, object]) -> dict[str, Generated]:
    """The challenges of both descriptions, changed by seed 0."""
    return {
        "shop": challenges_from_openapi(shop, collection="shop"),
        "tracker": challenges_from_openapi(tracker, collection="tracker"),
    }
