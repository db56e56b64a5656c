"""What a caller may choose."""

from dataclasses import dataclass

__all__ = ["Settings"]


@dataclass(frozen=True)
class Settings:
    """How challenges are generated. The same settings give the same challenges.

    Raises:
        ValueError: If a number cannot be.
    """

    languages: tuple[str, ...] = ()
    """Languages to look for; empty means all that are known."""
    seed: int = 0
    """Of made inputs and of the choice of mutants."""
    inputs: int = 80
    """Inputs made for each function, beside those that were seen."""
    mutants: int = 40
    """Mutants tried for each function, at most."""
    least_score: float = 0.8
    """The share of mutants that tests must kill, 0 to 1."""
    public: int = 3
    """Tests whose outcome may be shown, at most."""
    hidden: int = 16
    """Tests that only the judge sees, at most."""
    limit: int | None = None
    """Candidates tried, at most; ``None`` means all."""
    train_allowed: bool | None = None
    """The caller's word that a policy may be trained on the code; ``None`` leaves it to the
    licence."""

    def __post_init__(self) -> None:
        if not 0 <= self.least_score <= 1:
            raise ValueError(f"least_score is a share from 0 to 1, not {self.least_score}.")
        least = {"inputs": 0, "mutants": 1, "public": 0, "hidden": 1}
        for name, low in least.items():
            if getattr(self, name) < low:
                raise ValueError(f"{name} must be at least {low}, not {getattr(self, name)}.")
        if self.limit is not None and self.limit < 0:
            raise ValueError(f"limit must not be negative, not {self.limit}.")
