"""What every registered id promises, on the fake sandbox and on the real one."""

import copy
import pickle
import subprocess
import sys
import warnings
from typing import Any

import gymnasium as gym
import pytest
from gymnasium.utils.env_checker import check_env, data_equivalence

import codeeval_gym
from codeeval_gym.challenges import Dataset
from codeeval_gym.envs.proposals import NgramProposals
from codeeval_gym.sandboxes import Sandbox

IDS = sorted(env_id for env_id in gym.registry if "CodeEval" in env_id)

OTHERS = ("def add_10(a):\n    return a + 9\n", "def add_10(")
"""A wrong program and half a one."""


def make(env_id: str, sandbox: Sandbox, **kwargs: Any) -> gym.Env[Any, Any]:
    return gym.make(env_id, sandbox=sandbox, **{**cheap(env_id), **kwargs})


def cheap(env_id: str) -> dict[str, Any]:
    """What keeps a language model, which does not matter here, from being loaded."""
    return {"proposals": NgramProposals(OTHERS)} if "-TopK" in env_id else {}


def without_measurements(info: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in info.items() if key not in ("timing", "usage")}


WHOLE = {"vocabulary": "bytes", "max_length": 400, "prefill": False}
"""What lets an environment of tokens say any program from its first character."""


def settings(env_id: str, posed: Dataset) -> dict[str, Any]:
    if "-TopK" in env_id:
        references = (item.references["python"] for item in posed)
        return {"proposals": NgramProposals([*references, *OTHERS]), "k": 12}
    return WHOLE if "-Tokens" in env_id else {}


def hand_in(env: gym.Env[Any, Any], program: str) -> tuple[Any, ...]:
    """Hand a program in, in as many steps as that takes."""
    encode = getattr(env.unwrapped, "encode", None)
    *first, last = [program] if encode is None else encode(program)
    for action in first:
        assert env.step(action)[1:4] == (0.0, False, False)
    return env.step(last)


def rollout(env: gym.Env[Any, Any], seed: int, steps: int = 6) -> list[Any]:
    """Seeded random programs; everything that came back, measured figures aside."""
    env.action_space.seed(seed)
    observation, info = env.reset(seed=seed)
    trace: list[Any] = [observation, without_measurements(info)]
    for _ in range(steps):
        observation, reward, terminated, truncated, info = env.step(env.action_space.sample())
        trace += [observation, reward, terminated, truncated, without_measurements(info)]
        if terminated or truncated:
            trace += [*env.reset()]
    return trace


def test_the_ids() -> None:
    names = ("Cpp", "Java", "JavaScript", "Python", "Rust")
    plain = [f"CodeEval-{name}{kind}-v0" for name in names for kind in ("", "-Repair")]
    others = ["CodeEval-Python-Tokens-v0", "CodeEval-Python-TopK-v0", "mo-CodeEval-Python-v0"]
    assert sorted([*plain, *others]) == IDS
    codeeval_gym.register_envs()  # a second call changes nothing
    assert sorted(env_id for env_id in gym.registry if "CodeEval" in env_id) == IDS


class Sum(gym.RewardWrapper[Any, Any]):
    """MO-Gymnasium's ``LinearReward``: one number of many, for tools that know one."""

    @property
    def spec(self) -> Any:  # type: ignore[override]
        """Of what is below: this wrapper cannot be made by name."""
        return self.unwrapped.spec

    def reward(self, reward: Any) -> float:
        weights = getattr(self.unwrapped, "weights", None)
        return float(reward if weights is None else weights @ reward)


@pytest.mark.parametrize("env_id", IDS)
def test_gymnasiums_checker_finds_nothing(env_id: str, sandbox: Sandbox, posed: Dataset) -> None:
    env = make(env_id, sandbox, challenges=posed)
    checked = Sum(env.unwrapped) if env_id.startswith("mo-") else env.unwrapped
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if checked is not env.unwrapped:
            warnings.filterwarnings("ignore", ".*is different from the unwrapped")
        check_env(checked)
    env.close()


@pytest.mark.parametrize("env_id", IDS)
def test_seeded_rollouts_are_the_same(env_id: str, sandbox: Sandbox) -> None:
    first, second = make(env_id, sandbox), make(env_id, sandbox)
    steps = 6 if "Python" in env_id else 2  # compilers take their time to refuse noise
    one, other = rollout(first, 7, steps), rollout(second, 7, steps)
    assert data_equivalence(one, other, exact=True)
    assert not data_equivalence(one, rollout(second, 8, steps), exact=True)


@pytest.mark.parametrize("env_id", IDS)
def test_the_reference_is_accepted_and_nothing_hidden_is_shown(
    env_id: str, nsjail: Sandbox, posed: Dataset
) -> None:
    env = make(env_id, nsjail, challenges=posed, feedback="full", **settings(env_id, posed))
    language = gym.spec(env_id).kwargs["language"]
    observation, info = env.reset(seed=1, options={"challenge_id": "posed/add-12"})
    shown = [observation, without_measurements(info)]
    programs = ["", posed["posed/add-12"].references[language]]
    for program in programs if "Repair" in env_id else programs[1:]:
        observation, _, terminated, _, info = hand_in(env, program)
        shown += [{**observation, "previous_program": ""}, without_measurements(info)]
    assert terminated
    assert info["verdict"] == "accepted"
    text = repr(shown)
    for hidden in ("7770", "7782", "8880", "8892", "secret_sum"):
        assert hidden not in text


def test_every_member_of_the_family_pays_a_program_alike(nsjail: Sandbox, posed: Dataset) -> None:
    for program in (posed[0].references["python"], *OTHERS):
        seen = []
        for env_id in (env_id for env_id in IDS if "Python" in env_id):
            env = make(env_id, nsjail, challenges=posed, max_turns=1, **settings(env_id, posed))
            env.reset(options={"challenge_id": "posed/add-10"})
            *_, info = hand_in(env, program)
            seen.append(info["reward_terms"])
        assert len(seen) == 5
        assert seen == seen[:1] * 5


@pytest.mark.parametrize("env_id", IDS)
def test_specs_survive_json_and_pickle(env_id: str, fake: Sandbox) -> None:
    spec = copy.deepcopy(gym.spec(env_id))
    spec.kwargs.update(reward={"tests": 1.0}, limits={"cpu_seconds": 1.0}, split="test")
    again = gym.envs.registration.EnvSpec.from_json(spec.to_json())
    assert pickle.loads(pickle.dumps(spec)) == spec
    assert again.kwargs == spec.kwargs
    env = again.make(sandbox=fake, **cheap(env_id))
    assert env.unwrapped.challenges.name == "builtin:test"  # type: ignore[attr-defined]
    assert list(env.unwrapped.reward_model.entries) == ["tests"]  # type: ignore[attr-defined]


def test_stable_baselines_falls_back_on_a_render_mode_that_is_not_there(fake: Sandbox) -> None:
    with (
        pytest.warns(UserWarning, match="not in the possible render_modes"),
        pytest.raises(TypeError, match="must be 'human', 'ansi' or None, not 'rgb_array'"),
    ):
        make(IDS[0], fake, render_mode="rgb_array")


def test_importing_the_package_imports_no_environment() -> None:
    heavy = "{'torch', 'hypothesis', 'codeeval_gym.envs', 'codeeval_gym.evaluation'}"
    code = f"import sys, codeeval_gym; found = {heavy} & set(sys.modules); assert not found, found"
    subprocess.run([sys.executable, "-c", code], check=True)
