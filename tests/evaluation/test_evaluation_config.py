"""Limits from an ``eval_config.yaml``, and what is wrong with others."""

from pathlib import Path

import pytest

from codeeval_gym.errors import ConfigError
from codeeval_gym.evaluation.config import limits_from_config
from codeeval_gym.types import Limits


def _write(folder: Path, text: str) -> Path:
    path = folder / "eval_config.yaml"
    path.write_text(text)
    return path


def test_timeout_and_memory_are_read(tmp_path: Path) -> None:
    text = "evaluation: {test_timeout: 3, memory_limit: 256, syntax_weight: 0.2}"
    limits = limits_from_config(_write(tmp_path, text))
    assert limits == Limits(cpu_seconds=3, wall_seconds=6, memory_mb=256)


def test_what_is_not_there_is_the_default(tmp_path: Path) -> None:
    assert limits_from_config(_write(tmp_path, "evaluation: {}")) == Limits()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "expected a mapping under 'evaluation'"),
        ("- 1", "expected a mapping under 'evaluation'"),
        ("evaluation: 5", "expected a mapping under 'evaluation'"),
        ("evaluation: {test_timeout: -1}", "cpu_seconds must be positive and finite, not -1"),
        ("evaluation: {test_timeout: .nan}", "cpu_seconds must be positive and finite, not nan"),
        ("evaluation: {test_timeout: '5'}", "cpu_seconds must be a number, not '5'"),
        ("evaluation: {test_timeout:}", "cpu_seconds must be a number, not None"),
        ("evaluation: {test_timeout: true}", "cpu_seconds must be a number, not True"),
        ("evaluation: {memory_limit: 0.5}", "memory_mb must be a whole number, not 0.5"),
        ("evaluation: {memory_limit: 1" + "0" * 400 + "}", "memory_mb must be positive and finite"),
        ("evaluation: {", "eval_config.yaml: while parsing"),
        ("when: 2001-99-99", "eval_config.yaml: month must be"),
        ("a: !!python/object/apply:os.getpid []", "could not determine a constructor"),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem) as caught:
        limits_from_config(_write(tmp_path, text))
    assert "eval_config.yaml" in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        limits_from_config(tmp_path / "none.yaml")


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "binary.yaml"
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ConfigError, match=r"binary\.yaml: "):
        limits_from_config(path)
