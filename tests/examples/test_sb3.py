"""The examples with stable-baselines3, as a user runs them; that they learn: tests/sb3."""

import runpy
import sys
from pathlib import Path

import pytest

pytest.importorskip("stable_baselines3")
pytest.importorskip("sb3_contrib")

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize("name", ["sb3_ppo_tokens", "sb3_maskable_ppo"])
def test_it_prints_a_table(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [name, "--steps", "1", "--episodes", "16"])
    runpy.run_path(str(EXAMPLES / f"{name}.py"), run_name="__main__")
    first, _, random, trained, *_ = capsys.readouterr().out.splitlines()
    assert first == "| policy | episodes | mean reward | passed | standard errors above |"
    assert random.startswith("| random")
    assert trained.startswith("| trained | 16 |")
