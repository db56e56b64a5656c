"""What the analysers look for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.sandboxes.analysers import analysers

__all__ = ["QualitySettings"]

_KEYS = {
    "enable_pep8": "style",
    "max_complexity": "max_complexity",
    "security_checks": "security",
    "external": "external",
}
_TYPES: dict[str, tuple[type, ...]] = {
    "max_complexity": (int, type(None)),
    "external": (list, str),
}
_EXPECTED = {
    "max_complexity": "a whole number or null",
    "external": "a list of names or 'auto'",
}


@dataclass(frozen=True)
class QualitySettings:
    """Which dimensions count, how much complexity is allowed, and who is asked.

    Raises:
        ValueError: If ``max_complexity`` is not positive, nothing is switched on, or ``external``
            is neither names nor ``"auto"``.
        UnknownNameError: If there is no external analyser of a name; suggests the nearest.
    """

    style: bool = True
    """Whether style counts: PEP 8 and what else ruff knows of Python, for the other languages
    what external analysers say."""
    max_complexity: int | None = 10
    """Cyclomatic complexity that a function may have; ``None`` means that it does not count."""
    security: bool = True
    """Whether security findings count."""
    external: tuple[str, ...] | str = ()
    """External analysers to ask as well: names of
    :data:`codeeval_gym.sandboxes.analysers.analysers`, each of which has to be there, or ``"auto"``
    for those that are. Nobody by default: scores would differ between machines without a word."""

    def __post_init__(self) -> None:
        names = self.external
        if isinstance(names, str) and names != "auto":
            raise ValueError(f"external must be a tuple of names or 'auto', not {names!r:.80}.")
        if not isinstance(names, str):
            object.__setattr__(self, "external", tuple(names))
            for name in names:
                if name not in analysers:
                    raise UnknownNameError("external analyser", str(name), analysers)
        if self.max_complexity is not None and self.max_complexity < 1:
            raise ValueError(f"max_complexity must be at least 1, not {self.max_complexity!r}.")
        if not (self.style or self.security or self.max_complexity is not None):
            raise ValueError("Quality needs one of style, max_complexity and security.")

    @classmethod
    def from_mapping(cls, section: Mapping[str, Any]) -> "QualitySettings":
        """Read the section ``code_quality`` of an ``eval_config.yaml``.

        Args:
            section: ``enable_pep8`` and ``security_checks`` (true or false), ``max_complexity`` (a
                whole number, or null) and ``external`` (a list of names, or ``auto``), each of
                which may be left out.

        Raises:
            UnknownNameError: If a key is none of these, or a name no external analyser's; suggests
                the nearest.
            ConfigError: If a value cannot be.
        """
        values: dict[str, Any] = {}
        for key, value in section.items():
            if key not in _KEYS:
                raise UnknownNameError("key in 'code_quality'", str(key), _KEYS)
            if type(value) not in _TYPES.get(key, (bool,)):
                expected = _EXPECTED.get(key, "true or false")
                raise ConfigError(f"code_quality.{key}: expected {expected}, got {value!r:.80}.")
            values[_KEYS[key]] = tuple(value) if isinstance(value, list) else value
        try:
            return cls(**values)
        except UnknownNameError:
            raise
        except ValueError as error:
            raise ConfigError(f"code_quality: {error}") from error
