import ast
import json
import os
import random
from pathlib import Path

import pytest

from benchmarks.similarity import groups, recall, renamed_and_reordered, unrelated_alike
from codeeval_gym.challenges.similarity import syntax_hash

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")

_DATA = Path(__file__).parents[2].parent / "shared/data/mbpp/mbpp.jsonl"


@pytest.fixture(scope="module")
def programs() -> dict[str, str]:
    if not _DATA.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"There is no {_DATA}.")
        pytest.skip(f"There is no {_DATA}.")
    rows = map(json.loads, _DATA.read_text("utf-8").splitlines())
    return {str(row["task_id"]): row["code"].replace("\r\n", "\n") for row in rows}


def _names_blanked(program: str) -> str:
    """The same question by other means: Python's own tree, every name replaced by one."""
    tree = ast.parse(program)
    for node in ast.walk(tree):
        for field in ("id", "arg", "attr", "name", "asname"):
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, "_")
    return ast.dump(tree)


def test_mbpp_s_groups_are_found(programs: dict[str, str]) -> None:
    found = groups((name, syntax_hash(code, "python")) for name, code in programs.items())
    home = {name: number for number, group in enumerate(found) for name in group}
    expected = groups((name, _names_blanked(code)) for name, code in programs.items())
    assert len(expected) >= 49
    for group in expected:
        assert len({home[name] for name in group}) == 1
    assert unrelated_alike(found, len(programs)) < 0.001


def test_renamed_and_reordered_programs_are_found(programs: dict[str, str]) -> None:
    sample = random.Random(0).sample(sorted(programs), 250)
    share, count, moved = recall(programs[name] for name in sample)
    assert count == 250
    assert moved > 20
    assert share >= 0.95


def test_the_change_is_one_of_names_and_order() -> None:
    program = (
        "def f(x):\n    a = 1\n    b = 2\n    return g(x) + a - b\n\ndef g(y):\n    return y\n"
    )
    changed, moved = renamed_and_reordered(program, random.Random(3))
    assert moved
    for name in ("f(", "x", " a ", "g("):
        assert name not in changed
    assert sorted(_names_blanked(changed)) == sorted(_names_blanked(program))
