"""Tokens as text, spaced as PEP 8 has it."""

import keyword
from collections.abc import Iterable

from codeeval_gym.envs.tokens.python.lexing import STRUCTURE

__all__ = ["rendered"]

_INDENTATION = "    "
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_SIGNS = frozenset(("+", "-", "~", "*", "**"))
_VALUES = frozenset(("True", "False", "None", "..."))


class _Line:
    """One logical line: its text so far, and what decides about the next space."""

    def __init__(self) -> None:
        self.text = ""
        self._before = ""
        self._glued = True
        self._open: list[str] = []
        self._lambdas: list[int] = []
        self._annotated = False

    def add(self, token: str) -> None:
        """Write one token."""
        sign = token in _SIGNS and not self._ends_value()
        space = not self._glued and self._spaced_before(token)
        self._glued = self._glues_next(token, sign)
        self.text += f" {token}" if space else token
        self._note(token)
        self._before = token

    def _ends_value(self) -> bool:
        before = self._before
        if before in _VALUES or before in _CLOSING:
            return True
        return (
            bool(before)
            and not keyword.iskeyword(before)
            and before[0] not in "+-*/%@&|^<>=!~:,.([{"
        )

    def _spaced_before(self, token: str) -> bool:
        if token in _CLOSING or token in (",", ":", "."):
            return token == ":" and self._before == ","
        if token in ("(", "["):
            return not self._ends_value()
        return token != "=" or not self._keyword()

    def _glues_next(self, token: str, sign: bool) -> bool:
        if token == ":":
            return self._slice()
        return sign or token in _OPENING or token == "." or (token == "=" and self._keyword())

    def _keyword(self) -> bool:
        """Whether ``=`` names an argument or gives a default, without an annotation."""
        return (bool(self._open) and not self._annotated) or bool(self._lambdas)

    def _slice(self) -> bool:
        return self._open[-1:] == ["["] and len(self._open) not in self._lambdas

    def _note(self, token: str) -> None:
        if token in _OPENING:
            self._open.append(token)
        elif token in _CLOSING:
            del self._open[-1:]
        elif token == "lambda":
            self._lambdas.append(len(self._open))
        elif token == ":" and self._lambdas[-1:] == [len(self._open)]:
            self._lambdas.pop()
        elif token == ":" and self.text.startswith("def ") and len(self._open) == 1:
            self._annotated = True
        elif token == "," and len(self._open) == 1:
            self._annotated = False


def rendered(tokens: Iterable[str]) -> str:
    """Write tokens as text.

    Args:
        tokens: Texts of tokens and names of :data:`~.lexing.STRUCTURE`, in any order at all.

    Returns:
        Text; for tokens that make a program, that program with two empty lines around functions of
        the module.
    """
    lines: list[str] = []
    line, depth, inside = _Line(), 0, False
    for token in tokens:
        if token not in STRUCTURE:
            if not line.text and depth == 0:
                if lines and (token == "def" or inside) and token not in ("else", "elif"):
                    lines += ["", ""]
                inside = token == "def"
            line.add(token)
        elif token == "NEWLINE":
            lines.append(_INDENTATION * depth + line.text)
            line = _Line()
        else:
            depth = max(0, depth + (1 if token == "INDENT" else -1))
    if line.text:
        lines.append(_INDENTATION * depth + line.text)
    return "".join(f"{text}\n" for text in lines)
