"""A vocabulary of Python's own tokens, some of which stand for what the challenge names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from codeeval_gym.envs.tokens.python.grammar import python_grammar
from codeeval_gym.envs.tokens.python.lexing import STRUCTURE, lex, terminal
from codeeval_gym.envs.tokens.python.pushdown import Pushdown
from codeeval_gym.envs.tokens.python.rendering import rendered
from codeeval_gym.envs.tokens.vocabulary import Vocabulary, Writer, vocabularies
from codeeval_gym.types import Challenge

__all__ = ["SLOTS", "WORDS", "Python"]

_WORDS = """
and assert break continue def del elif else for from if import in is lambda not or pass raise
return while True False None
( ) [ ] { } , : . -> = == != < > <= >= + - * ** / // % & | ^ ~ << >>
+= -= *= /= //= %= &= |= ^= <<= >>=
0 1 2 3 4 5 6 7 8 9 10 100 0.0 1.0
'' ',' '-' '(' ')' 'a' 'e' 'i' 'n' 'o' 'u' 'aeiou' 'none'
abs all any bool dict divmod enumerate float int isinstance len list map max min pow print range
reversed round set sorted str sum tuple zip
add append count endswith extend find get index insert isalpha isdigit items join keys lower pop
remove replace reverse setdefault sort split startswith strip update upper values
best c current default depth end high i j k kept key left letter low mid n number other part place
ranked rest result right row seen start total value w word x y
"""
WORDS = (*_WORDS.split(), "' '")
"""What the vocabulary ``python`` can say beside what a challenge names."""

SLOTS: Mapping[str, int] = {"parameter": 6, "number": 6, "text": 4, "name": 6}
"""How many tokens of ``python`` stand for a challenge's parameters, for numbers and quoted texts of
its prompt, and for names that only its starter code has."""

_END = "END"
_FUNCTION = "function"
_KINDS = {"parameter": "NAME", "number": "NUMBER", "text": "STRING", "name": "NAME"}
_NUMBER = re.compile(r"(?<![\w.])(?:0|[1-9]\d{0,17})(?![\w.]*\w)")
_QUOTED = re.compile(r"(?<!\w)(?:'([^'\\\n]{0,20})'|\"([^\"\\\n]{0,20})\")(?!\w)")
_DEEPEST = 20
"""Brackets and blocks within each other; CPython's parser gives up at 100 blocks."""
_OPENING = frozenset(("(", "[", "{", "INDENT"))
_CLOSING = frozenset((")", "]", "}", "DEDENT"))
_DEEPENING = frozenset(("(", "[", "{", "def", "for", "if", "while"))
"""What may not come in the deepest place. None of it is ever the only token that may come there."""
_MOST = 20_000
"""Characters of a statement that are searched."""


@vocabularies.register("python")
class Python(Vocabulary):
    """Keywords, operators, line ends and indentation, a few names and literals, and copy slots.

    A copy slot is a token that means for each challenge something else: ``function`` the name of
    its function, ``parameter0`` its first parameter, ``number1`` the second number in its prompt,
    ``text0`` the first quoted text, ``name0`` the first name in the starter code that has no other
    token. Slots that a challenge does not fill may not come.

    What may come is what the grammar of :mod:`codeeval_gym.envs.tokens.python.grammar` knows.

    Args:
        words: Tokens as they are written; by default :data:`WORDS`.
        slots: Kind of slot to how many, 0 for kinds left out; by default :data:`SLOTS`.
        given: Names of tokens that only what is prefilled holds, and a policy may not write, e.g.
            ``def`` and ``function`` where it is to write bodies without helpers.

    Raises:
        ValueError: If a word is not one token, or there is no such slot or given token.
    """

    end = 0

    def __init__(
        self,
        words: Iterable[str] = WORDS,
        slots: Mapping[str, int] = SLOTS,
        given: Iterable[str] = (),
    ) -> None:
        unknown = sorted(set(slots) - set(SLOTS))
        if unknown:
            raise ValueError(f"A slot is one of {', '.join(SLOTS)}, not {unknown[0]!r}.")
        self.words = (*STRUCTURE, *dict.fromkeys(words))
        self.slots = {kind: slots.get(kind, 0) for kind in SLOTS}
        names = [f"{kind}{place}" for kind, count in self.slots.items() for place in range(count)]
        self.names = (_END, *self.words, _FUNCTION, *names)
        """What each token is called."""
        given = frozenset(given)
        if not given <= set(self.names):
            raise ValueError(f"There is no token {min(given - set(self.names))!r} to be given.")
        self.writable: NDArray[np.bool_] = np.array([name not in given for name in self.names])
        """Which tokens a policy may write."""
        self.size = len(self.names)
        kinds = [
            *map(terminal, self.words),
            "NAME",
            *(_KINDS[name.rstrip("0123456789")] for name in names),
        ]
        terminals = python_grammar().terminals
        self.terminals: NDArray[np.int64] = np.array(
            [len(terminals), *(terminals.get(kind, -1) for kind in kinds)], np.int64
        )
        """For each token its terminal in the grammar; for the end token their number."""
        self.fixed = {text: place for place, text in enumerate(self.words, start=1)}
        """Token by text, copy slots aside."""
        kinds = [_END, *kinds]
        self.deepens = np.array([kind in _DEEPENING for kind in kinds])
        """Which tokens open a bracket or a block."""
        self.depths = [(kind in _OPENING) - (kind in _CLOSING) for kind in kinds]
        """How much deeper each token goes."""

    def writer(self, challenge: Challenge) -> Writer:
        """What the tokens mean for one challenge, and which may come next."""
        return _PythonWriter(self, challenge)


