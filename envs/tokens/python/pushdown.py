"""A pushdown automaton that knows what may come next, and what it costs to come to an end.

It reads LL(1) grammars: each step looks at the top of a stack and at one token. Beside that
the automaton keeps the fewest tokens that complete what is on its stack. That number is a sum over
the stack, because what completes one symbol does not depend on what lies below; so it costs nothing
to keep, and "can this still be completed in time" is one comparison. (An LALR parser, such as
lark's with its Python grammar, has neither: its ``accepts()`` tries every terminal on a copy of
the stack and took 1.7 ms where 20 microseconds are wanted, and says nothing about lengths.)
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["FINISH", "Grammar", "Pushdown"]

FINISH = "$"
"""In a rule: the program may end here. It costs no token, but nothing else may follow."""
_INFINITE = 1 << 40
_KEPT = 20_000
"""Masks that are kept; more are worked out each time."""

_Alternative = tuple[int, ...]


class Grammar:
    """An LL(1) grammar, compiled into the moves of an automaton.

    Args:
        rules: One rule a line, ``name: symbol symbol | symbol |``, where an empty alternative means
            that the symbol may be left out; an indented line goes on with the rule above. What is
            no rule's name is a terminal.
        start: The rule that a program is.

    Raises:
        ValueError: If two alternatives of a rule begin with the same terminal.
    """

    def __init__(self, rules: str, start: str) -> None:
        split = _split(rules)
        words = {word for alternatives in split.values() for one in alternatives for word in one}
        names = sorted(words - split.keys() - {FINISH})
        self.terminals: Mapping[str, int] = {name: place for place, name in enumerate(names)}
        ids = {name: place for place, name in enumerate([*names, *split, FINISH])}
        self._finish, self.start = ids[FINISH], ids[start]
        self._rules: dict[int, list[_Alternative]] = {
            ids[name]: [tuple(ids[word] for word in one) for one in alternatives]
            for name, alternatives in split.items()
        }
        self._names = list(ids)
        self.nullable = self._find_nullable()
        self.cost = self._find_costs()
        self.moves: list[dict[int, tuple[_Alternative, int]]] = [{} for _ in ids]
        for terminal in self.terminals.values():
            self.moves[terminal][terminal] = ((), 0)
        for rule in self._rules:
            self._find_moves(rule)
        self.dearest = max(cost for moves in self.moves for _, cost in moves.values())
        """What a continuation costs at most; with so many tokens to spare every one fits."""
        self._masks: dict[tuple[int, ...], NDArray[np.bool_]] = {}

    def allowed(self, walked: Sequence[int], slack: int) -> NDArray[np.bool_]:
        """Which terminals may come next.

        Args:
            walked: The stack from its top to the first symbol that cannot be left out.
            slack: How many tokens a continuation may cost more than the cheapest completion.

        Returns:
            bool of shape ``(len(terminals),)``; not to be changed.
        """
        slack = max(-1, min(slack, self.dearest))
        key = (slack, *walked)
        found = self._masks.get(key)
        if found is None:
            found = self._work_out(walked, slack)
            if len(self._masks) < _KEPT:
                self._masks[key] = found
        return found

    def _work_out(self, walked: Iterable[int], slack: int) -> NDArray[np.bool_]:
        mask = np.zeros(len(self.terminals), np.bool_)
        seen: set[int] = set()
        saved = 0
        for symbol in walked:
            saved += self.cost[symbol]
            for terminal, (_, cost) in self.moves[symbol].items():
                if terminal not in seen:
                    seen.add(terminal)
                    mask[terminal] = cost - saved <= slack
        return mask

    def _find_nullable(self) -> list[bool]:
        nullable = [False] * len(self._names)
        changed = True
        while changed:
            changed = False
            for rule, alternatives in self._rules.items():
                able = any(all(nullable[symbol] for symbol in one) for one in alternatives)
                changed |= able and not nullable[rule]
                nullable[rule] = able
        return nullable

    def _find_costs(self) -> list[int]:
        costs = [
            1 if symbol < len(self.terminals) else _INFINITE for symbol in range(len(self._names))
        ]
        costs[self._finish] = 0
        changed = True
        while changed:
            changed = False
            for rule, alternatives in self._rules.items():
                least = min(sum(costs[symbol] for symbol in one) for one in alternatives)
                changed |= least < costs[rule]
                costs[rule] = min(least, costs[rule])
        return costs

    def _find_moves(self, rule: int) -> dict[int, tuple[_Alternative, int]]:
        """For each terminal that a symbol can begin with, what is left of it then, last first."""
        moves = self.moves[rule]
        if moves or rule < len(self.terminals) or rule == self._finish:
            return moves
        for alternative in self._rules[rule]:
            for place, symbol in enumerate(alternative):
                rest = alternative[place + 1 :]
                cost = sum(self.cost[item] for item in rest)
                for terminal, (pushed, more) in self._find_moves(symbol).items():
                    if terminal in moves:
                        raise ValueError(
                            f"Two alternatives of {self._names[rule]!r} begin with "
                            f"{self._names[terminal]!r}."
                        )
                    moves[terminal] = ((*reversed(rest), *pushed), cost + more)
                if not self.nullable[symbol]:
                    break
        return moves


class Pushdown:
    """A place in a program.

    Args:
        grammar: What programs look like.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._stack = [grammar.start]
        self.cost = grammar.cost[grammar.start]
        """The fewest tokens that complete the program; 0 where it may end."""

    def allows(self, terminal: int, left: int) -> bool:
        """Whether ``terminal`` may come next, and the rest then fit into ``left`` tokens with it.

        Args:
            terminal: One of the grammar's.
            left: Tokens that may still be written. Where they are too few for any completion,
                length does not count.
        """
        grammar, saved = self._grammar, 0
        for symbol in reversed(self._stack):
            saved += grammar.cost[symbol]
            move = grammar.moves[symbol].get(terminal)
            if move is not None:
                return self.cost > left or self.cost - saved + move[1] < left
            if not grammar.nullable[symbol]:
                break
        return False

    def advance(self, terminal: int) -> None:
        """Go on by a terminal; one that may not come changes nothing."""
        grammar, stack = self._grammar, self._stack
        for depth, symbol in enumerate(reversed(stack), start=1):
            move = grammar.moves[symbol].get(terminal)
            if move is not None:
                self.cost += move[1] - sum(grammar.cost[item] for item in stack[-depth:])
                stack[-depth:] = move[0]
                return
            if not grammar.nullable[symbol]:
                return

    def allowed(self, left: int) -> NDArray[np.bool_]:
        """Which terminals may come next, as :meth:`allows`; not to be changed."""
        grammar = self._grammar
        walked = []
        for symbol in reversed(self._stack):
            walked.append(symbol)
            if not grammar.nullable[symbol]:
                break
        slack = grammar.dearest if self.cost > left else left - 1 - self.cost
        return grammar.allowed(walked, slack)


def _split(rules: str) -> dict[str, list[list[str]]]:
    split: dict[str, list[list[str]]] = {}
    for line in filter(str.strip, rules.splitlines()):
        words = line.split()
        if not line.startswith(" "):
            name = words.pop(0).removesuffix(":")
            if name in split:
                raise ValueError(f"There are two rules {name!r}.")
            split[name] = [[]]
        for word in words:
            if word == "|":
                split[name].append([])
            else:
                split[name][-1].append(word)
    return split
