"""Tests whose answers vary, so that no constant and no argument answers all of them."""

import copy
from collections import Counter
from collections.abc import Iterable, Mapping

from numpy.random import Generator

from codeeval_gym.challenges.families._template import Template
from codeeval_gym.types import CallTest
from codeeval_gym.values import Plain

__all__ = ["HIDDEN", "PUBLIC", "draw_tests"]

PUBLIC, HIDDEN = 3, 6
_ATTEMPTS = 20


def draw_tests(
    template: Template, constants: Mapping[str, Plain], rng: Generator
) -> tuple[tuple[CallTest, ...], tuple[CallTest, ...]]:
    """Draw public and hidden tests of a template.

    Args:
        template: The task.
        constants: Blank to the constant that fills it.
        rng: The only source of chance.

    Raises:
        ValueError: If the template's arguments give too few different answers.
    """
    for _ in range(_ATTEMPTS):
        tests = _most_varied(
            CallTest(args, template.oracle(*args, **constants), template.compare)
            for args in _draw_arguments(template, constants, rng)
        )
        public, hidden = tests[:PUBLIC], tests[PUBLIC : PUBLIC + HIDDEN]
        if len(hidden) == HIDDEN and _discriminate(public, hidden):
            return public, hidden
    raise ValueError(f"The arguments of {template.names[0]!r} give too few different answers.")


def _discriminate(public: tuple[CallTest, ...], hidden: tuple[CallTest, ...]) -> bool:
    both = public + hidden
    wanted = 2 if isinstance(both[0].expected, bool) else 3
    return (
        _distinct(both) >= wanted
        and min(_distinct(public), _distinct(hidden)) > 1
        and any(repr(test.args[0]) != repr(test.expected) for test in hidden)
    )


def _draw_arguments(
    template: Template, constants: Mapping[str, Plain], rng: Generator
) -> list[tuple[Plain, ...]]:
    """Draw ordinary arguments first, then edges, then more ordinary ones."""

    def ordinary() -> tuple[Plain, ...]:
        if template.inputs is not None:
            return template.inputs(rng, **constants)
        return tuple(kind.draw(rng) for kind in template.params.values())

    edges = []
    if template.inputs is None:
        for place, kind in enumerate(template.params.values()):
            for edge in kind.edges:
                args = ordinary()
                edges.append((*args[:place], copy.deepcopy(edge), *args[place + 1 :]))
    return [ordinary(), ordinary(), *edges, *(ordinary() for _ in range(12))]


def _most_varied(tests: Iterable[CallTest]) -> tuple[CallTest, ...]:
    """Drop repeated arguments; put each answer's first test before any answer's second one."""
    unique = {repr(test.args): test for test in tests}.values()
    seen: Counter[str] = Counter()
    ranked = []
    for test in unique:
        answer = repr(test.expected)
        ranked.append((seen[answer], test))
        seen[answer] += 1
    return tuple(test for _, test in sorted(ranked, key=lambda pair: pair[0]))


def _distinct(tests: Iterable[CallTest]) -> int:
    return len({repr(test.expected) for test in tests})
