"""Programs and tests that verify each other, where the challenge has no test that can be trusted.

What a program answers to an input is a claim: a test that this program passes. Every program is run
against every claim, in the sandbox, and :func:`~codeeval_gym.trainers.dpo.ranking.mutual_scores`
says whom to believe. Of the challenge's own tests the inputs are used, and no answer.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from codeeval_gym.challenges import Dataset
from codeeval_gym.challenges.generation.drawing import draw
from codeeval_gym.errors import ConfigError, SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.dpo.pairs import Written
from codeeval_gym.trainers.dpo.ranking import mutual_scores
from codeeval_gym.trainers.playing import dataset_of
from codeeval_gym.trainers.slots import Slots
from codeeval_gym.types import CallTest, Challenge, Compare, StdioTest, TestResult, Verdict
from codeeval_gym.values import Plain

__all__ = ["Verifier", "questions"]

Claim = CallTest | StdioTest
_NEED = frozenset({"tests"})


def questions(challenge: Challenge, count: int, seed: int) -> tuple[Claim, ...]:
    """Tests without an answer: inputs that programs can be compared on.

    Args:
        challenge: Its public tests' inputs come first; the rest are drawn from the types of its
            signature, where it has one.
        count: How many, at most.
        seed: The same seed draws the same inputs.
    """
    found: dict[str, Claim] = {}
    for test in challenge.public_tests:
        if isinstance(test, CallTest) and test.compare.kind != "raises":
            found.setdefault(repr(test.args), replace(test, expected=None))
        elif isinstance(test, StdioTest):
            found.setdefault(test.stdin, replace(test, stdout=""))
    if challenge.signature is not None and len(found) < count:
        alike = (test.compare for test in found.values() if isinstance(test, CallTest))
        compare = next(alike, Compare("strict"))
        for args in draw(challenge.signature.params, (), (), count=4 * count, number=seed):
            found.setdefault(repr(args), CallTest(args, None, compare))
    return tuple(found.values())[:count]


class Verifier:
    """Says how far each program is believed.

    Args:
        engine: Runs programs and judges answers.
        dataset: The challenges.
        policy: Decodes programs.
        language: Of the programs.
        inputs: On which the programs of a challenge are compared.
        damping: As :func:`~codeeval_gym.trainers.dpo.ranking.mutual_scores` takes it.
        rounds: Likewise.
    """

    def __init__(
        self,
        engine: EvaluationEngine,
        dataset: Dataset,
        policy: LLMAdapter,
        *,
        language: str = "python",
        inputs: int = 8,
        damping: float = 0.85,
        rounds: int = 10,
    ) -> None:
        self.engine = engine
        self.dataset = dataset
        self.policy = policy
        self.language = language
        self.inputs = inputs
        self.damping = damping
        self.rounds = rounds

    @classmethod
    def of(cls, slots: Slots, policy: LLMAdapter, **settings: Any) -> "Verifier":
        """For the challenges of an environment, with its engine.

        Raises:
            ConfigError: If it has none.
        """
        advice = 'Set verified_by to "verdict".'
        dataset = dataset_of(slots, 'verified_by="mutual"', advice)
        world = slots.env.unwrapped
        if not isinstance(getattr(world, "engine", None), EvaluationEngine):
            raise ConfigError(
                f'verified_by="mutual" runs programs, and {type(world).__name__} has no engine. '
                + advice
            )
        language = getattr(world, "language", "python")
        return cls(world.engine, dataset, policy, language=language, **settings)

    def __call__(self, groups: Sequence[Sequence[Written]]) -> dict[int, float]:
        """Verify the programs of each group by each other.

        Args:
            groups: Programs for one challenge each.

        Returns:
            Row of the rollout to score, the best of a group being 1 or a little less. Groups of one
            program, without inputs, or that infrastructure failed, are left out.
        """
        posed = []
        for number, group in enumerate(groups):
            challenge = self._bare(group[0].example.challenge_id)
            asked = questions(challenge, self.inputs, number)
            if len(group) > 1 and asked:
                posed.append((group, challenge, asked))
        answered = self._judge([(group, replace(one, hidden_tests=q)) for group, one, q in posed])
        claims = [
            _claims(asked, results) for (_, _, asked), results in zip(posed, answered, strict=True)
        ]
        checked = [
            (group, replace(one, hidden_tests=those))
            for (group, one, _), those in zip(posed, claims, strict=True)
            if those
        ]
        believed: dict[int, float] = {}
        for (group, _), results in zip(checked, self._judge(checked), strict=True):
            if results is not None:
                passed = np.array(
                    [[one.verdict is Verdict.ACCEPTED for one in each] for each in results]
                )
                scores = mutual_scores(passed, damping=self.damping, rounds=self.rounds).programs
                best = scores.max() or 1.0
                believed |= {
                    one.row: float(score / best) for one, score in zip(group, scores, strict=True)
                }
        return believed

    def _bare(self, challenge_id: str) -> Challenge:
        """The challenge without an answer to anything."""
        return replace(self.dataset[challenge_id], hidden_tests=(), references={})

    def _judge(
        self, posed: Sequence[tuple[Sequence[Written], Challenge]]
    ) -> list[list[tuple[TestResult, ...]] | None]:
        """Each program's results; ``None`` for a group of which one could not be judged."""
        pairs = [
            (
                replace(challenge, public_tests=()),
                self.policy.decode_program(one.example.program, self.language),
            )
            for group, challenge in posed
            for one in group
        ]
        judged = iter(
            self.engine.evaluate_batch(pairs, language=self.language, need=_NEED, on_error="return")
        )
        found: list[list[tuple[TestResult, ...]] | None] = []
        for group, _ in posed:
            those = [next(judged) for _ in group]
            reports = [
                one.tests.results
                for one in those
                if not isinstance(one, SandboxError) and one.tests is not None
            ]
            found.append(reports if len(reports) == len(group) else None)
        return found


def _claims(
    asked: Sequence[Claim], results: Sequence[Sequence[TestResult]] | None
) -> tuple[Claim, ...]:
    """Every different answer to every question, as a test."""
    if results is None:
        return ()
    found: dict[tuple[int, str], Claim] = {}
    for each in results:
        for place, (question, result) in enumerate(zip(asked, each, strict=True)):
            if _answered(result):
                found.setdefault((place, repr(result.got)), _claim(question, result.got))
    return tuple(found.values())


def _answered(result: TestResult) -> bool:
    """True if the program gave an answer; ``None`` counts as one where it is what was returned."""
    right = result.verdict is Verdict.ACCEPTED
    return right or (result.verdict is Verdict.WRONG_ANSWER and result.got is not None)


def _claim(question: Claim, got: Plain) -> Claim:
    if isinstance(question, StdioTest):
        return replace(question, stdout=str(got))
    return replace(question, expected=got)
