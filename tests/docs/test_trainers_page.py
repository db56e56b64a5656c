"""What docs/trainers.md and docs/distributed.md name is there."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from codeeval_gym.cli.app import train
from codeeval_gym.trainers import launch_configs
from codeeval_gym.trainers.config import RunConfig

DOCS = Path(__file__).parents[2] / "docs"
TRAINERS = (DOCS / "trainers.md").read_text("utf-8")
DISTRIBUTED = (DOCS / "distributed.md").read_text("utf-8")
CHECKS = re.findall(r"^\| .* \| `([\w.]+)\.(check_\w+)` \|$", TRAINERS, re.MULTILINE)


@pytest.mark.parametrize(("module", "name"), CHECKS, ids=[name for _, name in CHECKS])
def test_a_check_of_the_table_is_there(module: str, name: str) -> None:
    assert callable(getattr(import_module(f"codeeval_gym.trainers.{module}"), name))


def test_every_launch_configuration_is_in_the_table() -> None:
    table = [line for line in DISTRIBUTED.splitlines() if line.startswith("| `")]
    named = {name for line in table for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert named == set(launch_configs())


def test_options_and_settings_that_are_shown_exist() -> None:
    options = set(re.findall(r"--([a-z][a-z-]+)", TRAINERS)) - {"set"}
    assert {option.replace("-", "_") for option in options} <= set(train.__annotations__)
    for name in ("keep_best", "keep_checkpoints", "checkpoint_every", "max_infra_share"):
        assert f"`{name}" in TRAINERS
        assert name in RunConfig.__dataclass_fields__
