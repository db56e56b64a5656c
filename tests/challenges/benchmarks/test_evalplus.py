"""EvalPlus: types rebuilt, answers asked in the sandbox, the answers it takes for right."""

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.challenges import Dataset, trivial_programs
from codeeval_gym.challenges.benchmarks import open_benchmark
from codeeval_gym.challenges.benchmarks.evalplus._oracles import oracle_of
from codeeval_gym.challenges.benchmarks.evalplus._shapes import rebuilt, shape_of
from codeeval_gym.challenges.benchmarks.upstream import Reader
from codeeval_gym.errors import ConfigError
from codeeval_gym.evaluation import EvaluationEngine, matches
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import CallTest, Challenge, Compare, Limits
from codeeval_gym.values import Plain

RECORD = {
    "task_id": "Mbpp/98",
    "prompt": '"""\nReturn the pair reversed.\nassert turned((1, 2)) == (2, 1)\n"""\n',
    "entry_point": "turned",
    "canonical_solution": "\ndef turned(pair: tuple):\n    return pair[::-1]\n",
    "contract": '\n  assert type(pair) is tuple, "bad"\n  assert len(pair) < 4, "bad"\n',
    "assertion": "\nassert turned((1, 2)) == (2, 1)\n",
    "base_input": [[[1, 2]]],
    "plus_input": [[[]], [[1.5, 2]], [[1, 2, 3, 4]]],
    "atol": 0,
}


_LARGE = {f"humaneval-plus/{number}" for number in (15, 100, 130, 139)}
"""Their answers are megabytes."""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def reader(tmp_path: Path, sandbox: Sandbox, **changes: Any) -> Reader:
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps({**RECORD, **changes}) + "\n")
    return open_benchmark("mbpp-plus", path, runner=sandbox)


@pytest.mark.parametrize(
    ("examples", "tree", "right"),
    [
        ([[(1, 2), 3]], [[4, 5], 6], [(4, 5), 6]),
        ([[[(1, 2)]]], [[[4, 5], [6]]], [[(4, 5), (6,)]]),
        ([[[1, 2], (3,)]], [[1], [2]], [[1], (2,)]),
        ([[{"a": (1, 2)}, 1]], [{"b": [1]}, 1], [{"b": (1,)}, 1]),
        ([[[{1, 2}, {}]]], [[[3], []]], [[{3}, {}]]),
        ([[(1, (2, 3))]], [[1, [2, [3]]]], [(1, (2, (3,)))]),
        ([[0, 1j]], ["2", "1j"], [2.0, 1j]),
        ([["a"]], ["1j"], ["1j"]),
        ([[1]], ["a"], ["a"]),
        ([[[1]]], [[[1]]], [[[1]]]),
        ([[(1, 2)]], [[]], [()]),
        ([[1], [2, (3,)]], [[4], [5]], [[4], (5,)]),
    ],
)
def test_types_that_json_lost_are_rebuilt(
    examples: list[list[Plain]], tree: Plain, right: Plain
) -> None:
    got = rebuilt(tree, shape_of(examples))
    assert got == right
    assert repr(got) == repr(right)


def test_a_record_is_a_challenge(tmp_path: Path, sandbox: Sandbox) -> None:
    (challenge,) = reader(tmp_path, sandbox)
    assert isinstance(challenge, Challenge)
    assert challenge.id == "mbpp-plus/98"
    assert challenge.public_tests == (CallTest(((1, 2),), (2, 1), Compare("equal"), "upstream"),)
    empty, mixed = challenge.hidden_tests
    assert (empty.args, empty.expected) == (((),), ())  # type: ignore[union-attr]
    assert mixed.expected == (2, 1.5)  # type: ignore[union-attr]
    assert mixed.origin == "differential"
    assert challenge.prompt == "Return the pair reversed.\nassert turned((1, 2)) == (2, 1)\n"
    assert challenge.defects == (
        "tests: 1 of its 4 inputs are left out: its reference answers AssertionError: bad",
    )


def test_a_reference_is_asked_once(tmp_path: Path, sandbox: Sandbox) -> None:
    first = list(reader(tmp_path, sandbox))

    class Silent:
        def run(self, job: object) -> Any:
            raise AssertionError("asked again")

        def close(self) -> None: ...

    again = open_benchmark("mbpp-plus", tmp_path / "records.jsonl", runner=Silent())
    assert list(again) == first


def test_a_damaged_answer_is_asked_for_again(tmp_path: Path, sandbox: Sandbox) -> None:
    first = list(reader(tmp_path, sandbox))
    (kept,) = (tmp_path / "cache/codeeval-gym/answers").iterdir()
    kept.write_bytes(b"damaged")
    assert list(reader(tmp_path, sandbox)) == first


