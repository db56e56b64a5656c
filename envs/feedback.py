"""What a policy is told about its last program. Never anything about a hidden test.

A feedback policy is a function of the challenge and the evaluation as :func:`public_evidence`
leaves them, so it has nothing to leak.
"""

import reprlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from codeeval_gym.evaluation.cache import Same
from codeeval_gym.registry import Registry
from codeeval_gym.types import CallTest, Challenge, Evaluation, StdioTest, TestResult, Verdict

__all__ = ["FeedbackPolicy", "policies", "public_evidence"]

FeedbackPolicy = Callable[[Challenge, Evaluation], str]
"""From the public side of a challenge and of an evaluation to a text."""

policies: Registry[FeedbackPolicy] = Registry("feedback policy")
"""``none``, ``verdict``, ``public`` and ``full``."""

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


def _failures(challenge: Challenge, evaluation: Evaluation) -> Iterator[str]:
    syntax, tests = evaluation.syntax, evaluation.tests
    if tests is None or (syntax is not None and not syntax.valid):
        return
    for test, result in zip(challenge.public_tests, tests, strict=True):
        if result.verdict is not Verdict.ACCEPTED:
            yield _describe(challenge, test, result)


def _describe(challenge: Challenge, test: object, result: TestResult) -> str:
    if isinstance(test, CallTest) and challenge.signature is not None:
        arguments = ", ".join(_brief.repr(argument) for argument in test.args)
        asked = f"{challenge.signature.name}({arguments})"
        answered = f"returned {_brief.repr(result.got)}"
    elif isinstance(test, StdioTest):
        asked = f"With {_brief.repr(test.stdin)} on standard input it"
        answered = f"printed {_brief.repr(result.got)}"
    else:
        return f"{result.name}: {_clip(result.error or str(result.verdict))}"
    if result.verdict is not Verdict.WRONG_ANSWER:
        answered = f"ended with {_clip(result.error or str(result.verdict))}"
    return f"{asked} {answered}, expected {_brief.repr(result.expected)}."


def _clip(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:200]}…"
