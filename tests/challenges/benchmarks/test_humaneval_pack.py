"""HumanEvalPack, in records made of HumanEval-X: a bug is a challenge to repair it."""

import gzip
import json
import os
from pathlib import Path

import pytest

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.challenges.benchmarks import load_humaneval_pack
from codeeval_gym.errors import ConfigError, LanguageUnavailable, UnknownNameError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import CallTest, Challenge, Evaluation, Verdict

FILES = {
    "cpp": "humaneval_cpp.jsonl.gz",
    "java": "humaneval_java_first20.jsonl",
    "javascript": "humaneval_js.jsonl.gz",
    "python": "humaneval_python.jsonl.gz",
    "rust": "humaneval_rust_first20.jsonl",
}
NUMBER = 2
"""Of the problem that records are made of: truncate_number."""

BUGS = {
    "cpp": ("number-int(number)", "number+int(number)"),
    "java": ("number % 1.0", "number % 1.0 + 1.0"),
    "javascript": ("number % 1.0", "number % 1.0 + 1.0"),
    "python": ("number % 1.0", "number % 1.0 + 1.0"),
    "rust": ("number % 1.0", "number % 1.0 + 1.0"),
}
"""In each language, what stands in the right solution and in the wrong one."""


def record_of(folder: Path, language: str) -> dict[str, str]:
    """A record as HumanEvalPack has it: in Rust, the declaration is in the prompt."""
    file = folder / FILES[language]
    text = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    record: dict[str, str] = next(item for item in lines if item["task_id"].endswith(f"/{NUMBER}"))
    right, wrong = BUGS[language]
    assert right in record["canonical_solution"]
    record["buggy_solution"] = record["canonical_solution"].replace(right, wrong)
    record |= {"bug_type": "operator misuse", "failure_symptoms": "incorrect output"}
    record |= {"entry_point": "truncate_number", "example_test": record.get("example_test", "")}
    if language == "rust":
        record["prompt"] = f"fn main(){{}}\n{record['declaration']}"
        record["example_test"] = "None"
    return record


@pytest.fixture(scope="module")
def folder(humaneval_x_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("humanevalpack")
    for language in FILES:
        record = record_of(humaneval_x_folder, language)
        (made / f"humanevalpack_{language}.jsonl").write_text(json.dumps(record) + "\n")
    return made


@pytest.fixture(scope="module")
def written(folder: Path) -> Dataset:
    return Dataset.of(load(f"humaneval-pack:{folder}"), name="humaneval-pack")


@pytest.fixture(scope="module")
def broken(folder: Path) -> Dataset:
    return Dataset.of(load(f"humaneval-pack-repair:{folder}"), name="humaneval-pack-repair")


def verdict(engine: EvaluationEngine, challenge: Challenge, program: str, language: str) -> Verdict:
    (result,) = engine.evaluate_batch([(challenge, program)], language=language, on_error="return")
    if isinstance(result, LanguageUnavailable) and os.environ.get("CI") != "true":
        pytest.skip(str(result))
    assert isinstance(result, Evaluation)
    return result.verdict


@pytest.mark.parametrize("language", FILES)
def test_the_bug_is_rejected_and_the_reference_accepted(
    language: str, broken: Dataset, engine: EvaluationEngine
) -> None:
    item = broken[f"humaneval-pack-repair/{language}/{NUMBER}"]
    right, wrong = BUGS[language]
    assert wrong in item.previous[language]
    assert wrong in item.prompt
    assert item.prompt.endswith("Fix the bug in truncate_number.\n")
    assert right not in item.prompt.replace(wrong, "")
    assert verdict(engine, item, item.references[language], language) is Verdict.ACCEPTED
    assert verdict(engine, item, item.previous[language], language) is Verdict.WRONG_ANSWER


def test_both_kinds_are_one_task_with_the_same_tests(written: Dataset, broken: Dataset) -> None:
    assert set(written.ids) == {f"humaneval-pack/{language}/{NUMBER}" for language in FILES}
    for item in written:
        (language,) = item.languages
        other = broken[f"humaneval-pack-repair/{language}/{NUMBER}"]
        assert other.tests == item.tests
        assert other.references == item.references
        assert other.family == item.family == f"humaneval/{NUMBER}"
        assert item.previous == {}
        assert "Fix the bug" not in item.prompt
        assert item.licence == "MIT"


def test_the_examples_of_the_prompt_are_public_tests(written: Dataset) -> None:
    item = written[f"humaneval-pack/javascript/{NUMBER}"]
    assert item.public_tests == (CallTest((3.5,), 0.5),)
    assert len(item.hidden_tests) > 1
    assert written[f"humaneval-pack/rust/{NUMBER}"].public_tests == ()


def test_a_rust_prompt_is_complete(written: Dataset) -> None:
    item = written[f"humaneval-pack/rust/{NUMBER}"]
    assert item.prompt.count("fn truncate_number") == 1
    assert item.requirements == ()


def test_a_record_without_its_bug_is_an_error(folder: Path, tmp_path: Path) -> None:
    record = json.loads((folder / "humanevalpack_java.jsonl").read_text())
    path = tmp_path / "humanevalpack.jsonl"
    path.write_text(json.dumps({**record, "buggy_solution": None}))
    with pytest.raises(ConfigError, match=r"line 1: field 'buggy_solution': expected text"):
        load_humaneval_pack(path)


def test_one_language_is_loaded_alone(folder: Path) -> None:
    assert load_humaneval_pack(folder, "java").ids == (f"humaneval-pack/java/{NUMBER}",)
    assert load_humaneval_pack(folder, "rust", repair=True).ids == (
        f"humaneval-pack-repair/rust/{NUMBER}",
    )
    with pytest.raises(UnknownNameError, match="no language of humaneval-pack 'go'"):
        load_humaneval_pack(folder, "go")


def test_rust_s_shifted_letters_are_of_both_cases(tmp_path: Path) -> None:
    """There alone, upstream draws capitals, too; a bug is in how they are shifted."""
    functions = [f"fn {name}(s: &str) -> String" for name in ("encode_shift", "decode_shift")]
    prompt = f"fn main(){{}}\n{functions[0]} {{\nString::new()\n}}\n{functions[1]} {{\n"
    check = "assert!(decode_shift(&encode_shift(&str)) == str);"
    record = {
        "task_id": "Rust/50",
        "prompt": prompt,
        "declaration": f"{functions[1]} {{",
        "canonical_solution": "String::new()\n}\n",
        "buggy_solution": "s.to_string()\n}\n",
        "test": f"mod tests {{\nfn test_shift() {{\n{check}\n}}\n}}",
        "entry_point": "decode_shift",
    }
    path = tmp_path / "humanevalpack.jsonl"
    path.write_text(json.dumps(record))
    (item,) = load_humaneval_pack(path)
    assert item.signature is not None
    assert item.signature.name == "decode_shift"
    texts = [test.expected for test in item.tests if isinstance(test, CallTest)]
    assert any(text.isupper() for text in texts)
    assert any(text.islower() for text in texts)
