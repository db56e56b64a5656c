"""Pay for progress between turns without changing which policies are best."""

from dataclasses import dataclass

from codeeval_gym.types import Evaluation

__all__ = ["PotentialShaping"]


@dataclass(frozen=True)
class PotentialShaping:
    """Potential-based shaping: ``F(s, s') = gamma * phi(s') - phi(s)``.

    The potential ``phi`` is the share of public tests accepted; before the first turn and after
    the last it is 0. Discounted over an episode the payments therefore sum to 0 whatever the
    policy does, so progress is paid early and nothing is gained by staying wrong.

    Ng, Harada and Russell, "Policy invariance under reward transformations", ICML 1999, eq. 2.

    Raises:
        ValueError: If ``gamma`` is not above 0 and at most 1.
    """

    gamma: float = 1.0
    """The learner's own discount factor; the invariance holds for that one alone."""

    def __post_init__(self) -> None:
        if not 0 < self.gamma <= 1:
            raise ValueError(f"gamma must be above 0 and at most 1, not {self.gamma!r}.")

    def __call__(self, before: Evaluation | None, after: Evaluation, *, last: bool) -> float:
        """What is paid for one turn, beside the reward model.

        Args:
            before: The evaluation of the turn before; ``None`` on the first turn.
            after: This turn's evaluation.
            last: Whether the episode ends with this turn.

        Returns:
            -1 to 1.
        """
        return self.gamma * (0.0 if last else potential(after)) - potential(before)


def potential(evaluation: Evaluation | None) -> float:
    """The share of public tests accepted, 0 to 1; 0 where there is no evaluation or no test."""
    if evaluation is None or evaluation.tests is None:
        return 0.0
    return evaluation.tests.select(public=True).fraction or 0.0
