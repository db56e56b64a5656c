"""Everything a reward model can be built from, and every way to get it wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.rewards import RewardModel, make

TIDY_AND_FAST = {"quality": 0.1, "efficiency": 0.1}


def weights(model: RewardModel) -> dict[str, Any]:
    return {name: entry.weight for name, entry in model.entries.items()}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("default", {"syntax": 0.2, "execution": 0.3, "tests": 0.3, **TIDY_AND_FAST}),
        ("default-quality", {"syntax": 0.2, "execution": 0.3, "tests": 0.3, "efficiency": 0.1}),
        ("default-syntax-execution", {"tests": 0.3, **TIDY_AND_FAST}),
        ("default-tests", {"syntax": 0.2, "execution": 0.3, "tests": 0.0, **TIDY_AND_FAST}),
        ("only:tests", {"tests": 1.0}),
        ("only:tests_all", {"tests_all": 1.0}),
        ({"tests": 1.0, "syntax": 0.5}, {"tests": 1.0, "syntax": 0.5}),
    ],
)
def test_names_and_mappings(spec: Any, expected: dict[str, float]) -> None:
    assert weights(make(spec)) == expected


def test_a_model_is_returned_as_it_is() -> None:
    model = make("default")
    assert make(model) is model


def test_a_spec_survives_json() -> None:
    model = make({"strict": {"term": "tests_all", "weight": 2, "gate": "syntax"}, "syntax": 1})
    gate = {"term": "strict", "full": True}
    model = make({**model.spec(), "execution": {"gate": gate}})
    assert make(json.loads(json.dumps(model.spec()))) == model


def test_the_configuration_file_of_the_evaluation(tmp_path: Path) -> None:
    path = tmp_path / "eval_config.yaml"
    path.write_text(
        "evaluation:\n  syntax_weight: 0.2\n  execution_weight: 0.3\n  test_case_weight: 0.4\n"
        "  quality_weight: 0\n  test_timeout: 5\n  memory_limit: 512\n"
        "  code_quality: {enable_pep8: true}\n"
    )
    assert weights(make(str(path))) == {
        "syntax": 0.2,
        "execution": 0.3,
        "tests": 0.4,
        "quality": 0,
    }


@pytest.mark.parametrize("term", ["quality", "efficiency"])
def test_a_configuration_pays_some_in_proportion_to_correctness(tmp_path: Path, term: str) -> None:
    path = tmp_path / "eval_config.yaml"
    path.write_text(f"evaluation: {{test_case_weight: 0.3, {term}_weight: 0.1}}")
    gated = {"tests": 0.3, term: {"weight": 0.1, "gate": "tests"}}
    assert make(path) == make(gated)


def test_a_file_of_terms(tmp_path: Path) -> None:
    path = tmp_path / "reward.yml"
    path.write_text("tests: 1\nsyntax: {weight: 0.5, gate: tests}")
    assert make(path) == make({"tests": 1, "syntax": {"weight": 0.5, "gate": "tests"}})


@pytest.mark.parametrize(
    ("spec", "error", "message"),
    [
        ("default-qualty", UnknownNameError, "Did you mean 'quality'"),
        ("default-test", UnknownNameError, "Did you mean 'tests'"),
        ("only:test", UnknownNameError, "Did you mean 'tests'"),
        ("only:", UnknownNameError, "no reward term ''"),
        ("defualt", UnknownNameError, "Did you mean 'default'"),
        ({"test": 1.0}, UnknownNameError, "Did you mean 'tests'"),
        ({"tests": -1.0}, ConfigError, "'tests' must be a finite number of at least 0, not -1.0"),
        ({"tests": float("nan")}, ConfigError, "finite number of at least 0, not nan"),
        ({"tests": "1"}, ConfigError, "finite number of at least 0, not '1'"),
        ({"tests": {"wieght": 1}}, ConfigError, "'tests': There is no setting 'wieght'"),
        ({"tests": {"gate": 3}}, ConfigError, "a gate is a term's name"),
        ({"mine": {"term": "test"}}, ConfigError, "'mine': There is no .*Did you mean 'tests'"),
        ({"mine": {"term": "tests", "weight": -1}}, ConfigError, "'mine': .*at least 0, not -1"),
        (
            {"quality": {"gate": "test"}, "tests": 1},
            UnknownNameError,
            "gate of 'quality'.*mean 'tests'",
        ),
        ({}, ConfigError, "at least one term"),
        (3, TypeError, "not a int"),
    ],
)
def test_mistakes_say_what_to_do(spec: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        make(spec)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "evaluation: {tset_case_weight: 1}",
            "'tset_case_weight'. Did you mean 'test_case_weight'",
        ),
        ("tests: {wieght: 1}", "'tests': There is no setting 'wieght'"),
        ("test: 1", "Did you mean 'tests'"),
        ("evalution: {tests: 1}", "'evalution'. Did you mean 'evaluation'"),
        ("tests: .nan", "finite number of at least 0, not nan"),
        ("tests: 1\nquality: {weight: 1, gate: test}", "gate of 'quality'.*Did you mean 'tests'"),
        ("- tests", "must hold a mapping"),
        ("tests: [1", "is not YAML"),
    ],
)
def test_mistakes_in_a_file_name_the_file(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "reward.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=f"{path}.*{message}"):
        make(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"Cannot read the reward file .*No such file"):
        make(tmp_path / "reward.yaml")
