"""Sixty-four callers at once, honest and hostile, in five languages, on every backend."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.testing import cheats
from codeeval_gym.testing.cheats import Cheat
from codeeval_gym.types import Call, Job
from tests.sandboxes.backends import BACKENDS, start_backend
from tests.sandboxes.footprint import assert_footprint, footprint, within

JOBS = 64
HOSTILE = ("E1", "E9", "R15", "P1")
"""Reads secrets, kills all it can see, floods, forges records: one of each language."""
SECONDS = 300.0

Work = Callable[[], str | None]
"""One caller's work; says what was wrong with the verdict."""


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_verdict_of_a_storm_is_right_and_nothing_is_left(backend: str) -> None:
    before = footprint()
    with start_backend(backend, workers=4) as sandbox:
        faults = within(SECONDS, partial(storm, sandbox))
    assert faults == []
    assert_footprint(before)


def storm(sandbox: Sandbox) -> list[str]:
    work = works(sandbox)
    with ThreadPoolExecutor(len(work)) as callers:
        futures = [callers.submit(one) for one in work]
        return [fault for future in futures if (fault := future.result()) is not None]


def works(sandbox: Sandbox) -> list[Work]:
    """In an order in which neighbours differ in language and in intent."""
    engine = EvaluationEngine(sandbox, cache_size=0)
    attempts = [
        next(cheat for cheat in cheats.load(language) if cheat.entries[0] == kind)
        for kind in HOSTILE
        for language in cheats.LANGUAGES
    ]
    hostile: list[Work] = [partial(attack, engine, cheat) for cheat in attempts]
    honest: list[Work] = [
        partial(double, sandbox, cheats.LANGUAGES[number % len(cheats.LANGUAGES)], number)
        for number in range(JOBS - len(hostile))
    ]
    mixed = [work for both in zip(honest, hostile, strict=False) for work in both]
    return mixed + honest[len(hostile) :]


def double(sandbox: Sandbox, language: str, number: int) -> str | None:
    """An honest program, called with a number that no other caller has."""
    challenge = cheats.challenge_for(language)
    assert challenge.signature is not None
    files = {languages[language].main_file: challenge.references[language]}
    calls = tuple(Call(challenge.signature.name, (number * 1000 + n,)) for n in range(3))
    values = [
        run.returned and run.returned.value for run in sandbox.run(Job(language, files, calls))
    ]
    expected = [2 * (number * 1000 + n) for n in range(3)]
    return None if values == expected else f"{language}: {values} instead of {expected}"


def attack(engine: EvaluationEngine, cheat: Cheat) -> str | None:
    """A hostile program: what it earned, or a verdict that is not right for it."""
    challenge = cheats.challenge_for(cheat.language)
    needed = frozenset({"execution", "tests"})
    found = engine.evaluate(challenge, cheat.program, cheat.language, need=needed)
    if found.tests is None or found.tests.passed or found.verdict not in cheat.expected:
        passed = found.tests and found.tests.passed
        error = found.execution and found.execution.error
        return f"{cheat.id}: {found.verdict}, {passed} tests passed, {error}"
    return None
