"""A trainer refuses what may not be trained on, however its environment is made."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import gymnasium as gym
import pytest
from gymnasium.vector import AsyncVectorEnv, SyncVectorEnv
from gymnasium.wrappers import TimeLimit

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs import CodeEvalEnv
from codeeval_gym.errors import ChallengeError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.rights import require_train_allowed
from codeeval_gym.types import CallTest, Challenge, Param, Rights, Signature

_ALLOWED = Challenge(
    id="tests/allowed",
    title="double",
    prompt="Return n doubled.",
    category="arithmetic",
    tier=1,
    signature=Signature("double", (Param("n", "int"),), "int"),
    hidden_tests=(CallTest((5,), 10),),
    rights=Rights(train_allowed=True),
)
_REFUSED = replace(_ALLOWED, id="tests/refused", licence="LicenseRef-eval", rights=Rights())
_BOTH = Dataset.of([_ALLOWED, _REFUSED], name="both")


def _one(challenges: Dataset) -> gym.Env[Any, Any]:
    return CodeEvalEnv(challenges=challenges, sandbox=FakeSandbox(solver([])))


def _wrapped(challenges: Dataset) -> gym.Env[Any, Any]:
    return TimeLimit(_one(challenges), 5)


def _of_ours(challenges: Dataset) -> Any:
    sandbox = FakeSandbox(solver([]))
    return gym.make_vec("CodeEval-Python-v0", 2, challenges=challenges, sandbox=sandbox)


def _sync(challenges: Dataset) -> Any:
    return SyncVectorEnv([partial(_wrapped, challenges)] * 2)


def _async(challenges: Dataset) -> Any:
    # The second only, and in a process of its own, holds what is refused.
    each = [partial(_wrapped, challenges[:1]), partial(_wrapped, challenges)]
    return AsyncVectorEnv(each, shared_memory=False)


class _Foreign(ProbeEnv):
    """An environment of somebody else, with a dataset of ours."""

    challenges: Dataset = _BOTH


_MAKERS: list[Callable[[Dataset], Any]] = [_one, _wrapped, _of_ours, _sync, _async]


@pytest.mark.parametrize("make", _MAKERS)
def test_every_kind_of_environment_is_looked_into(make: Callable[[Dataset], Any]) -> None:
    env = make(_BOTH)
    try:
        with pytest.raises(ChallengeError, match=r"'tests/refused' .*LicenseRef-eval.*1 of 2"):
            require_train_allowed(env)
    finally:
        env.close()
    allowed = make(_BOTH.trainable())
    require_train_allowed(allowed)
    allowed.close()


def test_environments_of_others() -> None:
    require_train_allowed(ProbeEnv({"h": "a"}))
    require_train_allowed(SyncVectorEnv([lambda: ProbeEnv({"h": "a"})] * 2))
    with pytest.raises(ChallengeError, match="tests/refused"):
        require_train_allowed(_Foreign({"h": "a"}))


def test_the_trainer_refuses_before_it_starts(policy: LLMAdapter, config: PPOConfig) -> None:
    env = _of_ours(_BOTH)
    with pytest.raises(ChallengeError, match="tests/refused"):
        PPOTrainer(policy, env, config)
    env.close()
    PPOTrainer(policy, _of_ours(_BOTH.trainable()), config).close()
