"""A sandbox that has one language, whether or not it is registered, and short ways to use it."""

import contextlib
from collections.abc import Iterator

from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.languages import ExecutedLanguage, languages
from codeeval_gym.types import Call, Input, Job, Limits, Outcome, Run, Stdin
from tests.sandboxes.conftest import start

__all__ = ["Program", "sandbox_with"]


@contextlib.contextmanager
def sandbox_with(language: type[ExecutedLanguage]) -> Iterator[Sandbox]:
    """One worker, so that what a run leaves behind would be met by the next."""
    known = language.name in languages
    if not known:
        languages.register(language.name)(language)
    try:
        with start(workers=1) as started:
            yield started
    finally:
        if not known:
            languages.unregister(language.name)


class Program:
    """Runs programs of one language."""

    def __init__(self, sandbox: Sandbox, language: type[ExecutedLanguage]) -> None:
        self.sandbox = sandbox
        self.language = language

    def run(self, text: str, *inputs: Input, limits: Limits | None = None) -> list[Run]:
        files = {self.language.main_file: text}
        return self.sandbox.run(Job(self.language.name, files, inputs, limits or Limits()))

    def calls(self, text: str, *args: object, name: str = "f") -> list[object]:
        """What the function gives for each argument: the value, or the run where it gave none."""
        return self.each(text, *(Call(name, (arg,)) for arg in args))

    def each(self, text: str, *calls: Call) -> list[object]:
        """As :meth:`calls`, for calls of any function."""
        runs = self.run(text, *calls)
        return [run if run.returned is None else run.returned.value for run in runs]

    def error(self, text: str, *args: object) -> tuple[Outcome, str | None, int | None]:
        """What is said of the one call that fails, or of the script where there is no call."""
        inputs = [Call("f", tuple(args))] if args else [Stdin()]
        ended = self.run(text, *inputs)[0]
        return ended.outcome, ended.error, ended.error_line
