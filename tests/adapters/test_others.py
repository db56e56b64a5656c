"""verifiers, OpenEnv and verl: against the packages where they are installed, else their shapes.

Where a package is missing, its base classes are stood in for by classes with the same signatures,
as read in the version that each adapter names.
"""

import asyncio
import importlib.util
import inspect
import math
import sys
from types import ModuleType, SimpleNamespace
from typing import Any, Generic, TypeVar

import pytest

from codeeval_gym.adapters import Scorer, openenv, verifiers, verl
from codeeval_gym.errors import SandboxError
from tests.adapters.conftest import OUT_OF_ORDER, RIGHT, WRONG, engine

T = TypeVar("T")
C = TypeVar("C")


@pytest.fixture
def rubrics(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenEnv, or its ``Rubric``: called with action and observation, it calls ``forward``."""
    if importlib.util.find_spec("openenv") is not None:
        return

    class Rubric:
        def __call__(self, action: Any, observation: Any) -> float:
            result: float = self.forward(action, observation)  # type: ignore[attr-defined]
            return result

    modules = [ModuleType(name) for name in ("openenv", "openenv.core", "openenv.core.rubrics")]
    vars(modules[-1])["Rubric"] = Rubric
    for module in modules:
        monkeypatch.setitem(sys.modules, module.__name__, module)


@pytest.mark.usefixtures("rubrics")
def test_openenv(scorer: Scorer) -> None:
    rubric = openenv.rubric(scorer)
    seen = SimpleNamespace(metadata={"challenge_id": "posed/f"})
    assert rubric(SimpleNamespace(code=RIGHT), seen) == 1.0
    assert rubric(SimpleNamespace(code=WRONG), seen) == 0.0
    assert rubric.last_terms["tests"] == 0.0
    with pytest.raises(SandboxError, match="out of order"):
        rubric(SimpleNamespace(code=OUT_OF_ORDER), seen)
    own = openenv.rubric(
        scorer, program=lambda action: str(action), challenge_id=lambda _: "posed/f"
    )
    assert own(RIGHT, None) == 1.0


@pytest.fixture
def verifiers_v1(monkeypatch: pytest.MonkeyPatch) -> None:
    """verifiers, or the names the adapter needs: plain data, and a mark on the reward."""
    if importlib.util.find_spec("verifiers") is not None:
        return

    class TaskData(SimpleNamespace):
        pass

    class Task(Generic[T]):
        def __init__(self, data: T, config: Any = None) -> None:
            self.data = data

    class Taskset(Generic[T, C]):
        def __init__(self, config: Any) -> None:
            self.config = config

        def __iter__(self) -> Any:
            return iter(self.load())  # type: ignore[attr-defined]

    def reward(function: Any) -> Any:
        function.reward = True
        return function

    root, v1, types = (ModuleType(f"verifiers{end}") for end in ("", ".v1", ".v1.types"))
    vars(v1).update(TaskData=TaskData, Task=Task, Taskset=Taskset, reward=reward)
    vars(v1)["TasksetConfig"] = type("TasksetConfig", (), {"task": None})
    vars(types)["content_text"] = str
    vars(root)["v1"] = v1
    for module in (root, v1, types):
        monkeypatch.setitem(sys.modules, module.__name__, module)


@pytest.mark.usefixtures("verifiers_v1")
def test_verifiers(scorer: Scorer) -> None:
    import verifiers.v1 as vf

    tasks = list(verifiers.taskset_class(scorer)(vf.TasksetConfig()))
    assert [task.data.challenge_id for task in tasks] == ["posed/f", "posed/g"]
    assert tasks[0].data.prompt == "Write f."
    metrics: dict[str, float] = {}

    def trace(answer: str) -> Any:
        message = SimpleNamespace(content=answer)
        return SimpleNamespace(last_message=message, record_metric=metrics.__setitem__)

    assert tasks[0].codeeval_gym.reward
    assert asyncio.run(tasks[0].codeeval_gym(trace(RIGHT))) == 1.0
    assert asyncio.run(tasks[0].codeeval_gym(trace(WRONG))) == 0.0
    assert metrics["tests"] == 0.0
    with pytest.raises(SandboxError, match="out of order"):
        asyncio.run(tasks[0].codeeval_gym(trace(OUT_OF_ORDER)))


def test_verl(scorer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    """As verl's reward managers call it: by these four names, more of them where it likes."""
    monkeypatch.setattr(verl, "_scorer", lambda *_: scorer)

    def score(answer: str) -> dict[str, float]:
        return verl.compute_score(
            data_source="posed",
            solution_str=answer,
            ground_truth="posed/f",
            extra_info={"num_turns": None},
            reward_router_address=None,
            challenges="builtin:train",
        )

    right = score(RIGHT)
    assert (right["score"], right["tests"]) == (1.0, 1.0)
    assert math.isnan(right["novelty"])  # every sample has the same keys
    assert score(WRONG).keys() == right.keys()
    with pytest.raises(SandboxError, match="out of order"):
        score(OUT_OF_ORDER)


def test_verl_s_scorer_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[Any, ...]] = []

    def make(*spec: Any, **options: Any) -> Scorer:
        made.append(spec)
        return Scorer(*spec, **options, engine=engine())

    monkeypatch.setattr(verl, "Scorer", make)
    verl._scorer.cache_clear()
    for _ in range(2):
        with pytest.raises(ValueError, match="posed/f"):
            verl.compute_score("posed", RIGHT, "posed/f", reward="only:tests")
    assert made == [("builtin:train", "only:tests")]
    verl._scorer.cache_clear()


@pytest.mark.skipif(
    importlib.util.find_spec("verl") is None,
    reason="verl is not installed: its call is tested above.",
)
def test_verl_s_own_function_is_called_alike() -> None:
    from verl.utils.reward_score import default_compute_score

    theirs = list(inspect.signature(default_compute_score).parameters)[:4]
    assert list(inspect.signature(verl.compute_score).parameters)[:4] == theirs
