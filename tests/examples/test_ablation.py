"""Rewards compared by the example, from training to the picture, as short as it can be."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from codeeval_gym.analysis import record_files

PATH = Path(__file__).parents[2] / "examples" / "ablation.py"
SHORT = ["--seeds", "1", "--seconds", "0.01", "--episodes", "8", "--held-out", "6", "--out"]


@pytest.fixture(scope="module")
def ablation() -> ModuleType:
    pytest.importorskip("torch").set_num_threads(1)  # two wait for each other on a busy machine
    spec = importlib.util.spec_from_file_location("ablation", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["ablation"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("sandbox")
def test_one_command_from_rewards_to_table_and_picture(
    ablation: ModuleType, tmp_path: Path
) -> None:
    reward = tmp_path / "mine.yaml"
    reward.write_text("tests: 1.0\nsyntax: 0.1\n")
    out = tmp_path / "out"
    asked = [*SHORT, str(out), "--rewards", "only:tests", str(reward)]
    ablation.main(asked)
    table = (out / "table.md").read_text("utf-8")
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("|")]
    assert rows == ["reward", "---", "untrained", "only:tests", "mine"]
    assert (out / "ablation.png").read_bytes().startswith(b"\x89PNG")
    first = out / "only_tests" / "seed-0"
    assert record_files(first)  # a run like any other, for rescore and ablate
    assert (first / "policy" / "config.json").exists()

    metrics = first / "metrics.jsonl"
    before = metrics.stat().st_mtime_ns
    (out / "table.md").unlink()
    ablation.main(asked)
    assert metrics.stat().st_mtime_ns == before  # what is finished is not repeated
    assert (out / "table.md").read_text("utf-8") == table
    with pytest.raises(SystemExit, match="of other settings: give another --out"):
        ablation.main([*asked, "--seconds", "0.02"])


def test_a_mistake_is_told_before_anything_is_trained(ablation: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Did you mean 'quality'"):
        ablation.main([*SHORT, str(tmp_path / "out"), "--rewards", "default-qualty"])
    assert list(tmp_path.iterdir()) == []
