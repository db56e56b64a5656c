import ast

import pytest

from codeeval_gym.challenges.generation import Candidate, Effect, Skip, Source
from codeeval_gym.challenges.generation.languages.python.annotations import neutral_type
from codeeval_gym.challenges.generation.languages.python.effects import effect_of
from codeeval_gym.challenges.generation.languages.python.find import find_in
from codeeval_gym.challenges.generation.languages.python.modules import Module, parse_module


def _module(text: str, path: str = "a.py") -> Module:
    module = parse_module(Source(path, text, "python"))
    assert isinstance(module, Module)
    return module


_FUNCTION = '''\
# Counts from the left.
@staticmethod
def ignored(): pass


# Rounds half up.
# Never down.
def scale(values: list[int], by, deep=False):
    """Multiply.

    Args:
        by (float): How much.
    """
    found = [value * by + 17 for value in values]
    return found if deep else sorted(found)
'''


def test_a_candidate_holds_what_stands_in_the_file() -> None:
    (found,) = (item for item in find_in(_module(_FUNCTION)) if isinstance(item, Candidate))
    assert found.id == "a.py::scale"
    assert found.header == "def scale(values: list[int], by, deep=False):"
    assert found.body.startswith("    found = [")
    assert found.body.endswith("sorted(found)")
    assert found.documentation.startswith("Multiply.\n\nArgs:")
    assert found.comments == ("Rounds half up.", "Never down.")
    assert [param.type for param in found.params] == ["list[int]", "float", "bool"]
    assert found.literals == (17,)
    assert (found.first_line, found.last_line) == (8, 15)


def test_deep_nesting_and_broken_files_are_skips() -> None:
    for text in ("x = " + "(" * 5000, "x = " + "-" * 100_000 + "1", "def f(:", "x = '\ud800'"):
        found = parse_module(Source("a.py", text, "python"))
        assert isinstance(found, Skip)
        assert found.reason.startswith("the file ")


@pytest.mark.parametrize(
    ("body", "effect"),
    [
        ("return sorted(xs)", Effect.PURE),
        ("return os.path.join(*xs)", Effect.PURE),
        ("return os.path.exists(xs[0])", Effect.FILES),
        ("print(xs)", Effect.FILES),
        ("open = xs\n    return open", Effect.PURE),
        ("return pick(xs)", Effect.CLOCK_OR_RANDOM),
        ("return t.time()", Effect.CLOCK_OR_RANDOM),
        ("return urllib.request.urlopen(xs)", Effect.NETWORK),
        ("SEEN.append(xs)", Effect.STATE),
        ("SEEN[0] = xs", Effect.STATE),
        ("global SEEN\n    SEEN = xs", Effect.STATE),
        ("xs.append(1)", Effect.PURE),
        ("SEEN = list(xs)\n    SEEN.append(1)", Effect.PURE),
    ],
)
def test_the_effect_is_told_by_the_names_used(body: str, effect: Effect) -> None:
    text = (
        "import os, time as t, urllib.request\nfrom random import choice as pick\nSEEN = []\n"
        f"def f(xs):\n    {body}\n"
    )
    module = _module(text)
    node = module.tree.body[-1]
    assert isinstance(node, ast.FunctionDef)
    assert effect_of(node, module.imports, frozenset(module.bindings)) is effect


@pytest.mark.parametrize(
    ("annotation", "neutral"),
    [
        ("int", "int"),
        ("'list[str]'", "list[str]"),
        ("typing.Sequence[float]", "list[float]"),
        ("dict[str, int | None]", "dict[str, optional[int]]"),
        ("Optional[tuple[int, str]]", "optional[tuple[int, str]]"),
        ("tuple[int, ...]", "list[int]"),
        ("Union[str, int]", "str"),
        ("Iterable", "list[any]"),
        ("Callable[[int], str]", "any"),
        ("np.ndarray", "any"),
        ("'list[', ", "any"),
    ],
)
def test_annotations_become_neutral_types(annotation: str, neutral: str) -> None:
    assert neutral_type(ast.parse(annotation, mode="eval").body) == neutral
