"""Find the program in a chat model's answer."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from codeeval_gym.errors import UnknownNameError

__all__ = ["extract_program"]

_TAGS = {
    "python": r"python3?|py3?",
    "javascript": r"javascript|js|mjs|node(js)?",
    "java": r"java",
    "cpp": r"(c\+\+|cpp)(\d\d)?|cc|cxx",
    "rust": r"rust|rs",
}
"""What models write behind an opening fence, by language."""

_THOUGHT = re.compile(
    r"\A\s*<(think|thinking|thought|reasoning)>.*?(</\1>|\Z)"
    # Some templates open the thought in the prompt, so that only its end is in the answer.
    r"|\A.*^[ \t]*</(think|thinking|thought|reasoning)>[ \t]*$",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_FENCE = re.compile(r"([ \t]*)(`{3,}|~{3,})[ \t]*([^`\r\n]*?)\s*")
_TAG = re.compile(r"[{.\s]*([\w+#-]*)")
_MARKED = 4
"""From this indentation on a fence is text of the block that it stands in (CommonMark 0.31)."""


class _Block(NamedTuple):
    """A fenced block."""

    start: int
    """Number of its first line."""
    tag: str
    """What stands behind the opening fence, in small letters; empty if nothing does."""
    lines: tuple[str, ...]
    """Its content."""
    indent: str
    """Of the opening fence."""
    closed: bool
    """False means that the answer was cut off in it."""


def extract_program(text: str, language: str = "python") -> str:
    """Return the last fenced block of an answer that is in this language.

    A model's thoughts, where the answer begins with them, are left out. A block that another
    contains counts only where the outer one is in another language or was never closed. Content
    that is indented as a whole, as in a list, is moved to the margin.

    Args:
        text: A model's answer. A block without a language counts where there is none in this one.
        language: The language that was asked for.

    Returns:
        The block's content; the text itself, without thoughts, where there is no such block.

    Raises:
        UnknownNameError: If the language is not known; suggests the nearest.
    """
    if language not in _TAGS:
        raise UnknownNameError("language", language, _TAGS)
    answer = _without_thoughts(text)
    blocks = list(_blocks(answer))
    for tag in (_TAGS[language], "", "markdown|md"):
        found = [block for block in blocks if re.fullmatch(tag, block.tag)]
        outermost = [block for block in found if not _within(block, found)]
        if outermost:
            content = _content(max(outermost))
            return extract_program(content, language) if tag.startswith("markdown") else content
    return answer


def _without_thoughts(text: str) -> str:
    thought = _THOUGHT.match(text)
    return text[thought.end() :].lstrip("\r\n") if thought else text


def _blocks(text: str) -> Iterator[_Block]:
    """All fenced blocks, those that others contain too; blank ones without a tag are none."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    opened: list[tuple[int, re.Match[str]]] = []
    for number, line in enumerate(lines):
        fence = _FENCE.fullmatch(line)
        if fence is None or (opened and _is_text(fence, opened[-1][1])):
            continue
        if opened and not fence[3]:
            start, opening = opened.pop()
            yield _block(lines, start, number, opening, closed=True)
        else:
            opened.append((number, fence))
    for start, opening in opened:
        block = _block(lines, start, len(lines), opening, closed=False)
        if block.tag or "".join(block.lines).strip():
            yield block


def _is_text(fence: re.Match[str], opening: re.Match[str]) -> bool:
    """True if a fence within an open block neither closes it nor opens another."""
    too_far = len(fence[1].expandtabs(4)) - len(opening[1].expandtabs(4)) >= _MARKED
    other = fence[2][0] != opening[2][0] or len(fence[2]) < len(opening[2])
    return too_far or other


def _block(
    lines: Sequence[str], start: int, end: int, opening: re.Match[str], *, closed: bool
) -> _Block:
    tag = _TAG.match(opening[3])
    name = tag[1].lower() if tag else ""
    return _Block(start, name, tuple(lines[start + 1 : end]), opening[1], closed)


def _within(block: _Block, blocks: Sequence[_Block]) -> bool:
    return any(
        other.closed and other.start < block.start <= other.start + len(other.lines)
        for other in blocks
    )


def _content(block: _Block) -> str:
    indent = re.compile(rf"[ \t]{{0,{len(block.indent)}}}")
    content = "".join(indent.sub("", line, count=1) for line in block.lines)
    return textwrap.dedent(content) if re.match(r"(\s*\n)?[ \t]+\S", content) else content
