import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder that jails can reach; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="codeeval-gym-tests-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
