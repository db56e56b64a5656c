from pathlib import Path

import pytest

from codeeval_gym.challenges.generation.provenance import origin_of, rights_of

_COMMIT = "89abcdef0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("files", "licence", "path"),
    [
        ({"LICENSE": "Apache License\n  Version 2.0, January 2004"}, "Apache-2.0", "LICENSE"),
        ({"COPYING": "GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June"}, "GPL-3.0-only", "COPYING"),
        (
            {"LICENSE.txt": "Redistribution and use in source and binary forms … Neither the name"},
            "BSD-3-Clause",
            "LICENSE.txt",
        ),
        ({"LICENSE": "All rights reserved.", "PKG-INFO": "License: MIT"}, "unknown", "LICENSE"),
        ({"PKG-INFO": "Name: x\nLicense-Expression: mit\n"}, "MIT", ""),
        ({"package.json": '{"license": "ISC"}'}, "ISC", ""),
        ({"Cargo.toml": '[package]\nlicense = "EUPL-1.2"'}, "EUPL-1.2", ""),
        ({"package.json": "{"}, "unknown", ""),
        ({}, "unknown", ""),
    ],
)
def test_the_licence_is_read_from_text_before_statements(
    files: dict[str, str], licence: str, path: str, tmp_path: Path
) -> None:
    origin = origin_of(tmp_path, files)
    assert (origin.licence, origin.licence_path) == (licence, path)


@pytest.mark.parametrize(
    ("licence", "word", "train", "redistribute"),
    [
        ("MIT", None, True, True),
        ("GPL-3.0-only", None, None, None),
        ("unknown", None, None, None),
        ("unknown", True, True, None),
        ("MIT", False, False, True),
    ],
)
def test_only_a_permissive_licence_or_the_owner_allows_training(
    licence: str, word: bool | None, train: bool | None, redistribute: bool | None
) -> None:
    rights = rights_of(licence, train_allowed=word)
    assert (rights.train_allowed, rights.redistribute) == (train, redistribute)


@pytest.mark.parametrize(
    ("head", "commit"),
    [
        (_COMMIT, _COMMIT),
        ("ref: refs/heads/main", _COMMIT),
        ("ref: refs/heads/packed", _COMMIT),
        ("ref: refs/heads/../../../secret", ""),
        ("ref: refs/heads/none", ""),
        ("nonsense", ""),
    ],
)
def test_the_commit_is_read_without_starting_anything(
    head: str, commit: str, tmp_path: Path
) -> None:
    folder = tmp_path / ".git"
    (folder / "refs/heads").mkdir(parents=True)
    (folder / "HEAD").write_text(f"{head}\n")
    (folder / "refs/heads/main").write_text(f"{_COMMIT}\n")
    (folder / "packed-refs").write_text(f"# packed\n{_COMMIT} refs/heads/packed\n")
    (tmp_path / "secret").write_text(f"{_COMMIT}\n")
    assert origin_of(tmp_path, {}).commit == commit


def test_a_git_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/HEAD").write_text(_COMMIT)
    (tmp_path / "code").mkdir()
    (tmp_path / "code/.git").symlink_to(tmp_path / "elsewhere")
    assert origin_of(tmp_path / "code", {}).commit == ""
