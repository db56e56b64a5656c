"""Python, as generation sees it."""

from collections.abc import Iterator, Mapping, Sequence

from codeeval_gym.challenges.generation.data import (
    Candidate,
    Example,
    Masked,
    Repository,
    Skip,
    Source,
)
from codeeval_gym.challenges.generation.languages._base import Runner, languages
from codeeval_gym.challenges.generation.languages.python.answering import answer_all
from codeeval_gym.challenges.generation.languages.python.find import find_in
from codeeval_gym.challenges.generation.languages.python.masking import mask_in
from codeeval_gym.challenges.generation.languages.python.modules import Package, parse_package
from codeeval_gym.challenges.generation.languages.python.observing import observe_all
from codeeval_gym.values import Plain

__all__ = ["Python"]

_NO_LIBRARY = ("setup.py", "conftest.py", "noxfile.py", "tasks.py", "conf.py")
_TEST_FOLDERS = {"test", "tests", "testing", "doc", "docs", "examples", "benchmarks"}


class Python:
    """Functions of Python packages, cut out with what they need; see ``Language``."""

    name = "python"
    suffixes: tuple[str, ...] = (".py",)

    def __init__(self) -> None:
        self._parsed: tuple[Repository, Package] | None = None

    def is_test(self, source: Source) -> bool:
        """See ``Language.is_test``; what only builds or documents the package counts as such."""
        *folders, name = source.path.split("/")
        if _TEST_FOLDERS.intersection(folders) or name in _NO_LIBRARY:
            return True
        return name.startswith("test_") or name.endswith("_test.py")

    def find(self, repository: Repository) -> Iterator[Candidate | Skip]:
        """See ``Language.find``."""
        package = self._package(repository)
        yield from package.broken
        for source in repository.sources:
            if source.path in package.modules and not self.is_test(source):
                yield from find_in(package.modules[source.path])

    def mask(self, candidate: Candidate, repository: Repository) -> Masked | Skip:
        """See ``Language.mask``."""
        return mask_in(candidate, self._package(repository))

    def observe(
        self, masked: Sequence[Masked], repository: Repository, runner: Runner
    ) -> Mapping[str, Sequence[Example]]:
        """See ``Language.observe``."""
        package = self._package(repository)
        tests = [item.path for item in repository.sources if self.is_test(item)]
        return observe_all(masked, repository, package, tests, runner)

    def answer(
        self,
        masked: Sequence[Masked],
        inputs: Sequence[Sequence[tuple[Plain, ...]]],
        runner: Runner,
    ) -> Sequence[Sequence[Example | Skip]]:
        """See ``Language.answer``."""
        return answer_all(masked, inputs, runner)

    def _package(self, repository: Repository) -> Package:
        if self._parsed is None or self._parsed[0] is not repository:
            self._parsed = (repository, parse_package(repository.sources))
        return self._parsed[1]


languages.register("python")(Python())
