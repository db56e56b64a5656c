"""``challenges openapi`` as a person meets it."""

import json
from functools import partial
from pathlib import Path

import pytest

from codeeval_gym.challenges import load
from codeeval_gym.sandboxes import Sandbox
from tests.cli.conftest import Run

SPEC = """\
openapi: 3.1.0
info: {title: Bells, version: '1', license: {name: MIT, identifier: MIT}}
paths:
  /bells/{name}:
    get:
      operationId: ring
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Rung}, '404': {description: No such bell}}
    post:
      requestBody: {content: {text/plain: {}}}
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      responses: {'201': {description: Hung}}
"""


@pytest.fixture
def run(command: Run) -> Run:
    return partial(command, "challenges", "openapi")


def test_challenges_are_judged_and_saved(sandbox: Sandbox, run: Run, tmp_path: Path) -> None:
    spec, out = tmp_path / "bells.yaml", tmp_path / "made"
    spec.write_text(SPEC, "utf-8")
    done = run(str(spec), "--out", str(out), "--train-allowed", "--mutants", "6", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report["operations"] == 2
    assert report["kept"] == ["openapi/ring"]
    assert report["skipped"] == {"POST /bells/{name}": "its body is no JSON"}
    assert 0.8 <= report["mutation_scores"]["openapi/ring"] <= 1
    (challenge,) = load(out)
    assert (challenge.licence, challenge.rights.train_allowed) == ("MIT", True)
    assert report["header"] in challenge.context


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("openapi: 2.0.0", "bells.yaml: #/openapi: version '2.0.0' is not read"),
        ("a: [1", "bells.yaml: line 2: not YAML"),
        (
            SPEC.replace("{name: name,", "{name: 7,"),
            "#/paths/~1bells~1{name}/get/parameters/0/name",
        ),
    ],
)
def test_a_bad_description_exits_with_2_and_leaves_nothing(
    run: Run, tmp_path: Path, text: str, said: str
) -> None:
    spec, out = tmp_path / "bells.yaml", tmp_path / "made"
    spec.write_text(text, "utf-8")
    done = run(str(spec), "--out", str(out))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()
