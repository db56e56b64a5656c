import ast

import pytest

from codeeval_gym.challenges.generation import Candidate, Masked, Origin, Repository, Skip, Source
from codeeval_gym.challenges.generation.languages import Python


def _masked(name: str, **files: str) -> Masked | Skip:
    """Mask one function of a package ``pkg`` of these modules."""
    sources = [Source("pkg/__init__.py", "", "python")]
    sources += [Source(f"pkg/{key}.py", text, "python") for key, text in files.items()]
    repository = Repository("", Origin("pkg"), tuple(sources))
    language = Python()
    found = (item for item in language.find(repository) if isinstance(item, Candidate))
    return language.mask(next(item for item in found if item.name == name), repository)


def _right(name: str, **files: str) -> Masked:
    masked = _masked(name, **files)
    assert isinstance(masked, Masked), masked
    ast.parse(masked.starter)
    ast.parse(masked.program)
    return masked


_WORK = '''\
from __future__ import annotations
import math
from pkg.other import helper as aid, unused
LIMIT = 3
AFTER = LIMIT * 2
def work(xs):
    """Work."""
    return [aid(math.floor(x)) for x in xs][:AFTER]
'''
_OTHER = """\
from .third import base
def helper(x):
    return base(x) + 1
def unused(x):
    return x
"""
_THIRD = "def base(x):\n    return x * 2\ndef other(x):\n    return x\n"


def test_the_program_brings_what_it_needs_in_an_order_that_runs() -> None:
    masked = _right("work", a=_WORK, other=_OTHER, third=_THIRD)
    text = masked.starter
    places = [text.index(part) for part in ("__future__", "def base", "def helper", "aid = ")]
    assert places == sorted(places)
    assert "def other" not in text
    assert "pkg" not in text
    assert masked.starter.rstrip().endswith('"""Work."""')
    assert "Work." not in masked.reference
    assert masked.helpers == ("AFTER", "LIMIT", "base", "helper", "unused")
    assert masked.entry == "work"
    assert masked.adapter == ""


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (
            "import numpy\ndef f(x):\n    'F.'\n    return numpy.sum(x) + 1 - 2 * x",
            "it needs a package",
        ),
        (
            "from . import b\ndef f(x):\n    'F.'\n    return b.g(x) + 1 - 2",
            "it uses a module of its",
        ),
        ("from .b import *\ndef f(x):\n    'F.'\n    return g(x) + 1 - 2 + x", "it uses a name"),
        ("def f(x):\n    'F.'\n    return missing(x) + 1 - 2 + x", "it uses a name that nothing"),
        (
            "from .b import g, h\ndef help_(x): return x\n"
            "def f(x):\n    'F.'\n    return g(x) + h(x) + help_(x)",
            "two things it needs have one name",
        ),
    ],
)
def test_what_cannot_stand_alone_is_skipped(code: str, reason: str) -> None:
    other = "def g(x): return help_(x)\ndef h(x): return x\ndef help_(x): return 2\n"
    masked = _masked("f", a=code, b=other)
    assert isinstance(masked, Skip)
    assert masked.reason.startswith(reason)


def test_an_import_of_the_package_under_try_is_brought_too() -> None:
    code = (
        "try:\n    from .b import mark\n    NONE = mark('x')\nexcept ImportError:\n"
        "    NONE = None\ndef f(x=NONE):\n    'F.'\n    return [x] if x is NONE else [x, x]\n"
    )
    masked = _right("f", a=code, b="def mark(name):\n    return name * 2\n")
    assert "def mark" in masked.program
    assert "import mark" not in masked.program
    space: dict[str, object] = {}
    exec(masked.program, space)  # this test's own code
    assert space["NONE"] == "xx"


_CLASS = '''\
class Base:
    def size(self): return 10


class Stack(Base):
    """A stack."""

    def __init__(self, items=()):
        self.items = list(items)

    def push(self, item, *, times=1):
        """Put an item on top."""
        self.items += [item] * times
        return super().size() + len(self.items)

    def __iter__(self): return iter(self.items)
'''


def test_a_method_is_written_outside_its_class_and_called_by_an_adapter() -> None:
    masked = _right("Stack.push", a=_CLASS)
    assert masked.entry == "call_Stack_push"
    assert masked.reference.startswith("def push(self, item, *, times=1):")
    assert "super(Stack, self).size()" in masked.reference
    assert "self.items += " not in masked.starter
    space: dict[str, object] = {}
    exec(f"{masked.starter}\n{masked.reference}\n{masked.adapter}", space)  # this test's own code
    call = space["call_Stack_push"]
    assert callable(call)
    assert call([[1]], [["push", [2]]], [3]) == [13, [1, 2, 3]]


def test_a_methods_own_name_and_kind_of_answer_do_not_disturb_its_adapter() -> None:
    code = (
        "from itertools import chain\n"
        "class Box:\n    def __init__(self, xs): self.xs = xs\n"
        "    def values(self, deep=False):\n        'Values.'\n"
        "        return chain.from_iterable(self.xs) if deep else [x for x in self.xs]\n"
    )
    masked = _right("Box.values", a=code)
    space: dict[str, object] = {}
    exec(masked.program, space)  # this test's own code
    call = space[masked.entry]
    assert callable(call)
    state = {"xs": [[1], [2]]}
    assert call([[[1], [2]]], [], []) == [[[1], [2]], state]
    assert call([[[1], [2]]], [["values", []]], [True]) == [[1, 2], state]


def test_what_is_read_item_by_item_comes_as_a_list() -> None:
    code = (
        "def count(n):\n    'Count.'\n    while n > 0:\n        yield n\n        n -= 1\n"
        "def twice(n):\n    'Twice.'\n    both = count(n) if n > 1 else 0\n    return count(2)\n"
        "def named(a, *, by=2):\n    'Name.'\n    return [a * by, a + by, a - by]\n"
    )
    for name, arguments, answer in (
        ("count", [3], [3, 2, 1]),
        ("twice", [3], [2, 1]),
        ("named", [5, 3], [15, 8, 2]),
        ("named", [5], [10, 7, 3]),
    ):
        masked = _right(name, a=code)
        space: dict[str, object] = {}
        exec(masked.program, space)  # this test's own code
        call = space[masked.entry]
        assert callable(call)
        assert call(*arguments) == answer
