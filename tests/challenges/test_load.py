from pathlib import Path

import pytest

from codeeval_gym.challenges import load, save_jsonl
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.types import Challenge, to_json


def test_builtin_is_train_unless_said_otherwise() -> None:
    assert load().name == "builtin:train"
    assert load("builtin", split="test").name == "builtin:test"


def test_a_split_inside_the_spec_wins() -> None:
    assert load("builtin:validation", split="test").name == "builtin:validation"


def test_an_unknown_split_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'validation'"):
        load("builtin:valid")


def test_a_dataset_is_returned_as_it_is() -> None:
    dataset = load("builtin:test")
    assert load(dataset) is dataset


def test_an_unknown_spec_says_what_there_is() -> None:
    with pytest.raises(UnknownNameError, match=r"Did you mean 'builtin'.*humaneval"):
        load("bultin")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no file nowhere\.jsonl"):
        load("nowhere.jsonl")


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    challenges = list(load("builtin:test")[:70])
    save_jsonl(challenges, path)
    assert list(load(path)) == challenges
    assert load(str(path)).name == "some.jsonl"
    assert list(tmp_path.iterdir()) == [path]


def test_a_save_that_fails_leaves_the_old_file(tmp_path: Path, doubling: Challenge) -> None:
    path = tmp_path / "some.jsonl"
    save_jsonl([doubling], path)

    def failing() -> object:
        yield doubling
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        save_jsonl(failing(), path)  # type: ignore[arg-type]
    assert list(load(path)) == [doubling]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (("{", "("), "not JSON"),
        (('"tier": 1', '"tier": "one"'), r"tier"),
        (('"title"', '"titel"'), r"titel"),
    ],
)
def test_a_bad_line_is_named_with_its_field(
    tmp_path: Path, doubling: Challenge, damage: tuple[str, str], said: str
) -> None:
    path = tmp_path / "some.jsonl"
    line = to_json(doubling)
    path.write_text(f"{line}\n{line.replace(*damage)}\n")
    with pytest.raises(ConfigError, match=rf"some\.jsonl, line 2: .*{said}"):
        load(path)


def test_an_id_that_is_there_twice_is_named(tmp_path: Path, doubling: Challenge) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text(f"{to_json(doubling)}\n\n{to_json(doubling)}\n")
    with pytest.raises(ConfigError, match=r"line 3: id: 'tests/double' is there twice"):
        load(path)
