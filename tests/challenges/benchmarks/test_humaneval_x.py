"""HumanEval-X as it is loaded; how test code is read is in test_reading."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from codeeval_gym.challenges import Dataset, load, load_humaneval_x
from codeeval_gym.challenges.benchmarks import open_benchmark
from codeeval_gym.challenges.benchmarks.upstream import LeftOut
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.evaluation.programs import assemble
from codeeval_gym.evaluation.syntax import grade
from codeeval_gym.types import CallTest, Compare, Param, Signature
from codeeval_gym.values import Plain

OTHER_ANSWERS = {
    "cpp": {12, 90, 103, 112, 125, 128, 136, 137, 162},  # no None, no lists of mixed types
    "javascript": {103},  # rounds halves up
}
"""Problems of which an edition expects something else than Python's for the same arguments."""

STRANGE = {"humaneval-x/cpp/22", "humaneval-x/cpp/137"}
"""Where the tolerant parser stumbles over sound text: ``typeid(int)``."""

DRAWN = {32, 38, 50, 53}
"""Problems whose checks upstream draws at random."""

RECORD = {
    "task_id": "JavaScript/7",
    "prompt": "/* Halve. */\nconst half = (n) => {\n",
    "declaration": "\nconst half = (n) => {\n",
    "canonical_solution": "  return n / 2\n}\n",
    "test": "const testHalf = () => {\n  console.assert(half(4) === 2)\n}\n\ntestHalf()\n",
}


@pytest.fixture(scope="module")
def dataset(humaneval_x_folder: Path) -> Dataset:
    return Dataset.of(load(f"humaneval-x:{humaneval_x_folder}"), name="repaired")


@pytest.fixture(scope="module")
def upstream(humaneval_x_folder: Path) -> Dataset:
    return Dataset.of(load(f"humaneval-x:{humaneval_x_folder}@upstream"), name="upstream")


def number_of(name: str) -> int:
    return int(name.rpartition("/")[2])


def write(folder: Path, **changes: object) -> Path:
    path = folder / "humaneval_js.jsonl"
    second = {**RECORD, "task_id": "JavaScript/9", **changes}
    path.write_text(json.dumps(RECORD) + "\n" + json.dumps(second) + "\n")
    return path


def test_all_problems_are_there(dataset: Dataset) -> None:
    counts = Counter(item.languages for item in dataset)
    assert counts == {
        ("python",): 164,
        ("cpp",): 164,
        ("java",): 20,
        ("javascript",): 164,
        ("rust",): 20,
    }
    assert {item.family for item in dataset} == {f"humaneval/{n}" for n in range(164)}


def test_packages_are_required_where_upstream_needs_them(
    dataset: Dataset, upstream: Dataset
) -> None:
    openssl = {"humaneval-x/cpp/162": ("openssl",)}
    assert {item.id: item.requirements for item in dataset if item.requirements} == openssl
    required = {item.id: item.requirements for item in upstream if item.requirements}
    assert required == openssl | {
        "humaneval-x/cpp/22": ("boost",),
        "humaneval-x/cpp/137": ("boost",),
        "humaneval-x/javascript/162": ("js-md5",),
    }


def test_upstream_s_defects_are_repaired_or_flagged(dataset: Dataset, upstream: Dataset) -> None:
    repaired = {
        item.id
        for item in dataset
        if item.references != upstream[item.id].references or item.tests != upstream[item.id].tests
    }
    names = ("cpp/22", "cpp/137", *(f"javascript/{n}" for n in (87, 112, 155, 162)))
    assert repaired == {f"humaneval-x/{name}" for name in names}
    assert all(upstream[name].defects for name in repaired)
    assert not any(dataset[name].defects for name in repaired)
    assert dataset["humaneval-x/cpp/23"].defects
    (pairs, *_) = dataset["humaneval-x/javascript/87"].tests
    (halves, *_) = upstream["humaneval-x/javascript/87"].tests
    assert isinstance(pairs, CallTest)
    assert isinstance(halves, CallTest)
    assert pairs.expected[:2] == [[0, 0], [1, 4]]
    assert halves.expected[:2] == [0, 4]


def test_all_checks_are_data_outside_python(dataset: Dataset) -> None:
    kinds = Counter(
        (item.languages[0], type(test).__name__) for item in dataset for test in item.tests
    )
    assert kinds == {
        ("python", "CallTest"): 1108,
        ("python", "ScriptTest"): 8,
        ("cpp", "CallTest"): 1516,
        ("java", "CallTest"): 81,
        ("javascript", "CallTest"): 1520,
        ("rust", "CallTest"): 82,
    }


def bare(value: Plain) -> Plain:
    """A value without what an edition may write differently: tuples and whole floats."""
    if isinstance(value, list | tuple):
        return [bare(item) for item in value]
    return float(value) if type(value) is int else value


