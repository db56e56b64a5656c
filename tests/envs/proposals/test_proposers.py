"""Proposals without a language model, the memory of them, and how they are found by name."""

import math
import subprocess
import sys
from collections.abc import Sequence

import pytest

from codeeval_gym.envs.proposals import (
    Draft,
    FunctionProposals,
    NgramProposals,
    Proposal,
    Remembered,
    make,
)
from codeeval_gym.errors import UnknownNameError

PROGRAMS = ("def f(a):\n    return a\n", "def f(a):\n    return 1\n", "def f(a):\n    return a\n")


def draft(*texts: str, prompt: str = "") -> Draft:
    started = Draft({"prompt": prompt, "feedback": "", "previous_program": ""})
    for text in texts:
        started.take(Proposal(text, 0.0))
    return started


class Counting:
    """Proposes an end, and notes what it was asked."""

    width = 0

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def propose(self, drafts: Sequence[Draft], k: int) -> list[list[Proposal]]:
        self.asked.append([one.text for one in drafts])
        return [[Proposal("", 0.0, last=True)] * k for _ in drafts]


def test_lines_are_ranked_by_how_often_they_follow() -> None:
    proposer = NgramProposals(PROGRAMS)
    (first,) = proposer.propose([draft()], 2)
    (second,) = proposer.propose([draft("def f(a):\n")], 3)
    (third,) = proposer.propose([draft("def f(a):\n", "    return 1\n")], 2)
    assert first[0].text == "def f(a):\n"
    assert [one.text for one in second[:2]] == ["    return a\n", "    return 1\n"]
    # Two of three, each of the four pieces there are counted once more.
    assert second[0].logprob == pytest.approx(math.log(3 / 7))
    assert [one.last for one in third] == [True, False]


def test_tokens_joined_are_the_program_again() -> None:
    program = "def f(a):\n    return a[0] + 10\n"
    proposer = NgramProposals([program], "token")
    written, pieces = draft(), 0
    while not (written.pieces and written.pieces[-1].last):
        found = proposer.propose([written], 8)[0]
        rest = program[len(written.text) :]
        written.take(next(one for one in found if one.last or rest.startswith(one.text)))
        pieces += 1
        if not rest:
            break
    assert written.text == program
    assert pieces > 10


def test_fewer_than_asked_for_are_repeated() -> None:
    proposer = FunctionProposals(lambda prompt, program, k: [(f"{prompt}{program}", -1.0)])
    (found,) = proposer.propose([draft("b", prompt="a")], 3)
    assert [one.text for one in found] == ["ab"] * 3


@pytest.mark.parametrize("pairs", [[], [("a", 0.5)], [("a", math.nan)]])
def test_a_function_that_proposes_nothing_or_nonsense_is_named(
    pairs: list[tuple[str | None, float]],
) -> None:
    with pytest.raises(ValueError, match="at least one pair of a text"):
        FunctionProposals(lambda prompt, program, k: pairs).propose([draft()], 2)


def test_a_draft_is_asked_about_once_and_twins_together() -> None:
    inner = Counting()
    proposer = Remembered(inner, size=2)
    proposer.propose([draft("a"), draft("b"), draft("a")], 2)
    proposer.propose([draft("b"), draft("c")], 2)  # c drives out a, used longer ago than b
    proposer.propose([draft("b"), draft("c"), draft("a")], 2)
    assert inner.asked == [["a", "b"], ["c"], ["a"]]
    proposer.propose([draft("a")], 3)  # another number is another question
    assert inner.asked[-1] == ["a"]
    assert len(inner.asked) == 4


def test_drafts_are_told_apart_by_their_challenge() -> None:
    inner = Counting()
    Remembered(inner).propose([draft("a", prompt="x"), draft("a", prompt="y")], 2)
    assert inner.asked == [["a", "a"]]


def test_names_mappings_functions_and_objects_are_proposers() -> None:
    assert isinstance(make({"name": "ngram", "programs": PROGRAMS}), NgramProposals)
    assert isinstance(make(lambda prompt, program, k: [("", 0.0)]), FunctionProposals)
    inner = Counting()
    assert make(inner) is inner
    with pytest.raises(UnknownNameError, match="'ngram'"):
        make("ngrams")
    with pytest.raises(UnknownNameError, match="'token'"):
        NgramProposals(PROGRAMS, "tokens")
    with pytest.raises(TypeError, match="settings need its 'name'"):
        make({"stride": "line"})
    with pytest.raises(TypeError, match="not 3"):
        make(3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="there is none"):
        NgramProposals([])
    with pytest.raises(ValueError, match="at least 1 draft"):
        Remembered(inner, 0)


def test_proposals_without_a_language_model_import_no_torch() -> None:
    code = (
        "import sys; from codeeval_gym.envs.topk import TopKEnv; "
        "from codeeval_gym.envs.proposals import make; make({'name': 'ngram', 'programs': ['a']}); "
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
