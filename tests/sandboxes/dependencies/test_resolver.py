import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from codeeval_gym.errors import ConfigError, SandboxError, UnknownNameError
from codeeval_gym.sandboxes.dependencies import (
    AllowList,
    Builder,
    DependencyResolver,
    Environment,
    Package,
)

_HASH = "sha256:" + "0" * 64
_ENTRIES = {
    "numpy": {"version": "2.0", "hashes": [_HASH]},
    "pandas": {"version": "3.0", "hashes": [_HASH], "requires": ["numpy"]},
    "pillow": {"version": "1.0", "hashes": [_HASH], "imports": ["PIL"]},
}
_LIST = AllowList.from_dict({"python": _ENTRIES})


class _Fake(Builder):
    """Notes what it builds."""

    def __init__(self, machine: str = "here") -> None:
        self.built: list[list[str]] = []
        self._machine = machine

    def identity(self, packages: Sequence[Package]) -> list[Any]:
        return [self._machine]

    def build(self, packages: Sequence[Package], content: Path) -> None:
        self.built.append([package.name for package in packages])
        (content / "file").write_text("x")

    def wiring(self, packages: Sequence[Package], content: Path) -> Mapping[str, Any]:
        return {"binds": ((str(content), "/inside"),)}


def _resolver(folder: Path, fake: _Fake, **options: Any) -> DependencyResolver:
    allow_list = options.pop("allow_list", _LIST)
    return DependencyResolver(allow_list, folder, builders={"python": fake}, **options)


def test_requirements_become_a_folder_with_all_that_they_need(tmp_path: Path) -> None:
    fake = _Fake()
    with _resolver(tmp_path, fake) as resolver:
        found = resolver.resolve(("pandas",), "python")
        again = resolver.resolve(("Pandas", "numpy"), "python")
        assert found == again
        assert fake.built == [["numpy", "pandas"]]
        assert found.key == resolver.key(["pandas"], "python")
        assert found.packages == ("numpy 2.0", "pandas 3.0")
        assert found.modules == ("numpy", "pandas")
        ((outside, inside),) = found.binds
        assert (Path(outside) / "file").read_text() == "x"
        assert inside == "/inside"


def test_without_requirements_there_is_nothing_to_bind(tmp_path: Path) -> None:
    with _resolver(tmp_path, _Fake()) as resolver:
        assert resolver.resolve((), "rust") == Environment("", "rust")
        assert resolver.key((), "rust") == ""


def test_what_decides_the_content_decides_the_key(tmp_path: Path) -> None:
    newer = {**_ENTRIES, "numpy": {"version": "2.1", "hashes": [_HASH]}}
    other = {**_ENTRIES, "numpy": {"version": "2.0", "hashes": ["sha256:" + "1" * 64]}}
    resolvers = [
        _resolver(tmp_path, _Fake()),
        _resolver(tmp_path, _Fake("there")),
        _resolver(tmp_path, _Fake(), allow_list=AllowList.from_dict({"python": newer})),
        _resolver(tmp_path, _Fake(), allow_list=AllowList.from_dict({"python": other})),
    ]
    keys = {resolver.key(["pandas"], "python") for resolver in resolvers}
    assert len(keys) == 4
    assert resolvers[0].key(["numpy"], "python") not in keys


def test_a_requirement_that_is_not_allowed_is_never_built(tmp_path: Path) -> None:
    fake = _Fake()
    with _resolver(tmp_path, fake) as resolver:
        with pytest.raises(UnknownNameError, match="Did you mean 'numpy'"):
            resolver.resolve(("numpy", "nunpy"), "python")
        with pytest.raises(UnknownNameError, match="language"):
            resolver.resolve((), "pyton")
    assert fake.built == []


def test_what_a_program_imports_is_never_built(tmp_path: Path) -> None:
    fake = _Fake()
    program = "import os, numpy, pandas.io, evil\nfrom PIL import Image\n"
    with _resolver(tmp_path, fake) as resolver:
        unknown = resolver.unknown_imports(program, "python", ["pandas"])
        assert [item.name for item in unknown] == ["evil", "PIL"]
        assert resolver.requirements_for(program, "python") == ("numpy", "pandas", "pillow")
        assert "'pillow'" in resolver.explain("PIL", "python")
        assert "not in numpy 2.0" in resolver.explain("numpy.x", "python", ["numpy"])
    assert fake.built == []
    assert list((tmp_path / "environments").iterdir()) == []


def test_an_environment_stays_until_every_user_released_it(tmp_path: Path) -> None:
    fake = _Fake()
    with _resolver(tmp_path, fake, max_bytes=0) as resolver:
        first = resolver.resolve(("numpy",), "python")
        resolver.resolve(("numpy",), "python")
        resolver.release(first)
        resolver.resolve(("pillow",), "python")
        assert Path(first.binds[0][0]).is_dir()
        resolver.release(first)
        resolver.resolve(("pandas",), "python")
        assert not Path(first.binds[0][0]).exists()
        resolver.release(first)  # once too often: nothing
    assert fake.built == [["numpy"], ["pillow"], ["numpy", "pandas"]]


def test_a_closed_resolver_holds_nothing_and_gives_nothing(tmp_path: Path) -> None:
    resolver = _resolver(tmp_path, _Fake(), max_bytes=0)
    found = resolver.resolve(("numpy",), "python")
    resolver.close()
    resolver.close()
    with pytest.raises(SandboxError, match="closed"):
        resolver.resolve(("numpy",), "python")
    with _resolver(tmp_path, _Fake(), max_bytes=0) as other:
        other.resolve(("pillow",), "python")
        assert not Path(found.binds[0][0]).exists()


def test_many_threads_build_each_environment_once(tmp_path: Path) -> None:
    fake = _Fake()
    with _resolver(tmp_path, fake) as resolver:
        wanted = [("numpy",), ("pillow",), ("pandas",)] * 4
        threads = [
            threading.Thread(target=resolver.resolve, args=(names, "python")) for names in wanted
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(fake.built) == [["numpy"], ["numpy", "pandas"], ["pillow"]]


def test_a_folder_that_others_may_write_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(ConfigError, match="only this user may write"):
        _resolver(tmp_path, _Fake())
