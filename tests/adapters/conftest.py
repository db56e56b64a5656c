"""Two challenges, a sandbox that is out of order for one program, and a scorer on both."""

from collections.abc import Mapping

import pytest

from codeeval_gym.adapters import Scorer
from codeeval_gym.challenges import Dataset
from codeeval_gym.errors import SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.types import CallTest, Challenge, Input, Param, Rights, Run, Signature

OUT_OF_ORDER = "the sandbox fails on this"
REWARD = {"tests": 1.0, "length": {"weight": 0.0}, "novelty": {"weight": 0.0}}


def challenge(name: str) -> Challenge:
    return Challenge(
        id=f"posed/{name}",
        title=name,
        prompt=f"Write {name}.",
        category="arithmetic",
        tier=1,
        signature=Signature(name, (Param("a", "int"),), "int"),
        hidden_tests=(CallTest((ord(name),), ord(name)),),
        references={"python": f"def {name}(a):\n    return a\n"},
        rights=Rights(train_allowed=True),
    )


POSED = Dataset.of([challenge("f"), challenge("g")], name="posed")
RIGHT = POSED["posed/f"].references["python"]
WRONG = "def f(a):\n    return None\n"


def engine() -> EvaluationEngine:
    right = solver(POSED)

    def answer(files: Mapping[str, str], item: Input) -> Run:
        if OUT_OF_ORDER in "".join(files.values()):
            raise SandboxError("out of order")
        return right(files, item)

    return EvaluationEngine(FakeSandbox(answer))


@pytest.fixture
def scorer() -> Scorer:
    return Scorer(POSED, REWARD, engine=engine())