class _PythonWriter(Writer):
    def __init__(self, vocabulary: Python, challenge: Challenge) -> None:
        super().__init__(vocabulary.size)
        self._texts: list[str | None] = [None, *vocabulary.words, *_filled(vocabulary, challenge)]
        self._fixed, self._depths = vocabulary.fixed, vocabulary.depths
        first = len(vocabulary.words) + 1
        slots = [
            (text, place) for place, text in enumerate(self._texts[first:], start=first) if text
        ]
        self._slots = dict(reversed(slots))
        self._terminals = vocabulary.terminals
        self._kinds: list[int] = vocabulary.terminals.tolist()
        filled = np.array([text is not None for text in self._texts])
        filled[vocabulary.end] = True
        filled &= vocabulary.writable
        self._filled, self._shallow = filled, filled & ~vocabulary.deepens
        self.start()

    def encode(self, text: str, *, opened: bool = False) -> list[int]:
        tokens: list[int] = []
        before = ""
        for word in lex(text, opened=opened):
            # An attribute is called as it is, even if the challenge names something else so.
            tables = (self._fixed, self._slots) if before == "." else (self._slots, self._fixed)
            found = next((table[word] for table in tables if word in table), None)
            found = self._literal(word) if found is None else found
            if found is None:
                raise ValueError(f"The vocabulary has no token for {word[:40]!r}.")
            tokens.append(found)
            before = word
        return tokens

    def decode(self, tokens: Sequence[int]) -> str:
        return rendered(filter(None, (self._texts[token] for token in tokens)))

    def start(self) -> None:
        self._state = Pushdown(python_grammar())
        self._depth = 0

    def advance(self, token: int) -> None:
        self._state.advance(self._kinds[token])
        self._depth += self._depths[token]

    def allows(self, token: int, left: int) -> bool:
        if token == Python.end:
            return self._state.cost == 0
        return bool(self._may_come()[token]) and self._state.allows(self._kinds[token], left)

    def mask(self, left: int) -> NDArray[np.bool_]:
        allowed = np.append(self._state.allowed(left), self._state.cost == 0)
        mask: NDArray[np.bool_] = allowed[self._terminals] & self._may_come()
        return mask

    def _may_come(self) -> NDArray[np.bool_]:
        return self._filled if self._depth < _DEEPEST else self._shallow

    def begins(self, tokens: Sequence[int]) -> bool:
        self.start()
        for token in tokens:
            if not self._state.allows(self._kinds[token], 1 << 30):
                return False
            self.advance(token)
        return True

    def fits(self, left: int) -> bool:
        return self._state.cost <= left

    def _literal(self, word: str) -> int | None:
        """The token of a string that is written with other quotes."""
        if word[:1] not in ("'", '"') or len(word) < 2 or word[:3] in ("'''", '"""'):
            return None
        if "\\" in word or "'" in word[1:-1]:
            return None
        other = f"'{word[1:-1]}'"
        return self._slots.get(other, self._fixed.get(other))


def _filled(vocabulary: Python, challenge: Challenge) -> Iterator[str | None]:
    """What each slot stands for, in order."""
    signature, prompt = challenge.signature, challenge.prompt[:_MOST]
    yield None if signature is None else signature.name
    known = {*vocabulary.words, *_named(challenge)}
    starter = challenge.starter.get("python", "")
    fillings: dict[str, Iterable[str]] = {
        "parameter": () if signature is None else (param.name for param in signature.params),
        "number": _NUMBER.findall(prompt),
        "text": (repr(one or other) for one, other in _QUOTED.findall(prompt)),
        "name": (word for word in _words(starter) if word.isidentifier() and word not in known),
    }
    for kind, count in vocabulary.slots.items():
        found = [text for text in dict.fromkeys(fillings[kind]) if _is(text, _KINDS[kind])][:count]
        yield from [*found, *[None] * (count - len(found))]


def _named(challenge: Challenge) -> list[str]:
    if challenge.signature is None:
        return []
    return [challenge.signature.name, *(param.name for param in challenge.signature.params)]


def _words(starter: str) -> list[str]:
    try:
        return list(lex(starter))
    except ValueError:
        return []


def _is(text: str, kind: str) -> bool:
    try:
        return terminal(text) == kind
    except ValueError:
        return False
