"""The whole loop: it prefers what was accepted, resumes exactly, and keeps failures out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from gymnasium.vector import SyncVectorEnv

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing.probes import ProbeEnv
from codeeval_gym.trainers import DPOConfig, DPOTrainer, make
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.dpo.learner import Learner
from codeeval_gym.trainers.dpo.losses import preference_loss
from codeeval_gym.trainers.dpo.updates import Objective, ScoredPair, Updater
from codeeval_gym.trainers.likelihood import Scorer
from codeeval_gym.trainers.optimiser import set_learning_rates
from codeeval_gym.trainers.rollout import Rollout, Turn
from codeeval_gym.trainers.tracker import read_metrics
from tests.trainers.runs import everything, without_times
from tests.trainers.test_updates import rollout_of

Probe = Callable[..., SyncVectorEnv]
ANSWERS = {"g": "a", "h": "b"}
PAIRS = [((2, 3, 4), (5, 6, 1), (5, 1)), ((8,), (3, 1), (4, 4, 4, 1)), ((8,), (3, 1), (5, 1))]


@pytest.fixture
def config(tmp_path: Path) -> DPOConfig:
    return DPOConfig(
        run_folder=str(tmp_path / "run"),
        episodes_per_iteration=32,
        group_size=16,
        max_new_tokens=3,
        learning_rate=3e-3,
        batch_pairs=8,
        epochs=3,
    )


def scored(policy: LLMAdapter) -> list[ScoredPair]:
    """The pairs, and what the policy says of them as it is now."""
    prompts = [prompt for prompt, _, _ in PAIRS]
    with torch.no_grad():
        chosen, rejected = (
            Scorer(policy.model)(Programs.join(prompts, [pair[side] for pair in PAIRS])).sum(dim=1)
            for side in (1, 2)
        )
    return [
        ScoredPair(*pair, *said)
        for pair, said in zip(
            PAIRS, zip(chosen.tolist(), rejected.tolist(), strict=True), strict=True
        )
    ]


def updater(learner: Learner, **changes: Any) -> Updater:
    weigh: dict[str, Any] = {
        "kind": "sigmoid",
        "beta": 0.5,
        "length_normalise": False,
        "sft_coeff": 0.0,
        "probability_weight": 0.0,
    }
    steps: dict[str, Any] = {"epochs": 1, "batch_pairs": 8, "micro_batch_tokens": 4096}
    own = {name: changes.pop(name) for name in list(changes) if name in steps}
    objective = Objective(**(weigh | changes))
    return Updater(learner.stepper(), objective, **(steps | own))


@pytest.mark.parametrize("loss", ["sigmoid", "ipo"])
def test_it_prefers_the_right_answer(
    undecided: LLMAdapter, probe: Probe, config: DPOConfig, loss: str
) -> None:
    """It answers ``a`` or ``b`` at random, and is told which it was."""
    config = replace(config, loss=loss, beta=0.2, learning_rate=5e-4, epochs=8)
    trainer = DPOTrainer(undecided, probe({"h": "b"}), config)
    trainer.learn(32 * 20, lambda row: row["pass_rate"] < 0.95, progress=False)
    rows = read_metrics(trainer.run_folder)
    observation, _ = ProbeEnv({"h": "b"}).reset(seed=0)

    assert rows[0]["pass_rate"] < 0.8
    assert rows[-1]["pass_rate"] >= 0.95
    assert rows[0]["kl/reference"] == 0 < rows[-1]["kl/reference"]
    assert rows[0]["pairs/correctness"] > 0
    assert trainer.predict(observation) == "b"


def test_ipo_comes_to_the_margin_that_is_known(policy: LLMAdapter, config: DPOConfig) -> None:
    """Its loss is least where h = 1 / (2 β), so that the margin β h is a half for every pair."""
    pairs = scored(policy)
    learner = Learner(policy.model, config)
    set_learning_rates(learner.optimizer, config, 1.0)
    chance = np.random.default_rng(0)
    updater(learner, kind="ipo", beta=0.25, epochs=150).run(pairs, chance)
    set_learning_rates(learner.optimizer, config, 0.05)
    metrics = updater(learner, kind="ipo", beta=0.25, epochs=50).run(pairs, chance)

    assert metrics["dpo/margin"] == pytest.approx(0.5, abs=0.01)
    assert metrics["dpo/loss"] < 0.01
    assert metrics["dpo/accuracy"] == 1.0


@pytest.mark.parametrize("micro_batch_tokens", [1, 14, 4096])
@pytest.mark.parametrize(("normalise", "weight"), [(False, 0.0), (True, 0.0), (True, 0.6)])
def test_a_step_follows_the_gradient_of_the_mean_over_pairs(
    policy: LLMAdapter,
    config: DPOConfig,
    micro_batch_tokens: int,
    normalise: bool,
    weight: float,
) -> None:
    """Against the formula on the model's own logits, one pair at a time."""
    pairs = [replace_reference(pair) for pair in scored(policy)]
    total = torch.zeros(())
    for pair in pairs:
        sides = []
        for program, said in ((pair.chosen, pair.ref_chosen), (pair.rejected, pair.ref_rejected)):
            ids = torch.tensor([[*pair.prompt, *program]])
            logprobs = policy.model(ids).logits[0].log_softmax(dim=-1)
            places = range(len(pair.prompt) - 1, ids.shape[1] - 1)
            each = torch.stack(
                [logprobs[place, token] for place, token in zip(places, program, strict=True)]
            )
            by = len(program) if normalise else 1
            likely = weight * each.detach().exp() + 1 - weight
            value = (likely * each + ((1 - likely) * each).detach()).sum() / by
            sides.append((value, torch.tensor(said / by), (likely * each).mean()))
        (chosen, ref_chosen, mean), (rejected, ref_rejected, _) = sides
        loss = preference_loss(chosen, rejected, ref_chosen, ref_rejected, beta=0.5).loss
        total = total + (loss - 0.3 * mean) / len(pairs)
    wanted = torch.autograd.grad(total, list(policy.model.parameters()))

    learner = Learner(policy.model, replace(config, max_grad_norm=1e9))
    for settings in learner.optimizer.param_groups:
        settings["betas"] = (0.0, 0.999)
    metrics = updater(
        learner,
        length_normalise=normalise,
        sft_coeff=0.3,
        probability_weight=weight,
        micro_batch_tokens=micro_batch_tokens,
    ).run(pairs, np.random.default_rng(0))

    assert metrics["dpo/loss"] + 0.3 * metrics["dpo/sft"] == pytest.approx(total.item(), rel=1e-5)
    state = learner.optimizer.state
    for parameter, gradient in zip(policy.model.parameters(), wanted, strict=True):
        torch.testing.assert_close(state[parameter]["exp_avg"], gradient, rtol=1e-3, atol=1e-6)


