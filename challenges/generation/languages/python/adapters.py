"""Adapters: functions that call with plain data what cannot be called so, and answer with it."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from codeeval_gym.types import Param

__all__ = ["MAX_TAKEN", "Adapter", "adapter_for", "iterates"]

MAX_TAKEN = 1000
"""Items that are taken of an answer that is read one by one."""

_ITERATORS = frozenset(
    {
        "accumulate",
        "chain",
        "combinations",
        "cycle",
        "dropwhile",
        "enumerate",
        "filter",
        "filterfalse",
        "from_iterable",
        "groupby",
        "imap",
        "islice",
        "iter",
        "map",
        "pairwise",
        "permutations",
        "product",
        "repeat",
        "reversed",
        "starmap",
        "takewhile",
        "tee",
        "zip",
        "zip_longest",
    }
)

_FUNCTION = '''\
def {entry}(*arguments):
    """Call ``{name}`` as tests do."""
    result_ = {name}({call})
    return {answer}
'''
_METHOD = '''\
def {entry}(created, steps, arguments):
    """Make a {owner}, take the steps, and call ``{name}`` as tests do."""
    {owner}.{name} = {written}
    made_ = {owner}(*created)
    for name_, values_ in steps:
        getattr(made_, name_)(*values_)
    result_ = made_.{name}(*arguments)
    return {answer}
'''
_ITEMS = (
    "list(__import__('itertools').islice(result_, {most})) "
    "if hasattr(result_, '__next__') else result_"
)
_STATE = (
    "[{result}, list(made_.items()) if callable(getattr(made_, 'items', None)) else "
    "list(made_) if hasattr(made_, '__iter__') else dict(vars(made_))]"
)


@dataclass(frozen=True)
class Adapter:
    """A function that tests call instead of what has to be written."""

    entry: str
    """Its name."""
    text: str
    """Its definition."""
    params: tuple[Param, ...]
    """Its parameters."""
    explanation: str
    """What it does, for the prompt."""


def adapter_for(
    node: ast.FunctionDef,
    params: tuple[Param, ...],
    owner: str,
    siblings: Mapping[str, ast.FunctionDef],
    written: str,
) -> Adapter | None:
    """Return the adapter that a function needs, or ``None`` if tests can call it as it is.

    Args:
        node: Its definition.
        params: Its named parameters.
        owner: The class of a method; empty for a function.
        siblings: Functions that it may call, by name.
        written: What it is called where it is written.
    """
    listed = iterates(node, siblings)
    result = _ITEMS.format(most=MAX_TAKEN) if listed or owner else "result_"
    items = f"What it yields is read as a list of at most {MAX_TAKEN} items."
    if owner:
        entry = f"call_{owner}_{node.name}"
        text = _METHOD.format(
            entry=entry,
            owner=owner,
            name=node.name,
            written=written,
            answer=_STATE.format(result=result),
        )
        explanation = (
            f"Write `{written}` as a function whose first parameter is "
            f"`{node.args.args[0].arg}`: it becomes `{owner}.{node.name}`. Tests call "
            f"`{entry}(created, steps, arguments)`, which makes a `{owner}(*created)`, calls other "
            f"methods on it, calls `{node.name}(*arguments)`, and looks at the answer and at the "
            "object afterwards."
        )
        made = (
            Param("created", "list[any]"),
            Param("steps", "list[any]"),
            Param("arguments", "list[any]"),
        )
        return Adapter(entry, text, made, f"{explanation} {items if listed else ''}".strip())
    if not listed and not node.args.kwonlyargs:
        return None
    count = len(params) - len(node.args.kwonlyargs)
    words = tuple(item.arg for item in node.args.kwonlyargs)
    call = "*arguments"
    if words:
        call = f"*arguments[:{count}], **dict(zip({words!r}, arguments[{count}:]))"
    entry = f"call_{node.name}"
    text = _FUNCTION.format(entry=entry, name=node.name, call=call, answer=result)
    explanation = (
        f"Tests call `{entry}`, which passes its arguments on in the order of the parameters of "
        f"`{node.name}`."
    )
    return Adapter(entry, text, params, f"{explanation} {items if listed else ''}".strip())


def iterates(node: ast.FunctionDef, siblings: Mapping[str, ast.FunctionDef]) -> bool:
    """True if what a function returns has to be read item by item: it yields, or returns a map.

    Args:
        node: Its definition.
        siblings: Functions that it may call, by name; those it returns the answer of count, too.
    """
    stack: list[ast.AST] = list(node.body)
    returned: list[ast.expr] = []
    while stack:
        inner = stack.pop()
        if isinstance(inner, ast.Yield | ast.YieldFrom):
            return True
        if isinstance(inner, ast.Return) and inner.value is not None:
            returned.append(inner.value)
        nested = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        if not isinstance(inner, nested):
            stack.extend(ast.iter_child_nodes(inner))
    others = {name: sibling for name, sibling in siblings.items() if sibling is not node}
    return any(_is_iterator(item, others) for item in returned)


def _is_iterator(node: ast.expr, siblings: Mapping[str, ast.FunctionDef]) -> bool:
    if isinstance(node, ast.GeneratorExp):
        return True
    if isinstance(node, ast.IfExp):
        return _is_iterator(node.body, siblings) or _is_iterator(node.orelse, siblings)
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name in siblings:
        others = {key: value for key, value in siblings.items() if key != name}
        return iterates(siblings[name], others)
    return name in _ITERATORS
