"""What docs/adapters.md shows can be done, as far as the other packages are here."""

import importlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "adapters.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
NEEDED = ["trl", "verifiers", "openenv", ""]


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize(
    ("program", "package"), list(zip(EXAMPLES, NEEDED, strict=True)), ids=NEEDED
)
def test_an_example_runs(program: str, package: str, tmp_path: Path) -> None:
    if package == "trl":
        pytest.skip("Two steps of GRPO are taken in tests/adapters; they take a while.")
    if package and importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed.")
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    if not package:
        wrong, right = map(float, done.stdout.split())
        assert wrong < right == 1.0


@pytest.mark.parametrize("program", EXAMPLES, ids=range(len(EXAMPLES)))
def test_what_an_example_imports_of_ours_is_there(program: str) -> None:
    imports = re.findall(r"^from (codeeval_gym[\w.]*) import (.+)$", program, re.MULTILINE)
    assert imports
    for module, names in imports:
        for name in names.split(", "):
            assert hasattr(importlib.import_module(module), name)


def test_verl_s_configuration_names_what_is_there() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    found = yaml.safe_load(text)["reward"]["custom_reward_function"]
    module = importlib.import_module(found["path"].removeprefix("pkg://"))
    function = getattr(module, found["name"])
    assert found["reward_kwargs"].keys() <= function.__kwdefaults__.keys()
