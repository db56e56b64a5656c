"""Environments that want the same engine share it, and the last one closes it."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs import CodeEvalEnv
from codeeval_gym.envs._engines import borrow
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import backends
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Limits


class User:
    """Something that can hold an engine."""


def test_the_same_sandbox_and_limits_are_one_engine(fake: FakeSandbox, posed: Dataset) -> None:
    first, second = (CodeEvalEnv(sandbox=fake, challenges=posed) for _ in range(2))
    other = CodeEvalEnv(sandbox=fake, challenges=posed, limits={"cpu_seconds": 1.0})
    assert first.engine is second.engine
    assert first.engine is not other.engine
    assert other.engine.limits == Limits(cpu_seconds=1.0)


def test_the_last_user_closes_it(fake: FakeSandbox) -> None:
    users = User(), User()
    (engine, leave), (same, leave_too) = (borrow(user, fake, Limits()) for user in users)
    assert engine is same
    leave()
    leave()  # a second time is nothing
    assert borrow(User(), fake, Limits())[0] is engine
    leave_too()
    gc.collect()
    fresh = User()
    assert borrow(fresh, fake, Limits())[0] is not engine


@pytest.fixture
def backend(fake: FakeSandbox) -> Iterator[str]:
    """A name under which the fake is a backend, so that the engine opens and closes it itself."""
    backends.register("fake")(lambda: fake)  # type: ignore[arg-type]  # a function for its class
    yield "fake"
    backends.unregister("fake")


def test_closing_the_last_environment_closes_the_sandbox(
    backend: str, fake: FakeSandbox, posed: Dataset
) -> None:
    first, second = (CodeEvalEnv(sandbox=backend, challenges=posed) for _ in range(2))
    first.close()
    first.close()
    assert not fake.closed
    second.close()
    assert fake.closed


def test_an_environment_that_is_forgotten_gives_its_part_back(fake: FakeSandbox) -> None:
    user = User()
    engine: weakref.ref[EvaluationEngine] = weakref.ref(borrow(user, fake, Limits())[0])
    del user
    gc.collect()
    assert engine() is None
