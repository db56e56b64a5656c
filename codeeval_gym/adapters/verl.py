"""A ``compute_score`` for verl (written for verl 0.9.1).

In verl's configuration::

    reward.custom_reward_function:
      path: pkg://codeeval_gym.adapters.verl
      name: compute_score
      reward_kwargs: {challenges: "builtin:train", reward: default}
"""

import functools
import math
from typing import Any

from codeeval_gym.adapters.scoring import Scorer

__all__ = ["compute_score"]


def compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: str,
    extra_info: Any = None,
    *,
    challenges: str = "builtin:train",
    reward: str = "default",
    language: str = "python",
    **others: Any,
) -> dict[str, float]:
    """Score one answer. The first call of a process starts a sandbox, which it keeps.

    Args:
        data_source: The data set's name; not read.
        solution_str: The model's answer.
        ground_truth: The challenge's id: the column ``reward_model.ground_truth`` holds it.
        extra_info: Not read.
        challenges: Anything that :func:`codeeval_gym.challenges.load` takes, as a text.
        reward: A reward's name or the path of its file.
        language: What programs are written in.
        others: What else verl passes; not read.

    Returns:
        ``score``, and the terms by name, NaN where one does not apply: verl wants the same keys
        of every sample.

    Raises:
        SandboxError: If the sandbox failed: verl has no way to leave a sample out, and 0 would be
            a lie.
    """
    paid = _scorer(challenges, reward, language).score_one(ground_truth, solution_str)
    terms = {name: math.nan if term is None else term for name, term in paid.terms.items()}
    return {"score": paid.total, **terms}


@functools.cache
def _scorer(challenges: str, reward: str, language: str) -> Scorer:
    return Scorer(challenges, reward, language=language)
