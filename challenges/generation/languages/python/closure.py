"""Finds all that one function needs of its package: the closure of the names that it uses."""

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field

from codeeval_gym.challenges.generation.languages.python.modules import (
    STANDARD,
    Module,
    Package,
)

__all__ = ["CannotSliceError", "Closure", "is_own"]

_BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}


class CannotSliceError(Exception):
    """A function cannot stand by itself.

    Args:
        reason: Why, the same words for all of its kind.
        detail: Which name.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass
class Closure:
    """What a function needs, as far as it was followed."""

    package: Package
    start: str
    """Path of the module that the function stands in."""
    function: ast.FunctionDef
    """What is left out."""
    of_class: str
    """The class it is a method of; empty for a function."""
    name: str
    """What it is called where it is written."""
    owner: dict[str, str] = field(default_factory=dict)
    """Each name in the program and the module it comes from."""
    kept: dict[str, set[int]] = field(default_factory=dict)
    """Path of a module to the places of the statements that are taken from it."""
    edges: dict[str, list[str]] = field(default_factory=dict)
    """Path of a module to those of the modules that it imports from."""
    aliases: list[tuple[str, str, str]] = field(default_factory=list)
    """``name = other`` lines, with the path of the module they stand in."""

    def need_all(self, names: Iterable[str], module: Module) -> None:
        """Follow some names that a module uses.

        Raises:
            CannotSliceError: If one of them cannot be brought.
        """
        for name in sorted(names):
            self.need(name, module)

    def need(self, name: str, module: Module) -> None:
        """Follow one name that a module uses.

        Raises:
            CannotSliceError: If it cannot be brought.
        """
        if name not in module.bindings:
            if name in _BUILTINS:
                return
            raise CannotSliceError("it uses a name that nothing defines", name)
        origin = self._imported_from(name, module)
        if origin is not None:
            self.edges.setdefault(module.path, []).append(origin.path)
            self.need(name, origin)
            return
        if self.of_class and name == self.name:
            raise CannotSliceError("two things it needs have one name", name)
        taken = self.owner.setdefault(name, module.path)
        if taken != module.path:
            if _bound_in(name, module) == _bound_in(name, self.package.modules[taken]):
                return
            raise CannotSliceError("two things it needs have one name", name)
        if not self.of_class and (name, module.path) == (self.function.name, self.start):
            return
        for place in module.bindings[name]:
            self._take(place, module)

    def _imported_from(self, name: str, module: Module) -> Module | None:
        """The module of this package that ``module`` has a name from, under the same name."""
        places = module.bindings[name]
        statement = module.tree.body[places[0]]
        if len(places) > 1 or not isinstance(statement, ast.ImportFrom):
            return None
        if not any(item.name == name and item.asname in (None, name) for item in statement.names):
            return None
        origin = self.package.by_name.get(module.absolute(statement))
        return origin if origin is not None and name in origin.bindings else None

    def _take(self, place: int, module: Module) -> None:
        if place in self.kept.setdefault(module.path, set()):
            return
        self.kept[module.path].add(place)
        guarded = isinstance(module.tree.body[place], ast.Try | ast.If)
        for node in module.import_nodes[place]:
            if isinstance(node, ast.Import):
                self._check_import(node)
            else:
                self._follow(node, module)
            if not guarded:
                _check_packages(node, module, self.package)
        self.need_all(module.statements[place].free, module)

    def _check_import(self, node: ast.Import) -> None:
        for item in node.names:
            if self.package.is_own(item.name):
                raise CannotSliceError("it uses a module of its package as an object", item.name)

    def _follow(self, node: ast.ImportFrom, module: Module) -> None:
        """Bring what a ``from`` import of the package itself names."""
        target = module.absolute(node)
        if not node.level and not self.package.is_own(target):
            return
        source = self.package.by_name.get(target)
        for item in node.names:
            if (
                source is None
                or item.name == "*"
                or f"{target}.{item.name}" in self.package.by_name
            ):
                raise CannotSliceError("it uses a module of its package as an object", item.name)
            self.edges.setdefault(module.path, []).append(source.path)
            self.need(item.name, source)
            if item.asname and item.asname != item.name:
                self.aliases.append((module.path, item.asname, item.name))


def is_own(node: ast.ImportFrom, module: Module, package: Package) -> bool:
    """True for an import of the package itself."""
    return bool(node.level) or package.is_own(module.absolute(node))


def _bound_in(name: str, module: Module) -> set[str]:
    """What a name stands for: the dotted names that it is imported from, or how it is defined."""
    found: set[str] = set()
    for place in module.bindings[name]:
        sources = {
            f"{node.module if isinstance(node, ast.ImportFrom) else ''}:{item.name}"
            for node in module.import_nodes[place]
            for item in node.names
            if (item.asname or item.name) == name
        }
        found |= sources or {module.text_of(module.tree.body[place])}
    return found


def _check_packages(node: ast.Import | ast.ImportFrom, module: Module, package: Package) -> None:
    """Refuse imports that would fail: of what is neither standard nor the package's own."""
    names = [item.name for item in node.names] if isinstance(node, ast.Import) else []
    if isinstance(node, ast.ImportFrom) and not is_own(node, module, package):
        names = [node.module or ""]
    for name in names:
        if name.partition(".")[0] not in STANDARD:
            raise CannotSliceError("it needs a package that is not there", name)