def replace_reference(pair: ScoredPair) -> ScoredPair:
    """A reference that is not the policy, so that margins are not 0."""
    return pair._replace(ref_chosen=pair.ref_chosen + 0.7, ref_rejected=pair.ref_rejected - 0.4)


def test_without_a_pair_nothing_changes(
    policy: LLMAdapter, probe: Probe, config: DPOConfig
) -> None:
    before = [p.detach().clone() for p in policy.model.parameters()]
    trainer = DPOTrainer(policy, probe({"h": "abcdefgh"}), config).learn(64, progress=False)

    assert all(torch.equal(a, b) for a, b in zip(before, policy.model.parameters(), strict=True))
    for row in read_metrics(trainer.run_folder):
        assert row["pairs/correctness"] == row["optimiser/steps"] == row["kl/reference"] == 0


def test_infrastructure_failures_are_in_no_pair(policy: LLMAdapter, config: DPOConfig) -> None:
    """What could not be judged has no verdict; it was not rejected."""
    rollout = rollout_of(policy, rewards=(1.0, 0.0), challenge_id="x", prompt=(2,))
    good, bad = (replace(turn, episode=row) for row, turn in enumerate(rollout.turns))
    good = replace(good, verdict="accepted")
    failed = replace(bad, verdict="", infra_error="the test says so")

    def pairs(*turns: Turn) -> float:
        learner = Learner(policy.model, replace(config, group_size=2))
        return learner.learn(Rollout(turns, 0.0, 0.0), 0, 1.0)["pairs/correctness"]

    assert pairs(good, failed) == 0
    assert pairs(good, replace(bad, verdict="wrong_answer")) == 1


def test_resumed_equals_uninterrupted(
    undecided_folder: Path, probe: Probe, config: DPOConfig, tmp_path: Path
) -> None:
    """Bit for bit: weights, optimiser, reference, metrics."""
    config = replace(config, lr_schedule="linear", sft_coeff=0.2, learning_rate=3e-4)

    def trainer(name: str) -> DPOTrainer:
        here = replace(config, run_folder=str(tmp_path / name))
        policy = LLMAdapter(undecided_folder, device="cpu")
        return DPOTrainer(policy, probe(ANSWERS, turns=2), here)

    whole = trainer("whole").learn(32 * 4, progress=False)
    half = trainer("stopped")
    half.learn(32 * 4, lambda row: row["iteration"] < 2, progress=False)
    torch.rand(5)  # whatever else the process did meanwhile
    resumed = DPOTrainer.load(half.run_folder, probe(ANSWERS, turns=2), device="cpu")
    assert everything(resumed) == everything(half) != everything(whole)
    resumed.learn(32 * 4, progress=False)

    assert without_times(resumed) == without_times(whole)
    assert everything(resumed) == everything(whole)


def test_it_is_made_by_name(policy: LLMAdapter, config: DPOConfig, tmp_path: Path) -> None:
    tiny = DPOConfig.for_tiny(seed=3)
    tiny.to_yaml(tmp_path / "config.yaml")

    assert DPOConfig.from_yaml(tmp_path / "config.yaml") == tiny
    assert isinstance(make("dpo", policy, ProbeEnv({"h": "a"}), config), DPOTrainer)
