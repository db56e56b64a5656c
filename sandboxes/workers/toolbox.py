"""What one sandbox can run: languages and external analysers, and what runs them here."""

import subprocess
import threading
from collections.abc import Mapping

from codeeval_gym.errors import LanguageUnavailable, SandboxError, UnknownNameError
from codeeval_gym.sandboxes.analysers import analysers
from codeeval_gym.sandboxes.languages import Language, PythonLanguage, Toolchain, languages
from codeeval_gym.sandboxes.workers.compiling import CompileCache

__all__ = ["Toolbox"]


class Toolbox:
    """Finds each language's toolchain once, when it is first asked for. Thread-safe.

    Args:
        python: ``X.Y`` or the path of the interpreter that Python programs run on; ``None`` means
            the running interpreter's ``X.Y``.
        mapped: Jails use mapped user ids, so files must be readable by others.

    Raises:
        SandboxUnavailable: If there is no such interpreter: every launcher needs it.
    """

    def __init__(self, python: str | None, *, mapped: bool) -> None:
        self._mapped = mapped
        self._lock = threading.Lock()
        known: dict[str, Language] = {name: languages[name]() for name in languages}
        self._languages = {**known, "python": PythonLanguage(python)}
        self._tools: dict[str, Language] = {}
        self._toolchains: dict[str, Toolchain | LanguageUnavailable] = {}
        self.compiled = CompileCache()
        """What compilers made for this sandbox."""
        self.launcher = self.toolchain("python")
        """What the launcher of every jail runs on."""

    @property
    def names(self) -> tuple[str, ...]:
        """The languages known, whether or not this machine has their toolchains."""
        return tuple(self._languages)

    @property
    def main_files(self) -> Mapping[str, str]:
        """Language, or analyser asked for so far, to the name of the program's file."""
        known = {**self._languages, **self._tools}
        return {name: language.main_file for name, language in known.items()}

    def language(self, name: str) -> Language:
        """The language of this name, or the external analyser.

        Raises:
            UnknownNameError: If there is none.
        """
        found = self._languages.get(name) or self._tools.get(name)
        if found is None:
            if name not in analysers:
                raise UnknownNameError("language", name, self._languages)
            found = self._tools.setdefault(name, analysers[name]())
        return found

    def toolchain(self, name: str) -> Toolchain:
        """What compiles and runs a language here, or what an external analyser is.

        Raises:
            LanguageUnavailable: If this machine has nothing that does.
            SandboxError: If it is short of what it takes to find out, e.g. of room on its disk.
            UnknownNameError: If there is no such language.
        """
        language = self.language(name)
        with self._lock:
            if name not in self._toolchains:
                try:
                    self._toolchains[name] = language.find(mapped=self._mapped)
                except LanguageUnavailable as error:  # looked for once; installing needs a restart
                    self._toolchains[name] = error
                except (OSError, subprocess.SubprocessError) as error:
                    raise SandboxError(f"The tools for {name} cannot be used: {error}") from error
            found = self._toolchains[name]
        if isinstance(found, LanguageUnavailable):
            raise found
        return found
