"""HumanEval-X in a real sandbox: references are accepted, and empty bodies are not."""

import os
from pathlib import Path

import pytest

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.errors import LanguageUnavailable, SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import Challenge, Evaluation, Verdict

EMPTY = {"python": "    pass\n", "java": "    }\n}\n"}

FULL = os.environ.get("CODEEVAL_FULL") == "1"
STRIDES = {"cpp": 8, "javascript": 6, "python": 6}
"""One in so many problems is judged: a compilation or the start of Node takes its time. The data
has but twenty in the other languages."""


@pytest.fixture(scope="module")
def dataset(humaneval_x_folder: Path) -> Dataset:
    return Dataset.of(load(f"humaneval-x:{humaneval_x_folder}"), name="humaneval-x")


def chosen(dataset: Dataset, language: str) -> list[Challenge]:
    """Those that need no package: the suite's sandbox has none."""
    items = [item for item in dataset if item.languages == (language,) and not item.requirements]
    return items[:: 1 if FULL else STRIDES.get(language, 1)]


def verdicts(
    engine: EvaluationEngine, pairs: list[tuple[Challenge, str]], language: str
) -> dict[str, Verdict | SandboxError]:
    results = engine.evaluate_batch(pairs, language=language, need={"tests"}, on_error="return")
    for result in results:
        if isinstance(result, LanguageUnavailable) and os.environ.get("CI") != "true":
            pytest.skip(str(result))
    return {
        item.id: result.verdict if isinstance(result, Evaluation) else result
        for (item, _), result in zip(pairs, results, strict=True)
    }


@pytest.mark.parametrize("language", ["cpp", "java", "javascript", "python", "rust"])
def test_references_are_accepted(language: str, dataset: Dataset, engine: EvaluationEngine) -> None:
    pairs = [(item, item.references[language]) for item in chosen(dataset, language)]
    found = verdicts(engine, pairs, language)
    assert {name: verdict for name, verdict in found.items() if verdict != "accepted"} == {}
    assert len(found) >= 20


@pytest.mark.parametrize("language", ["cpp", "java", "javascript", "python", "rust"])
def test_empty_bodies_are_rejected(
    language: str, dataset: Dataset, engine: EvaluationEngine
) -> None:
    body = EMPTY.get(language, "}\n")
    found = verdicts(engine, [(item, body) for item in chosen(dataset, language)], language)
    assert [name for name, verdict in found.items() if verdict == "accepted"] == []
    assert [name for name, verdict in found.items() if isinstance(verdict, SandboxError)] == []
    assert len(found) >= 20


def test_as_upstream_has_them_two_references_of_javascript_fail(
    humaneval_x_folder: Path, engine: EvaluationEngine
) -> None:
    numbers = (71, 87, 103, 112, 155)
    path = humaneval_x_folder / "humaneval_js.jsonl.gz"
    upstream = load(f"humaneval-x:{path}@upstream")
    items = [upstream[f"humaneval-x/javascript/{number}"] for number in numbers]
    pairs = [(item, item.references["javascript"]) for item in items]
    found = verdicts(engine, pairs, "javascript")
    wrong = {f"humaneval-x/javascript/{number}" for number in (112, 155)}
    assert {name for name, verdict in found.items() if verdict != "accepted"} == wrong


def test_references_with_any_and_a_name_of_c_s_library_are_accepted(
    dataset: Dataset, engine: EvaluationEngine
) -> None:
    items = [dataset[f"humaneval-x/cpp/{number}"] for number in (22, 23, 137)]
    found = verdicts(engine, [(item, item.references["cpp"]) for item in items], "cpp")
    assert set(found.values()) == {"accepted"}
    aborting = [(item, "    abort();\n}\n") for item in items]
    assert "accepted" not in verdicts(engine, aborting, "cpp").values()


def test_a_body_alone_is_accepted(dataset: Dataset, engine: EvaluationEngine) -> None:
    for name in ("cpp/38", "java/12", "javascript/112", "python/32", "rust/10"):
        item = dataset[f"humaneval-x/{name}"]
        (language,) = item.languages
        body = item.references[language].removeprefix(item.starter[language])
        assert verdicts(engine, [(item, body)], language) == {item.id: "accepted"}
