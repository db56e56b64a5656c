"""One environment, one program at a time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import gymnasium as gym
import pytest
from gymnasium.error import ResetNeeded

from codeeval_gym.challenges import Dataset
from codeeval_gym.envs import CodeEvalEnv
from codeeval_gym.errors import ConfigError, SandboxError, UnknownNameError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Input, Run, Verdict

OBSERVED = ["prompt", "starter_code", "feedback", "previous_program", "turn", "turns_left"]
INFO = {
    "challenge_id",
    "verdict",
    "reward_terms",
    "public_passed",
    "usage",
    "timing",
    "infra_error",
}


def make(sandbox: Sandbox, posed: Dataset, **kwargs: Any) -> CodeEvalEnv:
    env = CodeEvalEnv(sandbox=sandbox, challenges=posed, **kwargs)
    env.reset(seed=0, options={"challenge_id": "posed/add-10"})
    return env


WRONG = "def add_10(a):\n    return 11\n"
"""Right for the first public test alone."""


def test_a_right_program_is_paid_in_full(sandbox: Sandbox, posed: Dataset) -> None:
    env = make(sandbox, posed)
    observation, reward, terminated, truncated, info = env.step(posed[0].references["python"])
    assert (reward, terminated, truncated) == (1.0, True, False)
    assert info["verdict"] == "accepted"
    every = ["syntax", "execution", "tests", "quality"]
    if sandbox.capabilities.accounting != "none":  # a fake has no costs to compare
        every.append("efficiency")
    assert info["reward_terms"] == dict.fromkeys(every, 1.0)
    assert (info["public_passed"], info["hidden_passed"]) == (2, 2)
    assert (observation["turn"], observation["turns_left"]) == (1, 0)
    assert env.last_evaluation is not None
    assert env.last_evaluation.verdict is Verdict.ACCEPTED


def test_a_wrong_program_is_paid_less(nsjail: Sandbox, posed: Dataset) -> None:
    env = make(nsjail, posed)
    observation, reward, terminated, _, info = env.step(WRONG)
    assert 0 < reward < 1
    assert terminated
    assert (info["verdict"], info["public_passed"], info["hidden_passed"]) == ("wrong_answer", 1, 0)
    assert "add_10(2) returned 11, expected 12" in observation["feedback"]


def test_a_body_continues_the_starter(nsjail: Sandbox, posed: Dataset) -> None:
    assert make(nsjail, posed).step("    return a + 10\n")[1] == 1.0


def test_keys_are_stable(fake: Sandbox, posed: Dataset) -> None:
    env = make(fake, posed)
    observation, info = env.reset(seed=3)
    assert list(observation) == OBSERVED
    assert info.keys() == INFO
    observation, *_, info = env.step("")
    assert list(observation) == OBSERVED
    assert info.keys() == INFO | {"hidden_passed"}


@pytest.mark.parametrize(
    "program",
    [
        "",
        "\0",
        "def f(\0): pass",
        "\ud800",
        "x = '\udfff'",
        "(" * 100_000,
        "a" * 10_000_000,
        "\x1b",
    ],
    ids=["empty", "nul", "nul inside", "surrogate", "in string", "deep", "10 MB", "escape"],
)
def test_every_text_is_judged(program: str, nsjail: Sandbox, posed: Dataset) -> None:
    env = make(nsjail, posed, max_turns=2)
    observation, reward, *_, info = env.step(program)
    assert info["infra_error"] == ""
    assert Verdict(info["verdict"]) is not Verdict.ACCEPTED
    assert reward < 1
    assert observation in env.observation_space
    env.render()


@pytest.mark.parametrize("action", [b"pass", None, 3, ["pass"]])
def test_an_action_is_a_string(action: Any, fake: Sandbox, posed: Dataset) -> None:
    with pytest.raises(TypeError, match="An action is a whole program as one str, not a"):
        make(fake, posed).step(action)


def test_steps_and_resets_are_in_order(fake: Sandbox, posed: Dataset) -> None:
    env = CodeEvalEnv(sandbox=fake, challenges=posed, render_mode="ansi")
    with pytest.raises(ResetNeeded, match="no episode has started"):
        env.step("")
    with pytest.raises(ResetNeeded, match="before render"):
        env.render()
    env.reset()
    env.step("")
    with pytest.raises(ResetNeeded, match="the episode is over"):
        env.step("")


def broken(files: Mapping[str, str], item: Input) -> Run:
    raise SandboxError("the worker died twice")


def test_a_failure_of_the_sandbox_is_truncation_and_never_a_reward(posed: Dataset) -> None:
    env = make(FakeSandbox(broken), posed, max_turns=3)
    before, _ = env.reset(seed=0)
    observation, reward, terminated, truncated, info = env.step(WRONG)
    assert (reward, terminated, truncated) == (0.0, False, True)
    assert info["infra_error"] == "the worker died twice"
    assert (info["verdict"], info["reward_terms"]) == ("", {})
    assert "hidden_passed" not in info
    assert observation == before
    assert env.last_evaluation is None
    with pytest.raises(ResetNeeded):
        env.step(WRONG)


def test_the_repair_environment_pays_on_its_last_turn(nsjail: Sandbox, posed: Dataset) -> None:
    env = gym.make("CodeEval-Python-Repair-v0", sandbox=nsjail, challenges=posed)
    env.reset(options={"challenge_id": "posed/add-10"})
    for turn in (1, 2):
        observation, reward, terminated, _, info = env.step(WRONG)
        assert (reward, terminated, observation["turn"]) == (0.0, False, turn)
        assert info["reward_terms"]["tests"] == 0.5  # of the public tests
        assert "hidden_passed" not in info
    observation, reward, terminated, _, info = env.step(WRONG)
    assert terminated
    assert reward == pytest.approx(0.5)
    assert (info["reward_terms"]["tests"], info["hidden_passed"]) == (0.0, 0)


def test_a_solved_episode_ends_early(fake: Sandbox, posed: Dataset) -> None:
    env = make(fake, posed, max_turns=3)
    env.step("")
    assert env.step(posed[0].references["python"])[1:3] == (1.0, True)


def test_shaping_pays_progress_and_sums_to_what_was_there(nsjail: Sandbox, posed: Dataset) -> None:
    env = make(nsjail, posed, max_turns=3, shaping=1.0, reward="only:tests")
    assert [env.step(WRONG)[1] for _ in range(3)] == [0.5, 0.0, -0.5]


def test_nothing_hidden_is_shown(nsjail: Sandbox, posed: Dataset) -> None:
    env = make(nsjail, posed, max_turns=4, feedback="full", render_mode="ansi")
    tell = "def add_10(a):\n    print(a)\n    raise ValueError(a)\n"
    for program in ("", WRONG, tell, "def add_10(a):\n    return a + 10\n"):
        observation, *_, info = env.step(program)
        for figures in (info.pop("usage"), info.pop("timing")):  # their digits are chance
            assert all(isinstance(figure, float) for figure in figures.values())
        shown = f"{observation} {info} {env.render()}"
        for secret in ("7770", "7780", "8880", "8890", "secret_sum"):
            assert secret not in shown


def test_challenges_are_drawn_from_the_seed(fake: Sandbox, posed: Dataset) -> None:
    env = make(fake, posed)
    drawn = [env.reset(seed=seed)[1]["challenge_id"] for seed in range(20)]
    assert len(set(drawn)) > 3
    assert drawn == [env.reset(seed=seed)[1]["challenge_id"] for seed in range(20)]


def test_history_counts_into_the_turns(fake: Sandbox, posed: Dataset) -> None:
    env = make(fake, posed, max_turns=3)
    turn = {"program": "pass", "feedback": "Verdict: wrong_answer."}
    observation, _ = env.reset(options={"history": [turn, turn]})
    assert observation["previous_program"] == "pass"
    assert observation["feedback"] == "Verdict: wrong_answer."
    assert (observation["turn"], observation["turns_left"]) == (2, 1)
    assert env.step("")[2]


def test_a_program_to_repair_is_shown_from_the_start(fake: Sandbox, posed: Dataset) -> None:
    wrong = [replace(item, previous={"python": "wrong", "rust": "other"}) for item in posed]
    env = make(fake, Dataset.of(wrong, name="wrong"), max_turns=2)
    assert env.reset(seed=0)[0]["previous_program"] == "wrong"
    assert env.step("mine")[0]["previous_program"] == "mine"
    turn = {"program": "pass", "feedback": ""}
    assert env.reset(options={"history": [turn]})[0]["previous_program"] == "pass"


def test_a_prefix_shows_lines_of_the_reference_and_never_all(
    nsjail: Sandbox, posed: Dataset
) -> None:
    env = make(nsjail, posed)
    options = {"challenge_id": "posed/add-10", "prefix": 99}
    observation, _ = env.reset(options=options)
    assert observation["starter_code"] == ("def add_10(a: int) -> int:\n    secret_sum = a + 10\n")
    assert env.step("    return secret_sum\n")[1] == 1.0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"chalenge_id": "x"}, "no reset option 'chalenge_id'. Did you mean 'challenge_id'"),
        ({"challenge_id": "posed/ad-10"}, "Did you mean 'posed/add-10'"),
        ({"history": [{"program": "x"}]}, "each a mapping with 'program' and 'feedback'"),
        ({"history": 3}, "'history' is a list of turns"),
        ({"history": [{"program": "x", "feedback": ""}]}, "leaves none of max_turns=1"),
        ({"prefix": -1}, "'prefix' is a number of lines, not -1"),
        ({"prefix": "2"}, "'prefix' is a number of lines, not '2'"),
    ],
)
def test_options_that_cannot_be(
    options: dict[str, Any], message: str, fake: Sandbox, posed: Dataset
) -> None:
    with pytest.raises(ValueError, match=message):
        make(fake, posed).reset(options=options)


@pytest.mark.parametrize(
    ("kwargs", "error", "message"),
    [
        ({"reward": "defualt"}, UnknownNameError, "Did you mean 'default'"),
        ({"reward": {"tests": -1}}, ConfigError, "at least 0, not -1"),
        ({"feedback": "publc"}, UnknownNameError, "Did you mean 'public'"),
        ({"challenges": "bultin"}, UnknownNameError, "Did you mean 'builtin'"),
        ({"challenges": "builtin", "split": "tset"}, UnknownNameError, "Did you mean 'test'"),
        ({"max_turns": 0}, ValueError, "max_turns must be at least 1, not 0"),
        ({"max_turns": 1.5}, TypeError, "max_turns must be a whole number"),
        ({"limits": {"cpu_seconds": -1}}, ValueError, "cpu_seconds must be positive"),
        ({"shaping": 2.0}, ValueError, "gamma must be above 0"),
        ({"rewrad": "default"}, TypeError, "unexpected keyword argument 'rewrad'"),
        ({"challenges": Dataset.of([], name="none")}, ValueError, "none.* is empty"),
        ({"render_mode": "rgb_array"}, TypeError, "render_mode must be 'human', 'ansi' or None"),
    ],
)
def test_settings_that_cannot_be(
    kwargs: dict[str, Any], error: type[Exception], message: str, fake: Sandbox
) -> None:
    with pytest.raises(error, match=message):
        CodeEvalEnv(**{"sandbox": fake, **kwargs})


def test_an_engine_of_ones_own_is_used_and_left_open(fake: FakeSandbox, posed: Dataset) -> None:
    with EvaluationEngine(sandbox=fake) as engine:
        env = CodeEvalEnv(engine=engine, challenges=posed)
        env.close()
        env.reset(seed=0)
        env.step("")
        assert env.engine is engine
        assert len(fake.jobs) == 1
        with pytest.raises(ValueError, match="Give limits to the engine"):
            CodeEvalEnv(engine=engine, limits={"cpu_seconds": 1.0})


def test_an_engine_can_be_passed_through_gymnasium(fake: FakeSandbox, posed: Dataset) -> None:
    with EvaluationEngine(sandbox=fake) as engine:
        env = gym.make("CodeEval-Python-v0", engine=engine, challenges=posed)
        assert env.spec is not None  # Gymnasium copies the arguments
        assert env.spec.kwargs["engine"] is engine


def test_a_reward_of_ones_own_and_what_it_reads(fake: FakeSandbox, posed: Dataset) -> None:
    env = make(fake, posed, reward="only:syntax")
    assert env.step("x = 1")[1] == 1.0
    assert env.last_evaluation is not None
    assert env.last_evaluation.execution is None
