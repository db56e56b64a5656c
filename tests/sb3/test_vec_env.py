"""stable-baselines3's view of the environments whose actions are numbers."""

import subprocess
import sys
import warnings
from collections.abc import Sequence
from typing import Any

import gymnasium as gym
import numpy as np
import pytest

sb3 = pytest.importorskip("stable_baselines3")
pytest.importorskip("sb3_contrib")

from stable_baselines3.common.env_checker import check_env  # noqa: E402
from stable_baselines3.common.vec_env import DummyVecEnv  # noqa: E402

from codeeval_gym.challenges import Dataset, load  # noqa: E402
from codeeval_gym.envs.stepwise import StepwiseEnv  # noqa: E402
from codeeval_gym.errors import SandboxError  # noqa: E402
from codeeval_gym.sandboxes import Sandbox  # noqa: E402
from codeeval_gym.sb3 import PooledVecEnv, RandomPolicy, Score, make_sb3_vec_env  # noqa: E402
from codeeval_gym.testing import FakeSandbox, solver  # noqa: E402
from codeeval_gym.types import Input, Job, Run  # noqa: E402

TOKENS = "CodeEval-Python-Tokens-v0"
NUMERIC = sorted(name for name in gym.registry if name.endswith(("-Tokens-v0", "-TopK-v0")))
SMALL = {
    "name": "python",
    "words": [
        "def",
        ":",
        "->",
        "int",
        "bool",
        "return",
        "(",
        ")",
        "+",
        "-",
        "*",
        "%",
        "==",
        "abs",
        "max",
        ",",
        "0",
    ],
}


@pytest.fixture(scope="module")
def sums() -> Dataset:
    return load("builtin", split="test").filter(tier=1, category="arithmetic")


@pytest.fixture
def fake(sums: Dataset) -> FakeSandbox:
    return FakeSandbox(solver(sums))


@pytest.mark.parametrize("env_id", NUMERIC)
def test_its_checker_finds_nothing(env_id: str, fake: FakeSandbox, sums: Dataset) -> None:
    env = gym.make(env_id, sandbox=fake, challenges=sums).unwrapped
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env)


def trace(env: Any, steps: int) -> list[Any]:
    """Seeded random steps; what came back, measured figures and the monitor's aside."""
    random, seen = RandomPolicy(env.action_space.n, seed=5), [env.reset()]
    for _ in range(steps):
        masks = np.stack(env.env_method("action_masks"))
        actions, _ = random.predict(seen[-1], action_masks=masks)
        observation, rewards, dones, infos = env.step(actions)
        kept = [
            {key: value for key, value in info.items() if key not in ("timing", "usage", "episode")}
            for info in infos
        ]
        seen += [masks, rewards, dones, kept, observation]
    return seen


def test_a_pool_is_what_single_environments_are(sandbox: Sandbox, sums: Dataset) -> None:
    config: dict[str, Any] = {
        "challenges": sums,
        "sandbox": sandbox,
        "vocabulary": SMALL,
        "max_length": 34,
        "reward": "default-quality-efficiency",
    }
    pooled = make_sb3_vec_env(n_envs=3, seed=7, **config)
    single = DummyVecEnv([lambda: gym.make(TOKENS, **config).unwrapped for _ in range(3)])
    single.seed(7)
    one, other = trace(pooled, 60), trace(single, 60)
    np.testing.assert_equal(one, other)
    ends = [info for infos in one[4::5] for info in infos if "terminal_observation" in info]
    assert len(ends) >= 6
    assert not any(info["TimeLimit.truncated"] for info in ends)
    assert {info["challenge_id"] for info in ends} > {ends[0]["challenge_id"]}
    pooled.close()
    single.close()


class Counting(FakeSandbox):
    """Counts the jobs of each batch."""

    def run_batch(self, jobs: Sequence[Job]) -> list[list[Run] | SandboxError]:
        self.batches = [*getattr(self, "batches", []), len(jobs)]
        return super().run_batch(jobs)


