"""Cuts what one function needs out of its package, as a program that runs by itself.

Imports between the package's files vanish, as all that is needed stands in one program. Nothing is
renamed, so two files that use one name for different things end the attempt.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from codeeval_gym.challenges.generation.languages.python.closure import (
    CannotSliceError,
    Closure,
    is_own,
)
from codeeval_gym.challenges.generation.languages.python.editing import (
    Edit,
    brief_docstrings,
    edited,
)
from codeeval_gym.challenges.generation.languages.python.modules import (
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
    closure = Closure(package, module.path, node, owner, name or node.name)
    try:
        closure.need_all(free_names(node) | ({owner} if owner else set()), module)
        whole = _slice(closure, brief=False)
        if whole.text.count("\n") > _LONG:
            whole = _slice(closure, brief=True)
    except RecursionError:
        raise CannotSliceError("what it needs is nested too deeply") from None
    if whole.text.count("\n") > _MAX_LINES:
        raise CannotSliceError("it needs too much of its package")
    return whole


def _slice(closure: Closure, *, brief: bool) -> Slice:
    parts: list[str] = []
    functions: list[ast.FunctionDef] = []
    names: set[str] = set()
    for path in _ordered(closure, closure.start, set()):
        module = closure.package.modules[path]
        aliases = [f"{new} = {old}" for where, new, old in closure.aliases if where == path]
        parts += list(dict.fromkeys(aliases))
        for place in sorted({*closure.kept.get(path, ()), *_future(module)}):
            statement = module.tree.body[place]
            parts.append(_written(closure, place, module, brief))
            if isinstance(statement, ast.FunctionDef):
                functions.append(statement)
            if not isinstance(statement, ast.Import | ast.ImportFrom):
                names |= module.statements[place].bound
    future = [part for part in parts if part.startswith("from __future__")]
    others = [part for part in parts if part and part not in future]
    text = "\n\n".join([*dict.fromkeys(future), *others])
    return Slice(text, tuple(sorted(names)), tuple(functions))


def _ordered(closure: Closure, path: str, seen: set[str]) -> Iterator[str]:
    """The modules, each behind those that it imports from."""
    if path in seen:
        return
    seen.add(path)
    for other in closure.edges.get(path, ()):
        yield from _ordered(closure, other, seen)
    yield path


def _written(closure: Closure, place: int, module: Module, brief: bool) -> str:
    """The text of a statement, without imports of the package itclosure."""
    statement = module.tree.body[place]
    edits = brief_docstrings(statement) if brief else []
    is_owner = isinstance(statement, ast.ClassDef) and statement.name == closure.of_class
    if is_owner and module.path == closure.start:
        edits = [
            *(edit for edit in edits if not edit.within(closure.function)),
            _stub(closure.function),
        ]
    imports = module.import_nodes[place]
    own = [
        node
        for node in imports
        if isinstance(node, ast.ImportFrom) and is_own(node, module, closure.package)
    ]
    if not own:
        return edited(statement, module, edits)
    if statement in own:
        return ""
    copy = ast.parse(edited(statement, module, edits))
    return ast.unparse(_WithoutImports(module, closure.package).visit(copy))


def _future(module: Module) -> list[int]:
    """The places of a module's ``from __future__`` imports: they change what all of it means."""
    return [
        place
        for place, node in enumerate(module.tree.body)
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
    ]


def _stub(method: ast.FunctionDef) -> Edit:
    """Puts a stub in the place of the method that has to be written.

    The stub keeps the class whole: without it, an abstract base class would forbid to make one.
    """
    line = f"def {method.name}(*arguments): raise NotImplementedError({method.name!r})"
    start = (first_line(method), method.col_offset)
    return Edit(start, end_of(method), line)


class _WithoutImports(ast.NodeTransformer):
    """Puts ``pass`` in the place of imports of the package itself."""

    def __init__(self, module: Module, package: Package) -> None:
        self._module = module
        self._package = package

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt:
        return ast.Pass() if is_own(node, self._module, self._package) else node
