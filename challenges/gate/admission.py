"""The gate: no challenge is used whose reference fails, or that a program without merit passes."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from codeeval_gym.errors import ChallengeError, SandboxError
from codeeval_gym.types import CallTest, Challenge, Evaluation, StdioTest
from codeeval_gym.values import Plain

__all__ = ["Admission", "Judge", "admit", "require_admitted", "trivial_programs"]

_NEED = frozenset({"tests"})
_CONSTANTS: tuple[Plain, ...] = (None, 0, "", [], True, False)

_ALWAYS_EQUAL = """\
class Equal:
    def __eq__(self, other):
        return True
    def __ne__(self, other):
        return False
    def __hash__(self):
        return 0
def {name}(*args, **kwargs):
    return Equal()
"""
_ECHO = """\
def {name}(*args, **kwargs):
    return args[0] if args else None
"""
_EXIT_ON_LOAD = """\
import os
os._exit(0)
def {name}(*args, **kwargs):
    return None
"""
_EXIT_IN_CALL = """\
import sys
def {name}(*args, **kwargs):
    sys.exit(0)
"""


class Judge(Protocol):
    """What the gate asks of an engine; ``codeeval_gym.EvaluationEngine`` is one."""

    def evaluate_batch(
        self,
        pairs: Sequence[tuple[Challenge, str]],
        *,
        language: str = "python",
        need: Iterable[str] = _NEED,
    ) -> Sequence[Evaluation | SandboxError]:
        """Judge programs and return one evaluation for each pair, in order."""


@dataclass(frozen=True)
class Admission:
    """What the gate found about one challenge."""

    challenge_id: str
    """Which challenge."""
    reasons: tuple[str, ...] = ()
    """Why it must not be used, one sentence each; empty if it may be."""

    @property
    def admitted(self) -> bool:
        """True when nothing speaks against the challenge."""
        return not self.reasons


def admit(challenge: Challenge, engine: Judge) -> Admission:
    """Judge a challenge's references and the trivial programs.

    Args:
        challenge: The challenge; the trivial programs are tried if it can be solved in Python.
        engine: Executes the programs.

    Raises:
        SandboxError: If the sandbox failed: nothing is known of the challenge.
    """
    return Admission(
        challenge.id, (*_reference_faults(challenge, engine), *_vacuous(challenge, engine))
    )


def require_admitted(challenge: Challenge, engine: Judge) -> Challenge:
    """Return ``challenge`` if it passes the gate.

    Raises:
        ChallengeError: If it does not; names every reason.
        SandboxError: As :func:`admit`.
    """
    admission = admit(challenge, engine)
    if not admission.admitted:
        raise ChallengeError(challenge.id, " ".join(admission.reasons))
    return challenge


def trivial_programs(challenge: Challenge) -> Mapping[str, str]:
    """Return Python programs that no good challenge accepts, by a name that says what each does."""
    if challenge.signature is None:
        first = next((item for item in challenge.tests if isinstance(item, StdioTest)), None)
        return {
            "empty": "",
            "exit-0": "import os\nos._exit(0)\n",
            "echo": "import sys\nsys.stdout.write(sys.stdin.read())\n",
            "constant output": f"print({first.stdout if first else ''!r}, end='')\n",
        }
    name = challenge.signature.name
    return {
        "empty": "",
        "exit-0 on load": _EXIT_ON_LOAD.format(name=name),
        "exit-0 in the call": _EXIT_IN_CALL.format(name=name),
        "echo": _ECHO.format(name=name),
        "always-equal object": _ALWAYS_EQUAL.format(name=name),
        **{
            f"constant {constant!r:.60}": f"def {name}(*args, **kwargs):\n    return {constant!r}\n"
            for constant in (*_CONSTANTS, *_first_expected(challenge))
        },
    }


def _first_expected(challenge: Challenge) -> Iterable[Plain]:
    """The first right answer, where Python has a literal for it."""
    for test in challenge.tests[:1]:
        if isinstance(test, CallTest):
            try:
                ast.literal_eval(repr(test.expected))
            except ValueError:  # nan and inf
                return
            yield test.expected


def _reference_faults(challenge: Challenge, engine: Judge) -> Iterable[str]:
    if not challenge.tests:
        yield "It has no tests."
    if not challenge.references:
        yield "It has no reference."
    for language, reference in challenge.references.items():
        (evaluation,) = _judge(engine, challenge, [reference], language)
        if evaluation.tests is None or not evaluation.tests.all_passed:
            yield f"Its {language} reference fails: {_first_failure(evaluation)}."


def _vacuous(challenge: Challenge, engine: Judge) -> Iterable[str]:
    if "python" not in challenge.languages:
        return
    programs = trivial_programs(challenge)
    evaluations = _judge(engine, challenge, list(programs.values()), "python")
    for name, evaluation in zip(programs, evaluations, strict=True):
        if evaluation.tests is not None and evaluation.tests.all_passed:
            yield f"A program without merit passes: {name}."


def _judge(
    engine: Judge, challenge: Challenge, programs: Sequence[str], language: str
) -> list[Evaluation]:
    pairs = [(challenge, program) for program in programs]
    evaluations = []
    for item in engine.evaluate_batch(pairs, language=language, need=_NEED):
        if isinstance(item, SandboxError):
            raise item
        evaluations.append(item)
    return evaluations


def _first_failure(evaluation: Evaluation) -> str:
    for result in evaluation.tests or ():
        if result.error is not None:
            return f"test {result.name}, {result.verdict}, {result.error}"
    return f"{evaluation.verdict}"
