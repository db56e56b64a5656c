"""Makes of a Python candidate a program without its body."""

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace

from codeeval_gym.challenges.generation.data import Candidate, Effect, Masked, Skip
from codeeval_gym.challenges.generation.languages.python.adapters import adapter_for
from codeeval_gym.challenges.generation.languages.python.effects import effect_of
from codeeval_gym.challenges.generation.languages.python.find import function_at
from codeeval_gym.challenges.generation.languages.python.modules import (
    Module,
    Package,
    end_of,
)
from codeeval_gym.challenges.generation.languages.python.names import free_names
from codeeval_gym.challenges.generation.languages.python.slicing import (
    CannotSliceError,
    Slice,
    slice_for,
)

__all__ = ["mask_in"]


_MAKING = ("__init__", "__new__", "__del__", "__init_subclass__", "__class_getitem__")
_SUPER = re.compile(r"\bsuper\(\)")


def mask_in(candidate: Candidate, package: Package) -> Masked | Skip:
    """Return the candidate as a program to complete, or why it cannot stand by itself."""
    module = package.modules[candidate.path]
    node = function_at(module, candidate.name)
    owner = candidate.name.rpartition(".")[0]
    reason = _not_a_function_alone(node, owner)
    if reason:
        return Skip(candidate.id, reason)
    try:
        name, needed = _sliced(node, module, package, owner)
    except CannotSliceError as error:
        return Skip(candidate.id, error.reason, error.detail)
    candidate = replace(candidate, header=_named(candidate.header, node.name, name))
    for helper in _reached(node, needed.functions):
        effect = effect_of(helper, module.imports, frozenset())
        if effect not in (Effect.PURE, Effect.STATE):
            return Skip(candidate.id, f"effect: {effect}", helper.name)
    siblings = {helper.name: helper for helper in needed.functions}
    adapter = adapter_for(node, candidate.params, owner, siblings, name)
    head, documented, reference = _parts(node, module, candidate)
    reference = _named(reference, node.name, name)
    if owner:  # outside its class a function has to say whose base class it means
        reference = _SUPER.sub(f"super({owner}, {node.args.args[0].arg})", reference)
    below = adapter.text if adapter else ""
    starter = "\n\n\n".join([*filter(None, [needed.text]), f"{head}\n{documented}\n"])
    program = "\n\n\n".join(filter(None, [needed.text, reference, below]))
    try:
        ast.parse(f"{head}\n{documented}\n")
        ast.parse(program)
    except (SyntaxError, ValueError):
        return Skip(candidate.id, "it cannot be cut out of its file")
    return Masked(
        candidate=candidate,
        entry=adapter.entry if adapter else node.name,
        params=adapter.params if adapter else candidate.params,
        returns="any" if adapter else candidate.returns,
        starter=starter,
        reference=reference,
        program=program,
        adapter=below,
        helpers=tuple(name for name in needed.names if name != node.name),
        calling=adapter.explanation if adapter else "",
    )


def _sliced(
    node: ast.FunctionDef, module: Module, package: Package, owner: str
) -> tuple[str, Slice]:
    """What it is called where it is written, and what it needs there.

    A method is called as in its class, unless its class uses something else of that name.

    Raises:
        CannotSliceError: If it cannot stand by itself.
    """
    try:
        return node.name, slice_for(node, module, package, owner=owner)
    except CannotSliceError as error:
        if not owner or error.detail != node.name:
            raise
    name = f"{owner}_{node.name}"
    return name, slice_for(node, module, package, owner=owner, name=name)


def _named(text: str, old: str, new: str) -> str:
    """A definition under another name."""
    return re.sub(rf"\bdef {re.escape(old)}\b", f"def {new}", text, count=1)


def _reached(
    node: ast.FunctionDef, helpers: tuple[ast.FunctionDef, ...]
) -> Iterator[ast.FunctionDef]:
    """The helpers that a call of ``node`` may reach; the others run once, when a file is loaded."""
    known = {helper.name: helper for helper in helpers}
    waiting = [node]
    while waiting:
        for name in sorted(free_names(waiting.pop()) & known.keys()):
            helper = known.pop(name)
            waiting.append(helper)
            yield helper


def _not_a_function_alone(node: ast.FunctionDef, owner: str) -> str:
    """Why a method cannot be written outside its class; empty if it can."""
    if not owner:
        return ""
    if not node.args.args:
        return "it takes no object"
    if node.name in _MAKING:
        return "it makes the object"
    for inner in ast.walk(node):
        name = getattr(inner, "attr", None) or getattr(inner, "id", "")
        if isinstance(name, str) and name.startswith("__") and not name.endswith("__"):
            return "it uses private names of its class"
    return ""


def _parts(node: ast.FunctionDef, module: Module, candidate: Candidate) -> tuple[str, str, str]:
    """Header, documentation and whole definition without it, all at the left margin."""
    indent = " " * node.col_offset
    head = textwrap.dedent(indent + candidate.header)
    first = node.body[0]
    inner = " " * 4
    documented = inner + _docstring(candidate)
    code = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    end = (code[0].lineno, 0) if code[0].lineno > first.lineno else (node.lineno, node.col_offset)
    if end[1] or code[0].lineno == node.lineno:  # all of it stands in one line
        return head, documented, textwrap.dedent(module.text_of(node)) + "\n"
    start = (first.end_lineno or first.lineno, 0) if code is not node.body else None
    between = module.between((start[0] + 1, 0), end_of(node)) if start else None
    whole = (
        f"{indent}{candidate.header}\n{between}" if between is not None else module.text_of(node)
    )
    return head, documented, textwrap.dedent(whole).strip("\n") + "\n"


def _docstring(candidate: Candidate) -> str:
    """The documentation as a docstring; the comments above the function where there is none."""
    text = candidate.documentation or "\n".join(candidate.comments)
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if escaped.endswith('"'):
        escaped += " "
    body = escaped.replace("\n", "\n    ")
    lines = "\n".join(line.rstrip() for line in body.split("\n"))
    closing = '\n    """' if "\n" in lines else '"""'
    return f'"""{lines}{closing}'
