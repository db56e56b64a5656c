"""A policy writes, the engine judges, and the order is kept."""

from collections.abc import Mapping

import pytest

from codeeval_gym.analysis.policies import evaluate_policy
from codeeval_gym.challenges import load
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Outcome, Run


@pytest.fixture(scope="module")
def policy() -> LLMAdapter:
    return LLMAdapter("builtin:tiny", device="cpu")


@pytest.fixture
def engine() -> EvaluationEngine:
    def nothing_works(files: Mapping[str, str], item: object) -> Run:
        return Run(Outcome.RUNTIME_ERROR, compiled=True)

    return EvaluationEngine(FakeSandbox(nothing_works))


def test_each_challenge_gets_its_samples_side_by_side(
    policy: LLMAdapter, engine: EvaluationEngine
) -> None:
    challenges = load("builtin:test")[:5]
    steps: list[tuple[int, int]] = []
    found = evaluate_policy(
        policy,
        challenges,
        engine,
        samples=2,
        max_new_tokens=8,
        on_progress=lambda done, total: steps.append((done, total)),
    )
    ids = [item.challenge_id for item in found if item is not None]
    assert ids == [challenge.id for challenge in challenges for _ in range(2)]
    assert steps == [(10, 10)]


def test_the_same_seed_writes_the_same_programs(
    policy: LLMAdapter, engine: EvaluationEngine
) -> None:
    challenges = load("builtin:test")[:3]
    one, again, other = (
        [
            item.program
            for item in evaluate_policy(policy, challenges, engine, seed=seed, max_new_tokens=12)
            if item is not None
        ]
        for seed in (1, 1, 2)
    )
    assert one == again
    assert one != other


def test_no_samples_is_refused(policy: LLMAdapter, engine: EvaluationEngine) -> None:
    with pytest.raises(ValueError, match="at least 1, not 0"):
        evaluate_policy(policy, [], engine, samples=0)
