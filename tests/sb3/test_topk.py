"""stable-baselines3 on ranked proposals: many environments ask once, and DQN learns from them."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import torch
from stable_baselines3 import DQN
from stable_baselines3.common.vec_env import DummyVecEnv

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs.proposals import Draft, FunctionProposals, Proposal
from codeeval_gym.envs.topk import TopKEnv
from codeeval_gym.sb3 import RandomPolicy, make_sb3_vec_env, measure
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.types import CallTest, Challenge, Param, Signature

ID = "CodeEval-Python-TopK-v0"
K = 4


def adding(number: int) -> Challenge:
    return Challenge(
        id=f"adding/{number}",
        title=f"add {number}",
        prompt=f"Write a function add that adds {number} to its argument.",
        category="arithmetic",
        tier=1,
        languages=("python",),
        signature=Signature("add", (Param("a", "int"),), "int"),
        public_tests=(CallTest((1,), 1 + number),),
        hidden_tests=(CallTest((77,), 77 + number),),
        references={"python": program(number)},
    )


def program(number: int) -> str:
    return f"def add(a):\n    return a + {number}\n"


def propose(prompt: str, written: str, k: int) -> list[tuple[str | None, float]]:
    """The program, and others beside it that add other numbers: which is which, the rank hides."""
    if written:
        return [(None, 0.0)]
    right = int(re.findall(r"\d+", prompt)[0])
    numbers = [right + step for step in range(k)]
    turned = right * 7 % k
    return [(program(number), -1.0) for number in [*numbers[turned:], *numbers[:turned]]]


class Counting(FunctionProposals):
    """Notes how many drafts it is asked about at a time."""

    def __init__(self) -> None:
        super().__init__(propose)
        self.asked: list[int] = []

    def propose(self, drafts: Sequence[Draft], k: int) -> list[list[Proposal]]:
        self.asked.append(len(drafts))
        return super().propose(drafts, k)


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> None:
    """Two threads for so small a network mostly wait for each other."""
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def challenges() -> Dataset:
    return Dataset.of([adding(number) for number in range(10, 90)], "adding")


def test_the_environments_of_a_vector_do_as_they_would_alone(challenges: Dataset) -> None:
    settings: dict[str, Any] = {
        "challenges": challenges,
        "sandbox": FakeSandbox(solver(challenges)),
        "k": K,
    }
    counting = Counting()
    pooled = make_sb3_vec_env(ID, n_envs=3, proposals=counting, remember=0, **settings)
    alone = DummyVecEnv(
        [lambda: TopKEnv(language="python", proposals=propose, **settings) for _ in range(3)]
    )
    for vector in (pooled, alone):
        vector.seed(5)
    one: Any = pooled.reset()
    other: Any = alone.reset()
    rng = np.random.default_rng(0)
    counting.asked.clear()
    for _ in range(6):
        actions = rng.integers(K, size=3)
        assert all(np.array_equal(one[key], other[key]) for key in other)
        one, rewards, dones, _ = pooled.step(actions)
        other, expected, over, _ = alone.step(actions)
        assert np.array_equal(rewards, expected)
        assert np.array_equal(dones, over)
    assert counting.asked == [3] * 6  # together, not one by one
    pooled.close()
    alone.close()


def test_dqn_learns_to_take_the_proposal_that_the_prompt_asks_for(challenges: Dataset) -> None:
    settings: dict[str, Any] = {
        "n_envs": 8,
        "sandbox": FakeSandbox(solver(challenges)),
        "proposals": propose,
        "k": K,
        "reward": {"tests": 1.0},
    }
    env = make_sb3_vec_env(ID, seed=0, challenges=challenges[:60], **settings)
    held_out = make_sb3_vec_env(ID, seed=1, challenges=challenges[60:], **settings)
    model = DQN(
        "MultiInputPolicy",
        env,
        learning_rate=1e-3,
        learning_starts=200,
        batch_size=64,
        train_freq=1,
        gradient_steps=2,
        target_update_interval=100,
        exploration_fraction=0.5,
        policy_kwargs={"net_arch": [64]},
        seed=0,
        device="cpu",
    )
    random = measure(RandomPolicy(K), held_out, 100)
    model.learn(2400)
    trained = measure(model, held_out, 100, deterministic=True)
    assert random.pass_rate < 0.5
    assert trained.errors_above(random) >= 3
    env.close()
    held_out.close()
