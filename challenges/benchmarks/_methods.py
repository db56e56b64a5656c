"""Problems whose program is a class with a method, or a function: either is called."""

import ast

from codeeval_gym.challenges.benchmarks._checks import parse_python
from codeeval_gym.challenges.benchmarks._python_types import signature_of
from codeeval_gym.types import Param, Signature

__all__ = ["METHOD_ADAPTER", "STARTER_IMPORTS", "method_signature"]

METHOD_ADAPTER = """\
if "Solution" in globals() and hasattr(Solution, "{name}"):

    def {name}(*given):
        return Solution().{name}(*given)
"""
"""Lets the method of a class ``Solution`` be called as a function."""

STARTER_IMPORTS = "from typing import *\n\n\n"
"""What starters use without importing it: on the site they come from it is there."""


def method_signature(starter: str, name: str, count: int) -> Signature:
    """The signature that a starter gives a method or function, ``self`` left out.

    Args:
        starter: Its last body may be missing.
        name: Of the method.
        count: Arguments it is called with, for a starter that does not say.
    """
    try:
        tree = parse_python(starter.rstrip() + " pass\n", "starter_code")
    except ValueError:
        tree = ast.Module([], [])
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            node.args.args = [item for item in node.args.args if item.arg != "self"]
            return signature_of(node)
    params = tuple(Param(f"argument_{place}", "any") for place in range(1, count + 1))
    return Signature(name, params, "any")
