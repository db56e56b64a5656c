"""Reads limits and quality settings out of an ``eval_config.yaml``."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from codeeval_gym.errors import ConfigError
from codeeval_gym.evaluation.quality import QualitySettings
from codeeval_gym.types import Limits

__all__ = ["limits_from_config", "quality_from_config"]

_WALL_FACTOR = 2.0
"""A run may take this many times its CPU limit on the clock: the machine has other work, too."""


def limits_from_config(path: str | Path) -> Limits:
    """The limits that a configuration file asks for.

    Args:
        path: YAML with a mapping ``evaluation`` in which ``test_timeout`` (CPU seconds) and
            ``memory_limit`` (MiB) are optional; its other keys belong to the reward.

    Raises:
        ConfigError: If the file cannot be read, is no such YAML, or a limit cannot be.
    """
    section = _section(path)
    limits = Limits()
    try:
        if "test_timeout" in section:
            seconds = section["test_timeout"]
            limits = replace(limits, cpu_seconds=seconds)
            limits = replace(limits, wall_seconds=seconds * _WALL_FACTOR)
        if "memory_limit" in section:
            limits = replace(limits, memory_mb=section["memory_limit"])
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{path}: evaluation: {error}") from error
    return limits


def quality_from_config(path: str | Path) -> QualitySettings:
    """What a configuration file has the analysers look for.

    Args:
        path: YAML with a mapping ``evaluation`` in which ``code_quality`` is optional.

    Raises:
        ConfigError: If the file cannot be read, is no such YAML, or a setting cannot be.
        UnknownNameError: If a key of ``code_quality`` is not known; suggests the nearest.
    """
    settings = _section(path).get("code_quality", {})
    if not isinstance(settings, dict):
        raise ConfigError(f"{path}: evaluation.code_quality: expected a mapping.")
    try:
        return QualitySettings.from_mapping(settings)
    except ConfigError as error:
        raise ConfigError(f"{path}: evaluation.{error}") from error


def _section(path: str | Path) -> dict[str, Any]:
    try:
        data: Any = yaml.safe_load(Path(path).read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: not text, no such date
        raise ConfigError(f"{path}: {error}") from error
    section = data.get("evaluation") if isinstance(data, dict) else None
    if not isinstance(section, dict):
        raise ConfigError(f"{path}: expected a mapping under 'evaluation'.")
    return section
