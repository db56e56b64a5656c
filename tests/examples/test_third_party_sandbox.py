"""A backend of another package: installed, made by name, checked, and trained against."""

from pathlib import Path

import pytest

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.sandboxes import make
from tests.examples.installing import execute, install
from tests.sandboxes.backends import LONGER

STRIDE = 1 if LONGER > 1 else 3
"""One attack in so many is tried here: ``tests/sandboxes/test_cheats.py`` tries each of them."""
CHECK = f"""
from codeeval_gym.sandboxes import make
from codeeval_gym.testing import check_sandbox, cheats

others = [cheat.id for at, cheat in enumerate(cheats.load()) if at % {STRIDE}]
print(check_sandbox(make("logged", workers=2), languages=("python",), skip=others))
"""
STEP = """
import logging, sys
import gymnasium as gym
import codeeval_gym

logging.basicConfig(stream=sys.stdout, level="INFO", format="%(name)s %(message)s")
env = gym.make("CodeEval-Python-v0", sandbox="logged")
_, info = env.reset(seed=0)
challenge = env.unwrapped.challenges[info["challenge_id"]]
*_, info = env.step(challenge.references["python"])
env.close()
print(info["verdict"])
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the package, installed as pip does it."""
    return install("third_party_sandbox", tmp_path_factory.mktemp("logged"))


@pytest.mark.usefixtures("sandbox")
def test_it_keeps_the_contract(installed: Path) -> None:
    (said,) = execute(CHECK, installed)
    assert said.startswith("logged nsjail strict: ")
    assert "cheats earned nothing" in said


@pytest.mark.usefixtures("sandbox")
def test_an_environment_takes_it_by_name(installed: Path) -> None:
    *logged, verdict = execute(STEP, installed)
    assert verdict == "accepted"
    assert any("codeeval_gym_logged python: " in line for line in logged)


def test_where_it_is_not_installed_its_name_is_not_known() -> None:
    with pytest.raises(UnknownNameError, match="no sandbox 'logged'"):
        make("logged")
