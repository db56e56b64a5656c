"""Constant expressions of benchmark tests, folded to plain data without running anything."""

import ast
import operator
from collections.abc import Callable
from typing import Any

from codeeval_gym.values import Plain

__all__ = ["NotConstantError", "fold"]

_MAX_POWER = 4096
_MAX_REPEATED = 100_000


class NotConstantError(ValueError):
    """The expression is more than literals and arithmetic on them."""


def fold(node: ast.expr) -> Plain:
    """Return the value of a constant expression, such as ``(1, -2.5, "a" * 3, 2**10)``.

    Raises:
        NotConstantError: If ``node`` holds a name, a call, or anything else that would have to
            be run, if it cannot be computed, or if its value would be huge.
    """
    try:
        return _fold(node)
    except (ArithmeticError, TypeError, RecursionError) as error:
        raise NotConstantError(f"cannot compute {ast.unparse(node):.80}: {error}") from None


def _fold(node: ast.expr) -> Plain:
    match node:
        case ast.Constant(value=value) if value is not ...:
            return value
        case ast.List(elts=items):
            return [_fold(item) for item in items]
        case ast.Tuple(elts=items):
            return tuple(_fold(item) for item in items)
        case ast.Set(elts=items):
            return {_fold(item) for item in items}
        case ast.Dict(keys=keys, values=values):
            return {_fold(_plain_key(k)): _fold(v) for k, v in zip(keys, values, strict=True)}
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _UNARY:
            return _UNARY[type(op)](_fold(operand))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_fold(left), _fold(right))
    raise NotConstantError(f"{ast.unparse(node):.80} is not a constant")


def _plain_key(key: ast.expr | None) -> ast.expr:
    if key is None:
        raise NotConstantError("a dict display with ** is not a constant")
    return key


def _multiply(left: Any, right: Any) -> Any:
    for times, sequence in ((left, right), (right, left)):
        if isinstance(times, int) and not isinstance(sequence, int | float | complex):
            _check_size(times * len(sequence), _MAX_REPEATED)
    return left * right


def _power(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        _check_size(left.bit_length() * abs(right), _MAX_POWER)
    return left**right


def _check_size(size: int, bound: int) -> None:
    if size > bound:
        raise NotConstantError("its value would be huge")


_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
}
_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: _multiply,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}
