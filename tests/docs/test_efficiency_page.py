"""What docs/efficiency.md shows is what happens."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = (Path(__file__).parents[2] / "docs" / "efficiency.md").read_text("utf-8")


@pytest.mark.usefixtures("sandbox")
def test_the_example_prints_what_stands_below_it(tmp_path: Path) -> None:
    ((program, printed),) = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", TEXT, re.DOTALL)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert (done.stdout, done.stderr) == (printed, "")
