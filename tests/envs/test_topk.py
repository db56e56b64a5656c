"""The environment whose action is the rank of a proposal."""

from collections.abc import Sequence
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.error import ResetNeeded

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs.proposals import Draft, FunctionProposals, NgramProposals, Proposal
from codeeval_gym.envs.topk import TopKEnv
from codeeval_gym.errors import SandboxError, UnknownNameError
from codeeval_gym.testing import FakeSandbox

CHALLENGE = {"challenge_id": "posed/add-12"}


@pytest.fixture
def env(posed: Dataset, fake: FakeSandbox) -> TopKEnv:
    return make(posed, fake)


def make(posed: Dataset, fake: FakeSandbox, **config: Any) -> TopKEnv:
    programs = [item.references["python"] for item in posed]
    config = {"proposals": NgramProposals(programs), "k": 8, **config}
    made = gym.make("CodeEval-Python-TopK-v0", challenges=posed, sandbox=fake, **config)
    assert isinstance(made.unwrapped, TopKEnv)
    return made.unwrapped


def play(env: TopKEnv, actions: Sequence[int]) -> list[tuple[Any, ...]]:
    return [env.step(action) for action in actions]


def test_the_actions_of_a_program_write_it_and_earn_what_it_earns(
    env: TopKEnv, posed: Dataset, fake: FakeSandbox
) -> None:
    reference = posed["posed/add-12"].references["python"]
    env.reset(options=CHALLENGE)
    steps = play(env, env.encode(reference))
    assert env.decode() == reference
    assert [step[1] for step in steps[:-1]] == [0.0] * 3
    assert [step[2] for step in steps] == [False] * 3 + [True]
    whole = gym.make("CodeEval-Python-v0", challenges=posed, sandbox=fake)
    whole.reset(options=CHALLENGE)
    _, reward, _, _, info = whole.step(reference)
    assert steps[-1][1] == reward == 1.0
    assert steps[-1][4]["reward_terms"] == info["reward_terms"]


def test_a_program_that_is_not_proposed_has_no_actions(env: TopKEnv) -> None:
    env.reset(options=CHALLENGE)
    with pytest.raises(ValueError, match="8 proposals of each step do not write"):
        env.encode("def add_12(a):\n    return a\n")


def test_the_policy_sees_what_it_may_take(env: TopKEnv) -> None:
    observation, _ = env.reset(options=CHALLENGE)
    rows = observation["proposals"].reshape(8, -1)
    for row, proposal in zip(rows, env.proposals, strict=True):
        assert row[0] == pytest.approx(proposal.logprob / 10)
        assert row[2] == proposal.last
        assert row[5] == ("12" in proposal.text or not any(map(str.isdigit, proposal.text)))
    assert rows[:, 1].sum() == pytest.approx(1.0)
    assert rows[:, 5].sum() < 8  # some of them name another number than the prompt
    *_, last = play(env, env.encode(env.challenge.references["python"]))
    assert not last[0]["proposals"].any()
    assert env.observation_space.contains(last[0])


def test_a_program_is_handed_in_at_the_last_step(posed: Dataset, fake: FakeSandbox) -> None:
    env = make(posed, fake, max_steps=2)
    env.reset(options=CHALLENGE)
    first, second = play(env, [0, 0])
    assert not first[2]
    assert second[2]
    assert env.decode() == env.last_evaluation.program  # type: ignore[union-attr]
    with pytest.raises(ResetNeeded):
        env.step(0)


def test_the_next_turn_starts_a_new_program_and_knows_the_last(
    posed: Dataset, fake: FakeSandbox
) -> None:
    asked: list[str] = []

    class Noting:
        width = 0

        def propose(self, drafts: Sequence[Draft], k: int) -> list[list[Proposal]]:
            asked.extend(draft.observation["previous_program"] for draft in drafts)
            return [[Proposal("pass\n", -1.0), Proposal("", -2.0, last=True)] for _ in drafts]

    env = make(posed, fake, proposals=Noting(), k=2, max_turns=2)
    env.reset(seed=0)
    steps = play(env, [0, 1, 1])
    assert [step[2] for step in steps] == [False, False, True]
    assert asked == ["", "", "pass\n"]
    assert [int(step[0]["turn"][0]) for step in steps] == [0, 1, 2]


def test_a_failure_of_the_sandbox_truncates(posed: Dataset) -> None:
    def fail(*_: object) -> Any:
        raise SandboxError("it broke")

    env = make(posed, FakeSandbox(fail), max_steps=1)
    env.reset(seed=0)
    _, reward, terminated, truncated, info = env.step(0)
    assert (reward, terminated, truncated) == (0.0, False, True)
    assert "it broke" in info["infra_error"]


@pytest.mark.parametrize("action", [-1, 8, 0.5, "0", None])
def test_only_ranks_are_actions(env: TopKEnv, action: Any) -> None:
    env.reset(seed=0)
    with pytest.raises(ValueError, match="An action is a whole number"):
        env.step(action)
    ranks: Any = np.array([1])
    env.step(ranks[0])  # as stable-baselines3 gives them


def test_nothing_happens_before_the_first_reset(env: TopKEnv) -> None:
    for call in (lambda: env.step(0), lambda: env.encode(""), lambda: env.proposals, env.decode):
        with pytest.raises(ResetNeeded):
            call()


@pytest.mark.parametrize(
    ("config", "error", "text"),
    [
        ({"k": 1}, ValueError, "k must be at least 2, not 1"),
        ({"k": True}, TypeError, "k must be a whole number"),
        ({"max_steps": 0}, ValueError, "max_steps must be at least 1"),
        ({"remember": -1}, ValueError, "remember must be at least 0"),
        ({"proposals": "ml"}, UnknownNameError, "'lm'"),
    ],
)
def test_settings_that_cannot_be(
    posed: Dataset, fake: FakeSandbox, config: dict[str, Any], error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        make(posed, fake, **config)


def test_a_proposer_that_gives_another_number_is_named(posed: Dataset, fake: FakeSandbox) -> None:
    class TooFew(FunctionProposals):
        def propose(self, drafts: Sequence[Draft], k: int) -> list[list[Proposal]]:
            return super().propose(drafts, k - 1)

    env = make(posed, fake, proposals=TooFew(lambda prompt, program, k: [("a", 0.0)]))
    with pytest.raises(ValueError, match=r"asked for 8 proposals .* gave \[7\]"):
        env.reset(seed=0)


def test_rendering_shows_the_program_and_the_proposals(posed: Dataset, fake: FakeSandbox) -> None:
    def propose(prompt: str, program: str, k: int) -> list[tuple[str | None, float]]:
        return [("\x1b[2Jx\n", -1.0), (None, -2.0)]

    env = make(posed, fake, proposals=propose, k=2, render_mode="ansi")
    env.reset(seed=0)
    env.step(0)
    shown = env.render()
    assert shown is not None
    assert "\x1b[2J" not in shown  # the colours' sequences are
    assert shown.endswith("\\x1b[2Jx\n\n0: '\\x1b[2Jx\\n'\n1: (end) ''\n")
