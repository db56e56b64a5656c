"""Feedback whose right answers are wrong ones: what it says of the program stays true."""

import re
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.challenges import Dataset, library, load
from codeeval_gym.envs import CodeEvalEnv
from codeeval_gym.envs._perturbation import perturbed
from codeeval_gym.envs.feedback import Perturbed, policies, public_evidence
from codeeval_gym.envs.vector import CodeEvalVectorEnv
from codeeval_gym.evaluation.compare import matches
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import (
    CallTest,
    Compare,
    Evaluation,
    ScriptTest,
    StdioTest,
    TestReport,
    TestResult,
    Verdict,
)

NO = Verdict.WRONG_ANSWER
leaves = st.integers() | st.floats(allow_nan=False) | st.text() | st.booleans() | st.none()
answers = st.recursive(
    leaves,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(answers, st.integers(0, 9), st.sampled_from(["strict", "equal", "json"]))
def test_another_answer_is_wrong_and_of_the_same_type(value: Any, seed: int, kind: str) -> None:
    change = partial(perturbed, value, Compare(kind), seed=str(seed), shown=repr)
    wrong = change(got=0)
    assert wrong == change(got=0)
    if wrong is not None:
        assert type(wrong) is type(value)
        assert not matches(wrong, value, Compare(kind))
        assert repr(wrong) != repr(value)
        assert change(got=wrong) != wrong
    elif isinstance(value, int | float | str) and not isinstance(value, bool):
        pytest.fail(f"there is another {type(value).__name__} than {value!r}")


@pytest.mark.parametrize("value", [True, None, [], {}, [None], ()])
def test_what_would_give_the_right_one_away_is_not_shown(value: Any) -> None:
    assert perturbed(value, Compare("strict"), seed="1", got=0, shown=repr) is None


def test_seeds_differ() -> None:
    change = partial(perturbed, 1000, Compare("strict"), got=0, shown=repr)
    assert len({change(seed=str(seed)) for seed in range(20)}) > 10


def every_challenge() -> list[Any]:
    made = list(library.all())
    drawn = load("builtin", split="train")
    return made + [drawn[place] for place in range(0, 500, 5)]


def test_no_answer_shown_for_a_built_in_challenge_is_right() -> None:
    shown = 0
    for challenge in every_challenge():
        for number, test in enumerate(challenge.public_tests):
            if isinstance(test, ScriptTest):
                continue
            right = test.expected if isinstance(test, CallTest) else test.stdout
            wrong = perturbed(right, test.compare, seed=str(number), got=None, shown=repr)
            shown += wrong is not None
            assert wrong is None or not matches(wrong, right, test.compare)
    assert shown > 200


def test_what_is_said_of_the_program_is_true(posed: Dataset) -> None:
    def judged(*verdicts: Verdict) -> Evaluation:
        results = [
            TestResult(f"public/{place}", True, item, got=place, expected=11 + place)
            for place, item in enumerate(verdicts)
        ]
        return Evaluation("c/1", "python", "p", NO, tests=TestReport(tuple(results)))

    for verdicts in ((NO, NO), (Verdict.ACCEPTED, NO)):
        evidence = public_evidence(posed[0], judged(*verdicts))
        plain, told = policies["public"](*evidence), Perturbed(3)(*evidence)
        assert told.splitlines()[:-1] == plain.splitlines()[:-1]
        cut = re.compile(r"(.* returned \d+, expected )(-?\d+)\.")
        (ours, wrong), (theirs, right) = (
            found.groups()
            for line in (told.splitlines()[-1], plain.splitlines()[-1])
            if (found := cut.fullmatch(line))
        )
        assert ours == theirs
        assert wrong != right


def test_nothing_is_said_that_test_code_says(posed: Dataset) -> None:
    challenge = replace(
        posed[0], public_tests=(ScriptTest("check"), StdioTest("5\n", "six\n")), hidden_tests=()
    )
    results = (
        TestResult("public/0", True, NO, error="AssertionError: 42 was expected"),
        TestResult("public/1", True, NO, got="five\n", expected="six\n"),
    )
    evaluation = Evaluation("c/1", "python", "p", NO, tests=TestReport(results))
    assert Perturbed()(challenge, evaluation).splitlines()[-1] == "public/0: wrong_answer"
    accepted = replace(results[0], verdict=Verdict.ACCEPTED)
    second = replace(evaluation, tests=TestReport((accepted, results[1])))
    told = Perturbed()(challenge, second).splitlines()[-1]
    assert "printed 'five\\n', expected '" in told
    assert "six" not in told


def test_an_error_that_has_to_be_raised_is_not_named(posed: Dataset) -> None:
    test = CallTest((1,), "ValueError", Compare("raises"))
    challenge = replace(posed[0], public_tests=(test,))
    result = TestResult("public/0", True, NO, None, "ValueError", error="it raised nothing")
    evaluation = Evaluation("c/1", "python", "p", NO, tests=TestReport((result,)))
    assert Perturbed()(challenge, evaluation).endswith("expected another answer.")


def test_a_program_that_hard_codes_what_it_is_told_earns_nothing(
    nsjail: Sandbox, posed: Dataset
) -> None:
    made = {}
    for feedback in ("public", "perturbed"):
        env = CodeEvalEnv(
            sandbox=nsjail, challenges=posed, feedback=feedback, max_turns=3, reward="only:tests"
        )
        env.reset(seed=4, options={"challenge_id": "posed/add-10"})
        known: dict[int, int] = {}
        for _ in range(2):  # each turn shows the first test that does not pass
            program = f"def add_10(a):\n    return {known}.get(a, 0)\n"
            told = env.step(program)[0]["feedback"]
            for argument, answer in re.findall(r"add_10\((\d+)\) .* expected (-?\d+)\.", told):
                known[int(argument)] = int(answer)
        *_, info = env.step(f"def add_10(a):\n    return {known}.get(a, 0)\n")
        made[feedback] = info["public_passed"], info["reward_terms"]["tests"]
    assert made == {"public": (2, 0.0), "perturbed": (0, 0.0)}


def test_it_is_the_same_for_the_same_seed_in_every_member(fake: Sandbox, posed: Dataset) -> None:
    settings: dict[str, Any] = {
        "sandbox": fake,
        "challenges": posed,
        "feedback": "perturbed",
        "max_turns": 3,
    }
    options = {"challenge_id": "posed/add-10"}
    single, vector = CodeEvalEnv(**settings), CodeEvalVectorEnv(8, **settings)
    told = []
    for seed in range(8):
        single.reset(seed=seed, options=options)
        told.append([single.step("x = 1")[0]["feedback"] for _ in range(2)])
        assert told[seed][0] == told[seed][1]  # throughout an episode
    vector.reset(seed=0, options=options)
    assert list(vector.step(["x = 1"] * 8)[0]["feedback"]) == [one for one, _ in told]
    assert len({one for one, _ in told}) > 3


def test_other_feedback_draws_what_it_drew_before(fake: Sandbox, posed: Dataset) -> None:
    envs = [CodeEvalEnv(sandbox=fake, challenges=posed, feedback=name) for name in ("none", "full")]
    drawn = [[env.reset(seed=seed)[1]["challenge_id"] for seed in range(9)] for env in envs]
    assert drawn[0] == drawn[1]
