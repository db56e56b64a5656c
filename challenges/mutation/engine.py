"""All the small faults that can be put into a program, or a fair sample of them."""

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence

from tree_sitter import Node

from codeeval_gym.challenges.mutation import _trees
from codeeval_gym.challenges.mutation._dialects import Dialect, dialect_of
from codeeval_gym.challenges.mutation._expressions import expression_edits
from codeeval_gym.challenges.mutation._mutant import OPERATORS, Edit, Mutant
from codeeval_gym.challenges.mutation._names import name_edits
from codeeval_gym.challenges.mutation._statements import statement_edits

__all__ = ["MAX_PROGRAM_BYTES", "find_function", "mutants"]

MAX_PROGRAM_BYTES = 1 << 20
"""Longer programs have no mutants."""


def mutants(
    program: str,
    language: str,
    *,
    function: str | None = None,
    within: tuple[int, int] | None = None,
    limit: int | None = None,
    seed: int = 0,
) -> tuple[Mutant, ...]:
    """Put small faults into a program, one each.

    Every mutant parses as well as the program does, and differs from it and from the others in its
    tokens. The same arguments always give the same mutants.

    Args:
        program: The program.
        language: Its language.
        function: Mutate only this function; a method may be written ``Class.method``. ``None``
            mutates all that the program defines.
        within: Mutate only what lies between these bytes of the program's UTF-8.
        limit: At most so many, drawn so that every operator has its turn; ``None`` means all.
        seed: Of that draw.

    Returns:
        The mutants, in the order of the program.

    Raises:
        UnknownNameError: If there is no such language.
        ValueError: If the program has no such function, or is longer than
            :data:`MAX_PROGRAM_BYTES`.
    """
    dialect = dialect_of(language)
    source = program.encode("utf-8", "surrogatepass")
    if len(source) > MAX_PROGRAM_BYTES:
        raise ValueError(f"Programs longer than {MAX_PROGRAM_BYTES} bytes are not mutated.")
    root = _trees.parse(source, language)
    regions = [root] if function is None else _functions(root, function, dialect)
    if not regions:
        raise ValueError(f"The {language} program defines no function {function!r}.")
    first, last = (0, len(source)) if within is None else within
    edits = dict.fromkeys(
        edit
        for region in regions
        for edit in _edits(region, dialect)
        if first <= edit.start and edit.end <= last
    )
    maker = _Maker(source, root, language)
    groups = [maker.made(group) for group in _shuffled(edits, seed)]
    chosen = itertools.islice(_in_turn(groups), limit)
    return tuple(sorted(chosen, key=lambda item: (item.start, item.replacement)))


def find_function(source: bytes, language: str, function: str) -> Node | None:
    """The first definition of a function.

    Args:
        source: A program in UTF-8.
        language: Its language.
        function: The name; a method may be written ``Class.method``.

    Raises:
        UnknownNameError: If there is no such language.
    """
    found = _functions(_trees.parse(source, language), function, dialect_of(language))
    return found[0] if found else None


def _functions(root: Node, function: str, dialect: Dialect) -> list[Node]:
    """The definitions of a function; where there are several of its name, all."""
    path = function.split(".")
    return [node for node in _trees.walk(root) if _defines(node, path, dialect)]


def _defines(node: Node, path: list[str], dialect: Dialect) -> bool:
    declarator = node.child_by_field_name("declarator")
    while declarator is not None and declarator.type != "function_declarator":
        declarator = declarator.child_by_field_name("declarator")
    named = declarator if declarator is not None else node
    name = named.child_by_field_name("name") or named.child_by_field_name("declarator")
    if node.type == "variable_declarator":  # const f = (a) => ...
        value = node.child_by_field_name("value")
        is_function = value is not None and value.type in dialect.functions
    else:
        is_function = node.type in dialect.functions
    if not is_function or _trees.text_of(name).split("::")[-1] != path[-1]:
        return False
    outer = [
        _trees.text_of(item.child_by_field_name("name") or item.child_by_field_name("type"))
        for item in _trees.ancestors(node)
    ]
    return all(part in outer for part in path[:-1])


def _edits(region: Node, dialect: Dialect) -> Iterator[Edit]:
    for node in _trees.walk(region, dialect.skipped):
        yield from expression_edits(node, dialect)
        yield from statement_edits(node, dialect)
        yield from name_edits(node, dialect)


def _shuffled(edits: Iterable[Edit], seed: int) -> list[list[Edit]]:
    """The edits of each operator, in random order."""
    shuffle = random.Random(seed)
    groups: dict[str, list[Edit]] = {operator: [] for operator in OPERATORS}
    for edit in edits:
        groups[edit.operator].append(edit)
    for group in groups.values():
        shuffle.shuffle(group)
    return list(groups.values())


def _in_turn(groups: Sequence[Iterator[Mutant]]) -> Iterator[Mutant]:
    """One of each group, and again, until all are empty."""
    left = list(groups)
    while left:
        for group in tuple(left):
            mutant = next(group, None)
            if mutant is None:
                left.remove(group)
            else:
                yield mutant


class _Maker:
    """Makes mutants of edits: those that parse, are none of those before, nor the program."""

    def __init__(self, source: bytes, root: Node, language: str) -> None:
        self._source, self._language = source, language
        self._seen = {tuple(_trees.leaves(root))}
        self._known_errors = _trees.errors(root)

    def made(self, edits: Iterable[Edit]) -> Iterator[Mutant]:
        source = self._source
        for edit in edits:
            replacement = edit.replacement.encode("utf-8", "surrogatepass")
            mutated = source[: edit.start] + replacement + source[edit.end :]
            tree = _trees.parse(mutated, self._language)
            tokens = tuple(_trees.leaves(tree))
            if tokens in self._seen or _trees.errors(tree) > self._known_errors:
                continue
            self._seen.add(tokens)
            yield Mutant(
                program=mutated.decode("utf-8", "surrogatepass"),
                operator=edit.operator,
                line=source.count(b"\n", 0, edit.start) + 1,
                original=source[edit.start : edit.end].decode("utf-8", "surrogatepass"),
                replacement=edit.replacement,
                start=edit.start,
            )
