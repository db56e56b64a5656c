"""Gets a reference's mutants judged: each as a program of its own, or many behind one switch."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from codeeval_gym.challenges._judge import Judge, judged
from codeeval_gym.challenges.mutation._mutant import Mutant
from codeeval_gym.challenges.mutation.switching import CannotSwitchError, Switched, switched
from codeeval_gym.types import (
    CallTest,
    Challenge,
    Evaluation,
    Param,
    ScriptTest,
    StdioTest,
    Test,
    Verdict,
)

__all__ = ["Trial", "plain_challenge", "trials"]

_COMPILED = ("cpp", "java", "rust")
_PLACE = re.compile(r"\bmain\.\w+:(\d+)\b")
_MAX_REBUILDS = 6
_NEED = frozenset({"execution", "tests"})


@dataclass(frozen=True)
class Trial:
    """How a mutant is judged: a program, and for one behind a switch its number."""

    program: str
    function: str = ""
    number: int | None = None

    def challenge(self, challenge: Challenge) -> Challenge:
        """The challenge as this trial's program understands it."""
        if self.number is None:
            return challenge
        number = self.number
        signature = challenge.signature
        if signature is not None:
            params = (Param("mutant", "int"), *signature.params)
            signature = replace(signature, name=self.function or signature.name, params=params)
        return replace(
            challenge,
            signature=signature,
            public_tests=tuple(_numbered(test, number) for test in challenge.public_tests),
            hidden_tests=tuple(_numbered(test, number) for test in challenge.hidden_tests),
        )


def _numbered(test: Test, number: int) -> Test:
    if isinstance(test, CallTest):
        return replace(test, args=(number, *test.args))
    if isinstance(test, StdioTest):
        return replace(test, stdin=f"{number}\n{test.stdin}")
    return test


def plain_challenge(challenge: Challenge) -> Challenge:
    """The challenge for programs that are whole: nothing is put above or below them."""
    return replace(challenge, starter={}, adapter={}, stops=())


def trials(
    challenge: Challenge,
    program: str,
    language: str,
    mutants: Sequence[Mutant],
    judge: Judge,
) -> list[Trial]:
    """Decide how each mutant is judged, building what is to be shared.

    Args:
        challenge: Takes whole programs.
        program: The reference.
        language: Its language.
        mutants: Its mutants.
        judge: Builds.

    Raises:
        SandboxError: If the sandbox failed.
    """
    own = [Trial(mutant.program) for mutant in mutants]
    scripted = any(isinstance(test, ScriptTest) for test in challenge.tests)
    if language not in _COMPILED or scripted or not mutants:
        return own
    found = _Builder(challenge, program, language, judge).build(list(mutants))
    return [found.get(mutant, trial) for mutant, trial in zip(mutants, own, strict=True)]


class _Builder:
    def __init__(self, challenge: Challenge, program: str, language: str, judge: Judge) -> None:
        self._challenge, self._program = challenge, program
        self._language, self._judge = language, judge
        self._function = challenge.signature.name if challenge.signature else None

    def build(self, mutants: list[Mutant]) -> dict[Mutant, Trial]:
        """The mutants that can be behind a switch; those whose error is found are left out."""
        for _ in range(_MAX_REBUILDS):
            if not mutants:
                return {}
            try:
                program = switched(self._program, self._language, mutants, function=self._function)
            except CannotSwitchError:
                return {}
            if not program.count:
                return {}
            evaluation = self._unfaulty(program)
            if evaluation.verdict is Verdict.ACCEPTED:
                return _trials_of(program, mutants)
            if evaluation.verdict is not Verdict.COMPILE_ERROR:
                return {}  # the switch itself changed what the program does
            blamed = program.blamed(_lines(evaluation))
            if not blamed:
                break
            mutants = [
                mutant
                for mutant, number in zip(mutants, program.numbers, strict=True)
                if number not in blamed
            ]
        return self._halves(mutants)

    def _halves(self, mutants: list[Mutant]) -> dict[Mutant, Trial]:
        """Two builds, where an error does not say whose it is."""
        if len(mutants) < 2:
            return {}
        middle = len(mutants) // 2
        return self.build(mutants[:middle]) | self.build(mutants[middle:])

    def _unfaulty(self, program: Switched) -> Evaluation:
        trial = Trial(program.program, program.function, 0)
        pair = (trial.challenge(self._challenge), program.program)
        return judged(self._judge, [pair], self._language, need=_NEED)[0]


def _trials_of(program: Switched, mutants: Sequence[Mutant]) -> dict[Mutant, Trial]:
    return {
        mutant: Trial(program.program, program.function, number)
        for mutant, number in zip(mutants, program.numbers, strict=True)
        if number is not None
    }


def _lines(evaluation: Evaluation) -> set[int]:
    """The lines that a compiler complains about."""
    execution = evaluation.execution
    if execution is None:
        return set()
    lines = {int(found[1]) for found in _PLACE.finditer(execution.stderr)}
    return lines | ({execution.error_line} if execution.error_line is not None else set())
