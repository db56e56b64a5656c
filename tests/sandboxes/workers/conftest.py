"""A sandbox that knows the language made for tests."""

from collections.abc import Iterator

import pytest

from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.languages import languages
from tests.sandboxes.conftest import start
from tests.sandboxes.workers.shell import Cold


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One worker, so that what a run leaves behind would be met by the next."""
    languages.register("cold")(Cold)
    try:
        with start(workers=1) as started:
            yield started
    finally:
        languages.unregister("cold")
