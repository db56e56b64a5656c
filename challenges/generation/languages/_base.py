"""The seam between the pipeline and a language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from codeeval_gym.challenges.generation.data import (
    Candidate,
    Example,
    Masked,
    Repository,
    Skip,
    Source,
)
from codeeval_gym.errors import SandboxError
from codeeval_gym.registry import Registry
from codeeval_gym.types import Job, Run
from codeeval_gym.values import Plain

__all__ = ["Language", "Runner", "languages"]


class Runner(Protocol):
    """What generation asks of a sandbox; every ``codeeval_gym.sandboxes.Sandbox`` is one."""

    def run_batch(self, jobs: Sequence[Job]) -> Sequence[Sequence[Run] | SandboxError]:
        """Execute many jobs; for each, its runs in order, or the error that kept it back."""


class Language(Protocol):
    """What generation asks of a language. All methods are deterministic.

    ``find`` and ``mask`` only parse; ``observe`` and ``answer`` execute, in the sandbox and nowhere
    else.
    """

    name: str
    """Lower-case name, as in ``Job.language``."""
    suffixes: tuple[str, ...]
    """File name endings, e.g. ``.py``."""

    def is_test(self, source: Source) -> bool:
        """True for a file of the repository's own test suite: it holds no candidates."""

    def find(self, repository: Repository) -> Iterable[Candidate | Skip]:
        """The functions and methods there are, unusable ones as skips, by path and line."""

    def mask(self, candidate: Candidate, repository: Repository) -> Masked | Skip:
        """The candidate as a program to complete; a skip if it cannot stand by itself."""

    def observe(
        self, masked: Sequence[Masked], repository: Repository, runner: Runner
    ) -> Mapping[str, Sequence[Example]]:
        """Calls seen while the repository's tests and documentation examples run.

        Returns:
            Candidate id to examples of its entry function, doctests first, each call once.

        Raises:
            SandboxError: If the sandbox failed.
        """

    def answer(
        self,
        masked: Sequence[Masked],
        inputs: Sequence[Sequence[tuple[Plain, ...]]],
        runner: Runner,
    ) -> Sequence[Sequence[Example | Skip]]:
        """What the original answers to made inputs, for each candidate and each of its inputs.

        A skip where the input cannot be a test: it does not end, the answers vary or are no plain
        data, or an argument is changed. Where the original raises, an example that says what.

        Raises:
            SandboxError: If the sandbox failed.
        """


languages: Registry[Language] = Registry("language to generate from", "codeeval_gym.generation")
"""Languages by name; each module of this package registers its own."""
