"""What examples show at length: PPO learns to write a function of a few tokens."""

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("stable_baselines3")
pytest.importorskip("sb3_contrib")

import torch
from sb3_contrib import MaskablePPO
from stable_baselines3 import PPO

from codeeval_gym.challenges import Dataset
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sb3 import (
    RandomPolicy,
    TokenFeaturesExtractor,
    make_sb3_vec_env,
    measure,
)
from codeeval_gym.types import CallTest, Challenge, Param, Signature

TWICE = Challenge(
    id="posed/twice",
    title="twice",
    prompt="Write a function twice that returns twice its argument.",
    category="arithmetic",
    tier=1,
    signature=Signature("twice", (Param("a", "int"),), "int"),
    public_tests=(CallTest((0,), 0), CallTest((3,), 6)),
    hidden_tests=(CallTest((0,), 0), CallTest((5,), 10)),
    references={"python": "def twice(a: int) -> int:\n    return a + a\n"},
    starter={"python": "def twice(a: int) -> int:\n"},
)
WORDS = ("def", "(", ")", ":", "->", "int", "return", "+", "-")


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """The networks are tiny: a second thread would only wait."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.parametrize(("algorithm", "masked"), [(PPO, False), (MaskablePPO, True)])
def test_it_beats_drawing_at_random(
    algorithm: type[Any], masked: bool, engine: EvaluationEngine
) -> None:
    env = make_sb3_vec_env(
        n_envs=16,
        seed=0,
        engine=engine,
        challenges=Dataset.of([TWICE], name="twice"),
        vocabulary={"name": "python", "words": WORDS, "slots": {"parameter": 1}},
        max_length=20,
        reward={"execution": 0.2, "tests": 0.8},
    )
    model = algorithm(
        "MultiInputPolicy",
        env,
        n_steps=32,
        batch_size=128,
        n_epochs=4,
        learning_rate=3e-3,
        gamma=1.0,
        ent_coef=0.01,
        policy_kwargs={
            "features_extractor_class": TokenFeaturesExtractor,
            "features_extractor_kwargs": {"features_dim": 32, "embedding_dim": 8, "window": 4},
        },
        seed=0,
        device="cpu",
    )
    random = RandomPolicy(env.action_space.n, seed=0)  # type: ignore[attr-defined]
    before = measure(random, env, 100, masked=masked)
    model.learn(4096)
    after = measure(model, env, 100, masked=masked)
    assert after.errors_above(before) >= 3, (before.mean, after.mean)
    env.close()
