"""MultiPL-E: read as data, evaluation only, and no stub passes it."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.challenges import Dataset, load, load_multipl_e
from codeeval_gym.challenges.benchmarks import open_benchmark
from codeeval_gym.challenges.benchmarks.upstream import LeftOut
from codeeval_gym.errors import ConfigError, LanguageUnavailable, UnknownNameError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.evaluation.programs import assemble
from codeeval_gym.types import CallTest, Challenge, Compare, Evaluation, Rights

RECORD: dict[str, Any] = {
    "name": "HumanEval_900_halve",
    "language": "cpp",
    "prompt": "#include<assert.h>\n// Halve.\nfloat halve(std::vector<float> numbers) {\n",
    "tests": "}\nint main() {\n    auto candidate = halve;\n"
    "    assert(candidate((std::vector<float>({(float)1.0f, (float)3.2f}))) == (2.1f));\n}\n",
    "stop_tokens": ["\n}"],
}

STRIDE = 1 if os.environ.get("CODEEVAL_FULL") == "1" else 4
"""Every so many problems are judged: a compilation takes half a second."""

STUBS = {
    "cpp": "    abort();",
    "java": "        throw new RuntimeException();",
    "javascript": "",
    "rust": "    todo!()",
}
"""Bodies that compile and answer nothing; as upstream has them, without the closing brace."""

RIGHT = {
    "cpp": "    return number - std::floor(number);",
    "java": "        return number % 1.0f;",
    "javascript": "  return number % 1.0;",
    "rust": "    number.fract()",
}
"""Bodies of HumanEval 2, without the closing brace."""


@pytest.fixture(scope="module")
def dataset(multipl_e_folder: Path) -> Dataset:
    return Dataset.of(load(f"multipl-e:{multipl_e_folder}"), name="multipl-e")


def write(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "humaneval-cpp.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def judged(
    engine: EvaluationEngine, pairs: list[tuple[Challenge, str]], language: str
) -> list[Evaluation]:
    results = engine.evaluate_batch(pairs, language=language, on_error="return")
    for result in results:
        if isinstance(result, LanguageUnavailable) and os.environ.get("CI") != "true":
            pytest.skip(str(result))
    return [result for result in results if isinstance(result, Evaluation)]


def test_the_samples_are_read_in_four_languages(dataset: Dataset) -> None:
    counts = Counter(item.languages[0] for item in dataset)
    assert counts == {"cpp": 10, "java": 10, "javascript": 10, "rust": 10}
    assert "multipl-e/rust/HumanEval_0_has_close_elements" in dataset.ids
    kinds = {type(test) for item in dataset for test in item.tests}
    assert kinds == {CallTest}
    assert {item.family for item in dataset} == {f"humaneval/{n}" for n in range(10)}


def test_what_is_expected_is_the_same_in_every_language(dataset: Dataset) -> None:
    """The four editions are translations of one: so are their checks."""

    def bare(value: object) -> object:
        if isinstance(value, list | tuple):
            return [bare(item) for item in value]
        return float(value) if type(value) is int else value

    for number in range(10):
        items = [item for item in dataset if item.family == f"humaneval/{number}"]
        assert len(items) == 4
        tests = [
            [
                (bare(test.args), bare(test.expected))
                for test in item.tests
                if isinstance(test, CallTest)
            ]
            for item in items
        ]
        assert tests[0]
        assert all(other == tests[0] for other in tests), number


def test_its_licence_forbids_training(dataset: Dataset) -> None:
    assert {item.rights for item in dataset} == {Rights(train_allowed=False, redistribute=True)}
    assert all(not item.references for item in dataset)


@pytest.mark.parametrize("language", STUBS)
def test_a_stub_compiles_and_fails(
    language: str, dataset: Dataset, engine: EvaluationEngine
) -> None:
    items = [item for item in dataset if item.languages == (language,)][::STRIDE]
    results = judged(engine, [(item, STUBS[language]) for item in items], language)
    assert len(results) == len(items) >= 3
    assert all(result.syntax is not None and result.syntax.valid for result in results)
    assert [result.challenge_id for result in results if result.verdict == "accepted"] == []


@pytest.mark.parametrize("language", RIGHT)
def test_a_right_answer_passes_as_body_and_as_whole(
    language: str, dataset: Dataset, engine: EvaluationEngine
) -> None:
    item = dataset[f"multipl-e/{language}/HumanEval_2_truncate_number"]
    cut = RIGHT[language] + (item.stops[0] if language == "java" else "\n}\n") + "int nonsense("
    body = RIGHT[language] + "\n}" if language == "javascript" else cut
    whole = assemble(item, RIGHT[language], language)
    results = judged(engine, [(item, RIGHT[language]), (item, body), (item, whole)], language)
    assert [result.verdict for result in results] == ["accepted"] * 3


def test_a_record_becomes_a_challenge(tmp_path: Path) -> None:
    (item,) = load_multipl_e(write(tmp_path, RECORD))
    assert item.id == "multipl-e/cpp/HumanEval_900_halve"
    assert item.family == "humaneval/900"
    assert item.prompt == item.starter["cpp"] == RECORD["prompt"]
    assert item.stops == ("\n}",)
    assert item.hidden_tests == (CallTest(([1.0, 3.2],), 2.1, Compare("close", rtol=1e-6)),)


def test_a_whole_program_replaces_the_prompt(tmp_path: Path) -> None:
    (item,) = load_multipl_e(write(tmp_path, RECORD))
    program = "#include <vector>\nfloat halve(std::vector<float> n) {\n    return 1;\n}\n"
    assert assemble(item, program, "cpp").count("halve(") == 1
    body = "    return 1;\n}\nint other() {\n"
    assert assemble(item, body, "cpp") == f"{RECORD['prompt']}    return 1;\n}}\n"


def test_java_needs_no_library_of_tuples(tmp_path: Path) -> None:
    prompt = (
        "import java.util.*;\nimport org.javatuples.*;\nclass Problem {\n"
        "    public static Pair<Long, Long> both(long n) {\n"
    )
    tests = (
        "    }\n    public static void main(String[] args) {\n"
        "    assert(both((3l)).equals((Pair.with(3l, 4l))));\n    }\n\n}\n"
    )
    record = {**RECORD, "language": "java", "prompt": prompt, "tests": tests}
    (item,) = load_multipl_e(write(tmp_path, record))
    assert item.hidden_tests == (CallTest((3,), (3, 4)),)
    assert "javatuples" not in item.prompt
    assert "record Pair<A, B>(A value0, B value1)" in item.prompt


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"tests": None}, "field 'tests': expected text, got None"),
        ({"tests": "}\nint main() {}"}, "field 'tests': it checks nothing"),
        ({"stop_tokens": "}"}, "field 'stop_tokens': not JSON"),
        ({"stop_tokens": [""]}, "field 'stop_tokens': expected a list of texts"),
        ({"language": 3}, "field 'language': expected text, got 3"),
    ],
)
def test_a_bad_record_is_named(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=rf"humaneval-cpp\.jsonl, line 1: .*{said}"):
        load_multipl_e(write(tmp_path, {**RECORD, **changes}))


def test_what_is_left_out_has_a_reason(tmp_path: Path) -> None:
    lines = "}\nint main() {\n    assert(halve(rand()) == 1);\n}\n"
    union = "union Union_long_float {\n    long f0;\n};\n"
    pair = "    // Pair<Long, Long, Long>\n"
    java = {
        "language": "java",
        "prompt": "class Problem {\n    public static long halve(ArrayList<Object> of) {\n",
        "tests": "    }\n    public static void main(String[] args) {\n"
        '    assert(halve((new ArrayList<Object>(Arrays.asList("a", 4l)))) == (2l));\n    }\n}\n',
    }
    path = write(
        tmp_path,
        {**RECORD, "tests": lines},
        {**RECORD, "language": "lua"},
        {**RECORD, "prompt": union + RECORD["prompt"]},
        {**RECORD, "prompt": pair + RECORD["prompt"]},
        {**RECORD, **java},
        {**RECORD, **java, "tests": java["tests"].replace("4l", '"b"')},
        RECORD,
    )
    found = list(open_benchmark("multipl-e", path))
    assert [item.reason for item in found if isinstance(item, LeftOut)] == [
        "its checks are no data: a call of rand",
        "no programs in 'lua' are judged here",
        "its checks are no data: it uses a union, which does not say what it holds",
        "its checks are no data: its prompt does not compile: a Pair has two types",
        "its checks are no data: its types do not say which numbers are Long",
    ]
    assert len(load_multipl_e(path)) == 2


def test_one_id_for_two_records_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="HumanEval_900_halve is there twice"):
        load_multipl_e(write(tmp_path, RECORD, RECORD))


def test_one_language_is_loaded_alone(multipl_e_folder: Path, tmp_path: Path) -> None:
    assert {item.languages for item in load_multipl_e(multipl_e_folder, "java")} == {("java",)}
    with pytest.raises(UnknownNameError, match=r"no language of multipl-e 'jav'.*'java'"):
        load_multipl_e(multipl_e_folder, "jav")
    with pytest.raises(FileNotFoundError, match="multipl-e is expected"):
        load_multipl_e(tmp_path)
