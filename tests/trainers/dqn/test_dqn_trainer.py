"""The whole loop: it learns, resumes exactly, and keeps out what was not judged."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from gymnasium.vector import SyncVectorEnv

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import DQNConfig, DQNTrainer, make
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.dqn.exploration import program_values
from codeeval_gym.trainers.tracker import read_metrics

Probe = Callable[..., SyncVectorEnv]
MEASURED = ("seconds", "time/", "programs_per_second")
ANSWERS = {"g": "a", "h": "b"}


def without_times(trainer: DQNTrainer) -> list[dict[str, float]]:
    rows = read_metrics(trainer.run_folder)
    return [{k: v for k, v in row.items() if not k.startswith(MEASURED)} for row in rows]


def everything(trainer: DQNTrainer) -> list[Any]:
    """All that has a state, as plain values."""
    learner = trainer.learner
    optimiser = learner.optimizer.state_dict()["state"]
    return [
        {name: tensor.tolist() for name, tensor in learner.q_model.state_dict().items()},
        [value.tolist() for slot in optimiser.values() for value in slot.values()],
        [(one.key, one.born, learner.replay._priorities[one.key]) for one in learner.replay],
        learner.steps,
    ]


def test_it_reads_its_prompt(policy: LLMAdapter, probe: Probe, dqn: DQNConfig) -> None:
    """Every prompt has another right answer; the best program earns 1, others less."""
    config = replace(dqn, max_new_tokens=2, tau=0.2, branch_share=0.25, polyak=0.2)
    trainer = DQNTrainer(policy, probe(ANSWERS), config)
    trainer.learn(16 * 25, lambda row: row["pass_rate"] < 0.9, progress=False)

    assert read_metrics(trainer.run_folder)[0]["pass_rate"] < 0.3
    for prompt, answer in ANSWERS.items():
        observation, _ = ProbeEnv({prompt: answer}).reset(seed=0)
        assert trainer.predict(observation) == answer


@pytest.mark.parametrize("level", ["token", "program"])
def test_resumed_equals_uninterrupted(
    model_folder: Path, probe: Probe, dqn: DQNConfig, tmp_path: Path, level: str
) -> None:
    """Bit for bit: adapters, heads, target, optimiser, replay, priorities, metrics."""
    config = replace(
        dqn,
        level=level,
        programs=2,
        lr_schedule="linear",
        priority_exponent=0.5,
        branch_share=0.5,
        batch_episodes=8,
        updates_per_iteration=2,
        conservative_solved=0.1,
        kl_coeff=0.01,
        kl_target=0.01,
        kl_horizon=16.0,
        negative_weight=0.5,
    )

    def trainer(name: str) -> DQNTrainer:
        here = replace(config, run_folder=str(tmp_path / name))
        return DQNTrainer(LLMAdapter(model_folder, device="cpu"), probe(ANSWERS, turns=2), here)

    whole = trainer("whole").learn(16 * 4, progress=False)
    half = trainer("stopped")
    half.learn(16 * 4, lambda row: row["iteration"] < 2, progress=False)
    torch.rand(5)  # whatever else the process did meanwhile
    resumed = DQNTrainer.load(half.run_folder, probe(ANSWERS, turns=2), device="cpu")
    assert everything(resumed) == everything(half)
    assert resumed.learner.kl.coefficient == half.learner.kl.coefficient != config.kl_coeff
    resumed.learn(16 * 4, progress=False)

    assert without_times(resumed) == without_times(whole)
    assert everything(resumed) == everything(whole)


def test_the_policy_of_a_checkpoint_is_an_ordinary_model(
    policy: LLMAdapter, probe: Probe, dqn: DQNConfig, tmp_path: Path
) -> None:
    trainer = DQNTrainer(policy, probe(ANSWERS), dqn).learn(32, progress=False)
    trainer.save(tmp_path / "saved")
    again = LLMAdapter(tmp_path / "saved" / "policy", device="cpu")
    ids = torch.tensor([[2, 3, 4]])

    assert {type(module) for module in again.model.modules()} == {
        type(module) for module in LLMAdapter(tmp_path / "saved" / "reference").model.modules()
    }
    torch.testing.assert_close(again.model(ids).logits, policy.model(ids).logits)


def test_infrastructure_failures_never_enter_the_replay(
    policy: LLMAdapter, probe: Probe, dqn: DQNConfig
) -> None:
    """The second half of the episodes fails: each is its slot's third, counting resets between."""
    config = replace(dqn, episodes_per_iteration=32, max_infra_share=0.9)
    trainer = DQNTrainer(policy, probe(ANSWERS, 16, fail=3), config).learn(32, progress=False)

    row = read_metrics(trainer.run_folder)[0]
    assert row["infra/share"] == 0.5
    assert row["replay/episodes"] == row["replay/new"] <= 16


