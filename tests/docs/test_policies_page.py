"""What docs/policies.md shows runs, and its table names every family that is tested."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from codeeval_gym.testing.models import FAMILIES

TEXT = (Path(__file__).parents[2] / "docs" / "policies.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


def test_the_examples_run(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(EXAMPLES)], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "adapter" / "adapter_model.safetensors").is_file()
    assert (tmp_path / "merged" / "model.safetensors").is_file()


@pytest.mark.parametrize("family", FAMILIES)
def test_the_table_names_every_family(family: str) -> None:
    table = TEXT.partition("## What was tested")[2].partition("\n## ")[0]
    assert f"`{family}`" in table
