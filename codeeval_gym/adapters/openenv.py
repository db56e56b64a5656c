"""A rubric for OpenEnv (written for openenv-core 0.3)."""

from collections.abc import Callable
from typing import Any

from codeeval_gym.adapters.scoring import Scorer

__all__ = ["rubric"]


def _code(action: Any) -> str:
    return str(action.code)


def _challenge_id(observation: Any) -> str:
    return str(observation.metadata["challenge_id"])


def rubric(
    scorer: Scorer,
    *,
    program: Callable[[Any], str] = _code,
    challenge_id: Callable[[Any], str] = _challenge_id,
) -> Any:
    """Make a ``Rubric``, to be used alone or inside OpenEnv's containers.

    Args:
        scorer: Judges and pays.
        program: Finds the program in an action; the default is OpenEnv's ``CodeAction``'s.
        challenge_id: Finds the challenge's id in an observation; by default in its ``metadata``.

    Returns:
        A rubric. It raises :class:`~codeeval_gym.errors.SandboxError` for a program that the
        sandbox failed to judge; what its terms gave last is in ``last_terms``.

    Raises:
        ImportError: If OpenEnv is not installed.
    """
    from openenv.core.rubrics import Rubric

    class CodeEvalRubric(Rubric):  # type: ignore[misc]  # a class of a package without types
        last_terms: dict[str, float | None]

        def forward(self, action: Any, observation: Any) -> float:
            paid = scorer.score_one(challenge_id(observation), program(action))
            self.last_terms = dict(paid.terms)
            return paid.total

    return CodeEvalRubric()
