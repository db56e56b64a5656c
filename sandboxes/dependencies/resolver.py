"""From a challenge's requirements to a folder that a jail can be given."""

import hashlib
import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from codeeval_gym.errors import SandboxError, UnknownNameError
from codeeval_gym.sandboxes.dependencies.allow_list import AllowList, Package
from codeeval_gym.sandboxes.dependencies.builders import Builder, make_builders
from codeeval_gym.sandboxes.dependencies.environment import Environment
from codeeval_gym.sandboxes.dependencies.explain import explain_unknown
from codeeval_gym.sandboxes.dependencies.folders import own_folder
from codeeval_gym.sandboxes.dependencies.imports import ImportName, imports_of
from codeeval_gym.sandboxes.dependencies.standard import LANGUAGES
from codeeval_gym.sandboxes.dependencies.store import Held, Store

__all__ = ["DependencyResolver"]

_FORMAT = 1
"""Part of every key; another layout of the folders gets another number."""


class DependencyResolver:
    """Builds environments out of an allow-list, each one once. Thread-safe; a context manager.

    Only what a challenge's requirements name is ever built. What a program imports is looked up,
    to name what is missing, and never installed.

    Args:
        allow_list: What may be built.
        folder: Where environments lie, for all processes of this user; ``None`` for one in the
            machine's temporary files. Others must be able to read it, and none but us to write.
        max_bytes: Above this, environments not used for longest are removed, never one in use.
        python_version: The ``X.Y`` of the jails' Python; ``None`` means the running one's.
        builders: Language to how it is built; ``None`` for our own.

    Raises:
        ConfigError: If the folder cannot be used.
    """

    def __init__(
        self,
        allow_list: AllowList,
        folder: str | Path | None = None,
        *,
        max_bytes: int = 4_000_000_000,
        python_version: str | None = None,
        builders: Mapping[str, Builder] | None = None,
    ) -> None:
        self.allow_list = allow_list
        self._store = Store(own_folder(folder), max_bytes)
        self._builders = builders or make_builders(python_version)
        self._lock = threading.Lock()
        self._keys: dict[tuple[str, tuple[str, ...]], str] = {}
        self._held: dict[str, list[Held]] = {}
        self._closed = False

    def key(self, requirements: Iterable[str], language: str) -> str:
        """What :meth:`resolve` gives as ``Environment.key``, without building anything.

        Folders of the allow-list are read once for each resolver.

        Args:
            requirements: As ``Challenge.requirements``.
            language: The program's language.

        Returns:
            The key, empty without requirements.

        Raises:
            UnknownNameError: If a requirement is not in the allow-list, or there is no such
                language; suggests the nearest.
            ConfigError: If a folder of the allow-list is not what it should be.
        """
        return self._plan(requirements, language)[0]

    def resolve(self, requirements: Iterable[str], language: str) -> Environment:
        """The environment for these requirements; built if it is not there.

        It stays until :meth:`release` was called as often as this, or :meth:`close` once.

        Args:
            requirements: As ``Challenge.requirements``.
            language: The program's language.

        Raises:
            UnknownNameError: If a requirement is not in the allow-list; suggests the nearest.
            ConfigError: If a folder of the allow-list is not what it should be.
            SandboxError: If building failed (a hash differs, no network, …) or we are closed.
            LanguageUnavailable: If the tool that fetches packages is not installed.
        """
        key, packages = self._plan(requirements, language)
        if not packages:
            return Environment("", language)
        builder = self._builders[language]
        held = self._store.hold(key, lambda content: builder.build(packages, content))
        try:
            wiring = builder.wiring(packages, held.content)
            with self._lock:
                if self._closed:
                    raise SandboxError("The dependency resolver is closed.")
                self._held.setdefault(key, []).append(held)
        except BaseException:
            held.release()
            raise
        titles = tuple(package.title for package in packages)
        modules = tuple(name for package in packages for name in package.imports)
        return Environment(key, language, titles, modules, **wiring)

    def release(self, environment: Environment) -> None:
        """Take back one :meth:`resolve`: nobody reads the environment for it any more."""
        with self._lock:
            users = self._held.get(environment.key, [])
            held = users.pop() if users else None
        if held is not None:
            held.release()

    def close(self) -> None:
        """Release everything. What was built stays for the next one; a second call does nothing."""
        with self._lock:
            self._closed = True
            held = [item for users in self._held.values() for item in users]
            self._held.clear()
        for item in held:
            item.release()

    def unknown_imports(
        self, program: str, language: str, requirements: Iterable[str] = ()
    ) -> tuple[ImportName, ...]:
        """Modules that a program names although neither language nor requirements have them.

        Raises:
            UnknownNameError: If a requirement is not in the allow-list, or there is no such
                language.
        """
        given = set(self.allow_list.closure(requirements, language))
        return tuple(
            found
            for found in imports_of(program, language)
            if not found.standard and self.allow_list.provider(found.name, language) not in given
        )

    def requirements_for(self, program: str, language: str) -> tuple[str, ...]:
        """The packages of the allow-list that a program names.

        For the reference of a challenge, these are what the challenge has to declare.

        Raises:
            UnknownNameError: If there is no such language.
        """
        found = (
            self.allow_list.provider(item.name, language)
            for item in imports_of(program, language)
            if not item.standard
        )
        return tuple(sorted({package.name for package in found if package is not None}))

    def explain(self, module: str, language: str, requirements: Iterable[str] = ()) -> str:
        """One line on a module that was not there: see :func:`explain_unknown`."""
        return explain_unknown(module, language, self.allow_list, requirements)

    def _plan(self, requirements: Iterable[str], language: str) -> tuple[str, tuple[Package, ...]]:
        if language not in LANGUAGES:
            raise UnknownNameError("language", language, LANGUAGES)
        packages = self.allow_list.closure(requirements, language)
        if not packages:
            return "", ()
        names = (language, tuple(package.name for package in packages))
        with self._lock:
            key = self._keys.get(names)
        if key is None:
            key = _key(language, packages, self._builders[language])
            with self._lock:
                self._keys[names] = key
        return key, packages

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _key(language: str, packages: Sequence[Package], builder: Builder) -> str:
    locked = [[package.name, package.version, sorted(package.hashes)] for package in packages]
    data = json.dumps([_FORMAT, language, builder.identity(packages), locked])
    return hashlib.sha256(data.encode("utf-8")).hexdigest()[:32]
