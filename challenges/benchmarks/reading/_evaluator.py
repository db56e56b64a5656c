"""Reads test code as data: a small, bounded evaluation that knows literals and little else.

Nothing is executed. A call of the challenge's function has an ``Answer`` as its value, and an
assertion about one becomes a test. What the four languages share is here.
"""

import tree_sitter
from tree_sitter import Node

from codeeval_gym.challenges.benchmarks.reading._expressions import Expressions
from codeeval_gym.challenges.benchmarks.reading._literals import QUIET, text_of
from codeeval_gym.challenges.benchmarks.reading._symbolic import NotDataError

__all__ = ["Evaluator", "parse"]

_MAX_STEPS = 10_000


def parse(text: str, grammar: object) -> Node:
    """Return the tree of a text.

    Raises:
        NotDataError: If it has errors.
    """
    root = tree_sitter.Parser(tree_sitter.Language(grammar)).parse(text.encode()).root_node
    if root.has_error:
        raise NotDataError("test code with syntax errors")
    return root


class Evaluator(Expressions):
    """Evaluates one body of test code; a subclass for each language.

    Args:
        function: The challenge's function.
    """

    def __init__(self, function: str) -> None:
        super().__init__(function)
        self._steps = 0

    def run(self, node: Node) -> None:
        """Evaluate a statement.

        Raises:
            NotDataError: If it is more than data.
        """
        self._steps += 1
        if self._steps > _MAX_STEPS:
            raise NotDataError("too many steps")
        match node.type:
            case kind if kind in QUIET:
                return
            case "expression_statement":
                for child in node.named_children:
                    self.value(child)
            case "block" | "statement_block" | "compound_statement":
                for child in node.named_children:
                    self.run(child)
            case "for_statement":
                self._loop(node)
            case "if_statement":
                self.branch(node)
            case _:
                self.declare(node)

    def declare(self, node: Node) -> None:
        """Evaluate a declaration: ``declarator`` fields with a name and a value.

        Raises:
            NotDataError: If it is none.
        """
        declarators = [item for item in node.named_children if item.type == "variable_declarator"]
        if not declarators:
            raise NotDataError(f"a {node.type.replace('_', ' ')}")
        for item in declarators:
            value = item.child_by_field_name("value")
            self.names[text_of(item.child_by_field_name("name"))] = self.value(value)

    def branch(self, node: Node) -> None:
        """Evaluate an ``if``.

        Raises:
            NotDataError: If its condition cannot be computed.
        """
        taken = self.value(node.child_by_field_name("condition"))
        if not isinstance(taken, bool):
            raise NotDataError("a condition that is not known")
        branch = node.child_by_field_name("consequence" if taken else "alternative")
        if branch is not None:
            self.run(branch)

    def _loop(self, node: Node) -> None:
        start = node.child_by_field_name("initializer") or node.child_by_field_name("init")
        step = node.child_by_field_name("update") or node.child_by_field_name("increment")
        body = node.child_by_field_name("body")
        if start is None or step is None or body is None:
            raise NotDataError("a loop without bounds")
        self.run(start)
        while self.value(node.child_by_field_name("condition")) is True:
            self.run(body)
            self.value(step)
