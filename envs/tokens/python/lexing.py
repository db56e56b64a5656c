"""What a token of Python's text is, for the grammar, and how a program is cut into such tokens."""

import io
import keyword
import token
import tokenize
from collections.abc import Iterator

__all__ = ["MOST", "STRUCTURE", "lex", "terminal"]

STRUCTURE = ("NEWLINE", "INDENT", "DEDENT")
"""Tokens that have no text of their own."""
MOST = 100_000
"""Characters of a program that is cut into tokens; a longer one is refused."""

_INFIX = frozenset(("/", "//", "%", "@", "&", "|", "^", "<<", ">>"))
_AUGMENTED = frozenset(f"{sign}=" for sign in (*_INFIX, "+", "-", "*", "**"))
_COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">="))
_CONSTANTS = frozenset(("True", "False", "None", "..."))
_SKIPPED = (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER)


def terminal(text: str) -> str:
    """The terminal of the grammar that a token belongs to.

    Args:
        text: ``NEWLINE``, ``INDENT`` or ``DEDENT``, or one token as it is written.

    Returns:
        Its kind, or the text itself for keywords and most operators.

    Raises:
        ValueError: If the text is not one token.
    """
    if text in _CONSTANTS:
        return "CONSTANT"
    if text in STRUCTURE or keyword.iskeyword(text):
        return text
    for kind, texts in (("COMPARISON", _COMPARISONS), ("AUGMENTED", _AUGMENTED), ("INFIX", _INFIX)):
        if text in texts:
            return kind
    if text.isidentifier():
        return "NAME"
    if text in token.EXACT_TOKEN_TYPES:
        return text
    if list(lex(text)) != [text, "NEWLINE"]:
        raise ValueError(f"A token is one name, number, string or operator, not {text!r:.80}.")
    return "STRING" if text[-1] in "\"'" else "NUMBER"


def lex(text: str, *, opened: bool = False) -> Iterator[str]:
    """Cut a program into tokens; comments, empty lines and spacing are lost.

    Args:
        text: A program. Nothing of it is compiled or executed.
        opened: Whether it goes on below: its last block is then left open, or opened.

    Yields:
        Each token's text, or its name if it is one of :data:`STRUCTURE`. The end closes all blocks
        without tokens.

    Raises:
        ValueError: If the text cannot be cut, or is longer than :data:`MOST`.
    """
    if len(text) > MOST:
        raise ValueError(f"A program of {len(text)} characters is too long; {MOST} may be.")
    waiting = 0  # ends of blocks that came last: they are tokens only if something follows
    before = last = ""
    try:
        for item in tokenize.generate_tokens(io.StringIO(text).readline):
            if item.type in _SKIPPED or (opened and item[:2] == (tokenize.NEWLINE, "")):
                continue
            if item.type == tokenize.DEDENT:
                waiting += 1
                continue
            yield from ("DEDENT",) * waiting
            waiting, before, last = 0, last, _word(item)
            yield last
    except (tokenize.TokenError, SyntaxError) as error:
        raise ValueError(f"The text is not Python: {error}.") from error
    if opened and last == "NEWLINE" and before == ":":
        yield "INDENT"


def _word(item: tokenize.TokenInfo) -> str:
    kind = tokenize.tok_name[item.type]
    if kind in STRUCTURE:
        return kind
    if kind == "ERRORTOKEN" or item.string in STRUCTURE:
        raise ValueError(f"{item.string[:40]!r} is no token here.")
    return item.string
