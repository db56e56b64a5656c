"""PPO that pays lines: labels, head, rewards, first values, and all of it resumed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import PPOConfig, PPOTrainer
from codeeval_gym.trainers.batches import Programs
from codeeval_gym.trainers.ppo.supervision import reward_weights, term_at_lines
from codeeval_gym.trainers.process.head import ProcessHead
from codeeval_gym.trainers.process.labelling import Labels
from codeeval_gym.trainers.process.supervisor import ProcessSupervisor
from codeeval_gym.trainers.rollout import Turn
from codeeval_gym.trainers.tracker import read_metrics
from codeeval_gym.types import Evaluation, ProcessReport, Verdict

Letters = Callable[..., Any]
MEASURED = ("seconds", "time/", "programs_per_second", "process/label_seconds")


@pytest.fixture
def paying(config: PPOConfig) -> PPOConfig:
    return replace(config, process_coeff=0.5, process_labels=4, process_samples=2, max_new_tokens=6)


def turn(policy: LLMAdapter, text: str, verdict: Verdict, **changes: Any) -> Turn:
    program = tuple(policy.encode_program(text))
    return Turn(
        episode=changes.pop("episode", 0),
        group=0,
        prompt=(2,),
        program=program,
        logprobs=(-1.0,) * len(program),
        truncated=False,
        reward=1.0,
        verdict=verdict.value,
        terms=changes.pop("terms", {}),
        infra_error="",
        evaluation=Evaluation("x", "python", text, verdict, **changes),
    )


class Marked:
    """Says that a line can be completed if the program up to it has no ``h``; keeps its calls."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def __call__(self, turns: Sequence[Turn], seed: int) -> Labels:
        self.calls.append([turn.evaluation.program for turn in turns if turn.evaluation])
        failed = sum(turn.verdict != Verdict.ACCEPTED for turn in turns)
        return Labels([self._labelled(turn.evaluation) for turn in turns], 3 * failed)

    @staticmethod
    def _labelled(record: Evaluation | None) -> Evaluation | None:
        if record is None:
            return None
        lines = record.program.splitlines()
        good = next((at for at, line in enumerate(lines) if "h" in line), len(lines))
        refuted = good + 1 if good < len(lines) else None
        numbers = tuple(range(1, len(lines) + 1))
        report = ProcessReport(numbers, good, refuted)
        return replace(record, process=report)


def test_who_is_labelled_and_what_it_cost(policy: LLMAdapter) -> None:
    """Two of four failed programs, and the accepted one, which costs nothing."""
    texts = ["a\nb\n", "h\nb\n", "a\nh\n", "h\nh\n"]
    turns = [turn(policy, text, Verdict.WRONG_ANSWER) for text in texts]
    turns.append(turn(policy, "a\na\n", Verdict.ACCEPTED))
    labeller = Marked()
    head = ProcessHead(3, torch.device("cpu"))
    supervisor = ProcessSupervisor(policy, labeller, head, labels=2, every=2, seed=0)
    chance = torch.Generator().manual_seed(0)

    def features(places: Sequence[Sequence[int]]) -> list[torch.Tensor]:
        return [torch.randn(len(row), 3, generator=chance) for row in places]

    found = supervisor.judge(turns, features, 0)
    (asked,) = labeller.calls
    assert len(set(asked)) == 3
    assert asked[-1] == "a\na\n"
    assert found.ends == [[2, 4]] * 5
    assert all(((row >= 0) & (row <= 1)).all() for row in found.chances)
    assert found.metrics["process/completions"] == 6
    assert found.metrics["process/labelled"] == 2
    assert found.metrics["process/lines"] == 6
    assert "process/explained_variance" not in found.metrics
    # The two stand for four, so that the head sees failure as often as it is.
    assert head._gram[-1, -1].item() == pytest.approx(2 * 2 * 2 + 2)

    assert supervisor.judge(turns, features, 1).metrics == {}
    assert "process/explained_variance" in supervisor.judge(turns, features, 2).metrics
    assert len(labeller.calls) == 2


def test_before_the_first_label_nothing_is_paid(policy: LLMAdapter) -> None:
    head = ProcessHead(3, torch.device("cpu"))
    nobody = lambda turns, seed: Labels([None] * len(turns), 0)  # noqa: E731
    supervisor = ProcessSupervisor(policy, nobody, head, labels=2, every=1, seed=0)
    turns = [turn(policy, "a\nb\n", Verdict.WRONG_ANSWER)]
    found = supervisor.judge(turns, lambda places: [torch.ones(len(x), 3) for x in places], 0)

    assert found.ends == [[]]


def test_it_trains_on_an_environment_and_counts_its_completions(
    policy: LLMAdapter, letters: Letters, paying: PPOConfig
) -> None:
    """Each prefix takes two, and a program of up to four lines up to two prefixes."""
    config = replace(paying, process_every=2, process_labels=48, episodes_per_iteration=64)
    trainer = PPOTrainer(policy, letters(64), config).learn(64 * 3, progress=False)
    rows = read_metrics(trainer.run_folder)

    assert [("process/completions" in row) for row in rows] == [True, False, True]
    assert rows[0]["process/labelled"] == 48
    assert 0 < rows[0]["process/completions"] <= 48 * 2 * 2
    assert rows[0]["process/completions"] % 2 == 0
    assert 0 <= rows[0]["process/share"] <= 1
    assert rows[0]["process/label_seconds"] > 0
    assert all("process/paid" in row for row in rows)


