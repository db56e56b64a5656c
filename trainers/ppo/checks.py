"""The check that is PPO's alone; the others: :mod:`codeeval_gym.trainers.checks`."""

from codeeval_gym.errors import TrainingError

__all__ = ["check_ratio"]


def check_ratio(largest: float, noise: float) -> None:
    """Before the first update of an iteration every ratio of new to old probability must be 1.

    Args:
        largest: The largest absolute log-ratio of a token.
        noise: Tolerance, nats.

    Raises:
        TrainingError: If ``largest`` is more than ``noise``.
    """
    if not largest <= noise:
        raise TrainingError(
            f"Before the first update the log-ratio of new to old probabilities is {largest:.3g} "
            f"at some token; expected 0 (tolerance {noise}). Look for dropout, another "
            "temperature, or a mask that differs between the two passes."
        )
