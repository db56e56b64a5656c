"""Which names a piece of Python uses and which it binds, by its syntax tree."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["Names", "free_names", "names_of"]

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass
class Names:
    """What one scope does with names; what is nested in it is resolved already."""

    used: set[str] = field(default_factory=set)
    """Names that it reads."""
    bound: set[str] = field(default_factory=set)
    """Names that it binds."""
    outer: set[str] = field(default_factory=set)
    """Names that it declares ``global`` or ``nonlocal``."""

    @property
    def free(self) -> set[str]:
        """Names that have to come from outside."""
        return (self.used | self.outer) - (self.bound - self.outer)


def names_of(nodes: Iterable[ast.AST]) -> Names:
    """Return the names that statements use and bind, taken as one scope.

    Raises:
        RecursionError: If they are nested too deeply.
    """
    names = Names()
    for node in nodes:
        _visit(node, names)
    return names


def free_names(node: ast.AST) -> set[str]:
    """Names that a definition needs from outside, itself left out.

    Raises:
        RecursionError: If it is nested too deeply.
    """
    return names_of([node]).free


def _visit(node: ast.AST, names: Names) -> None:
    match node:
        case ast.Name(id=name, ctx=context):
            (names.used if isinstance(context, ast.Load) else names.bound).add(name)
        case ast.Global(names=declared) | ast.Nonlocal(names=declared):
            names.outer.update(declared)
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            names.bound.update(a.asname or a.name.partition(".")[0] for a in aliases)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            _function(node, names, names)
        case ast.ClassDef():
            _class(node, names)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            _comprehension(node, names)
        case _:
            _bind_by_text(node, names)
            for child in ast.iter_child_nodes(node):
                _visit(child, names)


def _bind_by_text(node: ast.AST, names: Names) -> None:
    """Nodes that bind a name which is no node of its own."""
    match node:
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            names.bound.add(name)
        case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            names.bound.add(name)
        case _:
            return


def _function(node: _Function, names: Names, outer: Names) -> None:
    """Defaults and the like are looked up in ``names``, what the body needs in ``outer``."""
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [item for item in (arguments.vararg, arguments.kwarg) if item is not None]
    around: list[ast.AST | None] = [*arguments.defaults, *arguments.kw_defaults]
    around += [item.annotation for item in every]
    if not isinstance(node, ast.Lambda):
        names.bound.add(node.name)
        around += [*node.decorator_list, node.returns]
    for item in around:
        if item is not None:
            _visit(item, names)
    body = [node.body] if isinstance(node, ast.Lambda) else node.body
    inner = names_of(body)
    inner.bound.update(item.arg for item in every)
    outer.used |= inner.free


def _class(node: ast.ClassDef, names: Names) -> None:
    names.bound.add(node.name)
    for item in (*node.decorator_list, *node.bases, *(word.value for word in node.keywords)):
        _visit(item, names)
    scope = Names()
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            _function(statement, scope, names)
        else:
            _visit(statement, scope)
    names.used |= scope.free


def _comprehension(node: _Comprehension, names: Names) -> None:
    inner = Names()
    for child in ast.iter_child_nodes(node):
        _visit(child, inner)
    names.used |= inner.free