def test_programs_are_told_apart(
    policy: LLMAdapter, probe: Probe, dqn: DQNConfig, model_folder: Path
) -> None:
    """At the level of programs the reference stays as it is, and choosing gets better."""
    config = replace(dqn, level="program", programs=4, max_new_tokens=2, branch_share=0.2)
    trainer = DQNTrainer(policy, probe({"h": "a"}), config).learn(16 * 12, progress=False)
    first, last = (read_metrics(trainer.run_folder)[place] for place in (0, -1))
    plain = LLMAdapter(model_folder, device="cpu").model(torch.tensor([[2, 3]])).logits

    with trainer.learner.q_model.adapted.switched(None) as reference:
        assert torch.equal(reference(torch.tensor([[2, 3]])).logits, plain)
    letters = [(token, policy.eos_id) for token in range(2, 10)]
    prompt = policy.encode_prompt("h")
    values = program_values(trainer.learner.q_model, [prompt] * 8, letters, 8).q[0]
    assert policy.decode_program(letters[int(values.argmax())]) == "a"
    assert last["td/error"] < first["td/error"]


def test_decodings(policy: LLMAdapter, probe: Probe, dqn: DQNConfig) -> None:
    """Of several programs the one whose tokens Q likes best on average is taken."""
    trainer = DQNTrainer(policy, probe({"h": "a"}), replace(dqn, max_new_tokens=1))
    observation, _ = ProbeEnv({"h": "a"}).reset(seed=0)
    torch.manual_seed(0)
    drawn = {trainer.predict(observation, decode="sample") for _ in range(30)}
    logits = policy.model(torch.tensor([policy.encode_prompt("h")])).logits[0, -1]

    likeliest = policy.decode_program([int(logits.argmax())])
    assert trainer.predict(observation) == likeliest
    assert len(drawn) > 3
    # Q of a program of one token is V + τ·log π: the likeliest of many is the best of them.
    assert trainer.predict(observation, decode="rerank", samples=200) == likeliest
    with pytest.raises(ValueError, match="Expected decode to be one of greedy, sample, rerank"):
        trainer.predict(observation, decode="beam")


def test_ranking_looks_at_every_token(policy: LLMAdapter, probe: Probe, dqn: DQNConfig) -> None:
    """A last token that is certain says nothing of those before it."""
    trainer = DQNTrainer(policy, probe({"b": "a"}), replace(dqn, max_new_tokens=2))
    observation, _ = ProbeEnv({"b": "a"}).reset(seed=0)
    prompt = policy.encode_prompt("b")
    pairs = [(one, two) for one in range(2, 10) for two in range(1, 10)]
    rows = Programs.join([prompt] * len(pairs), pairs)
    logprobs = trainer.learner.q_model.token_logprobs(rows, "online")
    best, misled = (pairs[int(of.argmax())] for of in (logprobs.mean(dim=1), logprobs[:, 1]))
    assert best[:1] != misled[:1]

    torch.manual_seed(0)
    written = trainer.predict(observation, decode="rerank", samples=400)
    assert written == policy.decode_program(best)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"returns": "td"}, "returns must be one of n_step, peng, watkins, retrace, not 'td'"),
        ({"level": "turn"}, "level must be one of token, program"),
        ({"tau": 0.0}, "tau must be above 0"),
        ({"programs": 1}, "programs must be from 2"),
        ({"reward_high": 0.0}, "reward_high must be above reward_low, which is 0.0"),
        ({"kl_target": 1.0, "kl_coeff": 0.0}, "kl_coeff must be above 0 with a kl_target"),
        ({"episodes_per_iteration": 10, "num_envs": 4}, "num_envs must be a divisor of 10"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=f"DQNConfig.{message}"):
        DQNConfig(**changes)


def test_it_is_made_by_name_and_refuses_what_has_no_references(
    policy: LLMAdapter, dqn: DQNConfig, tmp_path: Path
) -> None:
    config = replace(DQNConfig.for_tiny(seed_challenges=3), run_folder=str(tmp_path / "other"))
    config.to_yaml(tmp_path / "config.yaml")
    assert DQNConfig.from_yaml(tmp_path / "config.yaml") == config
    trainer = make("dqn", policy, ProbeEnv({"h": "a"}), replace(dqn, seed_challenges=1))

    assert isinstance(trainer, DQNTrainer)
    with pytest.raises(ConfigError, match="ProbeEnv has no challenges"):
        trainer.learn(16, progress=False)
