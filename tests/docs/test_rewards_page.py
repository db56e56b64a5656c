"""What docs/rewards.md shows is what happens."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from codeeval_gym import rewards

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "rewards.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", TEXT, re.DOTALL)
NAMES = ["term", "case", "property", "shaping", "cheats", "process"]


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize(("program", "printed"), EXAMPLES, ids=NAMES)
def test_an_example_prints_what_stands_below_it(program: str, printed: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout == printed


def test_every_program_on_the_page_is_tried() -> None:
    assert len(EXAMPLES) == TEXT.count("```python") == len(NAMES)


def test_the_file_on_the_page_is_a_reward() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    model = rewards.make(yaml.safe_load(text))
    assert list(model.entries) == ["tests", "syntax", "short"]


def test_every_term_is_in_the_table() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) == set(rewards.terms)