def test_a_reference_runs_in_the_sandbox_only(tmp_path: Path, sandbox: Sandbox) -> None:
    harm = tmp_path / "harm"
    code = f"\nopen({str(harm)!r}, 'w').close()\ndef turned(pair):\n    return pair\n"
    with pytest.raises(ConfigError, match=r"line 1: the reference of turned answers nothing"):
        list(reader(tmp_path, sandbox, canonical_solution=code))
    assert not harm.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"task_id": "Mbpp/x"}, "field 'task_id': expected Mbpp/NUMBER, got 'Mbpp/x'"),
        ({"base_input": [1]}, "field 'base_input': expected lists of arguments, got 1"),
        ({"base_input": []}, "field 'base_input': it is empty"),
        ({"plus_input": {}}, "field 'plus_input': expected a list"),
        ({"atol": "0"}, "field 'atol': expected a number, got '0'"),
        ({"contract": "assert ("}, "field 'contract': not Python"),
        ({"entry_point": "other"}, "defines no function 'other'"),
    ],
)
def test_a_bad_record_is_named(
    tmp_path: Path, sandbox: Sandbox, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(ConfigError, match=rf"records\.jsonl, line 1: .*{said}"):
        reader(tmp_path, sandbox, **changes).dataset()


@pytest.mark.parametrize(
    ("task", "args", "answer", "right", "wrong"),
    [
        ("HumanEval/32", ([1, 2],), -0.5, [-0.5, -0.50001], [0.5, None]),
        ("Mbpp/2", ((1,), (1,)), (3, 4), [(4, 3), [3, 4, 3]], [(3,), None]),
        ("Mbpp/164", (1, 2), True, [True, False], ["yes"]),
        ("Mbpp/295", (8,), 7, [7, 0], [8]),
        ("Mbpp/558", (23, 6), 1, [1, 5], [2]),
        ("Mbpp/581", (3, 4), 33, [33, 35], [34]),
        ("Mbpp/99", (1,), 2.0, [2, 2.0000001], [2.1, "2"]),
        ("Mbpp/99", (1,), [1, 2], [[1, 2]], [(1, 2), [2, 1]]),
    ],
)
def test_answers_that_are_right(
    task: str, args: tuple[Plain, ...], answer: Plain, right: list[Plain], wrong: list[Plain]
) -> None:
    test = oracle_of(task).test(args, answer, 1e-4 if task == "HumanEval/32" else 0)
    assert [got for got in right if not matches(got, test.expected, test.compare)] == []
    assert [got for got in wrong if matches(got, test.expected, test.compare)] == []


def test_a_match_object_counts_as_an_answer(
    tmp_path: Path, sandbox: Sandbox, engine: EvaluationEngine
) -> None:
    program = "import re\ndef check_str(text):\n    return re.search('^a', text)\n"
    (challenge,) = reader(
        tmp_path,
        sandbox,
        task_id="Mbpp/737",
        entry_point="check_str",
        canonical_solution=program,
        contract="",
        assertion="assert check_str('a')",
        base_input=[["ab"], ["b"]],
        plus_input=[],
    )
    assert isinstance(challenge, Challenge)
    assert [test.expected for test in challenge.tests] == [True, False]  # type: ignore[union-attr]
    assert engine.evaluate(challenge, program).verdict == "accepted"
    plain = "def check_str(text):\n    return text.startswith('a')\n"
    assert engine.evaluate(challenge, plain).verdict == "accepted"
    wrong = "def check_str(text):\n    return text or None\n"
    assert engine.evaluate(challenge, wrong).verdict == "wrong_answer"


@pytest.mark.parametrize("name", ["humaneval-plus", "mbpp-plus"])
def test_references_pass_and_programs_without_merit_fail(
    evalplus_folder: Path, sandbox: Sandbox, engine: EvaluationEngine, name: str
) -> None:
    dataset: Dataset = open_benchmark(name, evalplus_folder, runner=sandbox).dataset()
    ids = list(dataset.ids)
    if not os.environ.get("CODEEVAL_FULL"):
        ids = [item for item in ids if item not in _LARGE]
        ids = random.Random(4).sample(ids, 12)
    challenges = [dataset[item] for item in ids]
    references = [(item, item.references["python"]) for item in challenges]
    evaluations = engine.evaluate_batch(references, need={"tests"})
    assert [item for item in evaluations if item.verdict != "accepted"] == []  # type: ignore[union-attr]
    few = challenges if os.environ.get("CODEEVAL_FULL") else challenges[:2]
    empty = [(item, program) for item in few for program in trivial_programs(item).values()]
    accepted = engine.evaluate_batch(empty, need={"tests"})
    assert [item for item in accepted if item.verdict == "accepted"] == []  # type: ignore[union-attr]


def test_the_contract_refuses_one_input(evalplus_folder: Path, sandbox: Sandbox) -> None:
    dataset = open_benchmark("humaneval-plus", evalplus_folder, runner=sandbox).dataset()
    assert dataset["humaneval-plus/116"].defects[0].startswith("tests: 1 of its 12 inputs")
    large = dataset["humaneval-plus/83"].limits
    assert large is not None
    assert large.output_kb > Limits().output_kb
