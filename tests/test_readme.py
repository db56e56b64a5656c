"""What the README shows is what happens."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
PRINTED = re.search(r"```text\n(.*?)```", README, re.DOTALL)


def execute(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_program_prints_what_stands_below_it() -> None:
    assert PRINTED is not None
    assert execute(PYTHON[0]) == PRINTED[1]


@pytest.mark.parametrize("program", PYTHON[1:3], ids=["rewards", "engine"])
def test_the_other_short_programs_run(program: str) -> None:
    execute(program)


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    local = [link for link in links if not link.startswith("http")]
    missing = [link for link in local if not (ROOT / link).exists()]
    assert local
    assert missing == []


def test_the_first_code_is_on_the_first_screen() -> None:
    before = README.split("```python")[0]
    assert len(before.splitlines()) <= 20
