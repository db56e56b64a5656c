"""All mutants of a compiled program in one, chosen when it runs."""

from codeeval_gym.challenges.mutation.switching.switch import (
    CannotSwitchError,
    Switched,
    switched,
)

__all__ = ["CannotSwitchError", "Switched", "switched"]
