"""Cheats and honest programs of every language, at the sandbox's seam.

Cheats in Python are tried in ``test_cheats.py``.
"""

from pathlib import Path

import pytest

from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.testing import cheats, honest
from codeeval_gym.testing._judged import cheat_faults, honest_faults
from codeeval_gym.testing.cheats import Cheat
from codeeval_gym.testing.honest import HonestProgram

OTHERS = [cheat for cheat in cheats.load(None) if cheat.language != "python"]
CANARY = Path("/tmp/owned")


@pytest.fixture(scope="module")
def uncached(sandbox: Sandbox) -> EvaluationEngine:
    return EvaluationEngine(sandbox, cache_size=0)


@pytest.mark.usefixtures("short_compilations")
@pytest.mark.parametrize("cheat", OTHERS, ids=lambda cheat: cheat.id)
def test_a_cheat_earns_nothing(uncached: EvaluationEngine, cheat: Cheat) -> None:
    needs(uncached.sandbox, cheat.language)
    for _ in range(2 if cheat.twice else 1):
        assert list(cheat_faults(uncached, cheat)) == []
    assert not CANARY.exists()


@pytest.mark.parametrize("program", honest.load(), ids=lambda program: program.id)
def test_an_honest_program_is_not_failed(sandbox: Sandbox, program: HonestProgram) -> None:
    needs(sandbox, program.language)
    assert list(honest_faults(sandbox, program)) == []


def needs(sandbox: Sandbox, language: str) -> None:
    """Skip where the machine has no toolchain."""
    if language not in sandbox.capabilities.languages:
        pytest.skip(f"There is no toolchain for {language} here.")
