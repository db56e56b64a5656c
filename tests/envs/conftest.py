"""Challenges whose hidden values are easy to find, and sandboxes to judge them."""

import os
from collections.abc import Iterator

import pytest

from codeeval_gym.challenges import Dataset
from codeeval_gym.challenges.signatures import starter
from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.sandboxes import Sandbox, make
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.types import CallTest, Challenge, Param, Signature

_BODIES = {
    "python": "    secret_sum = a + {number}\n    return secret_sum\n",
    "javascript": "  const secret_sum = a + {number};\n  return secret_sum;\n}}\n",
    "java": "        long secret_sum = a + {number};\n        return secret_sum;\n    }}\n}}\n",
    "cpp": "    long long secret_sum = a + {number};\n    return secret_sum;\n}}\n",
    "rust": "    let secret_sum = a + {number};\n    secret_sum\n}}\n",
}


def challenge(number: int) -> Challenge:
    """Add ``number`` to the argument. The hidden values are 7770 and above."""
    signature = Signature(f"add_{number}", (Param("a", "int"),), "int")
    starters = {language: starter(signature, language) for language in _BODIES}
    return Challenge(
        id=f"posed/add-{number}",
        title=f"add {number}",
        prompt=f"Write a function add_{number} that adds {number} to its argument.",
        category="arithmetic",
        tier=1,
        languages=tuple(_BODIES),
        signature=signature,
        public_tests=(CallTest((1,), 1 + number), CallTest((2,), 2 + number)),
        hidden_tests=(CallTest((7770,), 7770 + number), CallTest((8880,), 8880 + number)),
        references={
            language: starters[language] + body.format(number=number)
            for language, body in _BODIES.items()
        },
        starter=starters,
    )


@pytest.fixture(scope="session")
def posed() -> Dataset:
    return Dataset.of([challenge(number) for number in range(10, 18)], name="posed")


@pytest.fixture
def fake(posed: Dataset) -> FakeSandbox:
    return FakeSandbox(solver(posed))


@pytest.fixture(scope="session")
def nsjail() -> Iterator[Sandbox]:
    try:
        sandbox = make("nsjail")
    except SandboxUnavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    with sandbox:
        yield sandbox


@pytest.fixture(params=["fake", "nsjail"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    found: Sandbox = request.getfixturevalue(request.param)
    return found
