"""A reward function for TRL's trainers (GRPO, RLOO; written for trl 1.16)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from codeeval_gym.adapters.scoring import Scorer
from codeeval_gym.rewards import Reward

__all__ = ["reward_func"]

Completion = str | Sequence[Mapping[str, Any]]
"""Text, or the messages that a chat model wrote."""


def reward_func(
    scorer: Scorer, *, name: str = "codeeval_gym", column: str = "challenge_id"
) -> Callable[..., list[float | None]]:
    """Make one of ``reward_funcs``.

    It answers ``None`` for a program that the sandbox failed to judge: TRL leaves that one out.

    Args:
        scorer: Judges and pays; its :meth:`~codeeval_gym.adapters.Scorer.rows` make the dataset.
        name: What TRL logs it as.
        column: The dataset's column that says which challenge a prompt poses.
    """

    def reward(
        prompts: Sequence[Any],
        completions: Sequence[Completion],
        log_metric: Callable[[str, float], None] | None = None,
        trainer_state: Any = None,
        **columns: Any,
    ) -> list[float | None]:
        step = getattr(trainer_state, "global_step", 0)
        scored = scorer.score(columns[column], [_text(each) for each in completions], step=step)
        rewards = [item if isinstance(item, Reward) else None for item in scored]
        if log_metric is not None:
            _log(log_metric, name, [item for item in rewards if item is not None])
        return [None if item is None else item.total for item in rewards]

    reward.__name__ = name
    return reward


def _log(log_metric: Callable[[str, float], None], name: str, rewards: Sequence[Reward]) -> None:
    for term in dict.fromkeys(term for item in rewards for term in item.terms):
        found = [score for item in rewards if (score := item.terms[term]) is not None]
        if found:
            log_metric(f"{name}/{term}", sum(found) / len(found))


def _text(completion: Completion) -> str:
    return completion if isinstance(completion, str) else str(completion[-1]["content"])
