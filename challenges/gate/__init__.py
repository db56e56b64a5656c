"""The gate that everything passes before it is a challenge."""

from codeeval_gym.challenges.gate.admission import (
    Admission,
    Judge,
    admit,
    require_admitted,
    trivial_programs,
)

__all__ = ["Admission", "Judge", "admit", "require_admitted", "trivial_programs"]
