from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.sandboxes.dependencies import AllowList

_EXAMPLE = Path(__file__).parents[3] / "examples/allow_list.yaml"
_HASH = "sha256:" + "0" * 64


def _python(**entries: Any) -> AllowList:
    filled = {name: {"version": "1.0", "hashes": [_HASH], **more} for name, more in entries.items()}
    return AllowList.from_dict({"python": filled})


def test_the_example_can_be_read() -> None:
    allow_list = AllowList.load(_EXAMPLE)
    names = [package.name for package in allow_list.closure(["pandas"], "python")]
    assert names == ["numpy", "pandas", "python-dateutil", "tzdata"]
    assert allow_list.get("is-number", "javascript").version == "7.0.0"


def test_a_closure_ends_where_packages_require_each_other() -> None:
    allow_list = _python(a={"requires": ["b"]}, b={"requires": ["a"]}, c={})
    assert [package.name for package in allow_list.closure(["a"], "python")] == ["a", "b"]


@pytest.mark.parametrize("written", ["scikit-learn", "Scikit_Learn", "scikit.learn"])
def test_python_names_are_written_as_their_index_allows(written: str) -> None:
    allow_list = AllowList.from_dict(
        {"python": {"Scikit-Learn": {"version": "1.0", "hashes": [_HASH], "imports": ["sklearn"]}}}
    )
    assert allow_list.get(written, "python").imports == ("sklearn",)


def test_a_requirement_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'numpy'"):
        _python(numpy={}).closure(["nunpy"], "python")


def test_one_text_is_not_a_list_of_requirements() -> None:
    with pytest.raises(TypeError, match="sequence of names"):
        _python(a={}).closure("a", "python")


def test_the_longest_import_decides_whose_it_is() -> None:
    allow_list = AllowList.from_dict(
        {
            "java": {
                "google": {"imports": ["com.google"], "folder": "a"},
                "gson": {"imports": ["com.google.gson"], "folder": "b"},
            }
        }
    )
    owners = {
        name: getattr(allow_list.provider(name, "java"), "name", None)
        for name in ("com.google.gson.Gson", "com.google.common", "com.googlex.gson")
    }
    assert owners == {
        "com.google.gson.Gson": "gson",
        "com.google.common": "google",
        "com.googlex.gson": None,
    }


def test_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "list.yaml"
    file.write_text("cpp:\n  eigen:\n    imports: [Eigen]\n    folder: vendored/eigen\n")
    assert AllowList.load(file).get("eigen", "cpp").folder == str(tmp_path / "vendored/eigen")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[", "list.yaml"),
        ("- a", "expected a mapping"),
        ("pyhton: {}", "Did you mean 'python'"),
        ("python: {a: {version: 1.1, hashes: []}}", "in quotes"),
        ("python: {a: {version: '>=1', hashes: []}}", "not one exact version"),
        ("python: {a: {version: '1'}}", "hashes of its files"),
        ("python: {a: {hashes: ['" + _HASH + "']}}", "exact version"),
        ("python: {a: {version: '1', hashes: ['md5:00']}}", "64 hexadecimal digits"),
        ("python: {a: {version: '1', hash: []}}", "Did you mean 'hashes'"),
        ("python: {a: {version: '1', hashes: x}}", "list of texts"),
        ("python: {a: {version: '1', hashes: ['" + _HASH + "'], folder: x}}", "from their index"),
        ("python: {'--index-url=x': {version: '1'}}", "not the name of a package"),
        ("javascript: {'../x': {version: '1'}}", "not the name of a package"),
        ("javascript: {a: {version: '1', hashes: ['" + _HASH + "']}}", "npm's integrity"),
        ("java: {a: {version: '1'}}", "needs a folder"),
        ("java: {'a/../..': {folder: x}}", "not the name of a package"),
        ("java: {a: {folder: x, requires: [b]}}", "not in the list"),
        ("java: {a: {folder: x}, b: {folder: y, imports: [a]}}", "also that of 'a'"),
        ("python: {a_b: {version: '1', hashes: ['" + _HASH + "']}, a-b: {}}", "twice|needs"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "list.yaml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=says) as caught:
        AllowList.load(file)
    assert str(file) in str(caught.value)


def test_a_file_that_is_not_there_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere"):
        AllowList.load(tmp_path / "nowhere.yaml")
