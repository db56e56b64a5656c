"""Changes pieces of a statement's text and leaves the rest as it was written."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from codeeval_gym.challenges.generation.languages.python.modules import Module, end_of, first_line

__all__ = ["Edit", "brief_docstrings", "edited"]

_Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Edit:
    """A piece of a file and what stands there instead."""

    start: tuple[int, int]
    """Its line from 1 and its column in bytes."""
    end: tuple[int, int]
    """The place behind it."""
    text: str
    """What stands there instead."""

    def within(self, node: ast.stmt) -> bool:
        """True if the piece lies in a definition."""
        return (first_line(node), 0) <= self.start and self.end <= end_of(node)


def edited(node: ast.stmt, module: Module, edits: Sequence[Edit]) -> str:
    """The text of a statement in whole lines, with these pieces changed; none may overlap."""
    place, parts = (first_line(node), 0), list[str]()
    for edit in sorted(edits, key=lambda item: item.start):
        parts += [module.between(place, edit.start), edit.text]
        place = edit.end
    return "".join([*parts, module.between(place, end_of(node))])


def brief_docstrings(node: ast.stmt) -> list[Edit]:
    """Cut every docstring in a definition to its first line."""
    edits = []
    for inner in ast.walk(node):
        text = ast.get_docstring(inner) if isinstance(inner, _Documented) else None
        if text is None or "\n" not in text or not isinstance(inner, _Documented):
            continue
        whole = inner.body[0]
        first = text.split("\n")[0].replace("\\", "\\\\").replace('"', "'")
        edits.append(Edit((whole.lineno, whole.col_offset), end_of(whole), f'"""{first}"""'))
    return edits