def test_the_head_learns_what_can_be_completed(
    policy: LLMAdapter, letters: Letters, paying: PPOConfig
) -> None:
    """By the letters of a line, which a random model's hidden states tell apart."""
    config = replace(
        paying,
        process_labels=64,
        episodes_per_iteration=64,
        learning_rate=1e-9,
        value_learning_rate=1e-9,
    )
    trainer = PPOTrainer(policy, letters(64), config, labeller=Marked())
    rows = read_metrics(trainer.learn(64 * 6, progress=False).run_folder)

    late = [row["process/explained_variance"] for row in rows[3:]]
    assert sum(late) / len(late) > 0.5
    assert all(row["process/paid"] > 0 for row in rows)


def test_resumed_equals_uninterrupted(
    policy: LLMAdapter, model_folder: Path, letters: Letters, paying: PPOConfig, tmp_path: Path
) -> None:
    paying = replace(paying, process_value_init=True)
    whole = PPOTrainer(policy, letters(), paying).learn(16 * 4, progress=False)
    stopped = replace(paying, run_folder=str(tmp_path / "stopped"))
    half = PPOTrainer(LLMAdapter(model_folder, device="cpu"), letters(), stopped)
    half.learn(16 * 4, lambda row: row["iteration"] < 2, progress=False)
    resumed = PPOTrainer.load(stopped.run_folder or "", letters(), device="cpu")
    resumed.learn(16 * 4, progress=False)

    without = [
        [{k: v for k, v in row.items() if not k.startswith(MEASURED)} for row in read_metrics(run)]
        for run in (whole.run_folder, resumed.run_folder)
    ]
    assert without[0] == without[1]
    assert whole.learner.supervisor is not None
    assert resumed.learner.supervisor is not None
    one, other = (x.learner.supervisor.head.state() for x in (whole, resumed))  # type: ignore[union-attr]
    assert all(torch.equal(one[name], other[name]) for name in one)
    for a, b in zip(
        whole.learner.actor_critic.parameters(),
        resumed.learner.actor_critic.parameters(),
        strict=True,
    ):
        assert torch.equal(a, b)


def test_the_value_function_starts_as_the_process_head(
    policy: LLMAdapter, letters: Letters, paying: PPOConfig
) -> None:
    config = replace(
        paying,
        process_coeff=0.0,
        process_value_init=True,
        process_labels=64,
        value_learning_rate=1e-12,
        episodes_per_iteration=64,
    )
    trainer = PPOTrainer(policy, letters(64), config, labeller=Marked())
    rows = read_metrics(trainer.learn(64, progress=False).run_folder)
    supervisor = trainer.learner.supervisor
    assert supervisor is not None

    (values,) = trainer.learner.actor_critic.value_head.weight.detach()
    assert values.any()
    torch.testing.assert_close(values, supervisor.head.weight)
    assert rows[0]["process/paid"] == 0
    assert rows[0]["value/explained_variance"] != 0


def test_the_rewards_own_term_is_credited_to_its_lines(policy: LLMAdapter) -> None:
    """Paid 0.4 · 0.5 / 0.8 of the total: the line that can be completed gets it, the end loses."""
    report = ProcessReport((1, 2), 1, 2)
    labelled = turn(
        policy,
        "a\nh\n",
        Verdict.WRONG_ANSWER,
        process=report,
        terms={"process": 0.5, "tests": 1.0},
        episode=1,
    )
    plain = turn(policy, "a\nh\n", Verdict.WRONG_ANSWER, episode=0)
    programs = Programs.join([[2]] * 2, [labelled.program] * 2)
    weights = {"process": 0.4, "tests": 0.4, "quality": 0.2}

    moved = term_at_lines(policy, [plain, labelled], programs.mask, weights, pays_cut=False)
    assert moved is not None
    torch.testing.assert_close(moved, torch.tensor([[0] * 5, [0, 0.25, 0, 0, -0.25]]))
    assert term_at_lines(policy, [plain], programs.mask[:1], weights, pays_cut=False) is None
    cut = replace(labelled, truncated=True)
    assert term_at_lines(policy, [cut], programs.mask[:1], weights, pays_cut=False) is None
    earlier = replace(labelled)  # another turn of the same episode, which was not paid
    both = term_at_lines(policy, [earlier, labelled], programs.mask, weights, pays_cut=False)
    assert both is not None
    assert not both[0].any()
    assert both[1].any()


def test_the_weights_are_the_environments(letters: Letters) -> None:
    assert reward_weights(letters(1)) == {"tests": 1.0}


def test_an_environment_that_cannot_judge_completions_is_refused(
    policy: LLMAdapter, probe: Any, paying: PPOConfig
) -> None:
    with pytest.raises(ConfigError, match="no engine or no challenges"):
        PPOTrainer(policy, probe({"h": "a"}), paying)
