"""Fixtures for every folder: one real sandbox and one judge for the whole session."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox, make

# No deadline: how long an example takes says more about the machine's other work than about us.
# Half of the usual examples; a soak draws many more.
SOAK = int(os.environ.get("CODEEVAL_SOAK", "1"))
settings.register_profile("codeeval", deadline=None, max_examples=50 if SOAK <= 1 else 100 * SOAK)
settings.load_profile("codeeval")

# Before torch is loaded, here or in a process that a test starts: models this small gain nothing
# from more threads, and threads wait busily for one another on a machine that has other work.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# What is imported stays. Looking through it for garbage takes a tenth of all time.
gc.disable()

LONGEST = (
    "sandboxes/test_hostile.py",
    "sandboxes/test_cheats.py",
    "cli/test_cli.py",
    "trainers/test_trainer.py",
    "testing/test_check_trainer.py",
    "trainers/test_probes.py",
    "sandboxes/test_chaos.py",
    "sandboxes/test_host_trouble.py",
    "sandboxes/test_soak.py",
    "sandboxes/test_limits_and_figures.py",
    "examples/test_third_party_sandbox.py",
    "trainers/test_sharding.py",
    "sandboxes/test_storm.py",
    "challenges/benchmarks/test_humaneval_x_judged.py",
)
"""Files that take ten seconds and more, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files come first, so that no process is left with one when the others are done."""
    order = {Path(__file__).parent / name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(LONGEST)))


def pytest_collection_finish() -> None:
    """From here on garbage is looked for, but not among what was there before the first test."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A real nsjail sandbox; where there can be none, a skip, and on CI a failure."""
    try:
        started = make("nsjail", workers=2)
    except SandboxUnavailable as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    with started:
        yield started


@pytest.fixture(scope="session")
def engine(sandbox: Sandbox) -> Iterator[EvaluationEngine]:
    """A judge on the real sandbox. Its cache is shared by all tests."""
    with EvaluationEngine(sandbox) as judge:
        yield judge
