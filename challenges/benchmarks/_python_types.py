"""Python signatures in the language-neutral types of :class:`~codeeval_gym.types.Signature`."""

import ast

from codeeval_gym.types import Param, Signature

__all__ = ["neutral_type", "signature_of"]

_PLAIN = {"int", "float", "str", "bool"}
_BARE = {"list": "list[any]", "dict": "dict[any, any]"}


def signature_of(function: ast.FunctionDef) -> Signature:
    """Return a function's signature; what has no annotation is ``any``."""
    params = (Param(item.arg, neutral_type(item.annotation)) for item in function.args.args)
    return Signature(function.name, tuple(params), neutral_type(function.returns))


def neutral_type(annotation: ast.expr | None) -> str:
    """Return the neutral type of an annotation, ``any`` for what has no neutral counterpart."""
    match annotation:
        case ast.Name(name) if name in _PLAIN:
            return name
        case ast.Name(name):
            return _BARE.get(name.lower(), "any")
        case ast.Subscript(value=ast.Name(name), slice=ast.Tuple(elts=items)):
            inner = [neutral_type(item) for item in items]
        case ast.Subscript(value=ast.Name(name), slice=item):
            inner = [neutral_type(item)]
        case _:
            return "any"
    counts = {"list": (1,), "optional": (1,), "dict": (2,), "tuple": range(1, 100)}
    known = len(inner) in counts.get(name.lower(), ())
    return f"{name.lower()}[{', '.join(inner)}]" if known else "any"
