"""The operator's list of what programs may ever use beside the standard library."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.sandboxes.dependencies.standard import LANGUAGES, prefixes

__all__ = ["AllowList", "Package"]

_KEYS = ("version", "imports", "requires", "hashes", "folder")
_FROM_INDEX = ("python", "javascript")
"""Languages whose packages are fetched; those of the others lie in a folder."""
_NAME = {
    "python": re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"),
    "javascript": re.compile(r"(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*"),
}
_OTHER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+!_-]*")
_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")
_SRI = re.compile(r"sha(256|384|512)-[A-Za-z0-9+/]+={0,2}")


@dataclass(frozen=True)
class Package:
    """One distribution that programs may be given."""

    name: str
    """As challenges write it in ``requirements``."""
    language: str
    """Lower-case, as in ``Job.language``."""
    version: str
    """The one version that is used; empty for a folder without one."""
    imports: tuple[str, ...]
    """What programs import: ``PIL``, ``lodash``, ``com.google.gson``, ``Eigen``."""
    requires: tuple[str, ...] = ()
    """Distributions it needs, each in the list itself."""
    hashes: tuple[str, ...] = ()
    """``sha256:…`` of each wheel that may be used; npm's ``integrity``; of a folder, what
    :func:`tree_hash` gives (optional there)."""
    folder: str | None = None
    """Jars, libraries or headers of a language without an index; else ``None``."""

    @property
    def title(self) -> str:
        """Name and, where there is one, version, for people."""
        return f"{self.name} {self.version}".strip()


@dataclass(frozen=True)
class AllowList:
    """All packages that programs may ever be given, by language and name."""

    packages: Mapping[str, Mapping[str, Package]]
    """Language to distribution name to package."""

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a list; ``examples/allow_list.yaml`` shows one. Folders are relative to the file.

        Raises:
            ConfigError: If the file cannot be read or something in it cannot be; names the place.
        """
        try:
            data: Any = yaml.safe_load(Path(path).read_text("utf-8"))
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise ConfigError(f"{path}: {error}") from error
        try:
            return cls.from_dict(data or {}, Path(path).parent)
        except ConfigError as error:
            raise ConfigError(f"{path}: {error}") from error

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], base: str | Path = ".") -> Self:
        """Make a list out of what its YAML holds.

        Args:
            data: Language to distribution to ``version``, ``imports``, ``requires``, ``hashes``
                and ``folder``.
            base: What folders are relative to.

        Raises:
            ConfigError: If something in it cannot be; names the place.
        """
        packages: dict[str, dict[str, Package]] = {}
        for language, entries in _mapping(data, "the list").items():
            if language not in LANGUAGES:
                raise ConfigError(str(UnknownNameError("language", str(language), LANGUAGES)))
            known = packages.setdefault(language, {})
            for name, entry in _mapping(entries or {}, language).items():
                package = _package(language, str(name), entry, Path(base))
                if package.name in known:
                    raise ConfigError(f"{language}: {name} stands there twice.")
                known[package.name] = package
            _check_references(language, known)
        return cls(packages)

    def get(self, name: str, language: str) -> Package:
        """The package of this name, written as its index allows (``Scikit_Learn`` is fine).

        Raises:
            UnknownNameError: If the list has none; suggests the nearest.
        """
        known = self.packages.get(language, {})
        package = known.get(_canonical(name, language))
        if package is None:
            raise UnknownNameError(f"{language} package in the allow-list", name, known)
        return package

    def closure(self, requirements: Iterable[str], language: str) -> tuple[Package, ...]:
        """The packages and all that they require, sorted by name.

        Raises:
            TypeError: If the requirements are one text.
            UnknownNameError: If one is not in the list; suggests the nearest.
        """
        if isinstance(requirements, str):
            raise TypeError(f"Requirements are a sequence of names, not the text {requirements!r}.")
        found: dict[str, Package] = {}
        waiting = list(requirements)
        while waiting:
            package = self.get(waiting.pop(), language)
            if package.name not in found:
                found[package.name] = package
                waiting += package.requires
        return tuple(found[name] for name in sorted(found))

    def provider(self, module: str, language: str) -> Package | None:
        """The package that an import is from, or ``None`` if the list has none.

        Raises:
            UnknownNameError: If there is no such language.
        """
        packages = self.packages.get(language, {}).values()
        by_import = {name: package for package in packages for name in package.imports}
        for prefix in prefixes(module, language):
            if prefix in by_import:
                return by_import[prefix]
        return None


def _canonical(name: str, language: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower() if language == "python" else name


def _mapping(value: Any, place: str) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise ConfigError(f"{place}: expected a mapping, not {value!r}.")
    return value


def _package(language: str, written: str, entry: Any, base: Path) -> Package:
    place = f"{language}: {written}"
    entry = _mapping(entry, place)
    for key in entry:
        if key not in _KEYS:
            near = difflib.get_close_matches(str(key), _KEYS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise ConfigError(f"{place}: there is no key {key!r}.{hint}")
    name = _canonical(written, language)
    if not _NAME.get(language, _OTHER_NAME).fullmatch(name):
        raise ConfigError(f"{place}: that is not the name of a package.")
    default = name.replace("-", "_") if language in ("python", "rust") else name
    folder = entry.get("folder")
    return Package(
        name=name,
        language=language,
        version=_version(entry.get("version", ""), place),
        imports=_texts(entry.get("imports", [default]), f"{place}: imports"),
        requires=tuple(
            _canonical(item, language)
            for item in _texts(entry.get("requires", []), f"{place}: requires")
        ),
        hashes=_texts(entry.get("hashes", []), f"{place}: hashes"),
        folder=None if folder is None else str((base / str(folder)).absolute()),
    )


def _version(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"{place}: version: write {value!r} in quotes; YAML changes numbers.")
    if value and not _VERSION.fullmatch(value):
        raise ConfigError(f"{place}: version: {value!r} is not one exact version.")
    return value


def _texts(value: Any, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ConfigError(f"{place}: expected a list of texts, not {value!r}.")
    return tuple(value)


def _check_references(language: str, packages: Mapping[str, Package]) -> None:
    """What can only be seen once all of a language is read."""
    taken: dict[str, str] = {}
    for package in packages.values():
        place = f"{language}: {package.name}"
        _check_origin(package, place)
        for name in package.requires:
            if name not in packages:
                raise ConfigError(f"{place}: requires {name!r}, which is not in the list.")
        for name in package.imports:
            other = taken.setdefault(name, package.name)
            if other != package.name:
                raise ConfigError(f"{place}: import {name!r} is also that of {other!r}.")


def _check_origin(package: Package, place: str) -> None:
    fetched = package.language in _FROM_INDEX
    if fetched and package.folder is not None:
        raise ConfigError(f"{place}: folder: {package.language} packages come from their index.")
    if fetched and not (package.version and package.hashes):
        raise ConfigError(f"{place}: needs an exact version and the hashes of its files.")
    if not fetched and package.folder is None:
        raise ConfigError(f"{place}: needs a folder.")
    pattern, form = _SHA256, "sha256: and 64 hexadecimal digits"
    if package.language == "javascript":
        pattern, form = _SRI, "npm's integrity, e.g. sha512-…"
    for text in package.hashes:
        if not pattern.fullmatch(text):
            raise ConfigError(f"{place}: hashes: {text!r} is not {form}.")
