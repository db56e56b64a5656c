"""The folders at the root, setup.cfg and the links show every tool the same packages."""

import ast
import configparser
import importlib
from pathlib import Path

import pytest

from tests.conftest import LONGEST

_ROOT = Path(__file__).parents[1]
_FOLDERS = ("envs", "rewards", "trainers", "sandboxes", "challenges")


def _setup() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(_ROOT / "setup.cfg")
    return parser


def _names(pattern: str) -> list[str]:
    """The dotted names of the files here, found without following links or importing anything.

    The folders of the library hold programs to be judged: data, not modules.
    """
    names = []
    for folder, prefix in [("codeeval_gym", ()), *((name, ("codeeval_gym",)) for name in _FOLDERS)]:
        found = (_ROOT / folder).rglob(pattern)
        code = (path for path in found if path.parent.parent != _ROOT / "challenges/library")
        paths = (path.relative_to(_ROOT) for path in code)
        names += [".".join([*prefix, *path.with_suffix("").parts]) for path in paths]
    return sorted(name.removesuffix(".__init__") for name in names)


_PACKAGES = _names("__init__.py")
_MODULES = _names("*.py")


def test_setup_cfg_lists_every_package() -> None:
    assert sorted(_setup()["options"]["packages"].split()) == _PACKAGES


def test_setup_cfg_maps_every_folder() -> None:
    lines = _setup()["options"]["package_dir"].strip().splitlines()
    mapped = dict(line.split(" = ") for line in lines)
    assert mapped == {
        "codeeval_gym": "codeeval_gym",
        **{f"codeeval_gym.{folder}": folder for folder in _FOLDERS},
    }


@pytest.mark.parametrize("folder", _FOLDERS)
def test_a_link_shows_the_folder_inside_the_package(folder: str) -> None:
    link = _ROOT / "codeeval_gym" / folder
    if not link.is_symlink():
        pytest.skip(f"{link} is no link here: this is not a checkout.")
    assert link.readlink() == Path("..", folder)
    assert link.resolve() == (_ROOT / folder).resolve()


def test_the_modules_that_are_imported_are_those_of_the_folders() -> None:
    for folder in _FOLDERS:
        module = importlib.import_module(f"codeeval_gym.{folder}")
        assert module.__file__ is not None
        assert Path(module.__file__).resolve() == (_ROOT / folder / "__init__.py").resolve()


@pytest.mark.parametrize("name", _MODULES)
def test_every_module_can_be_imported(name: str) -> None:
    assert importlib.import_module(name).__name__ == name


@pytest.mark.parametrize("name", _PACKAGES)
def test_a_package_s_door_names_all_it_offers(name: str) -> None:
    """That ``__all__`` is sorted is ruff's to check; a package that offers nothing has none."""
    package = importlib.import_module(name)
    assert package.__file__ is not None
    offered, submodules = _offered(name, ast.parse(Path(package.__file__).read_text("utf-8")))
    named = getattr(package, "__all__", [])
    assert len(set(named)) == len(named)
    assert offered - set(named) == set()
    assert set(named) - offered - submodules == set()
    assert [public for public in named if not hasattr(package, public)] == []


def _offered(package: str, tree: ast.Module) -> tuple[set[str], set[str]]:
    """What a package's ``__init__`` defines or takes from its own modules, and those modules."""
    names: set[str] = set()
    submodules: set[str] = set()
    for node in [*tree.body, *(inner for outer in tree.body for inner in _guarded(outer))]:
        if isinstance(node, ast.ImportFrom):
            found = {alias.asname or alias.name for alias in node.names}
            submodules |= found if node.module == package else set()
            names |= found if f"{node.module}".startswith(f"{package}.") else set()
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            names.add(ast.unparse(target))
    public = {name for name in names if name == "__version__" or not name.startswith("_")}
    return public, submodules


def _guarded(node: ast.stmt) -> list[ast.stmt]:
    """What stands under ``if TYPE_CHECKING``: names that are loaded when first used."""
    return node.body if isinstance(node, ast.If) else []


def _test_files() -> list[Path]:
    return sorted((_ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("path", _test_files(), ids=lambda path: path.name)
def test_every_test_file_has_a_test(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert any(
        isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        for node in ast.walk(tree)
    )


def test_the_files_that_are_run_first_are_there() -> None:
    assert [name for name in LONGEST if not (_ROOT / "tests" / name).is_file()] == []
