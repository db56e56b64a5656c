import os
from pathlib import Path

import pytest

from codeeval_gym.types import CallTest, Challenge, Param, Signature

DATA = Path(__file__).parents[2].parent / "shared/data"


def _folder(name: str) -> Path:
    if (DATA / name).is_dir():
        return DATA / name
    reason = f"There is no {DATA / name}."
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def humaneval_folder() -> Path:
    return _folder("humaneval")


@pytest.fixture(scope="session")
def humaneval_x_folder() -> Path:
    return _folder("humaneval-x")


@pytest.fixture(scope="session")
def multipl_e_folder() -> Path:
    return _folder("multipl-e")


@pytest.fixture(scope="session")
def mbpp_folder() -> Path:
    return _folder("mbpp")


@pytest.fixture(scope="session")
def evalplus_folder() -> Path:
    return _folder("evalplus")


@pytest.fixture(scope="session")
def apps_folder() -> Path:
    return _folder("apps")


@pytest.fixture(scope="session")
def livecodebench_folder() -> Path:
    return _folder("livecodebench")


@pytest.fixture
def doubling() -> Challenge:
    return Challenge(
        id="tests/double",
        title="double",
        prompt="Return n doubled.",
        category="arithmetic",
        tier=1,
        signature=Signature("double", (Param("n", "int"),), "int"),
        public_tests=(CallTest((1,), 2),),
        hidden_tests=(CallTest((5,), 10),),
        references={"python": "def double(n):\n    return n * 2\n"},
        licence="MIT",
    )
