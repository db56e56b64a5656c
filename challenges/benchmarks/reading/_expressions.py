"""Expressions of test code, evaluated as far as they are literals, arithmetic and answers."""

from typing import Any, ClassVar

from tree_sitter import Node

from codeeval_gym.challenges.benchmarks.reading._literals import QUIET, number, string, text_of
from codeeval_gym.challenges.benchmarks.reading._symbolic import (
    Answer,
    Function,
    NotDataError,
    arithmetic,
    compared,
    denied,
    within,
)
from codeeval_gym.types import CallTest, Compare
from codeeval_gym.values import Plain

__all__ = ["Expressions"]


class Expressions:
    """Evaluates expressions, and takes down what is asserted.

    Args:
        function: The challenge's function.
    """

    equal: ClassVar[Compare] = Compare("strict")
    """How ``==`` compares."""
    whole_division: ClassVar[bool] = True
    """False where the quotient of integers is no integer."""

    def __init__(self, function: str) -> None:
        self.function = function
        self.names: dict[str, Any] = {}
        self.tests: list[CallTest] = []

    def require(self, value: Any) -> None:
        """Take down what an assertion asserts.

        Raises:
            NotDataError: If it is nothing about an answer.
        """
        if isinstance(value, Answer):
            value = CallTest(value.args, True, self.equal)
        if not isinstance(value, CallTest):
            raise NotDataError("an assertion about no answer")
        if not isinstance(value.expected, Answer):  # equal to itself: that says nothing
            self.tests.append(value)

    def value(self, node: Node | None) -> Any:
        """Evaluate an expression.

        Raises:
            NotDataError: If it is more than data.
        """
        if node is None:
            raise NotDataError("a missing expression")
        kind = node.type
        if kind in ("true", "false"):
            return kind == "true"
        if kind == "boolean_literal":
            return text_of(node) == "true"
        if kind in ("null", "undefined", "null_literal"):
            return None
        if "number" in kind or "integer" in kind or "float" in kind:
            return number(text_of(node))
        if "string" in kind or kind in ("char_literal", "character_literal"):
            return string(node)
        if kind == "identifier":
            return self.name(text_of(node))
        return self._operation(node, kind)

    def _operation(self, node: Node, kind: str) -> Any:
        children = [child for child in node.named_children if child.type not in QUIET]
        if kind in ("array", "array_expression", "array_initializer"):
            return [self.value(child) for child in children]
        if kind in ("parenthesized_expression", "condition_clause"):
            return self.value(children[0])
        if kind in ("unary_expression", "update_expression"):
            return self._unary(node, kind)
        if kind == "binary_expression":
            left = self.value(node.child_by_field_name("left"))
            right = self.value(node.child_by_field_name("right"))
            return self.binary(text_of(node.child_by_field_name("operator")), left, right)
        if kind in ("assignment_expression", "augmented_assignment_expression"):
            return self._assign(node)
        return self.special(node)

    def special(self, node: Node) -> Any:
        """Evaluate what the language has of its own: its calls above all.

        Raises:
            NotDataError: If it is more than data.
        """
        raise NotDataError(f"a {node.type.replace('_', ' ')}")

    def name(self, name: str) -> Any:
        """The value of a name.

        Raises:
            NotDataError: If it has none.
        """
        if name in self.names:
            return self.names[name]
        if name == self.function:
            return Function()
        raise NotDataError(f"{name} is not known")

    def is_function(self, name: str) -> bool:
        """True when a name stands for the challenge's function."""
        return isinstance(self.names.get(name), Function) or name == self.function

    def binary(self, sign: str, left: Any, right: Any) -> Any:
        """The value of an operation with two operands.

        Raises:
            NotDataError: If it cannot be computed.
        """
        if sign in ("&&", "||", "and", "or"):
            if isinstance(left, bool) and isinstance(right, bool):
                return left and right if sign in ("&&", "and") else left or right
            raise NotDataError("a junction of conditions that are not known")
        symbolic = isinstance(left, Answer) or isinstance(right, Answer)
        if sign in ("==", "===") and symbolic:
            return self.compare(sign, left, right)
        if sign in ("!=", "!==") and symbolic:
            return denied(self.compare(sign, left, right), self.equal)
        if sign in ("<", "<=") and type(left) not in (int, float):
            return within(left, right)
        return arithmetic(sign, left, right, whole=self.whole_division)

    def compare(self, sign: str, left: Any, right: Any) -> CallTest:
        """The test that an answer equals a value."""
        return compared(left, right, self.equal)

    def _unary(self, node: Node, kind: str) -> Any:
        sign, operand = node.children[0], node.children[-1]
        if kind == "update_expression":  # only as a statement: which side it stands is the same
            name, step = (operand, sign) if sign.type in ("++", "--") else (sign, operand)
            return self._store(name, self.binary(step.type[0], self.value(name), 1))
        value = self.value(operand)
        if sign.type in ("!", "not"):
            return denied(value, self.equal)
        if sign.type == "-" and type(value) in (int, float):
            return -value
        if sign.type in ("+", "&"):
            return value
        raise NotDataError(f"cannot compute {sign.type}")

    def _assign(self, node: Node) -> Any:
        name = node.child_by_field_name("left")
        value = self.value(node.child_by_field_name("right"))
        sign = next(child.type for child in node.children if child.type.endswith("="))
        if sign != "=":
            value = self.binary(sign[:-1], self.value(name), value)
        return self._store(name, value)

    def _store(self, name: Node | None, value: Any) -> Any:
        if name is None or name.type != "identifier":
            raise NotDataError("an assignment to no name")
        self.names[text_of(name)] = value
        return value

    def arguments(self, node: Node) -> tuple[Any, ...]:
        """The values of a call's arguments."""
        listed = node.child_by_field_name("arguments")
        children = listed.named_children if listed is not None else []
        return tuple(self.value(child) for child in children if child.type not in QUIET)

    def ask(self, args: tuple[Any, ...]) -> Answer:
        """The answer to a call of the challenge's function.

        Raises:
            NotDataError: If an argument is no plain data.
        """
        if any(isinstance(arg, Answer | CallTest | Function) for arg in args):
            raise NotDataError("an answer handed to the function")
        return Answer(tuple(_copy(arg) for arg in args))


def _copy(value: Plain) -> Plain:
    """A copy of what test code may change later."""
    return [_copy(item) for item in value] if isinstance(value, list) else value
