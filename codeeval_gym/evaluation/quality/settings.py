"""What the analysers look for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codeeval_gym.errors import ConfigError, UnknownNameError

__all__ = ["QualitySettings"]

_KEYS = {"enable_pep8": "style", "max_complexity": "max_complexity", "security_checks": "security"}


@dataclass(frozen=True)
class QualitySettings:
    """Which dimensions count, and how much complexity is allowed.

    Raises:
        ValueError: If ``max_complexity`` is not positive, or nothing is switched on.
    """

    style: bool = True
    """Whether style counts: PEP 8 and what else ruff knows of Python, for the other languages
    nothing yet."""
    max_complexity: int | None = 10
    """Cyclomatic complexity that a function may have; ``None`` means that it does not count."""
    security: bool = True
    """Whether security findings count."""

    def __post_init__(self) -> None:
        if self.max_complexity is not None and self.max_complexity < 1:
            raise ValueError(f"max_complexity must be at least 1, not {self.max_complexity!r}.")
        if not (self.style or self.security or self.max_complexity is not None):
            raise ValueError("Quality needs one of style, max_complexity and security.")

    @classmethod
    def from_mapping(cls, section: Mapping[str, Any]) -> "QualitySettings":
        """Read the section ``code_quality`` of an ``eval_config.yaml``.

        Args:
            section: ``enable_pep8`` and ``security_checks`` (true or false) and ``max_complexity``
                (a whole number, or null), each of which may be left out.

        Raises:
            UnknownNameError: If a key is none of these; suggests the nearest.
            ConfigError: If a value cannot be.
        """
        values: dict[str, Any] = {}
        for key, value in section.items():
            if key not in _KEYS:
                raise UnknownNameError("key in 'code_quality'", str(key), _KEYS)
            wanted = (int, type(None)) if key == "max_complexity" else (bool,)
            if type(value) not in wanted:
                expected = "a whole number or null" if key == "max_complexity" else "true or false"
                raise ConfigError(f"code_quality.{key}: expected {expected}, got {value!r:.80}.")
            values[_KEYS[key]] = value
        try:
            return cls(**values)
        except ValueError as error:
            raise ConfigError(f"code_quality: {error}") from error
