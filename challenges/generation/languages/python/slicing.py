"""Cuts what one function needs out of its package, as a program that runs by itself.

The closure of names is followed through the files of the package; imports between them vanish, as
all that is needed stands in one program. Nothing is renamed, so two files that use one name for
different things end the attempt.
"""

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from codeeval_gym.challenges.generation.languages.python.editing import (
    Edit,
    brief_docstrings,
    edited,
)
from codeeval_gym.challenges.generation.languages.python.modules import (
    STANDARD,
    Module,
    Package,
    end_of,
    first_line,
)
from codeeval_gym.challenges.generation.languages.python.names import free_names

__all__ = ["CannotSliceError", "Slice", "slice_for"]

_LONG = 900
"""Lines from which on documentation is cut short."""
_MAX_LINES = 2000
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


@dataclass(frozen=True)
class Slice:
    """What a function needs of its package."""

    text: str
    """Imports, constants, helpers and classes, in an order that runs; empty if it needs nothing."""
    names: tuple[str, ...]
    """The package's own names in it, sorted."""
    functions: tuple[ast.FunctionDef, ...]
    """The package's own functions in it."""


def slice_for(
    node: ast.FunctionDef, module: Module, package: Package, *, owner: str = "", name: str = ""
) -> Slice:
    """Return what a function or method needs; itself is left out.

    Args:
        node: Its definition.
        module: Where it stands.
        package: All modules there are.
        owner: The class of a method, which is brought without it; empty for a function.
        name: What the method is called where it is written; empty means as in its class.

    Raises:
        CannotSliceError: If it needs what cannot be brought.
    """
    work = _Work(package, module.path, node, owner, name or node.name)
    try:
        work.need_all(free_names(node) | ({owner} if owner else set()), module)
        return work.finish()
    except RecursionError:
        raise CannotSliceError("what it needs is nested too deeply") from None


@dataclass
class _Work:
    """What was found so far."""

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
        for name in sorted(names):
            self.need(name, module)

    def need(self, name: str, module: Module) -> None:
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

    def finish(self) -> Slice:
        """The slice; where it is long, with documentation cut to its first line."""
        whole = self._slice(brief=False)
        if whole.text.count("\n") > _LONG:
            whole = self._slice(brief=True)
        if whole.text.count("\n") > _MAX_LINES:
            raise CannotSliceError("it needs too much of its package")
        return whole

    def _slice(self, *, brief: bool) -> Slice:
        parts: list[str] = []
        functions: list[ast.FunctionDef] = []
        names: set[str] = set()
        for path in self._ordered(self.start, set()):
            module = self.package.modules[path]
            aliases = [f"{new} = {old}" for where, new, old in self.aliases if where == path]
            parts += list(dict.fromkeys(aliases))
            for place in sorted({*self.kept.get(path, ()), *_future(module)}):
                statement = module.tree.body[place]
                parts.append(self._written(place, module, brief))
                if isinstance(statement, ast.FunctionDef):
                    functions.append(statement)
                if not isinstance(statement, ast.Import | ast.ImportFrom):
                    names |= module.statements[place].bound
        future = [part for part in parts if part.startswith("from __future__")]
        others = [part for part in parts if part and part not in future]
        text = "\n\n".join([*dict.fromkeys(future), *others])
        return Slice(text, tuple(sorted(names)), tuple(functions))

    def _ordered(self, path: str, seen: set[str]) -> Iterator[str]:
        """The modules, each behind those that it imports from."""
        if path in seen:
            return
        seen.add(path)
        for other in self.edges.get(path, ()):
            yield from self._ordered(other, seen)
        yield path

    def _written(self, place: int, module: Module, brief: bool) -> str:
        """The text of a statement, without imports of the package itself."""
        statement = module.tree.body[place]
        edits = brief_docstrings(statement) if brief else []
        is_owner = isinstance(statement, ast.ClassDef) and statement.name == self.of_class
        if is_owner and module.path == self.start:
            edits = [*(edit for edit in edits if not edit.within(self.function)), _stub(self)]
        imports = module.import_nodes[place]
        own = [
            node
            for node in imports
            if isinstance(node, ast.ImportFrom) and _is_own(node, module, self.package)
        ]
        if not own:
            return edited(statement, module, edits)
        if statement in own:
            return ""
        copy = ast.parse(module.text_of(statement))
        return ast.unparse(_WithoutImports(module, self.package).visit(copy))


def _future(module: Module) -> list[int]:
    """The places of a module's ``from __future__`` imports: they change what all of it means."""
    return [
        place
        for place, node in enumerate(module.tree.body)
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
    ]


def _stub(work: _Work) -> Edit:
    """Puts a stub in the place of the method that has to be written.

    The stub keeps the class whole: without it, an abstract base class would forbid to make one.
    """
    method = work.function
    line = f"def {method.name}(*arguments): raise NotImplementedError({method.name!r})"
    start = (first_line(method), method.col_offset)
    return Edit(start, end_of(method), line)


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


def _is_own(node: ast.ImportFrom, module: Module, package: Package) -> bool:
    return bool(node.level) or package.is_own(module.absolute(node))


class _WithoutImports(ast.NodeTransformer):
    """Puts ``pass`` in the place of imports of the package itself."""

    def __init__(self, module: Module, package: Package) -> None:
        self._module = module
        self._package = package

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt:
        return ast.Pass() if _is_own(node, self._module, self._package) else node


def _check_packages(node: ast.Import | ast.ImportFrom, module: Module, package: Package) -> None:
    """Refuse imports that would fail: of what is neither standard nor the package's own."""
    names = [item.name for item in node.names] if isinstance(node, ast.Import) else []
    if isinstance(node, ast.ImportFrom) and not _is_own(node, module, package):
        names = [node.module or ""]
    for name in names:
        if name.partition(".")[0] not in STANDARD:
            raise CannotSliceError("it needs a package that is not there", name)
