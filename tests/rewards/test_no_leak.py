"""No term reads a reference: what solves a challenge is no yardstick of how."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings

from codeeval_gym.rewards import RewardContext, terms
from codeeval_gym.testing.strategies import evaluations
from codeeval_gym.types import CallTest, Challenge, Evaluation, Param, Signature, Verdict

REFERENCE = "def f(a):\n    return a\n"
CHALLENGE = Challenge(
    "c/1",
    "",
    "",
    "strings",
    1,
    signature=Signature("f", (Param("a", "int"),), "int"),
    hidden_tests=(CallTest((1,), 1),),
    references={"python": REFERENCE},
)


class Closed(Mapping[str, str]):
    """References that nobody may look at."""

    def __getitem__(self, key: str) -> str:
        raise AssertionError("a reference was read")

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("references were listed")

    def __len__(self) -> int:
        raise AssertionError("references were counted")


def closed(challenge: Challenge) -> Challenge:
    copy = replace(challenge)
    object.__setattr__(copy, "references", Closed())  # no check of its own looks into them
    return copy


def others(evaluation: Evaluation) -> tuple[Evaluation, ...]:
    return (
        replace(evaluation, program="x = 1\n", verdict=Verdict.ACCEPTED),
        replace(evaluation, program=REFERENCE),
    )


def check(name: str, evaluation: Evaluation) -> None:
    unlike = replace(CHALLENGE, references={"python": "pass\n" * 9})
    scores = {
        terms[name]()(evaluation, RewardContext(challenge, siblings=others(evaluation)))
        for challenge in (CHALLENGE, unlike, closed(CHALLENGE), None)
    }
    assert len(scores) == 1


@pytest.mark.parametrize("name", list(terms))
def test_a_program_that_is_the_reference_is_no_better_for_it(name: str) -> None:
    check(name, Evaluation("c/1", "python", REFERENCE, Verdict.ACCEPTED))


@settings(max_examples=50)
@given(evaluations())
def test_no_term_s_score_changes_with_the_references(drawn: Evaluation) -> None:
    for name in terms:
        check(name, drawn)


def test_a_term_that_looks_would_be_found() -> None:
    class Looking:
        name = "looking"
        needs: frozenset[str] = frozenset()

        def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
            return float(context.challenge is not None and len(context.challenge.references) > 0)

    terms.register("looking")(Looking)
    try:
        with pytest.raises(AssertionError, match="references were counted"):
            check("looking", Evaluation("c/1", "python", REFERENCE, Verdict.ACCEPTED))
    finally:
        terms.unregister("looking")
