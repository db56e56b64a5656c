"""Names are found, guessed at, and loaded from other packages when first looked up."""

import sys
from pathlib import Path

import pytest

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.registry import Registry

_GROUP = "codeeval_gym_tests.things"


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A distribution, installed as any other, that adds the name ``extra``."""
    (tmp_path / "codeeval_plugin.py").write_text("THING = ['from the plugin']\n")
    info = tmp_path / "codeeval_plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: codeeval-plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        f"[{_GROUP}]\nextra = codeeval_plugin:THING\nbroken = codeeval_plugin_missing:THING\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "codeeval_plugin", raising=False)


def test_a_registered_name_is_found() -> None:
    registry = Registry[str]("thing")
    assert registry.register("b")("second") == "second"
    registry.register("a")("first")
    assert registry["b"] == "second"
    assert list(registry) == ["a", "b"]
    assert "a" in registry
    assert "c" not in registry


def test_an_unknown_name_suggests_the_nearest() -> None:
    registry = Registry[int]("reward term")
    registry.register("quality")(1)
    with pytest.raises(UnknownNameError, match=r"no reward term 'qualty'. Did you mean 'quality'"):
        registry["qualty"]


def test_a_name_stands_for_one_thing() -> None:
    registry = Registry[list[int]]("thing")
    entry = [1]
    registry.register("a")(entry)
    registry.register("a")(entry)
    with pytest.raises(ValueError, match=r"The thing 'a' is already registered as \[1\]"):
        registry.register("a")([2])
    assert registry["a"] is entry


def test_a_name_can_be_forgotten() -> None:
    registry = Registry[int]("thing")
    registry.register("a")(1)
    registry.unregister("a")
    registry.unregister("a")
    assert "a" not in registry


@pytest.mark.usefixtures("plugin")
def test_another_package_s_name_is_listed_and_loaded_when_looked_up() -> None:
    registry = Registry[list[str]]("thing", group=_GROUP)
    assert list(registry) == ["broken", "extra"]
    assert "codeeval_plugin" not in sys.modules
    assert registry["extra"] == ["from the plugin"]
    assert registry["extra"] is registry["extra"]


@pytest.mark.usefixtures("plugin")
def test_another_package_s_name_can_be_suggested() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'extra'"):
        Registry[int]("thing", group=_GROUP)["extras"]


@pytest.mark.usefixtures("plugin")
def test_a_broken_package_fails_when_it_is_asked_for_and_not_before() -> None:
    registry = Registry[list[str]]("thing", group=_GROUP)
    assert "broken" in registry
    with pytest.raises(ModuleNotFoundError, match="codeeval_plugin_missing"):
        registry["broken"]


@pytest.mark.usefixtures("plugin")
def test_our_own_name_goes_before_another_package_s() -> None:
    registry = Registry[list[str]]("thing", group=_GROUP)
    registry.register("extra")(["ours"])
    assert registry["extra"] == ["ours"]
