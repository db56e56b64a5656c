"""MBPP: what its records mean, and that its references pass."""

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.challenges import Dataset, load, trivial_programs
from codeeval_gym.errors import ConfigError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import CallTest, Challenge, Compare, Param, ScriptTest, Signature

RECORD = {
    "task_id": 7,
    "text": "Write a function to halve a number.",
    "code": "import math\r\ndef half(n):\r\n  return n / 2 ",
    "test_list": ["assert half(4) == 2", "assert half(3)==1.5", "assert half(0) == 0"],
    "test_setup_code": "",
    "challenge_test_list": ["assert half(-2) == -1"],
}
SANITIZED = {
    "source_file": "sample.ipynb",
    "task_id": 9,
    "prompt": "Write a function to find the letters of a text.",
    "code": "def letters(text):\n  return set(text)",
    "test_imports": ["import math"],
    "test_list": [
        "assert set(letters('aba')) == set(('a', 'b'))",
        "assert math.isclose(len(letters('ab')), 2.0, rel_tol=0.001)",
        "assert not letters('') == 1",
    ],
}


def one(tmp_path: Path, name: str = "mbpp", **changes: Any) -> Challenge:
    record = {**(RECORD if name == "mbpp" else SANITIZED), **changes}
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps(record) + "\n")
    return load(f"{name}:{path}")[0]


@pytest.fixture(scope="module")
def mbpp(mbpp_folder: Path) -> Dataset:
    """Held in memory: every test here goes through it."""
    return Dataset.of(load(f"mbpp:{mbpp_folder}"), name="mbpp")


def test_a_record_is_a_challenge(tmp_path: Path) -> None:
    challenge = one(tmp_path)
    assert challenge.id == "mbpp/7"
    assert challenge.signature == Signature("half", (Param("n", "any"),), "any")
    assert challenge.references["python"] == "import math\ndef half(n):\n  return n / 2 "
    assert [test.args for test in challenge.tests] == [(4,), (3,), (0,), (-2,)]  # type: ignore[union-attr]
    assert {test.origin for test in challenge.tests} == {"upstream"}
    assert challenge.licence == "CC-BY-4.0"
    assert challenge.rights.train_allowed is True


def test_the_first_assert_is_shown_and_public_and_the_rest_is_neither(tmp_path: Path) -> None:
    challenge = one(tmp_path)
    assert challenge.public_tests == (CallTest((4,), 2, Compare("equal"), "upstream"),)
    assert challenge.prompt.endswith("pass this test:\n\nassert half(4) == 2\n")
    assert "half(3)" not in challenge.prompt
    assert "prompt: statement and first assert" in challenge.source


def test_sanitized_asserts_become_data_too(tmp_path: Path) -> None:
    challenge = one(tmp_path, "mbpp-sanitized")
    first, *others = challenge.tests
    assert first == CallTest(("aba",), ("a", "b"), Compare("set"), "upstream")
    assert all(isinstance(test, ScriptTest) for test in others)
    assert challenge.id == "mbpp-sanitized/9"


def test_closeness_is_data(tmp_path: Path) -> None:
    asserts = ["assert math.isclose(half(3), 1.5, rel_tol=0.001)"]
    challenge = one(tmp_path, test_list=asserts, challenge_test_list=[])
    close = Compare("close", rtol=0.001)
    assert challenge.tests == (CallTest((3,), 1.5, close, "upstream"),)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"task_id": "7"}, "field 'task_id': expected a whole number, got '7'"),
        ({"task_id": True}, "field 'task_id': expected a whole number"),
        ({"text": None}, "field 'text': expected text, got None"),
        ({"code": "def half(n:"}, "field 'code': not Python"),
        ({"code": "x = 1"}, "field 'test_list': assert half.4. == 2 calls no function"),
        ({"test_list": "assert half(1)"}, "field 'test_list': expected a list, got 'assert"),
        ({"test_list": [1]}, "field 'test_list': expected a list of texts"),
        ({"test_list": [], "challenge_test_list": []}, "field 'test_list': it is empty"),
        ({"test_list": ["half(4)"]}, "field 'test_list': expected an assert, got 'half.4.'"),
        ({"test_list": ["assert half(4"]}, "field 'test_list': not Python"),
    ],
)
def test_a_bad_record_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=rf"records\.jsonl, line 1: {said}"):
        one(tmp_path, **changes)


def test_there_are_974_problems_nearly_all_of_them_data(mbpp: Dataset) -> None:
    assert mbpp.ids == tuple(f"mbpp/{number}" for number in range(1, 975))
    scripts = {item.id for item in mbpp if any(isinstance(t, ScriptTest) for t in item.tests)}
    assert scripts == {"mbpp/596", "mbpp/912"}


def test_arguments_that_are_no_data_are_made_by_an_adapter(mbpp: Dataset) -> None:
    adapted = [item.id for item in mbpp if item.adapter]
    assert adapted == ["mbpp/367", "mbpp/533", "mbpp/601", "mbpp/927"]
    assert mbpp["mbpp/533"].tests[0].args == (b"(4, 5, 4, 7.7, 1.2)", b"int")  # type: ignore[union-attr]
    assert "root = Node(1)" in mbpp["mbpp/367"].adapter["python"]


def test_what_a_statement_keeps_to_itself_is_added(mbpp: Dataset, mbpp_folder: Path) -> None:
    assert "Pair(a, b)" in mbpp["mbpp/601"].prompt
    as_it_is = load(f"mbpp:{mbpp_folder}@upstream")["mbpp/601"]
    assert as_it_is.tests == mbpp["mbpp/601"].tests
    assert "Pair(a, b)" not in as_it_is.prompt
    assert as_it_is.defects == ("statement: its tests use a class Pair of which it says nothing",)
    assert "edition upstream" in as_it_is.source
    assert "edition repaired" in mbpp["mbpp/601"].source


def sampled(dataset: Dataset, count: int) -> list[Challenge]:
    """All of it in a full run, else a part."""
    if os.environ.get("CODEEVAL_FULL"):
        return list(dataset)
    ids = [name for name in dataset.ids if name != "mbpp/123"]
    return [dataset[name] for name in random.Random(4).sample(ids, count)]


def test_references_pass(mbpp: Dataset, engine: EvaluationEngine) -> None:
    odd = ["mbpp/367", "mbpp/533", "mbpp/596", "mbpp/601", "mbpp/912", "mbpp/927"]
    challenges = [*map(mbpp.__getitem__, odd), *sampled(mbpp, 54)]
    pairs = [(item, item.references["python"]) for item in challenges]
    evaluations = engine.evaluate_batch(pairs, need={"tests"})
    assert [item for item in evaluations if item.verdict != "accepted"] == []  # type: ignore[union-attr]


def test_programs_without_merit_fail_unless_listed(mbpp: Dataset, engine: EvaluationEngine) -> None:
    challenges = [mbpp["mbpp/899"], *sampled(mbpp, 3)]
    tried = [(item, program) for item in challenges for program in trivial_programs(item).values()]
    evaluations = engine.evaluate_batch(tried, need={"tests"})
    passed = {
        challenge.id
        for (challenge, _), item in zip(tried, evaluations, strict=True)
        if item.verdict == "accepted"  # type: ignore[union-attr]
    }
    listed = {item.id for item in mbpp if any(said.startswith("vacuous") for said in item.defects)}
    assert passed <= listed
    assert "mbpp/899" in passed
    assert len(listed) == 10
