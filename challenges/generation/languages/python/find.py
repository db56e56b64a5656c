"""Finds the functions of Python modules that can become challenges, and says why others cannot."""

import ast
import inspect
import io
import tokenize
from collections.abc import Iterator

from codeeval_gym.challenges.generation.data import Candidate, Effect, Skip
from codeeval_gym.challenges.generation.languages.python.annotations import (
    neutral_type,
    params_of,
)
from codeeval_gym.challenges.generation.languages.python.effects import effect_of
from codeeval_gym.challenges.generation.languages.python.modules import (
    Module,
    end_of,
    first_line,
)
from codeeval_gym.challenges.generation.languages.python.names import free_names

__all__ = ["find_in", "function_at"]

_MAX_LINES = 120
_MIN_TOKENS = 8
_MAX_LITERALS = 60
_Plain = int | float | str | bytes | None


def find_in(module: Module) -> Iterator[Candidate | Skip]:
    """The functions at a module's top level, and the methods of its classes."""
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef):
            yield _examine(node, module, "")
        elif isinstance(node, ast.AsyncFunctionDef):
            yield Skip(f"{module.path}::{node.name}", "it is asynchronous")
        elif isinstance(node, ast.ClassDef):
            yield from _methods(node, module)
        elif isinstance(node, ast.If | ast.Try):
            for inner in ast.walk(node):
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    subject = f"{module.path}::{inner.name}"
                    yield Skip(subject, "it is defined under a condition")


def function_at(module: Module, name: str) -> ast.FunctionDef:
    """The definition of a candidate: ``function`` or ``Class.method``.

    Raises:
        LookupError: If the module has none of this name.
    """
    body = module.tree.body
    owner, _, last = name.rpartition(".")
    if owner:
        body = next(n.body for n in body if isinstance(n, ast.ClassDef) and n.name == owner)
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name == last:
            return node
    raise LookupError(f"{module.path} defines no {name!r}.")


def _methods(node: ast.ClassDef, module: Module) -> Iterator[Candidate | Skip]:
    for item in node.body:
        if isinstance(item, ast.AsyncFunctionDef):
            yield Skip(f"{module.path}::{node.name}.{item.name}", "it is asynchronous")
        elif isinstance(item, ast.FunctionDef):
            yield _examine(item, module, node.name)


def _examine(node: ast.FunctionDef, module: Module, owner: str) -> Candidate | Skip:
    try:
        return _examined(node, module, owner)
    except RecursionError:
        return Skip(f"{module.path}::{node.name}", "it is nested too deeply")


def _examined(node: ast.FunctionDef, module: Module, owner: str) -> Candidate | Skip:
    name = f"{owner}.{node.name}" if owner else node.name
    subject = f"{module.path}::{name}"
    reason = _unusable(node, module, owner)
    if reason:
        return Skip(subject, reason)
    documentation = inspect.cleandoc(ast.get_docstring(node, clean=False) or "")
    comments = _comments_above(node, module)
    if not documentation and not comments:
        return Skip(subject, "nothing says what it does")
    effect = effect_of(node, module.imports, frozenset(module.bindings))
    if effect not in (Effect.PURE, Effect.STATE):
        return Skip(subject, f"effect: {effect}")
    if effect is Effect.STATE and not owner:
        return Skip(subject, f"effect: {effect}")
    code = _code(node)
    return Candidate(
        language="python",
        path=module.path,
        name=name,
        first_line=first_line(node),
        last_line=node.end_lineno or node.lineno,
        header=_header(node, module),
        body=module.between((code[0].lineno, 0), end_of(node)) if code else "",
        documentation=documentation,
        comments=comments,
        params=params_of(node, documentation),
        returns=neutral_type(node.returns),
        effect=effect,
        calls=tuple(sorted(free_names(node))),
        module_documentation=inspect.cleandoc(ast.get_docstring(module.tree, clean=False) or ""),
        literals=_literals(code),
    )


