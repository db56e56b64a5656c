"""The stages in order: read, find, mask, observe, ask, draft."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from codeeval_gym.challenges._judge import Judge
from codeeval_gym.challenges.generation.data import (
    Candidate,
    Example,
    Masked,
    Repository,
    Skip,
    Source,
)
from codeeval_gym.challenges.generation.drafting import Kept, Workshop, draft
from codeeval_gym.challenges.generation.inputs import propose
from codeeval_gym.challenges.generation.journal import Journal
from codeeval_gym.challenges.generation.languages import Language, Runner, languages
from codeeval_gym.challenges.generation.operations import operations_in
from codeeval_gym.challenges.generation.reading import read_repository
from codeeval_gym.challenges.generation.report import Report
from codeeval_gym.challenges.generation.settings import Settings
from codeeval_gym.types import to_json
from codeeval_gym.values import Plain, encode

__all__ = ["Progress", "generate"]

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""
_FORMAT = "1"


def generate(
    path: str | os.PathLike[str],
    judge: Judge,
    runner: Runner,
    settings: Settings | None = None,
    *,
    journal: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Make challenges from a code base.

    Nothing of it is executed outside the sandbox, and nothing is written there.

    Args:
        path: Its folder.
        judge: Judges references and their mutants.
        runner: Executes the code base's tests and functions.
        settings: What the caller chose; ``None`` means ``Settings()``.
        journal: A file to go on from, and to leave if the run is ended; ``None`` keeps none.
        progress: Told how far it is.

    Raises:
        FileNotFoundError: If there is no such folder.
        NotADirectoryError: If it is a file.
        ValueError: If it is too large.
        UnknownNameError: If there is no such language.
        SandboxError: If the sandbox failed.
        OSError: If the journal cannot be written.
    """
    settings = settings or Settings()
    started = time.monotonic()
    wanted = {name: languages[name] for name in settings.languages or tuple(languages)}
    suffixes = {suffix: name for name, item in wanted.items() for suffix in item.suffixes}
    repository = read_repository(path, suffixes)
    operations = operations_in(repository)
    tell = progress or (lambda what, done, total: None)
    outcomes: list[Kept | Skip] = list(repository.skipped)
    tried = 0
    book = Journal(journal, _fingerprint(repository, settings)) if journal is not None else None
    try:
        for language in wanted.values():
            library = _library(repository, language)
            workshop = Workshop(repository, library, settings, judge, operations)
            found = _Run(language, workshop, runner, book, tell).outcomes()
            outcomes += found.outcomes
            tried += found.tried
    finally:
        if book is not None:
            book.close()
    kept = tuple(item for item in outcomes if isinstance(item, Kept))
    skipped = tuple(item for item in outcomes if isinstance(item, Skip))
    return Report(repository.origin, kept, skipped, tried, time.monotonic() - started)


@dataclass(frozen=True)
class _Found:
    """What one language gave."""

    outcomes: Sequence[Kept | Skip]
    tried: int


@dataclass(frozen=True)
class _Run:
    """One language of one code base."""

    language: Language
    workshop: Workshop
    runner: Runner
    journal: Journal | None
    tell: Progress

    def outcomes(self) -> _Found:
        """What became of everything that was found, in the order of the code."""
        found = list(self._masked())
        masked = [item for item in found if isinstance(item, Masked)]
        limit = self.workshop.settings.limit
        kept = masked[: len(masked) if limit is None else limit]
        done = self.journal.done if self.journal is not None else {}
        fresh = [item for item in kept if item.candidate.id not in done]
        made = {**done, **self._drafted(fresh, len(kept))}
        names = {item.candidate.id for item in kept}
        outcomes = [
            item if isinstance(item, Skip) else made[item.candidate.id]
            for item in found
            if isinstance(item, Skip) or item.candidate.id in names
        ]
        return _Found(outcomes, len(kept))

    def _masked(self) -> Iterator[Masked | Skip]:
        repository = self.workshop.repository
        for item in self.language.find(repository):
            yield self.language.mask(item, repository) if isinstance(item, Candidate) else item

    def _drafted(self, masked: Sequence[Masked], total: int) -> Mapping[str, Kept | Skip]:
        if not masked:
            return {}
        name = self.language.name
        self.tell(f"running its {name} tests", 0, total)
        seen = self.language.observe(masked, self.workshop.repository, self.runner)
        made: dict[str, Kept | Skip] = {}
        for at, item in enumerate(masked):
            self.tell(item.candidate.name, total - len(masked) + at, total)
            outcome = self._draft(item, seen.get(item.candidate.id, ()))
            made[item.candidate.id] = outcome
            if self.journal is not None:
                self.journal.add(item.candidate.id, outcome)
        self.tell("done", total, total)
        return made

    def _draft(self, masked: Masked, seen: Sequence[Example]) -> Kept | Skip:
        settings = self.workshop.settings
        inputs = propose(masked, seen, count=settings.inputs, seed=settings.seed)
        ask = partial(_ask, self.language, masked, self.runner)
        answers = ask(inputs)
        known = {repr(item.args): item for item in seen}
        examples: list[Example | Skip] = []
        for args, answer in zip(inputs, answers, strict=True):
            before = known.get(repr(args))
            if before is not None and isinstance(answer, Example):
                if _disagree(masked, before, answer):
                    return Skip(masked.candidate.id, "alone it does not behave as in its package")
                answer = replace(answer, origin=before.origin)
            examples.append(answer)
        return draft(masked, examples, ask, self.workshop)


def _ask(
    language: Language, masked: Masked, runner: Runner, inputs: Sequence[tuple[Plain, ...]]
) -> Sequence[Example | Skip]:
    return language.answer([masked], [inputs], runner)[0]


def _disagree(masked: Masked, before: Example, now: Example) -> bool:
    """True if the suite saw another answer.

    Where it saw none that is plain data, it saw ``None``. An adapter does more than the function
    did when the suite called it, so those are not compared.
    """
    if masked.adapter:
        return False
    if now.compare.kind == "raises":
        return True
    return before.expected is not None and encode(before.expected) != encode(now.expected)


def _library(repository: Repository, language: Language) -> list[Source]:
    own = [item for item in repository.sources if item.language == language.name]
    return [item for item in own if not language.is_test(item)]


def _fingerprint(repository: Repository, settings: Settings) -> str:
    """What outcomes depend on, as one text."""
    digest = hashlib.sha256(f"{_FORMAT} {to_json(settings)} {repository.origin}".encode())
    for source in repository.sources:
        digest.update(f"{source.path}\0{source.text}\0".encode())
    for path, text in sorted(repository.data.items()):
        digest.update(f"{path}\0{text}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
