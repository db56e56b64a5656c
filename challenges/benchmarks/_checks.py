"""Python's ``check(candidate)`` functions: data where they are literal, else code for a jail."""

import ast
import warnings

from codeeval_gym.challenges.benchmarks._asserts import NotLiteralError, call_tests
from codeeval_gym.types import ScriptTest, Test

__all__ = ["function_of", "parse_python", "tests_of"]


def tests_of(test: str, program: ast.Module, entry: ast.FunctionDef) -> tuple[Test, ...]:
    """The tests of upstream's test code.

    Args:
        test: It defines ``check(candidate)``.
        program: The reference; code for a jail is given its helpers.
        entry: The function in it that is tested.

    Raises:
        ValueError: If it is no such code, or asserts nothing.
    """
    script = parse_python(test, "test")
    script.body = [item for item in script.body if not _calls_check(item)]
    check = function_of(script, "check", "test")
    if not check.args.args:
        raise ValueError("field 'test': check takes no candidate")
    try:
        tests = call_tests(check)
    except NotLiteralError:
        helpers = [item for item in program.body if item is not entry]
        return (ScriptTest(_script(helpers, script, check, entry.name)),)
    if not tests:
        raise ValueError("field 'test': check asserts nothing")
    return tests


def _calls_check(statement: ast.stmt) -> bool:
    """True for ``check(…)`` at top level, which some editions end with: to call it is ours."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name("check"))):
            return True
    return False


def _script(
    helpers: list[ast.stmt], script: ast.Module, check: ast.FunctionDef, entry_point: str
) -> str:
    """Return the upstream test code below what it needs of the prompt.

    Upstream runs it in the program's own namespace, so it may call the entry point by name: inside
    ``check`` that name stands for the candidate, too.
    """
    names = {node.id for node in ast.walk(check) if isinstance(node, ast.Name)}
    if entry_point in names:
        check.body[:0] = ast.parse(f"{entry_point} = {check.args.args[0].arg}").body
    return ast.unparse(ast.Module([*helpers, *script.body], type_ignores=[])) + "\n"


def parse_python(text: str, field: str) -> ast.Module:
    """Parse a field's text.

    Raises:
        ValueError: If it is not Python; names the field.
    """
    try:
        with warnings.catch_warnings():  # of "\w" in a text, say: upstream's, and no news
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"field {field!r}: not Python: {error}") from error


def function_of(tree: ast.Module, name: str, field: str) -> ast.FunctionDef:
    """The function ``name`` that a field's text defines.

    Raises:
        ValueError: If it defines none.
    """
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
    raise ValueError(f"field {field!r}: it defines no function {name!r}")
