"""Nothing hidden of any built-in challenge is shown, whatever a program does with it."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from codeeval_gym.challenges import Dataset, library
from codeeval_gym.envs import CodeEvalVectorEnv
from codeeval_gym.envs.feedback import policies
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.types import (
    Call,
    CallTest,
    Challenge,
    Input,
    Outcome,
    Returned,
    Run,
    ScriptTest,
    StdioTest,
    Test,
)

LANGUAGES = ("python", "javascript", "java", "cpp", "rust")
MADE = Dataset.of(library.all(), name="made")
RIGHT = solver(MADE)
LOUD, ECHO = "zzz_loud", "zzz_echo"
"""Programs that say all that they were called with; the first crashes, the second returns it."""


def answer(files: Mapping[str, str], item: Input) -> Run:
    program, told = "\n".join(files.values()), repr(item)
    if LOUD in program:
        return Run(
            Outcome.RUNTIME_ERROR, True, 1, stdout=told, stderr=told, error=told, error_line=1
        )
    if ECHO in program:
        returned = Returned(told) if isinstance(item, Call) else None
        return Run(Outcome.FINISHED, True, 0, stdout=told, stderr=told, returned=returned)
    return RIGHT(files, item)


def parts(test: Test) -> Iterator[str]:
    if isinstance(test, CallTest):
        yield from (text for value in (*test.args, test.expected) for text in spelt(value))
    elif isinstance(test, StdioTest):
        yield from (test.stdin, test.stdout, repr(test.stdin), repr(test.stdout))
    elif isinstance(test, ScriptTest):
        yield from test.code.splitlines()


def spelt(value: object) -> tuple[str, ...]:
    return (value, repr(value)) if isinstance(value, str) else (repr(value),)


@cache
def secrets(challenge_id: str) -> tuple[str, ...]:
    """What stands in hidden tests and references and nowhere that a policy may look."""
    challenge = MADE[challenge_id]
    lines = [line for text in challenge.references.values() for line in text.splitlines()]
    hidden = [text for test in challenge.hidden_tests for text in parts(test)]
    view = challenge.public_view()
    public = f"{view} {view.prompt} {view.context} {view.starter} {list(view.starter.values())}"
    public += " ".join(text for test in view.public_tests for text in parts(test))
    public += " ".join(view.starter.values())
    found = {text.strip() for text in (*hidden, *lines)}
    return tuple(text[:100] for text in found if len(text) >= 12 and text[:100] not in public)


def of_slot(tree: Any, slot: int) -> Any:
    """What a vector says of one slot; texts as they stand, not as numpy shortens them."""
    if isinstance(tree, Mapping):
        return {key: of_slot(item, slot) for key, item in tree.items()}
    if isinstance(tree, np.ndarray | tuple):
        return tree[slot]
    return tree


def texts(tree: Any) -> Iterator[str]:
    if isinstance(tree, Mapping):
        for key, item in tree.items():
            yield from (str(key), *texts(item))
    else:
        yield str(tree)


def leaks(given: list[Challenge], *shown: Any) -> list[tuple[str, str]]:
    """Challenge and secret, for each that is shown."""
    found = []
    for slot, challenge in enumerate(given):
        told = "\n".join(text for part in shown for text in texts(of_slot(part, slot)))
        found += [(challenge.id, item) for item in secrets(challenge.id) if item in told]
    return found


@pytest.fixture(scope="module")
def judge() -> Iterator[EvaluationEngine]:
    with EvaluationEngine(FakeSandbox(answer)) as engine:
        yield engine


def _raises(item: Challenge) -> bool:
    """True if a test asks for an error: the fake raises none."""
    return any(isinstance(test, CallTest) and test.compare.kind == "raises" for test in item.tests)


def without_programs(observation: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in observation.items() if key != "previous_program"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_what_is_hidden(language: str, judge: EvaluationEngine) -> None:
    given = [item for item in MADE if language in item.languages]
    chosen = [{"challenge_id": item.id} for item in given]
    # The languages differ in their programs; how feedback is written does not.
    for feedback in policies if language == "python" else ("full", "perturbed"):
        env = CodeEvalVectorEnv(
            len(given),
            engine=judge,
            challenges=Dataset.of(given, name="given"),
            language=language,
            feedback=feedback,
            max_turns=3,
            reward={"tests": 1.0, "syntax": 1.0},
            render_mode="ansi",
        )
        observation, infos = env.reset(seed=0, options=chosen)
        assert leaks(given, observation, infos, env.render()) == []
        for program in (LOUD, ECHO):
            observation, _, ended, _, infos = env.step([program] * len(given))
            assert not ended.any()
            assert leaks(given, observation, infos, env.render()) == []
        *_, ended, _, infos = env.step([item.references[language] for item in given])
        assert ended.all()
        finals = [without_programs(one) for one in infos.pop("final_obs")]
        assert leaks(given, tuple(finals), infos["final_info"]) == []
        for item, verdict in zip(given, infos["final_info"]["verdict"], strict=True):
            assert (verdict == "accepted") is not _raises(item)


def test_there_is_something_to_find() -> None:
    assert len(MADE) >= 68
    assert min(len(secrets(item.id)) for item in MADE) >= 5
