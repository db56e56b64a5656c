"""Sizes and docstrings, by the syntax tree of every source file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_SOURCES = ("codeeval_gym", "envs", "rewards", "trainers", "sandboxes", "challenges")
_LIBRARY = _ROOT / "challenges/library"
"""What is in its folders are programs to be judged: data."""
_MAX_FILE = 500
_MAX_FUNCTION = 60
_EXCEPTIONS: dict[str, str] = {}
"""``path`` or ``path::function`` to the reason why it may be longer."""

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _files(*folders: str) -> list[Path]:
    paths = [path for folder in folders for path in (_ROOT / folder).rglob("*.py")]
    own = [path for path in paths if path.resolve() == path]  # not again through the links
    return sorted(path for path in own if path.parent.parent != _LIBRARY)


def _name(path: Path) -> str:
    return str(path.relative_to(_ROOT))


def _length(node: _Function) -> int:
    """Lines of a function, its docstring aside."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node, clean=False) is None:
        return lines
    docstring = node.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def _public(tree: ast.Module) -> Iterator[tuple[str, _Documented]]:
    """Public functions and classes, and public methods of such classes, by qualified name."""
    for node in tree.body:
        if not isinstance(node, _Documented) or node.name.startswith("_"):
            continue
        yield node.name, node
        for inner in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(inner, _Function) and not inner.name.startswith("_"):
                yield f"{node.name}.{inner.name}", inner


def _raises(node: ast.AST) -> bool:
    """True when an error is made and raised in here; raising one again does not count."""
    made = [inner.exc for inner in ast.walk(node) if isinstance(inner, ast.Raise)]
    # typer.Exit is how a command ends, not an error that a caller could catch.
    return any(isinstance(exc, ast.Call) and ast.unparse(exc.func) != "typer.Exit" for exc in made)


def _raising(node: _Documented) -> bool:
    """A class raises where it is made: its constructor is documented by its own docstring."""
    if not isinstance(node, ast.ClassDef):
        return _raises(node)
    constructors = {"__init__", "__post_init__", "__new__"}
    return any(
        isinstance(inner, _Function) and inner.name in constructors and _raises(inner)
        for inner in node.body
    )


def _says_raises(node: _Documented) -> bool:
    return "Raises:" in (ast.get_docstring(node) or "")


def _offered() -> set[str]:
    """Every name in the ``__all__`` of a package."""
    names: set[str] = set()
    for path in _files(*_SOURCES):
        for node in ast.parse(path.read_text("utf-8")).body if path.name == "__init__.py" else []:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                names.update(ast.literal_eval(node.value))
    return names


_OFFERED = _offered()


@pytest.mark.parametrize("path", _files(*_SOURCES, "tests", "benchmarks"), ids=_name)
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, _Function)]
    long = [f"{_name(path)}::{node.name}" for node in functions if _length(node) > _MAX_FUNCTION]
    if len(text.splitlines()) > _MAX_FILE:
        long.append(_name(path))
    assert [name for name in long if name not in _EXCEPTIONS] == []


@pytest.mark.parametrize("path", _files(*_SOURCES), ids=_name)
def test_what_is_public_has_a_docstring(path: Path) -> None:
    """Ruff passes over modules with an underscore, although packages offer what is in them."""
    tree = ast.parse(path.read_text("utf-8"))
    private = path.name.startswith("_") and path.name != "__init__.py"
    bare = [name for name, node in _public(tree) if not ast.get_docstring(node)]
    assert [name for name in bare if not private or name.partition(".")[0] in _OFFERED] == []


@pytest.mark.parametrize("path", _files(*_SOURCES), ids=_name)
def test_what_raises_says_so(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    silent = [name for name, node in _public(tree) if _raising(node) and not _says_raises(node)]
    assert silent == []


def test_no_exception_is_left_over() -> None:
    for name in _EXCEPTIONS:
        assert (_ROOT / name.partition("::")[0]).is_file()


@pytest.mark.parametrize(
    ("source", "raising", "says"),
    [
        ("def f():\n    'F.'\n    raise ValueError('x')\n", True, False),
        ("def f():\n    'F.\\n\\n    Raises:\\n        E: x\\n    '\n    raise E()\n", True, True),
        ("def f(e):\n    'F.'\n    raise e\n", False, False),
        ("class C:\n    'C.'\n    def __init__(self): raise E('x')\n", True, False),
        ("class C:\n    'C.'\n    def f(self): raise E('x')\n", False, False),
    ],
)
def test_the_rule_sees_what_it_should(source: str, raising: bool, says: bool) -> None:
    (node,) = (found for name, found in _public(ast.parse(source)) if "." not in name)
    assert (_raising(node), _says_raises(node)) == (raising, says)


def test_a_docstring_does_not_count_as_length() -> None:
    (node,) = ast.parse("def f():\n    '''One.\n\n    Two.\n    '''\n    return 1\n").body
    assert isinstance(node, ast.FunctionDef)
    assert _length(node) == 2
