"""A CodeEval environment over a sandbox that runs nothing, for programs of a few letters."""

from collections.abc import Callable, Mapping
from typing import Any

import gymnasium as gym
import pytest

from codeeval_gym import EvaluationEngine
from codeeval_gym.challenges import Dataset
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Challenge, Input, Outcome, Rights, Run, StdioTest

LETTERS = Challenge(
    id="posed/letters",
    title="letters",
    prompt="h",
    category="text",
    tier=1,
    hidden_tests=(StdioTest("", "right"),),
)


def answer(files: Mapping[str, str], item: Input) -> Run:
    """A program is right if its first line has an ``a`` and its second one a ``b``."""
    first, _, rest = "".join(files.values()).partition("\n")
    right = "a" in first and "b" in rest.partition("\n")[0]
    stdout = "right" if right else "wrong"
    return Run(Outcome.FINISHED, compiled=True, exit_code=0, stdout=stdout)


@pytest.fixture
def letters() -> Callable[..., Any]:
    """Makes the environment."""
    dataset = Dataset.of([LETTERS], name="letters").with_rights(Rights(train_allowed=True))

    def make(num_envs: int = 16, **options: Any) -> Any:
        return gym.make_vec(
            "CodeEval-Python-v0",
            num_envs=num_envs,
            challenges=dataset,
            engine=EvaluationEngine(FakeSandbox(answer)),
            reward={"tests": 1.0},
            **options,
        )

    return make
