"""What docs/environments.md shows is what happens."""

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import gymnasium as gym
import pytest

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.envs import CodeEvalEnv, EnvConfig
from codeeval_gym.envs.feedback import policies
from codeeval_gym.envs.world import OPTIONS
from codeeval_gym.registration import ENVIRONMENTS
from codeeval_gym.testing import FakeSandbox, solver

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "environments.md"
TEXT = PAGE.read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", TEXT, re.DOTALL)
NAMES = ["episode", "perturbed", "vector", "records"]


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize(("program", "printed"), EXAMPLES, ids=NAMES)
def test_an_example_prints_what_stands_below_it(program: str, printed: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout == printed


def test_every_program_on_the_page_is_tried() -> None:
    assert len(EXAMPLES) == TEXT.count("```python") == len(NAMES)


def rows(heading: str) -> list[str]:
    """First cells of the first table below a heading, without their code marks."""
    section = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def test_every_id_is_in_the_table_with_its_turns() -> None:
    family = TEXT.split("\n## The family\n")[1]
    for env_id, member in ENVIRONMENTS.items():
        assert f"| `{env_id}` |" in family
        turns = member.kwargs.get("max_turns", 1)
        if "a program" in (row := family.split(f"| `{env_id}` |")[1].split("\n")[0]):
            assert row.endswith(f"| {turns} |")


def test_the_tables_hold_what_there_is() -> None:
    assert set(rows("Feedback")) == set(policies)
    fields = {item.name for item in dataclasses.fields(EnvConfig)} - {"language"}
    assert set(rows("Arguments")) == fields | set(OPTIONS)
    challenge = load("builtin", split="train")[0]
    given = Dataset.of([challenge], name="one")
    env = CodeEvalEnv(sandbox=FakeSandbox(solver(given)), challenges=given)
    assert isinstance(env.observation_space, gym.spaces.Dict)
    assert set(rows("Observation")) == set(env.observation_space.spaces)
    env.reset()
    assert set(rows("Info")) == set(env.step("x = 1")[4])
    assert f"`{env.action_space!r}`".replace(", min_length=0", "") in TEXT


def test_every_link_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", TEXT) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (PAGE.parent / link).exists()] == []
