"""Answers as models write them, joined with real starters of five languages, and judged."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import Challenge, Evaluation

DATA = Path(__file__).parents[2].parent / "shared/data/humaneval-x"

ANSWERS: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("splicing.yaml").read_text("utf-8")
)
LANGUAGES = ("cpp", "java", "javascript", "python", "rust")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Problem 2 in each language."""
    if not DATA.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"There is no {DATA}.")
        pytest.skip(f"There is no {DATA}.")
    folder = tmp_path_factory.mktemp("humaneval-x")
    for file in DATA.glob("humaneval_*"):
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        lines = content.decode("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if line.strip() and _number(line) == "2"]
        (folder / file.name.removesuffix(".gz")).write_text("".join(kept))
    return load(f"humaneval-x:{folder}")


def _number(line: str) -> str:
    return str(json.loads(line)["task_id"].partition("/")[2])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_answer_is_joined_rightly(
    language: str, dataset: Dataset, engine: EvaluationEngine
) -> None:
    challenge = dataset[f"humaneval-x/{language}/2"]
    found = verdicts(engine, challenge, ANSWERS["right"][language], language)
    assert {form: said for form, said in found.items() if said != "accepted"} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_cut_off_is_not_completed(
    language: str, dataset: Dataset, engine: EvaluationEngine
) -> None:
    challenge = dataset[f"humaneval-x/{language}/2"]
    found = verdicts(engine, challenge, {"cut off": ANSWERS["cut off"][language]}, language)
    assert found == {"cut off": "compile_error"}


def verdicts(
    engine: EvaluationEngine, challenge: Challenge, answers: dict[str, str], language: str
) -> dict[str, str]:
    pairs = [(challenge, text) for text in answers.values()]
    results = engine.evaluate_batch(pairs, language=language, need={"tests"}, on_error="return")
    for result in results:
        if isinstance(result, LanguageUnavailable) and os.environ.get("CI") != "true":
            pytest.skip(str(result))
    return {
        form: str(result.verdict) if isinstance(result, Evaluation) else str(result)
        for form, result in zip(answers, results, strict=True)
    }
