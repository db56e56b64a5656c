"""What every adapter stands on: a model's answers in, rewards out."""

import os
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.challenges.rights import require_train_allowed
from codeeval_gym.errors import SandboxError
from codeeval_gym.evaluation import EvaluationEngine, extract_program
from codeeval_gym.rewards import Reward, RewardContext, RewardModel, make
from codeeval_gym.types import Evaluation

__all__ = ["Scorer"]


class Scorer:
    """Judges answers to challenges and pays for them. Thread-safe; a context manager.

    Args:
        challenges: Anything that :func:`codeeval_gym.challenges.load` takes, or a dataset.
        reward: Anything that :func:`codeeval_gym.rewards.make` takes.
        engine: Judges the programs; ``None`` means one of its own, closed with the scorer.
        language: What programs are written in.
        training: True refuses challenges that a policy must not be trained on; say ``False`` where
            nothing but an evaluation is made of the rewards.

    Raises:
        ChallengeError: If ``training`` and a challenge may not be trained on.
        UnknownNameError: If a name is not known; suggests the nearest.
        ConfigError: If the reward cannot be.
        SandboxUnavailable: If this machine cannot isolate.
    """

    def __init__(
        self,
        challenges: str | os.PathLike[str] | Dataset = "builtin:train",
        reward: str | os.PathLike[str] | Mapping[str, Any] | RewardModel = "default",
        *,
        engine: EvaluationEngine | None = None,
        language: str = "python",
        training: bool = True,
    ) -> None:
        self.model = make(reward)
        self.challenges = load(challenges)
        if training:
            require_train_allowed(self.challenges)
        self.language = language
        self._owned = engine is None
        self.engine = engine or EvaluationEngine()

    def rows(self, *, chat: bool = False) -> list[dict[str, Any]]:
        """One mapping with ``prompt`` and ``challenge_id`` for each challenge, for a dataset.

        Args:
            chat: True gives a prompt as a list of messages, as chat models read it.
        """
        return [
            {
                "prompt": [{"role": "user", "content": item.prompt}] if chat else item.prompt,
                "challenge_id": item.id,
            }
            for item in self.challenges
        ]

    def score(
        self, challenge_ids: Sequence[str], answers: Sequence[str], *, step: int = 0
    ) -> list[Reward | SandboxError]:
        """Pay for answers; those to the same challenge are each other's siblings.

        Args:
            challenge_ids: What each answer is for.
            answers: Programs, or chat answers with a program in a fenced block.
            step: Training steps taken so far.

        Returns:
            For each answer, in order, its reward, or the failure that kept it from being judged:
            that is for the trainer to leave out, and never a reward of 0.

        Raises:
            UnknownNameError: If a challenge is not known.
            ValueError: If there are not as many answers as ids.
            RewardError: If a term fails.
        """
        pairs = [
            (self.challenges[name], extract_program(answer, self.language))
            for name, answer in zip(challenge_ids, answers, strict=True)
        ]
        judged = self.engine.evaluate_batch(
            pairs, language=self.language, need=self.model.needs, on_error="return"
        )
        rewards: list[Reward | SandboxError] = []
        for place, ((challenge, _), item) in enumerate(zip(pairs, judged, strict=True)):
            if isinstance(item, SandboxError):
                rewards.append(item)
                continue
            siblings = tuple(
                other
                for index, other in enumerate(judged)
                if index != place
                and isinstance(other, Evaluation)
                and other.challenge_id == challenge.id
            )
            context = RewardContext(challenge, siblings=siblings, step=step)
            rewards.append(self.model(item, context))
        return rewards

    def score_one(self, challenge_id: str, answer: str) -> Reward:
        """Pay for one answer, without siblings.

        Args:
            challenge_id: What it is for.
            answer: As for :meth:`score`.

        Raises:
            SandboxError: If the sandbox failed.
            UnknownNameError: As :meth:`score`.
            RewardError: As :meth:`score`.
        """
        (reward,) = self.score([challenge_id], [answer])
        if isinstance(reward, SandboxError):
            raise reward
        return reward

    def close(self) -> None:
        """Close the engine, unless it was passed in."""
        if self._owned:
            self.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