@pytest.mark.parametrize("language", ["cpp", "java", "javascript", "rust"])
def test_an_edition_expects_what_python_s_does(dataset: Dataset, language: str) -> None:
    differing, same = set(), 0
    for item in dataset:
        number = number_of(item.id)
        if item.languages != (language,) or number in DRAWN:
            continue
        python = [
            test
            for test in dataset[f"humaneval-x/python/{number}"].tests
            if isinstance(test, CallTest)
        ]
        for test in item.tests:
            assert isinstance(test, CallTest)
            answers = [bare(it.expected) for it in python if bare(it.args) == bare(test.args)]
            same += bare(test.expected) in answers
            if answers and bare(test.expected) not in answers:
                differing.add(number)
    assert differing == OTHER_ANSWERS.get(language, set())
    assert same == {"cpp": 1064, "java": 80, "javascript": 1102, "rust": 78}[language]


def test_what_is_drawn_is_the_same_in_every_language(dataset: Dataset) -> None:
    for number in DRAWN:
        tests = dataset[f"humaneval-x/cpp/{number}"].tests
        assert tests == dataset[f"humaneval-x/javascript/{number}"].tests
        assert len(tests) >= 50


def test_a_drawn_polynomial_is_zero_where_expected(dataset: Dataset) -> None:
    for test in dataset["humaneval-x/cpp/32"].tests:
        assert isinstance(test, CallTest)
        (factors,) = test.args
        assert abs(sum(a * test.expected**n for n, a in enumerate(factors))) < 1e-6
        beside = test.expected + 0.9 * test.compare.atol
        assert abs(sum(a * beside**n for n, a in enumerate(factors))) < 1.1e-4


def test_single_precision_is_compared_within_its_own(dataset: Dataset) -> None:
    kinds = {
        test.compare for test in dataset["humaneval-x/cpp/2"].tests if isinstance(test, CallTest)
    }
    assert kinds == {Compare("equal"), Compare("close", atol=1e-4)}  # 0.5 is held exactly


def test_a_record_becomes_a_challenge(tmp_path: Path) -> None:
    item = load_humaneval_x(write(tmp_path))[0]
    assert item.id == "humaneval-x/javascript/7"
    assert item.languages == ("javascript",)
    assert item.signature == Signature("half", (Param("n", "any"),), "any")
    assert item.prompt == item.starter["javascript"] == RECORD["prompt"]
    assert item.references == {"javascript": RECORD["prompt"] + RECORD["canonical_solution"]}
    assert item.hidden_tests == (CallTest((4,), 2),)
    assert item.licence == "Apache-2.0"


def test_what_continues_a_starter_and_what_repeats_it_are_programs(dataset: Dataset) -> None:
    for item in dataset:
        (language,) = item.languages
        starter, reference = item.starter[language], item.references[language]
        body = reference.removeprefix(starter)
        assert assemble(item, body, language).replace("\n", "") == reference.replace("\n", "")
        whole = assemble(item, reference, language)
        assert whole.endswith(reference)
        assert (grade(whole, language).error_count > 0) == (item.id in STRANGE), item.id


def test_one_language_is_loaded_alone(humaneval_x_folder: Path) -> None:
    dataset = load_humaneval_x(humaneval_x_folder, "rust")
    assert dataset.ids == tuple(f"humaneval-x/rust/{n}" for n in range(20))
    assert len(load_humaneval_x(humaneval_x_folder / "humaneval_js.jsonl.gz", "rust")) == 0
    with pytest.raises(UnknownNameError, match=r"no language of humaneval-x 'rusty'.*'rust'"):
        load_humaneval_x(humaneval_x_folder, "rusty")


def test_crates_that_the_reference_does_not_use_are_left_out(dataset: Dataset) -> None:
    for number in range(20):
        item = dataset[f"humaneval-x/rust/{number}"]
        assert item.requirements == ()
        assert not re.search(r"use (rand|regex|md5)\b", item.references["rust"])


def test_checks_that_are_no_data_are_left_out_with_a_reason(tmp_path: Path) -> None:
    odd = "const testHalf = () => {\n  console.assert(half(Math.random()) < 1)\n}\n"
    path = write(tmp_path, task_id="JavaScript/8", test=odd)
    assert len(load_humaneval_x(path)) == 1
    (left,) = (item for item in open_benchmark("humaneval-x", path) if isinstance(item, LeftOut))
    assert left.place.endswith("line 2")
    assert left.reason == "its checks are no data: a call of Math.random"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"task_id": "Go/1"}, "field 'task_id': expected one of .*CPP.* and /NUMBER, got 'Go/1'"),
        ({"task_id": "CPP/x"}, "field 'task_id': expected"),
        ({"test": None}, "field 'test': expected text, got None"),
        ({"test": "const testHalf = () => {}"}, "field 'test': it checks nothing"),
    ],
)
def test_a_bad_record_is_named(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=rf"humaneval_js\.jsonl, line 2: .*{said}"):
        load_humaneval_x(write(tmp_path, **changes))


def test_a_folder_without_the_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"humaneval-x is expected at .*humaneval_"):
        load_humaneval_x(tmp_path)


def test_one_id_for_two_records_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="javascript/7 is there twice"):
        load_humaneval_x(write(tmp_path, task_id="JavaScript/7"))
