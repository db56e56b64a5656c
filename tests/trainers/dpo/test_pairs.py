"""Which programs are set against each other, by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from codeeval_gym.errors import ConfigError
from codeeval_gym.trainers import DPOConfig
from codeeval_gym.trainers.dpo.pairs import Pair, make_pairs, states
from codeeval_gym.trainers.rollout import Turn
from codeeval_gym.types import EfficiencyReport, Evaluation, Verdict


def turn(
    program: str,
    *,
    accepted: bool = False,
    truncated: bool = False,
    efficiency: float | None = None,
    prompt: int = 1,
) -> Turn:
    evaluation = None
    verdict = Verdict.ACCEPTED if accepted else Verdict.WRONG_ANSWER
    if efficiency is not None:
        evaluation = Evaluation(
            challenge_id="x/x",
            language="python",
            program=program,
            verdict=verdict,
            efficiency=EfficiencyReport(efficiency),
        )
    return Turn(
        episode=0,
        group=0,
        prompt=(prompt,),
        program=tuple(map(ord, program)),
        logprobs=(0.0,) * len(program),
        truncated=truncated,
        reward=float(accepted),
        verdict=verdict.value,
        terms={},
        infra_error="",
        evaluation=evaluation,
        challenge_id="x/x",
    )


def pairs_of(turns: list[Turn], *, seed: int = 0, **settings: Any) -> list[Pair]:
    config = DPOConfig(**settings)
    groups = states(turns, truncated=config.truncated)
    return make_pairs(groups, config, np.random.default_rng(seed))


def told(pairs: list[Pair]) -> set[str]:
    def text(ids: tuple[int, ...]) -> str:
        return "".join(map(chr, ids))

    return {
        f"{pair.kind}: {text(pair.chosen.example.program)} > {text(pair.rejected.example.program)}"
        for pair in pairs
    }


def test_accepted_programs_are_set_against_others_of_the_same_prompt() -> None:
    turns = [
        turn("good", accepted=True),
        turn("bad"),
        turn("bad"),  # the same again
        turn("cut", accepted=True, truncated=True),  # does not end: not as it should be
        turn("other", prompt=2),
        turn("fine", prompt=3, accepted=True),
    ]

    assert told(pairs_of(turns)) == {"correctness: good > bad", "correctness: good > cut"}
    assert told(pairs_of(turns, truncated="mask")) == {"correctness: good > bad"}
    assert told(pairs_of(turns, correctness_pairs=0)) == set()


def test_the_row_is_that_of_the_rollout() -> None:
    turns = [turn("bad", prompt=2), turn("good", accepted=True), turn("bad")]
    pair = pairs_of(turns)[0]

    assert (pair.chosen.row, pair.rejected.row) == (1, 2)


def test_no_program_is_used_twice_before_each_was_used_once() -> None:
    turns = [turn(letter, accepted=True) for letter in "ab"] + [turn(letter) for letter in "cdef"]
    pairs = pairs_of(turns, correctness_pairs=4)

    assert len(pairs) == 4
    assert len({pair.rejected.row for pair in pairs}) == 4
    rows = [pair.chosen.row for pair in pairs]
    assert sorted(rows) == [0, 0, 1, 1]


def test_which_programs_meet_is_a_matter_of_chance() -> None:
    turns = [turn("a", accepted=True)] + [turn(letter) for letter in "cdef"]
    met = {pairs_of(turns, correctness_pairs=1, seed=seed)[0].rejected.row for seed in range(40)}

    assert met == {1, 2, 3, 4}


def test_the_nearest_is_that_with_most_in_common() -> None:
    turns = [turn("return a + b", accepted=True), turn("print()"), turn("return a - b")]

    assert told(pairs_of(turns, rejected="nearest")) == {"correctness: return a + b > return a - b"}


def test_efficiency_needs_two_accepted_programs_measured_far_enough_apart() -> None:
    turns = [
        turn("fast", accepted=True, efficiency=0.9),
        turn("near", accepted=True, efficiency=0.75),
        turn("slow", accepted=True, efficiency=0.3),
        turn("unmeasured", accepted=True),
    ]

    assert told(pairs_of(turns)) == {"efficiency: fast > slow", "efficiency: near > slow"}
    assert told(pairs_of(turns, efficiency_pairs=1)) == {"efficiency: fast > slow"}
    assert told(pairs_of(turns, efficiency_margin=0.5)) == {"efficiency: fast > slow"}
    assert told(pairs_of(turns[:2], efficiency_margin=0.0)) == {"efficiency: fast > near"}
    wrong = [replace(turns[0], verdict="wrong_answer"), turns[2]]
    assert told(pairs_of(wrong)) == {"correctness: slow > fast"}


def test_where_no_test_is_trusted_the_verdict_is_not_asked() -> None:
    turns = [turn("liar", accepted=True), turn("middle"), turn("honest"), turn("unknown")]
    config = DPOConfig(verified_by="mutual", mutual_margin=0.5)
    beliefs = {0: 0.4, 1: 0.8, 2: 1.0}
    groups = states(turns, truncated="penalise")

    def made(config: DPOConfig) -> set[str]:
        chance = np.random.default_rng(0)
        return told(make_pairs(groups, config, chance, lambda one: beliefs.get(one.row)))

    assert made(config) == {"mutual: honest > liar"}
    assert made(replace(config, mutual_margin=0.7)) == set()
    beliefs = {0: 1.0, 1: 1.0, 2: 1.0}
    assert made(replace(config, mutual_margin=0.0)) == set()
    beliefs = {0: 1.0}
    assert made(config) == set()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"loss": "hinge"}, "loss must be one of sigmoid, ipo, not 'hinge'"),
        ({"verified_by": "me"}, "verified_by must be one of verdict, mutual"),
        ({"rejected": "worst"}, "rejected must be one of any, nearest"),
        ({"beta": 0.0}, "beta must be above 0"),
        ({"measure_kl": False}, "measure_kl must be true: the loss of DPO needs the reference"),
        ({"group_size": 1}, "group_size must be at least 2"),
        ({"efficiency_margin": 1.5}, "efficiency_margin must be from 0 to 1"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=f"DPOConfig.{message}"):
        DPOConfig(**changes)