def _unusable(node: ast.FunctionDef, module: Module, owner: str) -> str:
    """Why no challenge can be made of a function, whatever it does; empty if one may be."""
    code = _code(node)
    tests = (
        (_is_twice(node, module, owner), "it is defined twice"),
        (bool(node.decorator_list), "it is decorated"),
        (not code or _is_trivial(code), "its body is trivial"),
        ((node.end_lineno or 0) - code[0].lineno > _MAX_LINES if code else True, "it is too long"),
        (not owner and not _answers(node), "it gives no answer"),
        (_makes_functions(node), "it makes functions"),
        (_imports_own(node, module), "its body imports its own package"),
    )
    return next((reason for found, reason in tests if found), "")


def _code(node: ast.FunctionDef) -> list[ast.stmt]:
    """The body without the docstring."""
    return node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body


def _is_twice(node: ast.FunctionDef, module: Module, owner: str) -> bool:
    if not owner:
        return len(module.bindings.get(node.name, ())) > 1
    body = next(n.body for n in module.tree.body if isinstance(n, ast.ClassDef) and n.name == owner)
    same = [n for n in body if isinstance(n, ast.FunctionDef) and n.name == node.name]
    return len(same) > 1


def _is_trivial(code: list[ast.stmt]) -> bool:
    """True for a body of a few tokens: ``pass``, ``return self.x``."""
    text = "\n".join(ast.unparse(item) for item in code)
    kept = (tokenize.NAME, tokenize.OP, tokenize.NUMBER, tokenize.STRING)
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return sum(token.type in kept for token in tokens) < _MIN_TOKENS


def _own(node: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions and classes in it."""
    stack: list[ast.AST] = list(node.body)
    while stack:
        inner = stack.pop()
        yield inner
        nested = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        if not isinstance(inner, nested):
            stack.extend(ast.iter_child_nodes(inner))


def _answers(node: ast.FunctionDef) -> bool:
    return any(
        isinstance(inner, ast.Yield | ast.YieldFrom)
        or (isinstance(inner, ast.Return) and inner.value is not None)
        for inner in _own(node)
    )


def _makes_functions(node: ast.FunctionDef) -> bool:
    kinds = ast.FunctionDef | ast.ClassDef
    made = {inner.name for inner in ast.walk(node) if isinstance(inner, kinds)} - {node.name}
    returned = [inner.value for inner in _own(node) if isinstance(inner, ast.Return)]
    return any(
        isinstance(value, ast.Lambda) or (isinstance(value, ast.Name) and value.id in made)
        for value in returned
    )


def _imports_own(node: ast.FunctionDef, module: Module) -> bool:
    top = module.name.partition(".")[0]
    return any(
        isinstance(inner, ast.ImportFrom) and module.absolute(inner).partition(".")[0] == top
        for inner in ast.walk(node)
    )


def _comments_above(node: ast.FunctionDef, module: Module) -> tuple[str, ...]:
    lines = module.text.split("\n")[: first_line(node) - 1]
    found: list[str] = []
    while lines and lines[-1].strip().startswith("#"):
        found.append(lines.pop().strip().lstrip("#").strip())
    return tuple(item for item in reversed(found) if item)


def _header(node: ast.FunctionDef, module: Module) -> str:
    start = (node.lineno, node.col_offset)
    return module.between(start, (node.body[0].lineno, node.body[0].col_offset)).rstrip()


def _literals(code: list[ast.stmt]) -> tuple[_Plain, ...]:
    found: dict[tuple[str, str], _Plain] = {}
    for statement in code:
        for node in ast.walk(statement):
            if isinstance(node, ast.Constant) and isinstance(node.value, _Plain):
                if isinstance(node.value, str | bytes) and len(node.value) > 100:
                    continue
                found.setdefault((type(node.value).__name__, repr(node.value)), node.value)
    return tuple(found.values())[:_MAX_LITERALS]
