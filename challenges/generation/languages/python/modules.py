"""The modules of a repository: parsed, never compiled or imported."""

import ast
import sys
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from codeeval_gym.challenges.generation.data import Skip, Source
from codeeval_gym.challenges.generation.languages.python.names import Names, names_of

__all__ = ["Module", "Package", "parse_module", "parse_package"]


@dataclass(frozen=True)
class Module:
    """One module."""

    name: str
    """Its dotted name, as its package imports it."""
    path: str
    """Its file, relative to the repository."""
    text: str
    """Its source."""
    tree: ast.Module
    """Its syntax tree."""
    is_package: bool
    """True for an ``__init__.py``."""

    @cached_property
    def statements(self) -> tuple[Names, ...]:
        """What each statement at top level uses and binds."""
        return tuple(names_of([item]) for item in self.tree.body)

    @cached_property
    def bindings(self) -> Mapping[str, tuple[int, ...]]:
        """Each name at top level and the places of the statements that bind it."""
        places: dict[str, tuple[int, ...]] = {}
        for place, names in enumerate(self.statements):
            for name in names.bound:
                places[name] = (*places.get(name, ()), place)
        return places

    @cached_property
    def import_nodes(self) -> tuple[tuple[ast.Import | ast.ImportFrom, ...], ...]:
        """The imports in each statement at top level, nested ones too."""
        return tuple(
            tuple(node for node in ast.walk(item) if isinstance(node, ast.Import | ast.ImportFrom))
            for item in self.tree.body
        )

    @cached_property
    def imports(self) -> Mapping[str, str]:
        """Names that imports bind, anywhere in the file, and the dotted names they stand for."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for item in node.names:
                    first = item.name.partition(".")[0]
                    found[item.asname or first] = item.name if item.asname else first
            elif isinstance(node, ast.ImportFrom):
                base = self.absolute(node)
                for item in node.names:
                    found[item.asname or item.name] = f"{base}.{item.name}"
        return found

    @cached_property
    def _lines(self) -> list[bytes]:
        return [line.encode() for line in self.text.split("\n")]

    def absolute(self, node: ast.ImportFrom) -> str:
        """The dotted name of the module that a ``from`` import names."""
        if not node.level:
            return node.module or ""
        parts = self.name.split(".") if self.name else []
        kept = parts[: len(parts) - node.level + (1 if self.is_package else 0)]
        return ".".join([*kept, *([node.module] if node.module else [])])

    def between(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """The text from one place to another, each a line from 1 and a column in bytes."""
        lines = self._lines[first[0] - 1 : last[0]]
        if not lines:
            return ""
        lines[-1] = lines[-1][: last[1]]
        lines[0] = lines[0][first[1] :]
        return b"\n".join(lines).decode("utf-8", "replace")

    def text_of(self, node: ast.stmt) -> str:
        """The text of a statement, its decorators too, in whole lines."""
        return self.between((first_line(node), 0), end_of(node))


@dataclass(frozen=True)
class Package:
    """All modules of a repository that could be parsed."""

    modules: Mapping[str, Module]
    """By path."""
    by_name: Mapping[str, Module]
    """By dotted name."""
    broken: tuple[Skip, ...]
    """Files that are no Python of this version."""

    def is_own(self, dotted: str) -> bool:
        """True if a dotted name lies in this repository."""
        return dotted.partition(".")[0] in self._tops

    @cached_property
    def _tops(self) -> frozenset[str]:
        return frozenset(name.partition(".")[0] for name in self.by_name)


def first_line(node: ast.stmt) -> int:
    """The first line of a statement, decorators included."""
    decorators: Iterable[ast.expr] = getattr(node, "decorator_list", ())
    return min([node.lineno, *(item.lineno for item in decorators)])


def end_of(node: ast.stmt | ast.expr) -> tuple[int, int]:
    """Where a node ends."""
    return node.end_lineno or node.lineno, node.end_col_offset or 0


def parse_package(sources: Iterable[Source]) -> Package:
    """Parse the Python files of a repository."""
    files = [source for source in sources if source.language == "python"]
    packages = {source.path for source in files if source.path.endswith("__init__.py")}
    modules: dict[str, Module] = {}
    broken: list[Skip] = []
    for source in files:
        parsed = parse_module(source, packages)
        if isinstance(parsed, Skip):
            broken.append(parsed)
        else:
            modules[source.path] = parsed
    return Package(modules, {item.name: item for item in modules.values()}, tuple(broken))


def parse_module(source: Source, packages: Iterable[str] = ()) -> Module | Skip:
    """Parse one file, or say why it cannot be.

    Args:
        source: The file.
        packages: Paths of the repository's ``__init__.py`` files.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source.text)
        module = Module(
            _dotted(source.path, set(packages)),
            source.path,
            source.text,
            tree,
            source.path.rpartition("/")[2] == "__init__.py",
        )
        _ = module.statements  # so that nesting too deep shows here
    except SyntaxError as error:
        reason = f"line {error.lineno}: {error.msg}"
        return Skip(source.path, "the file has syntax errors", reason[:200])
    except (ValueError, RecursionError, MemoryError) as error:
        return Skip(source.path, "the file cannot be parsed", str(error)[:200])
    return module


def _dotted(path: str, packages: set[str]) -> str:
    """The name that the package gives a file: folders without ``__init__.py`` are no part of it."""
    parts = path.removesuffix(".py").split("/")
    start = len(parts) - 1
    while start > 0 and "/".join([*parts[:start], "__init__.py"]) in packages:
        start -= 1
    kept = parts[start:]
    return ".".join(kept[:-1] if kept[-1] == "__init__" else kept)


STANDARD = frozenset(sys.stdlib_module_names)
"""Names of the standard library's modules."""
