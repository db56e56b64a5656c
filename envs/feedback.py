"""What a policy is told about its last program. Never anything about a hidden test.

A feedback policy is a function of the challenge and the evaluation as :func:`public_evidence`
leaves them, so it has nothing to leak. One that is to differ from episode to episode is a
:class:`SeededFeedback`.
"""

import reprlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol, runtime_checkable

from codeeval_gym.envs._perturbation import perturbed
from codeeval_gym.evaluation.cache import Same
from codeeval_gym.registry import Registry
from codeeval_gym.types import (
    CallTest,
    Challenge,
    Evaluation,
    ScriptTest,
    StdioTest,
    Test,
    TestResult,
    Verdict,
)

__all__ = ["FeedbackPolicy", "Perturbed", "SeededFeedback", "policies", "public_evidence"]

FeedbackPolicy = Callable[[Challenge, Evaluation], str]
"""From the public side of a challenge and of an evaluation to a text."""


@runtime_checkable
class SeededFeedback(Protocol):
    """A feedback policy that draws something for every episode."""

    def __call__(self, challenge: Challenge, evaluation: Evaluation) -> str:
        """As any :data:`FeedbackPolicy`."""

    def seeded(self, seed: int) -> FeedbackPolicy:
        """The policy of one episode.

        Args:
            seed: Drawn from the environment's own generator, 0 to 2**63 - 1.
        """


policies: Registry[FeedbackPolicy] = Registry("feedback policy")
"""``none``, ``verdict``, ``public``, ``full`` and ``perturbed``."""

_brief = reprlib.Repr()
_brief.maxstring = _brief.maxother = _brief.maxlong = 200
_brief.maxlist = _brief.maxtuple = _brief.maxdict = _brief.maxset = 30


def public_evidence(challenge: Challenge, evaluation: Evaluation) -> tuple[Challenge, Evaluation]:
    """Take away everything that a policy must not see.

    Beside the hidden tests that is the part ``execution``: what a program prints or raises may
    repeat a hidden test's arguments.
    """
    tests = None if evaluation.tests is None else evaluation.tests.select(public=True)
    return _public_view(Same(challenge)), replace(evaluation, execution=None, tests=tests)


@lru_cache(256)  # as many as a dataset keeps
def _public_view(same: Same) -> Challenge:
    return same.challenge.public_view()


@policies.register("none")
def none(challenge: Challenge, evaluation: Evaluation) -> str:
    """Nothing."""
    return ""


@policies.register("verdict")
def verdict(challenge: Challenge, evaluation: Evaluation) -> str:
    """The verdict alone."""
    return f"Verdict: {evaluation.verdict}."


@policies.register("public")
def public(challenge: Challenge, evaluation: Evaluation) -> str:
    """The verdict, how many public tests passed, and the first that did not."""
    return "\n".join([*_summary(evaluation), *list(_failures(challenge, evaluation))[:1]])


@policies.register("full")
def full(challenge: Challenge, evaluation: Evaluation) -> str:
    """As ``public``, with every public test that did not pass."""
    return "\n".join([*_summary(evaluation), *_failures(challenge, evaluation)])


@dataclass(frozen=True)
class Perturbed:
    """As ``public``, but a right answer that would be shown is replaced by a wrong one.

    A policy that is shown right answers learns to hard-code them. Here a program that returns what
    the feedback says fails that very test. What the feedback says of the program is true: the
    verdict, how many tests passed, the arguments and what it returned or printed for them. The
    answer said to be expected has the right one's type, is not right by the test's own comparison,
    and stays the same throughout an episode, unless the program gives just that. Where every wrong
    answer would give the right one away (a truth value, nothing, an empty list, the name of an
    error), or a test's own code decides, none is shown.

    After the perturbed test feedback of Chen et al., "Bridging Online and Offline RL: Contextual
    Bandit Learning for Multi-Turn Code Generation" (Cobalt), arXiv 2602.03806, with the difference
    that there a right program, too, is told that it fails the perturbed tests.
    """

    seed: int = 0
    """Decides which wrong answers are shown; an environment draws one for each episode."""

    def seeded(self, seed: int) -> "Perturbed":
        """The policy of one episode."""
        return Perturbed(seed)

    def __call__(self, challenge: Challenge, evaluation: Evaluation) -> str:
        """The verdict, how many public tests passed, and the first that did not, perturbed."""
        failures = _failures(challenge, evaluation, self._expected)
        return "\n".join([*_summary(evaluation), *list(failures)[:1]])

    def _expected(self, challenge: Challenge, test: Test, result: TestResult) -> str:
        if isinstance(test, ScriptTest):
            return ""
        seed = f"{self.seed}/{challenge.id}/{result.name}"
        wrong = perturbed(
            result.expected, test.compare, seed=seed, got=result.got, shown=_brief.repr
        )
        return "another answer" if wrong is None else _brief.repr(wrong)


policies.register("perturbed")(Perturbed())


def _summary(evaluation: Evaluation) -> Iterator[str]:
    yield f"Verdict: {evaluation.verdict}."
    syntax, tests = evaluation.syntax, evaluation.tests
    if syntax is not None and not syntax.valid:
        place = "" if syntax.first_error_line is None else f"Line {syntax.first_error_line}: "
        yield f"{place}{_clip(syntax.first_error or 'not a valid program')}"
    elif tests is not None and len(tests):
        yield f"{tests.passed} of {len(tests)} public tests passed."
        if tests.all_passed and evaluation.verdict is not Verdict.ACCEPTED:
            yield "A hidden test did not pass."


_Expected = Callable[[Challenge, Test, TestResult], str]
"""From a challenge, its test and the result to what is said to be expected."""


def _right(challenge: Challenge, test: Test, result: TestResult) -> str:
    return _brief.repr(result.expected)


def _failures(
    challenge: Challenge, evaluation: Evaluation, expected: _Expected = _right
) -> Iterator[str]:
    syntax, tests = evaluation.syntax, evaluation.tests
    if tests is None or (syntax is not None and not syntax.valid):
        return
    for test, result in zip(challenge.public_tests, tests, strict=True):
        if result.verdict is not Verdict.ACCEPTED:
            yield _describe(challenge, test, result, expected)


def _describe(challenge: Challenge, test: Test, result: TestResult, expected: _Expected) -> str:
    if isinstance(test, CallTest) and challenge.signature is not None:
        arguments = ", ".join(_brief.repr(argument) for argument in test.args)
        asked = f"{challenge.signature.name}({arguments})"
        answered = f"returned {_brief.repr(result.got)}"
    elif isinstance(test, StdioTest):
        asked = f"With {_brief.repr(test.stdin)} on standard input it"
        answered = f"printed {_brief.repr(result.got)}"
    else:
        # What test code says of a failure may be the right answer.
        error = (result.error if expected is _right else None) or str(result.verdict)
        return f"{result.name}: {_clip(error)}"
    if result.verdict is not Verdict.WRONG_ANSWER:
        answered = f"ended with {_clip(result.error or str(result.verdict))}"
    return f"{asked} {answered}, expected {expected(challenge, test, result)}."


def _clip(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:200]}…"
