"""Documentation comments of C++, Java, JavaScript and Rust."""

import re
import textwrap

from tree_sitter import Node

from codeeval_gym.challenges.mutation._trees import text_of

__all__ = ["comment_above", "without_markers"]

_RULER = re.compile(r"^[\s/*=#~+-]*$")


def comment_above(node: Node, skipped: frozenset[str] = frozenset()) -> str:
    """The comments right above a node, as they stand in the file at the left margin.

    Args:
        node: A definition.
        skipped: Types of nodes that may stand between, e.g. attributes.
    """
    found: list[str] = []
    line = node.start_point.row
    above = node.prev_sibling
    while above is not None:
        is_comment = "comment" in above.type
        # A Rust comment's node holds the end of its line.
        end = above.end_point.row - (above.end_point.column == 0)
        if not (is_comment or above.type in skipped) or end < line - 1:
            break
        if is_comment:
            before = above.prev_sibling
            beside = before is not None and before.end_point.row == above.start_point.row
            if before is not None and beside and "comment" not in before.type:
                break  # it ends the line of something else
            found.append(textwrap.dedent(" " * above.start_point.column + text_of(above)).strip())
        line = above.start_point.row
        above = above.prev_sibling
    return "\n".join(reversed(found))


def without_markers(comment: str) -> str:
    """The words of a comment."""
    text = re.sub(r"^\s*/\*+!?|\*+/\s*$", "", comment.strip())
    lines = [re.sub(r"^\s*(?:\*(?!/)|///?/*!?<?) ?", "", line) for line in text.split("\n")]
    kept = ["" if _RULER.match(line) and len(line) > 3 else line.rstrip() for line in lines]
    plain = textwrap.dedent("\n".join(kept)).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", plain).strip()
