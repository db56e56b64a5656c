"""Tests that benchmarks write as code, turned into data wherever they are literal."""

import ast

from codeeval_gym.challenges.benchmarks._literals import NotConstantError, fold
from codeeval_gym.types import CallTest, Compare
from codeeval_gym.values import Plain

__all__ = ["NotLiteralError", "call_tests"]


class NotLiteralError(ValueError):
    """The test code has to be run: it is more than asserts on calls with literal arguments."""


def call_tests(check: ast.FunctionDef) -> tuple[CallTest, ...]:
    """Return the asserts of a ``check(candidate)`` function as data, in order.

    ``assert candidate(...)`` expects ``True``, ``assert not candidate(...)`` expects ``False``.
    Statements that do nothing, ``assert True`` among them, are left out.

    Args:
        check: The function; its first parameter is the candidate.

    Raises:
        NotLiteralError: If a statement is none of the forms that can be data.
    """
    candidate = check.args.args[0].arg
    try:
        return tuple(_read(item, candidate) for item in check.body if not _does_nothing(item))
    except NotConstantError as error:
        raise NotLiteralError(str(error)) from None


def _does_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant() | ast.Name()):
            return True
        case ast.Assert(test=ast.Constant(value=value)):
            return bool(value)
    return False


def _read(statement: ast.stmt, candidate: str) -> CallTest:
    """Read one assert; the forms are tried from the plainest to the rarest."""
    if not isinstance(statement, ast.Assert):
        raise NotLiteralError(f"{ast.unparse(statement):.80} is not an assert")
    match statement.test:
        case ast.Call(func=ast.Name()) as call:
            return CallTest(_args(call, candidate), True, Compare("equal"))
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call() as call):
            return CallTest(_args(call, candidate), False, Compare("equal"))
        case ast.Compare(
            left=ast.Call(func=ast.Name("abs"), args=[ast.BinOp(left=call, op=ast.Sub()) as gap]),
            ops=[ast.Lt() | ast.LtE()],
            comparators=[tolerance],
        ):
            within = Compare("close", atol=fold(tolerance))
            return CallTest(_args(call, candidate), fold(gap.right), within)
        case ast.Compare(
            left=ast.Call(func=ast.Name("set"), args=[call], keywords=[]),
            ops=[ast.Eq()],
            comparators=[ast.Call(func=ast.Name("set"), args=[expected], keywords=[])],
        ):
            return CallTest(_args(call, candidate), fold(expected), Compare("set"))
        case ast.Call(
            func=ast.Attribute(ast.Name("math"), "isclose"), args=[call, expected], keywords=bounds
        ):
            return CallTest(_args(call, candidate), fold(expected), _tolerances(bounds))
        case ast.Compare(left=call, ops=[ast.Eq()], comparators=[expected]):
            return CallTest(_args(call, candidate), fold(expected), Compare("equal"))
        case ast.Compare(left=call, ops=[ast.Is()], comparators=[ast.Constant(value=expected)]):
            return CallTest(_args(call, candidate), expected, Compare("strict"))
    raise NotLiteralError(f"{ast.unparse(statement):.80} is no known form of assert")


_CLOSE = {"rel_tol": 1e-9, "abs_tol": 0.0}


def _tolerances(bounds: list[ast.keyword]) -> Compare:
    """The rule that ``math.isclose`` follows, with its own defaults."""
    found = {item.arg or "": fold(item.value) for item in bounds}
    if not found.keys() <= _CLOSE.keys():
        raise NotLiteralError("math.isclose with unknown arguments")
    bound = {**_CLOSE, **found}
    return Compare("close", rtol=bound["rel_tol"], atol=bound["abs_tol"])


def _args(call: ast.expr, candidate: str) -> tuple[Plain, ...]:
    match call:
        case ast.Call(func=ast.Name(name), args=args, keywords=[]) if name == candidate:
            return tuple(fold(arg) for arg in args)
    raise NotLiteralError(f"{ast.unparse(call):.80} is not a plain call of {candidate}")
