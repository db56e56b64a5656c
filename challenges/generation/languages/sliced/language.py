"""A language whose functions are cut out by their syntax tree: what its four have in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from codeeval_gym.challenges.generation.data import (
    Candidate,
    Effect,
    Example,
    Masked,
    Repository,
    Skip,
    Source,
)
from codeeval_gym.challenges.generation.languages._base import Runner
from codeeval_gym.challenges.generation.languages.sliced.answering import answer_all
from codeeval_gym.challenges.generation.languages.sliced.closure import TooMuchError, needed_by
from codeeval_gym.challenges.generation.languages.sliced.code import (
    MISSING,
    Code,
    Function,
    Item,
)
from codeeval_gym.challenges.generation.languages.sliced.comments import without_markers
from codeeval_gym.challenges.generation.languages.sliced.effects import effect_of
from codeeval_gym.challenges.generation.languages.sliced.literals import (
    NoLiteralError,
    calls_in,
    literal,
)
from codeeval_gym.challenges.mutation._trees import parse, walk
from codeeval_gym.values import Plain, encode

__all__ = ["SlicedLanguage"]

_MOST_SEEN = 40
_LEAST_BODY = 20
_SIMPLE = ("int", "float", "str", "bool")
_TEST_FOLDERS = {
    "test", "tests", "testing", "doc", "docs", "examples", "example", "bench", "benches",
    "benchmark", "benchmarks", "fuzz", "third_party", "vendor", "dist",
}  # fmt: skip


class SlicedLanguage(ABC):
    """Functions cut out with what they need; see ``Language``."""

    name: str
    suffixes: tuple[str, ...]

    def __init__(self) -> None:
        self._read: tuple[Repository, Code] | None = None

    @abstractmethod
    def read(self, sources: Sequence[Source]) -> Code:
        """Parse all files; those of the tests are not among them."""

    @abstractmethod
    def assembled(
        self, function: Function, helpers: Sequence[Item], code: Code
    ) -> tuple[str, str, str]:
        """The starter, the reference and the whole program."""

    def is_test(self, source: Source) -> bool:
        """See ``Language.is_test``."""
        *folders, name = source.path.split("/")
        stem = name.partition(".")[0].lower()
        is_named_so = stem.startswith(("test_", "unittest")) or stem.endswith(("test", "tests"))
        return (
            is_named_so
            or ".test." in name
            or ".spec." in name
            or any(folder.lower() in _TEST_FOLDERS for folder in folders)
        )

    def tests_in(self, source: Source) -> str:
        """The part of a file that tests the rest of it; empty if there is none."""
        return ""

    def find(self, repository: Repository) -> Iterator[Candidate | Skip]:
        """See ``Language.find``."""
        code = self._code(repository)
        for path in code.broken:
            yield Skip(path, "the file has syntax errors")
        for function in code.functions:
            yield self._examined(function)

    def _examined(self, function: Function) -> Candidate | Skip:
        subject = f"{function.item.path}::{function.name}"
        effect = effect_of(function.item.uses)
        documentation = without_markers(function.comment)
        if function.reason:
            return Skip(subject, function.reason)
        if len(function.body.strip()) < _LEAST_BODY:
            return Skip(subject, "its body is trivial")
        if not documentation:
            return Skip(subject, "nothing says what it does")
        if effect is not Effect.PURE:
            return Skip(subject, f"effect: {effect}")
        return Candidate(
            language=self.name,
            path=function.item.path,
            name=function.name,
            first_line=function.item.line,
            last_line=function.last_line,
            header=function.header,
            body=function.body,
            documentation=documentation,
            params=function.params,
            returns=function.returns,
            calls=tuple(sorted(function.item.uses)),
            literals=self._literals(function.body),
        )

    def _literals(self, body: str) -> tuple[Plain, ...]:
        found: dict[str, Plain] = {}
        for node in walk(parse(body.encode("utf-8", "replace"), self.name)):
            if "literal" in node.type or node.type in ("string", "number"):
                try:
                    value = literal(node)
                except NoLiteralError:
                    continue
                if value is not None:
                    found.setdefault(encode(value), value)
        return tuple(found.values())

    def mask(self, candidate: Candidate, repository: Repository) -> Masked | Skip:
        """See ``Language.mask``."""
        code = self._code(repository)
        function = _function(candidate, code)
        try:
            helpers = needed_by(function, code)
        except TooMuchError as error:
            return Skip(candidate.id, error.reason, error.detail)
        for helper in helpers:
            effect = effect_of(helper.uses)
            if effect is not Effect.PURE:
                return Skip(candidate.id, f"effect: {effect}", ", ".join(helper.names))
        starter, reference, program = self.assembled(function, helpers, code)
        names = dict.fromkeys(name for item in helpers for name in item.names)
        return Masked(
            candidate=candidate,
            entry=function.entry,
            params=function.params,
            returns=function.returns,
            starter=starter,
            reference=reference,
            program=program,
            helpers=tuple(names),
        )

    def observe(
        self, masked: Sequence[Masked], repository: Repository, runner: Runner
    ) -> Mapping[str, Sequence[Example]]:
        """See ``Language.observe``.

        Calls whose arguments are literals are read from documentation and tests; what they give is
        asked of the original.

        Raises:
            SandboxError: If the sandbox failed.
        """
        code = self._code(repository)
        tests = [
            source.text if self.is_test(source) else self.tests_in(source)
            for source in repository.sources
            if source.language == self.name
        ]
        prose = [document.text for document in repository.documents]
        calls = [self._seen(item, _function(item.candidate, code), prose, tests) for item in masked]
        answers = answer_all(masked, [[args for args, _ in seen] for seen in calls], runner)
        return {
            item.candidate.id: [
                replace(answer, origin=origin)
                for answer, (_, origin) in zip(given, seen, strict=True)
                if isinstance(answer, Example)
            ]
            for item, given, seen in zip(masked, answers, calls, strict=True)
        }

    def _seen(
        self, masked: Masked, function: Function, prose: Sequence[str], tests: Sequence[str]
    ) -> list[tuple[tuple[Plain, ...], str]]:
        """Calls of a function, with their origin, each once."""
        found: dict[str, tuple[tuple[Plain, ...], str]] = {}
        texts = [(masked.candidate.documentation, "doctest")]
        texts += [(text, "doctest") for text in prose] + [(text, "unit_test") for text in tests]
        for text, origin in texts:
            if function.entry not in text:
                continue
            for args in calls_in(text, function.entry, self.name):
                fitted = self.fitted(args, function)
                if fitted is not None and len(found) < _MOST_SEEN:
                    found.setdefault(encode(list(fitted)), (fitted, origin))
        return list(found.values())

    def fitted(self, args: tuple[Plain, ...], function: Function) -> tuple[Plain, ...] | None:
        """Arguments as the function declares them, defaults filled in; ``None`` if none fit."""
        missing = function.defaults[len(args) :]
        if len(args) > len(function.params) or MISSING in missing:
            return None
        if len(args) + len(missing) != len(function.params):
            return None
        full = (*args, *missing)
        pairs = zip(full, function.params, strict=True)
        if not all(_fits(value, param.type) for value, param in pairs):
            return None
        return tuple(
            float(value) if param.type == "float" and type(value) is int else value
            for value, param in zip(full, function.params, strict=True)
        )

    def answer(
        self,
        masked: Sequence[Masked],
        inputs: Sequence[Sequence[tuple[Plain, ...]]],
        runner: Runner,
    ) -> Sequence[Sequence[Example | Skip]]:
        """See ``Language.answer``.

        Raises:
            SandboxError: If the sandbox failed.
        """
        return answer_all(masked, inputs, runner)

    def _code(self, repository: Repository) -> Code:
        if self._read is None or self._read[0] is not repository:
            sources = [item for item in repository.sources if item.language == self.name]
            code = self.read([item for item in sources if not self.is_test(item)])
            self._read = (repository, code)
        return self._read[1]


def _function(candidate: Candidate, code: Code) -> Function:
    return next(
        item
        for item in code.functions
        if (item.item.path, item.name) == (candidate.path, candidate.name)
    )


def _fits(value: Plain, kind: str) -> bool:
    """True where a literal can be what a parameter of this type is given."""
    if value is None or kind not in _SIMPLE:
        return True
    allowed = {"int": int, "float": int | float, "str": str, "bool": bool}[kind]
    return isinstance(value, allowed) and (kind == "bool" or not isinstance(value, bool))
