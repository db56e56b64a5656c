"""Process supervision: where does a program go wrong? Found by completing its prefixes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from codeeval_gym.errors import SandboxError
from codeeval_gym.evaluation.engine import EvaluationEngine
from codeeval_gym.evaluation.syntax import defines
from codeeval_gym.types import Challenge, Evaluation, ProcessReport, Verdict

__all__ = ["Completer", "PrefixLabeller", "labelled_lines"]

_COMMENTS = {"python": ("#",)}
_OTHER_COMMENTS = ("//", "/*", "*/")
_NEED = frozenset({"tests"})


class Completer(Protocol):
    """Completes prefixes of programs: a policy, a proposer, or a table in a test.

    ``codeeval_gym.llm.PolicyCompleter`` makes one of a language model.
    """

    def __call__(
        self, prefixes: Sequence[tuple[Challenge, str]], count: int
    ) -> Sequence[Sequence[str]]:
        """Write what follows.

        Args:
            prefixes: Challenges, and whole lines with which a program for them begins.
            count: Completions for each.

        Returns:
            For each prefix the texts that follow it, the prefix left out; at most ``count``.
        """


@dataclass(frozen=True)
class PrefixLabeller:
    """Finds the longest prefix of a program that can still be completed to an accepted one.

    Binary search over lines: a prefix counts as completable when one of some completions of it is
    accepted by the engine. That a prefix of a completable prefix is completable, too, is taken for
    granted; so is that an accepted program is on the right way all along, and that a refused one
    is not at its last line. A policy that cannot complete what could be completed gives labels
    that are too low, never too high. A completion that defines the function anew is none.

    Ning Dai et al., "Process Supervision-Guided Policy Optimization for Code Generation",
    arXiv 2410.17621, section 3.2.

    Raises:
        ValueError: If ``samples`` is below 1, or ``budget`` below ``samples``.
    """

    engine: EvaluationEngine
    """Judges the completions."""
    complete: Completer
    """Writes them."""
    samples: int = 4
    """Completions of each prefix that is tried, at least 1."""
    budget: int = 32
    """The most completions for one program. A prefix that would get fewer than ``samples`` of them
    is not tried; what was not decided has no label."""

    def __post_init__(self) -> None:
        if not 1 <= self.samples <= self.budget:
            raise ValueError(
                f"samples={self.samples} must be at least 1, and at most budget={self.budget}."
            )

    def label(self, challenge: Challenge, evaluation: Evaluation) -> Evaluation:
        """Add the part ``process`` to a record.

        Args:
            challenge: What the program is for.
            evaluation: Its record.

        Raises:
            SandboxError: If the sandbox failed: nothing is known of the program.
        """
        (labelled,) = self.label_batch([(challenge, evaluation)])
        if isinstance(labelled, SandboxError):
            raise labelled
        return labelled

    def label_batch(
        self, pairs: Sequence[tuple[Challenge, Evaluation]]
    ) -> list[Evaluation | SandboxError]:
        """Label many records; each round asks for one prefix of each, all of them together.

        Args:
            pairs: Challenges and records of programs for them.

        Returns:
            For each pair, in order, the record with its part ``process``, or the failure that kept
            a completion from being judged.
        """
        searches = [_Search.start(challenge, evaluation) for challenge, evaluation in pairs]
        enough = self.budget - self.samples
        while waiting := [item for item in searches if item.is_open and item.spent <= enough]:
            self._round(waiting)
        return [item.result() for item in searches]

    def _round(self, searches: Sequence["_Search"]) -> None:
        prefixes = [(item.challenge, item.prefix()) for item in searches]
        written = self.complete(prefixes, self.samples)
        for language in dict.fromkeys(item.evaluation.language for item in searches):
            chosen = [
                (item, [prefix + text for text in texts[: self.samples] if item.goes_on(text)])
                for item, (_, prefix), texts in zip(searches, prefixes, written, strict=True)
                if item.evaluation.language == language
            ]
            programs = [(item.challenge, text) for item, texts in chosen for text in texts]
            judged = iter(
                self.engine.evaluate_batch(
                    programs, language=language, need=_NEED, on_error="return"
                )
            )
            for item, texts in chosen:
                item.learn([next(judged) for _ in texts])


@dataclass
class _Search:
    """The state of one binary search."""

    challenge: Challenge
    evaluation: Evaluation
    text: list[str]
    """The program's lines, line ends included."""
    lines: list[int]
    """Of those, the ones that have a label, 1-based."""
    completable: int
    refuted: int
    """One more than there are lines where nothing refutes the whole program."""
    spent: int = 0
    error: SandboxError | None = field(default=None)

    @classmethod
    def start(cls, challenge: Challenge, evaluation: Evaluation) -> "_Search":
        own = _own_text(challenge, evaluation)
        text, lines = own.splitlines(keepends=True), labelled_lines(own, evaluation.language)
        accepted = evaluation.verdict is Verdict.ACCEPTED
        known = (len(lines), len(lines) + 1) if accepted else (0, len(lines))
        return cls(challenge, evaluation, text, lines, *known)

    @property
    def is_open(self) -> bool:
        return self.error is None and self.refuted - self.completable > 1

    @property
    def middle(self) -> int:
        return (self.completable + self.refuted) // 2

    def prefix(self) -> str:
        return "".join(self.text[: self.lines[self.middle - 1]])

    def goes_on(self, text: str) -> bool:
        """False for a completion that begins anew: that would complete any prefix."""
        signature = self.challenge.signature
        if signature is None or not re.search(rf"\b{re.escape(signature.name)}\b", self.prefix()):
            return True
        return not defines(text, signature.name, self.evaluation.language)

    def learn(self, judged: "Sequence[Evaluation | SandboxError]") -> None:
        self.spent += len(judged)
        verdicts = [item.verdict for item in judged if isinstance(item, Evaluation)]
        errors = [item for item in judged if isinstance(item, SandboxError)]
        if Verdict.ACCEPTED in verdicts:
            self.completable = self.middle
        elif errors:  # what was not judged might have been accepted
            self.error = errors[0]
        else:
            self.refuted = self.middle

    def result(self) -> Evaluation | SandboxError:
        if self.error is not None:
            return self.error
        refuted = self.refuted if self.refuted <= len(self.lines) and self.lines else None
        report = ProcessReport(tuple(self.lines), self.completable, refuted, self.spent)
        return replace(self.evaluation, process=report)


def labelled_lines(program: str, language: str) -> list[int]:
    """The numbers, from 1, of the lines that have a label: not empty, and not a comment.

    Args:
        program: Its text.
        language: What it is written in.
    """
    marks = _COMMENTS.get(language, _OTHER_COMMENTS)
    return [
        number
        for number, line in enumerate(program.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith(marks)
    ]


def _own_text(challenge: Challenge, evaluation: Evaluation) -> str:
    """The program without what is put behind every program for its challenge."""
    adapter = challenge.adapter.get(evaluation.language, "")
    return evaluation.program.removesuffix(f"\n\n{adapter}") if adapter else evaluation.program
