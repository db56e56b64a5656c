"""A trainer of another package: installed, made by name, checked, and started by the command."""

from pathlib import Path

import pytest

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.trainers import make
from tests.examples.installing import execute, install

PROGRAM = """
import sys
import torch
from codeeval_gym.cli import main
from codeeval_gym.testing import check_trainer
from codeeval_gym.trainers import trainer_class, trainers

torch.set_num_threads(1)
assert "reinforce" in trainers
kind = trainer_class("reinforce")
config = kind.config_type(episodes_per_iteration=32, max_new_tokens=3, learning_rate=1e-2)
print(check_trainer(kind, config))

sys.stderr = sys.stdout
sys.argv = ["codeeval-gym", "train", "--episodes", "1", "--algorithm", "reinforce"]
sys.argv += ["--set", "memry=1"]
main()
"""


def test_it_keeps_the_contract_and_the_command_knows_its_settings(tmp_path: Path) -> None:
    checked, mistake = execute(PROGRAM, install("third_party_trainer", tmp_path), returns=2)
    assert checked.startswith("reinforce: solved the probe in ")
    assert "no setting of ReinforceConfig 'memry'. Did you mean 'memory'?" in mistake


def test_where_it_is_not_installed_its_name_is_not_known() -> None:
    with pytest.raises(UnknownNameError, match="no trainer 'reinforce'"):
        make("reinforce", None, None)
