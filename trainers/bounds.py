"""How far training has come, and how far it shall go."""

from dataclasses import dataclass
from typing import NamedTuple

from codeeval_gym.errors import ConfigError

__all__ = ["Bounds", "Counters"]


@dataclass(frozen=True)
class Counters:
    """How far training has come, since the very beginning of the run."""

    iterations: int = 0
    """Completed."""
    episodes: int = 0
    """Played in them, over all processes, those that infrastructure failed included."""
    seconds: float = 0.0
    """Wall time of them."""


class Bounds(NamedTuple):
    """What ends training; the first that is reached does."""

    episodes: int | None
    """Episodes; ``None`` for no bound."""
    seconds: float | None
    """Wall seconds; ``None`` for no bound."""

    def check(self) -> None:
        """See that there is a bound, and that it can be one.

        Raises:
            ConfigError: If there is none, or one is negative.
        """
        if self.episodes is None and self.seconds is None:
            raise ConfigError("learn() needs total_episodes, max_seconds or both.")
        for name, bound in (("total_episodes", self.episodes), ("max_seconds", self.seconds)):
            if bound is not None and not bound >= 0:
                raise ConfigError(f"{name} must be at least 0, not {bound}.")

    def share(self, counters: Counters) -> float:
        """How much of the training is behind us, 0 to 1."""
        pairs = ((counters.episodes, self.episodes), (counters.seconds, self.seconds))
        shares = [done / most if most > 0 else 1.0 for done, most in pairs if most is not None]
        return min(1.0, max(shares, default=0.0))

    def reached(self, counters: Counters) -> bool:
        """True when training is over."""
        return self.share(counters) >= 1.0
