"""Documentation comments of C++, Java, JavaScript and Rust."""

import re
import textwrap
from collections.abc import Sequence

__all__ = ["comment_above", "without_markers"]

_MOST_LINES = 400
_RULER = re.compile(r"^[\s/*=#~+-]*$")


def comment_above(lines: Sequence[str], row: int) -> str:
    """The comments right above a line, at the left margin; attributes between them are passed over.

    Args:
        lines: Of the file.
        row: The line, 0-based.
    """
    found: list[str] = []
    at, inside = row - 1, False
    while at >= 0 and row - at <= _MOST_LINES:
        line = lines[at].strip()
        is_comment = inside or line.startswith(("//", "/*")) or line.endswith("*/")
        if not is_comment and not line.startswith(("#[", "@")):
            break
        if is_comment:
            if not inside and line.endswith("*/") and "/*" in line and not line.startswith("/*"):
                break  # it ends the line of something else
            found.append(lines[at])
            inside = (inside or line.endswith("*/")) and "/*" not in line
        at -= 1
    return "" if inside else textwrap.dedent("\n".join(reversed(found))).strip()


def without_markers(comment: str) -> str:
    """The words of a comment."""
    text = re.sub(r"^\s*/\*+!?|\*+/\s*$", "", comment.strip())
    lines = [re.sub(r"^\s*(?:\*(?!/)|///?/*!?<?) ?", "", line) for line in text.split("\n")]
    kept = ["" if _RULER.match(line) and len(line) > 3 else line.rstrip() for line in lines]
    plain = textwrap.dedent("\n".join(kept)).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", plain).strip()
