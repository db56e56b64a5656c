"""Programs judge each other in the sandbox, and no answer of the challenge is used."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.challenges import Dataset
from codeeval_gym.errors import ConfigError, SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.trainers import DPOConfig, DPOTrainer
from codeeval_gym.trainers.dpo.pairs import Written
from codeeval_gym.trainers.dpo.verification import Verifier, questions
from codeeval_gym.trainers.examples import Example
from codeeval_gym.types import CallTest, Challenge, Param, Signature, StdioTest

DOUBLE = Challenge(
    id="probe/double",
    title="double",
    prompt="Double a number.",
    category="probe",
    tier=1,
    signature=Signature("double", (Param("number", "int"),), "int"),
    public_tests=(CallTest((3,), 777),),  # wrong on purpose: nobody is to look at it
    hidden_tests=(CallTest((4,), 888),),
)
PROGRAMS = {
    "right": "def double(number):\n    return number * 2\n",
    "also right": "def double(number):\n    return number + number\n",
    "right by another way": "def double(number):\n    return sum([number, number])\n",
    "wrong": "def double(number):\n    return number * 3\n",
    "as the tests want it": "def double(number):\n    return {3: 777, 4: 888}[number]\n",
    "crashes": "def double(number):\n    raise ValueError\n",
}


class Text:
    """Decodes what stands for a program's ids."""

    def decode_program(self, ids: Any, language: str = "python") -> str:
        return "".join(map(chr, ids))


def group(names: list[str], challenge_id: str = "probe/double", first: int = 0) -> list[Written]:
    return [
        Written(
            row,
            Example(challenge_id, (1,), tuple(map(ord, PROGRAMS[name])), 0.0),
            False,
            None,
        )
        for row, name in enumerate(names, start=first)
    ]


def verifier(engine: EvaluationEngine, *challenges: Challenge, **settings: Any) -> Verifier:
    policy: Any = Text()
    return Verifier(engine, Dataset.of(challenges or (DOUBLE,), "probe"), policy, **settings)


def test_those_that_agree_are_believed_and_the_challenge_s_answers_are_not(
    engine: EvaluationEngine,
) -> None:
    names = list(PROGRAMS)
    scores = verifier(engine)([group(names)])
    by_name = {name: scores[row] for row, name in enumerate(names)}

    assert by_name["right"] == by_name["also right"] == by_name["right by another way"] == 1.0
    # 0 doubled and trebled is the same, so the wrong one is believed a little, if 0 was drawn.
    assert by_name["wrong"] < 0.5
    assert by_name["as the tests want it"] < 0.1
    assert by_name["crashes"] < 0.1


def test_a_program_without_others_and_one_without_inputs_are_left_out(
    engine: EvaluationEngine,
) -> None:
    bare = replace(DOUBLE, id="probe/bare", signature=None, public_tests=(), hidden_tests=())
    found = verifier(engine, DOUBLE, bare)(
        [
            group(["right"]),
            group(["right", "wrong"], "probe/bare", 10),
            group(["crashes", "crashes"], first=20),  # nobody claims anything
            group(["right", "crashes"], first=30),
        ]
    )

    assert found.keys() == {30, 31}


def test_what_infrastructure_failed_is_not_believed() -> None:
    def broken(*_: Any) -> Any:
        raise SandboxError("it was told to")

    with EvaluationEngine(FakeSandbox(broken)) as judge:
        assert verifier(judge)([group(["right", "wrong"])]) == {}


def test_questions_have_no_answers_and_are_as_many_as_asked_for() -> None:
    asked = questions(DOUBLE, 6, seed=0)
    few = questions(DOUBLE, 1, seed=0)

    assert len(asked) == 6
    assert len({repr(test) for test in asked}) == 6
    assert [test.expected for test in asked if isinstance(test, CallTest)] == [None] * 6
    assert few == (CallTest((3,), None),)
    assert asked == questions(DOUBLE, 6, seed=0) != questions(DOUBLE, 6, seed=1)


def test_programs_that_read_and_print_are_asked_by_their_input() -> None:
    challenge = replace(
        DOUBLE, signature=None, public_tests=(StdioTest("3", "6"),), hidden_tests=()
    )

    assert questions(challenge, 4, seed=0) == (StdioTest("3", ""),)


def test_an_environment_without_an_engine_is_refused(
    policy: Any, probe: Any, tmp_path: Path
) -> None:
    config = DPOConfig(run_folder=str(tmp_path), episodes_per_iteration=16, verified_by="mutual")
    with pytest.raises(ConfigError, match="has no challenges"):
        DPOTrainer(policy, probe({"h": "a"}), config)
