"""What challenges ask of an engine; ``codeeval_gym.EvaluationEngine`` is one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from codeeval_gym.errors import SandboxError
from codeeval_gym.types import Challenge, Evaluation

__all__ = ["Judge", "judged"]

_NEED = frozenset({"tests"})


class Judge(Protocol):
    """What challenges ask of an engine; ``codeeval_gym.EvaluationEngine`` is one."""

    def evaluate_batch(
        self,
        pairs: Sequence[tuple[Challenge, str]],
        *,
        language: str = "python",
        need: Iterable[str] = _NEED,
        environment: Mapping[str, str] | None = None,
    ) -> Sequence[Evaluation | SandboxError]:
        """Judge programs and return one evaluation for each pair, in order.

        Args:
            pairs: Challenges and programs.
            language: The programs' language.
            need: Parts to compute.
            environment: Variables that the programs see; ``PYTHONHASHSEED`` holds for Python.
        """


def judged(
    judge: Judge,
    pairs: Sequence[tuple[Challenge, str]],
    language: str,
    *,
    need: Iterable[str] = _NEED,
    environment: Mapping[str, str] | None = None,
) -> list[Evaluation]:
    """Judge programs, all of them or none.

    Args:
        judge: Does it.
        pairs: Challenges and programs.
        language: The programs' language.
        need: Parts to compute.
        environment: Variables that the programs see.

    Raises:
        SandboxError: If a program could not be judged: nothing is known of it.
    """
    if not pairs:
        return []
    results = judge.evaluate_batch(pairs, language=language, need=need, environment=environment)
    evaluations = []
    for item in results:
        if isinstance(item, SandboxError):
            raise item
        evaluations.append(item)
    return evaluations
