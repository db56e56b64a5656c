"""Every benchmark by its name, up to an episode in an environment."""

import gymnasium as gym
import pytest

import codeeval_gym  # noqa: F401  registers the ids
from codeeval_gym.challenges import collections, load
from codeeval_gym.challenges.benchmarks import BENCHMARKS
from codeeval_gym.evaluation import EvaluationEngine

FOLDERS = {
    "apps": "apps",
    "humaneval": "humaneval",
    "humaneval-plus": "evalplus",
    "livecodebench": "livecodebench",
    "mbpp": "mbpp",
    "mbpp-plus": "evalplus",
}


def test_every_benchmark_is_a_dataset_at_the_door() -> None:
    assert set(BENCHMARKS) <= set(collections)


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_name_alone_asks_for_a_path(name: str) -> None:
    with pytest.raises(ValueError, match=rf"write {name}:PATH"):
        load(name)


@pytest.mark.parametrize("name", FOLDERS)
def test_an_environment_starts_with_it(
    name: str,
    engine: EvaluationEngine,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    folder = request.getfixturevalue(f"{FOLDERS[name].replace('-', '_')}_folder")
    env = gym.make("CodeEval-Python-v0", challenges=f"{name}:{folder}", engine=engine)
    observation, info = env.reset(seed=3)
    challenge = env.unwrapped.challenges[info["challenge_id"]]  # type: ignore[attr-defined]
    assert observation["prompt"] == challenge.prompt
    program = challenge.references.get("python", "")
    _, reward, terminated, _, info = env.step(program)
    assert terminated
    assert (info["verdict"] == "accepted") is bool(program)
    assert float(reward) > 0.9 if program else float(reward) < 0.9
    env.close()
