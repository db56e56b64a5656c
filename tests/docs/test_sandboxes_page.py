"""What docs/sandboxes.md shows is what happens."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.sandboxes.workers.compiling import COMPILE_LIMITS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "sandboxes.md"
TEXT = PAGE.read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", TEXT, re.DOTALL)
NAMES = ["engine", "script", "packages", "language"]


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize(("program", "printed"), EXAMPLES, ids=NAMES)
def test_an_example_prints_what_stands_below_it(program: str, printed: str) -> None:
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.stderr == ""
    assert done.stdout == printed


def test_every_program_on_the_page_is_tried() -> None:
    assert len(EXAMPLES) == TEXT.count("```python") == len(NAMES)


def test_every_language_is_in_the_table() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| `(main\.\w+)` \|", TEXT, re.MULTILINE))
    assert rows == {name: languages[name].main_file for name in languages}


def test_the_limits_of_compilers_are_those_that_hold() -> None:
    limits = COMPILE_LIMITS
    said = (
        f"{limits.cpu_seconds:g} s of CPU, {limits.wall_seconds:g} s of wall time, "
        f"{limits.memory_mb / 1024:g} GiB, {limits.processes} processes, {limits.disk_mb} MB"
    )
    assert said in " ".join(TEXT.split())


def test_every_link_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", TEXT) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (PAGE.parent / link).exists()] == []
