"""``import codeeval_gym`` is cheap: what is heavy is loaded when it is used."""

import subprocess
import sys

import pytest

_HEAVY = ("torch", "transformers", "accelerate", "stable_baselines3", "matplotlib", "hypothesis")
_SECONDS = 0.6


def _python(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize(
    "module", ["codeeval_gym", "codeeval_gym.envs", "codeeval_gym.rewards", "codeeval_gym.cli"]
)
def test_no_heavy_module_is_loaded(module: str) -> None:
    loaded = _python(
        f"import sys, {module}; print([name for name in {_HEAVY} if name in sys.modules])"
    )
    assert loaded == "[]"


def test_importing_starts_no_judge() -> None:
    code = "import sys, codeeval_gym; print([m for m in sys.modules if 'sandboxes' in m])"
    assert _python(code) == "[]"


def test_importing_takes_little_time() -> None:
    """CPU time, the best of three: other work on the machine must not count."""
    code = "import time, codeeval_gym; print(time.process_time())"
    assert min(float(_python(code)) for _ in range(3)) < _SECONDS


def test_the_ids_are_registered() -> None:
    code = "import gymnasium, codeeval_gym; gymnasium.spec('CodeEval-Python-v0')"
    assert _python(code) == ""
