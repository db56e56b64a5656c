"""A trainer of another package: installed, made by name, checked, and started by the command."""

from pathlib import Path

import pytest

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.trainers import make
from tests.examples.installing import execute, install

CHECK = """
import torch
from codeeval_gym.testing import check_trainer
from codeeval_gym.trainers import trainer_class, trainers

torch.set_num_threads(1)
assert "reinforce" in trainers
kind = trainer_class("reinforce")
config = kind.config_type(episodes_per_iteration=32, max_new_tokens=3, learning_rate=1e-2)
print(check_trainer(kind, config))
"""
WRONG = """
import sys
from codeeval_gym.cli import main

sys.argv = ["codeeval-gym", "train", "--episodes", "1", "--algorithm", "reinforce"]
sys.argv += ["--set", "memry=1"]
try:
    main()
except SystemExit as ended:
    print(ended.code)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the package, installed as pip does it."""
    return install("third_party_trainer", tmp_path_factory.mktemp("reinforce"))


def test_it_keeps_the_contract(installed: Path) -> None:
    assert execute(CHECK, installed).startswith("reinforce: solved the probe in ")


def test_the_command_knows_it_and_its_settings(
    installed: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert execute(WRONG, installed) == "2\n"


def test_where_it_is_not_installed_its_name_is_not_known() -> None:
    with pytest.raises(UnknownNameError, match="no trainer 'reinforce'"):
        make("reinforce", None, None)
