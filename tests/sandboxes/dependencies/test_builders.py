from collections.abc import Mapping
from pathlib import Path

import pytest

from codeeval_gym.errors import ConfigError
from codeeval_gym.sandboxes.dependencies import AllowList, DependencyResolver, tree_hash
from codeeval_gym.sandboxes.dependencies.builders import PythonBuilder, make_builders


def _write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def _resolver(tmp_path: Path, language: str, **entries: Mapping[str, object]) -> DependencyResolver:
    allow_list = AllowList.from_dict({language: entries}, tmp_path / "vendored")
    return DependencyResolver(allow_list, tmp_path / "store")


def test_jars_come_to_the_class_path(tmp_path: Path) -> None:
    _write(tmp_path / "vendored", "g/gson.jar", "g/lib/part.jar", "g/LICENCE", "x/other.jar")
    with _resolver(tmp_path, "java", gson={"folder": "g"}, other={"folder": "x"}) as resolver:
        found = resolver.resolve(("gson",), "java")
    inside = ("/opt/dependencies/gson/gson.jar", "/opt/dependencies/gson/lib/part.jar")
    assert found.class_path == inside
    assert found.variables == {"CLASSPATH": ":".join(inside)}
    ((outside, at),) = found.binds
    assert at == "/opt/dependencies"
    assert (Path(outside) / "gson/gson.jar").read_text() == "g/gson.jar"
    assert not (Path(outside) / "other").exists()


def test_headers_are_searched_where_they_lie(tmp_path: Path) -> None:
    _write(tmp_path / "vendored", "e/Eigen/Dense", "j/include/json.hpp")
    entries: dict[str, dict[str, object]] = {
        "eigen": {"folder": "e"},
        "json": {"folder": "j", "requires": ["eigen"]},
    }
    with _resolver(tmp_path, "cpp", **entries) as resolver:
        found = resolver.resolve(("json",), "cpp")
    assert found.include_folders == ("/opt/dependencies/eigen", "/opt/dependencies/json/include")
    assert found.archives == ()


def test_static_libraries_are_linked_where_they_lie(tmp_path: Path) -> None:
    _write(tmp_path / "vendored", "m/include/md5.h", "m/lib/libmd5.a", "m/lib/notes.txt")
    with _resolver(tmp_path, "cpp", md5={"folder": "m"}) as resolver:
        found = resolver.resolve(("md5",), "cpp")
    assert found.archives == ("/opt/dependencies/md5/lib/libmd5.a",)


def test_crates_are_found_by_the_names_that_rustc_gives_them(tmp_path: Path) -> None:
    _write(tmp_path / "vendored", "r/libregex-0a1b.rlib", "r/libregex_syntax.rlib", "m/libmd5.rlib")
    entries = {"regex": {"folder": "r"}, "md5": {"folder": "m"}}
    with _resolver(tmp_path, "rust", **entries) as resolver:
        found = resolver.resolve(("regex", "md5"), "rust")
    assert found.externs == (
        ("md5", "/opt/dependencies/md5/libmd5.rlib"),
        ("regex", "/opt/dependencies/regex/libregex-0a1b.rlib"),
    )
    assert found.library_folders == ("/opt/dependencies/md5", "/opt/dependencies/regex")


def test_a_folder_without_the_crate_is_refused(tmp_path: Path) -> None:
    _write(tmp_path / "vendored", "r/libother.rlib")
    with (
        _resolver(tmp_path, "rust", regex={"folder": "r"}) as resolver,
        pytest.raises(ConfigError, match=r"no libregex\.rlib"),
    ):
        resolver.resolve(("regex",), "rust")


def test_another_content_is_another_environment(tmp_path: Path) -> None:
    keys = set()
    for text in ("a", "b"):
        (tmp_path / "vendored/x").mkdir(parents=True, exist_ok=True)
        (tmp_path / "vendored/x/x.jar").write_text(text)
        with _resolver(tmp_path, "java", x={"folder": "x"}) as resolver:
            found = resolver.resolve(("x",), "java")
            keys.add(found.key)
            assert (Path(found.binds[0][0]) / "x/x.jar").read_text() == text
    assert len(keys) == 2


def test_a_file_that_is_edited_later_does_not_change_an_environment(tmp_path: Path) -> None:
    _write(tmp_path / "vendored", "x/x.jar")
    with _resolver(tmp_path, "java", x={"folder": "x"}) as resolver:
        found = resolver.resolve(("x",), "java")
    with (tmp_path / "vendored/x/x.jar").open("r+") as file:
        file.write("changed")
    assert (Path(found.binds[0][0]) / "x/x.jar").read_text() == "x/x.jar"


def test_a_folder_that_is_not_the_one_meant_is_refused(tmp_path: Path) -> None:
    _write(tmp_path / "vendored", "x/x.jar")
    right = tree_hash(tmp_path / "vendored/x")
    with _resolver(tmp_path, "java", x={"folder": "x", "hashes": [right]}) as resolver:
        assert resolver.resolve(("x",), "java").packages == ("x",)
    _write(tmp_path / "vendored", "x/more.jar")
    with (
        _resolver(tmp_path, "java", x={"folder": "x", "hashes": [right]}) as resolver,
        pytest.raises(ConfigError, match=r"the folder is sha256:"),
    ):
        resolver.resolve(("x",), "java")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with (
        _resolver(tmp_path, "cpp", x={"folder": "nowhere"}) as resolver,
        pytest.raises(ConfigError, match="no folder"),
    ):
        resolver.key(("x",), "cpp")


def test_names_of_files_are_part_of_a_folders_hash(tmp_path: Path) -> None:
    _write(tmp_path, "a/one")
    _write(tmp_path, "b/one")
    before = tree_hash(tmp_path / "b")
    (tmp_path / "b/one").rename(tmp_path / "b/two")
    assert tree_hash(tmp_path / "b") != before


def test_wheels_depend_on_the_version_that_programs_run_on() -> None:
    assert PythonBuilder("3.12.4").identity(()) == PythonBuilder("3.12").identity(())
    assert PythonBuilder("3.12").identity(()) != PythonBuilder("3.13").identity(())


def test_every_language_has_a_builder() -> None:
    assert sorted(make_builders()) == ["cpp", "java", "javascript", "python", "rust"]