def test_what_ends_together_is_judged_together(sums: Dataset) -> None:
    sandbox = Counting(solver(sums))
    env = make_sb3_vec_env(n_envs=4, seed=0, sandbox=sandbox, challenges=sums)
    env.reset()
    (vocabulary, *_) = env.get_attr("vocabulary")
    written = [vocabulary.fixed["pass"], vocabulary.fixed["NEWLINE"], vocabulary.end]
    *_, (_, _, dones, infos) = [env.step(np.array([token] * 4)) for token in written]
    assert dones.all()
    different = {info["challenge_id"] for info in infos}  # what is the same is judged once
    assert sandbox.batches == [len(different)]
    assert len(different) > 1


def test_slots_share_what_the_sampler_learns(fake: FakeSandbox, sums: Dataset) -> None:
    config: dict[str, Any] = {"sandbox": fake, "challenges": sums, "sampler": "learnability"}
    env = make_sb3_vec_env(n_envs=3, **config)
    curricula = env.get_attr("curriculum")
    assert len({id(item.sampler) for item in curricula}) == 1
    assert len({id(item) for item in env.get_attr("engine")}) == 1


def test_a_failure_of_the_sandbox_is_a_truncation(sums: Dataset) -> None:
    def fail(files: object, item: Input) -> Run:
        raise SandboxError("the jail is gone")

    env = make_sb3_vec_env(n_envs=2, seed=0, sandbox=FakeSandbox(fail), challenges=sums)
    env.reset()
    (first, _) = env.env_method("action_masks")
    # The first slot hands in a line that is no program yet; the second has only begun one.
    invalid = int(np.flatnonzero(~first)[-1])
    going_on = int(np.flatnonzero(env.env_method("action_masks")[1])[0])
    observation, rewards, dones, infos = env.step(np.array([invalid, going_on]))
    assert isinstance(observation, dict)
    assert dones.tolist() == [True, False]
    assert rewards.tolist() == [0.0, 0.0]
    assert infos[0]["TimeLimit.truncated"]
    assert "the jail is gone" in infos[0]["infra_error"]
    ended = infos[0]["terminal_observation"]
    assert ended["tokens"][ended["length"][0] - 1] == invalid
    assert observation["length"][0] != ended["length"]  # the next episode has begun


def test_what_cannot_be_pooled_is_said(fake: FakeSandbox, sums: Dataset) -> None:
    with pytest.raises(ValueError, match="use CodeEval-Python-Tokens-v0"):
        make_sb3_vec_env("CodeEval-Python-v0", sandbox=fake, challenges=sums)
    with pytest.raises(ValueError, match="n_envs must be at least 1"):
        make_sb3_vec_env(n_envs=0, sandbox=fake, challenges=sums)
    others = (fake, FakeSandbox(solver(sums)))
    envs: list[StepwiseEnv] = [
        gym.make(TOKENS, sandbox=item, challenges=sums).unwrapped  # type: ignore[misc]
        for item in others
    ]
    with pytest.raises(ValueError, match="one engine"):
        PooledVecEnv(envs)


def test_scores() -> None:
    low, high = Score((0.0, 0.2), (False, False)), Score((0.9, 1.0, 1.1), (True, True, False))
    assert (low.mean, high.mean) == pytest.approx((0.1, 1.0))
    assert (low.error, high.error) == pytest.approx((0.1, 0.1 / 3**0.5))
    assert high.errors_above(low) == pytest.approx(0.9 / (0.01 + 0.01 / 3) ** 0.5)
    assert high.pass_rate == pytest.approx(2 / 3)
    alike = Score((0.5, 0.5), (False, False))
    assert alike.errors_above(alike) == 0.0


def test_importing_the_package_imports_no_stable_baselines() -> None:
    code = (
        "import sys, codeeval_gym, codeeval_gym.envs.tokens; "
        "assert not {'stable_baselines3', 'sb3_contrib', 'torch', 'tokenizers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
