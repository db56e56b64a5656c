"""Mutants of a compiled program behind a switch: one build, and one number for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tree_sitter import Node

from codeeval_gym.challenges.mutation._dialects import DIALECTS
from codeeval_gym.challenges.mutation._mutant import Mutant
from codeeval_gym.challenges.mutation._trees import ancestors, parse, text_of
from codeeval_gym.challenges.mutation.switching._render import Choice, rendered
from codeeval_gym.challenges.mutation.switching._syntax import (
    SYNTAXES,
    CannotSwitchError,
    Syntax,
    entrance,
)

__all__ = ["CannotSwitchError", "Switched", "switched"]


@dataclass(frozen=True)
class Switched:
    """One program that is, by a number, any of many mutants; 0 is the program without a fault."""

    program: str
    """The text to compile, once."""
    function: str
    """What to call, with the mutant's number before the arguments. Empty for a program that reads
    and prints: it takes the number as one more line before its input."""
    numbers: tuple[int | None, ...]
    """For each mutant given, its number; ``None`` for one that needs a build of its own."""
    lines: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """Line of the text to the numbers of the mutants that put something there."""

    @property
    def count(self) -> int:
        """How many mutants it holds."""
        return sum(number is not None for number in self.numbers)

    def blamed(self, lines: Iterable[int]) -> frozenset[int]:
        """The numbers of the mutants that an error in these lines is about."""
        return frozenset().union(*(self.lines.get(line, frozenset()) for line in lines))


def switched(
    program: str,
    language: str,
    mutants: Sequence[Mutant],
    *,
    function: str | None,
) -> Switched:
    """Put mutants of one program behind a switch.

    Args:
        program: The program that the mutants were made of.
        language: ``cpp``, ``java`` or ``rust``.
        mutants: Its mutants.
        function: The function that is called; ``None`` for a program that reads and prints.

    Raises:
        CannotSwitchError: If the language is none of these, or the program has no place for the
            switch.
    """
    if language not in SYNTAXES:
        raise CannotSwitchError(f"Programs in {language} need no build.")
    source = program.encode("utf-8", "surrogatepass")
    insertions = entrance(source, language, function)
    root = parse(source, language)
    numbers: list[int | None] = []
    choices: dict[tuple[int, int], Choice] = {}
    for number, mutant in enumerate(mutants, start=1):
        place = _place(root, mutant, language, insertions.class_name)
        numbers.append(None if place is None else number)
        if place is not None:
            choice = choices.setdefault(
                (place.start_byte, place.end_byte),
                Choice(place.start_byte, place.end_byte, _is_statement(place, language)),
            )
            choice.alternatives.append((number, _alternative(place, mutant, language)))
    text, lines = rendered(source, list(choices.values()), insertions, SYNTAXES[language])
    return Switched(text, insertions.function, tuple(numbers), lines)


def _place(root: Node, mutant: Mutant, language: str, class_name: str) -> Node | None:
    """The expression or statement that a mutant changes; ``None`` if none can be chosen there."""
    start = mutant.start
    end = start + len(mutant.original.encode("utf-8", "surrogatepass"))
    node = root.descendant_for_byte_range(start, end)
    if node is None or (node.start_byte, node.end_byte) != (start, end):
        return None
    parent = node.parent
    while parent is not None and (parent.start_byte, parent.end_byte) == (start, end):
        if parent.type.endswith("_statement") and not node.type.endswith("_statement"):
            break
        node, parent = parent, parent.parent
    if language == "java" and parent is not None and not _is_statement(node, language):
        if parent.type == "expression_statement":
            node = parent
        elif not _may_be_chosen_in_java(node, parent):
            return None
    return node if _runs(node, language, class_name, SYNTAXES[language]) else None


def _is_statement(node: Node, language: str) -> bool:
    if language == "rust":
        return node.type == "expression_statement"
    return node.type.endswith("_statement") or node.type in {"block", "compound_statement"}


def _may_be_chosen_in_java(node: Node, parent: Node) -> bool:
    if parent.type == "for_statement" and node.type in {
        "update_expression",
        "assignment_expression",
    }:
        return False
    in_head = parent.type == "parenthesized_expression"
    return not (node.type in {"true", "false"} and (in_head or parent.type == "for_statement"))


def _runs(node: Node, language: str, class_name: str, syntax: Syntax) -> bool:
    """True where the program is at work: in a function, and nothing that the compiler computes."""
    inside, inner = False, node
    for outer in ancestors(node):
        if outer.type in syntax.constant or _is_constant(outer, inner, language):
            return False
        if (
            outer.type == "constructor_declaration"
            and text_of(outer.child_by_field_name("name")) == class_name
        ):
            return False  # what is called is a method of such an object, which is made before
        inside = inside or outer.type in DIALECTS[language].functions
        inner = outer
    return inside


def _is_constant(outer: Node, inner: Node, language: str) -> bool:
    if language == "cpp":
        if outer.type == "case_statement":
            return outer.child_by_field_name("value") == inner
        if outer.type == "declaration":
            words = {text_of(item) for item in outer.children}
            return bool(words & {"constexpr", "static"})
    if language == "rust":
        if outer.type == "array_expression":
            return outer.child_by_field_name("length") == inner
        return outer.type == "function_item" and "const fn" in text_of(outer)[:40]
    return False


def _alternative(place: Node, mutant: Mutant, language: str) -> str:
    """What stands at a place when its mutant runs."""
    source, offset = place.text or b"", mutant.start - place.start_byte
    length = len(mutant.original.encode("utf-8", "surrogatepass"))
    replacement = mutant.replacement
    if language == "rust" and place.type == "range_expression" and "..=" in replacement:
        low, _, high = replacement.partition("..=")
        replacement = f"{low}..(({high}) + 1)"  # of the same type as the range without a fault
    text = source[:offset] + replacement.encode("utf-8", "surrogatepass")
    return (text + source[offset + length :]).decode("utf-8", "surrogatepass")
