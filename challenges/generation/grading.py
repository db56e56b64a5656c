"""How hard a challenge is: a guess from its text, and, once it was tried, what trying it says."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from codeeval_gym.challenges.mutation._trees import leaves, parse, walk
from codeeval_gym.challenges.storage import PassRate

__all__ = ["Features", "Posterior", "features_of", "prior_of", "tier_of"]

_WEIGHTS = {"halstead": 0.40, "prompt": 0.30, "nodes": 0.10, "lines": 0.10, "reach": 0.10}
"""Near the rank correlation that each has with real failure rates; cyclomatic complexity adds
nothing to these."""
_USUAL = {
    "halstead": (5.2, 0.8),
    "prompt": (6.1, 0.5),
    "nodes": (4.6, 0.6),
    "lines": (1.9, 0.7),
    "reach": (0.3, 0.6),
}
"""Mean and spread of each figure's logarithm over the references of a well-known benchmark."""
_BORDERS = (-0.6, -0.1, 0.5, 1.2)
"""Between the tiers."""


@dataclass(frozen=True)
class Features:
    """What can be counted without running anything."""

    halstead: float
    """Halstead volume of the body, in bits."""
    prompt: int
    """Length of the prompt, in characters."""
    lines: int
    """Lines of the body that are not empty."""
    nodes: int
    """Nodes of the body's syntax tree that have a name."""
    reach: int
    """Things of its code base that it uses."""


def features_of(body: str, language: str, *, prompt: int, reach: int) -> Features:
    """Count.

    Args:
        body: What has to be written.
        language: Its language.
        prompt: Length of the prompt, in characters.
        reach: How many things of its code base it uses.

    Raises:
        UnknownNameError: If there is no such language.
    """
    root = parse(body.encode("utf-8", "surrogatepass"), language)
    words = leaves(root)
    volume = len(words) * math.log2(max(2, len(set(words))))
    lines = sum(bool(line.strip()) for line in body.splitlines())
    nodes = sum(node.is_named for node in walk(root))
    return Features(volume, prompt, lines, nodes, reach)


def prior_of(features: Features) -> float:
    """A guess at the share of programs that fail, from 0 (easy) to 1 (hard)."""
    score = 0.0
    for name, weight in _WEIGHTS.items():
        mean, spread = _USUAL[name]
        score += weight * (math.log(1 + getattr(features, name)) - mean) / spread
    return 1 / (1 + math.exp(-1.7 * score))


def tier_of(prior: float) -> int:
    """The tier of a guess, 1 (easiest) to 5."""
    score = math.log(prior / (1 - prior)) / 1.7 if 0 < prior < 1 else math.copysign(9, prior - 0.5)
    return 1 + sum(score > border for border in _BORDERS)


@dataclass(frozen=True)
class Posterior:
    """What is known of a pass rate after programs were tried: a Beta distribution."""

    passed: float
    """Programs that passed, and what the guess counts for."""
    failed: float
    """Programs that did not, likewise."""

    @classmethod
    def after(cls, prior: float, *, attempts: int, passed: int, weight: float = 4.0) -> "Posterior":
        """Weigh a guess against what was seen.

        Args:
            prior: The guess at the share that fails.
            attempts: Programs tried.
            passed: Those that passed.
            weight: How many attempts the guess is worth.

        Raises:
            ValueError: If more passed than were tried.
        """
        if not 0 <= passed <= attempts:
            raise ValueError(f"{passed} passed of {attempts} attempts cannot be.")
        return cls(weight * (1 - prior) + passed, weight * prior + attempts - passed)

    @classmethod
    def of(cls, prior: float, rates: Iterable[PassRate]) -> "Posterior":
        """Weigh a guess against the pass rates that are kept beside a dataset, of all policies.

        Args:
            prior: The guess at the share that fails.
            rates: Measurements of one challenge.
        """
        seen = list(rates)
        attempts, passed = sum(item.attempts for item in seen), sum(item.passed for item in seen)
        return cls.after(prior, attempts=attempts, passed=passed)

    @property
    def rate(self) -> float:
        """The expected pass rate."""
        return self.passed / (self.passed + self.failed)

    @property
    def tier(self) -> int:
        """The tier of that rate, 1 (easiest) to 5."""
        return tier_of(1 - self.rate)
