"""What a sampler has learnt is part of a run."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs.vector import CodeEvalVectorEnv
from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.curricula import curriculum_of, curriculum_state, held
from codeeval_gym.types import CallTest, Challenge, Param, Rights, Signature

_CHALLENGES = [
    Challenge(
        id=f"tests/{number}",
        title="double",
        prompt="Return n doubled.",
        category="arithmetic",
        tier=1,
        signature=Signature("double", (Param("n", "int"),), "int"),
        hidden_tests=(CallTest((5,), 10),),
        rights=Rights(train_allowed=True),
    )
    for number in range(6)
]


def _env(count: int = 6) -> CodeEvalVectorEnv:
    dataset = Dataset.of(_CHALLENGES[:count], name="some")
    sandbox = FakeSandbox(solver([]))
    return CodeEvalVectorEnv(4, sandbox=sandbox, challenges=dataset, sampler="learnability")


def test_a_checkpoint_holds_what_the_sampler_has_learnt(
    policy: LLMAdapter, config: PPOConfig, tmp_path: Path
) -> None:
    trainer = PPOTrainer(policy, _env(), config)
    env = trainer.slots.env
    for seed in range(3):
        env.reset(seed=seed)
        env.step(["no program"] * 4)
    trainer.save(tmp_path / "checkpoint")
    resumed = PPOTrainer.load(tmp_path / "checkpoint", _env(), device="cpu")
    assert curriculum_state(resumed.slots.env) == curriculum_state(env)
    assert curriculum_state(env) != curriculum_state(_env())
    with pytest.raises(ConfigError, match="a dataset of 6 challenges, and some has 5"):
        PPOTrainer.load(tmp_path / "checkpoint", _env(5), device="cpu")


def test_environments_without_one(policy: LLMAdapter, config: PPOConfig, tmp_path: Path) -> None:
    env = ProbeEnv({"h": "a"})
    assert curriculum_of(env) is None
    with held(env):
        pass
    PPOTrainer(policy, env, config).save(tmp_path / "checkpoint")
    assert not (tmp_path / "checkpoint/curriculum.json").exists()
    PPOTrainer.load(tmp_path / "checkpoint", env, device="cpu")


def test_a_group_tries_one_challenge_although_others_end_meanwhile(
    policy: LLMAdapter, config: PPOConfig
) -> None:
    """Two groups of eight in four slots: the sampler is told between iterations, not within."""
    config = replace(config, group_size=8, advantage="rloo", max_new_tokens=3)
    trainer = PPOTrainer(policy, _env(), config)
    trainer.learn(16 * 3, progress=False)
    iterations = []
    for path in sorted((trainer.run_folder / "records").glob("*.jsonl")):
        ids = [json.loads(line)["challenge_id"] for line in path.read_text().splitlines()]
        assert len(ids) == 16
        assert (len(set(ids[:8])), len(set(ids[8:]))) == (1, 1)
        iterations.append((ids[0], ids[8]))
    assert len({name for pair in iterations for name in pair}) > 1
    learnt = curriculum_state(trainer.slots.env)
    assert learnt is not None
    assert learnt["sampler"]["clock"] == 48
