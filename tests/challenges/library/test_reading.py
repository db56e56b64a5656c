"""A folder of the library is read strictly: what is not as it must be is named, file and field."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from codeeval_gym.challenges import library
from codeeval_gym.errors import ConfigError

GOOD = """\
title: Twice
category: arrays
tier: 1
prompt: |
  Return the doubled number.

  It may be negative.
signature:
  name: twice
  params:
    - {name: number, type: int}
  returns: int
public:
  - [[1], 2]
  - [[2], 4]
hidden:
  - [[0], 0]
  - [[-3], -6]
wrong: {caught_by: hidden/1, why: One forgets the sign.}
sizes: [1, 2, 3]
"""
FILES = {
    "challenge.yaml": GOOD,
    "reference.py": "def twice(number: int) -> int:\n    return number * 2\n",
    "reference.js": "function twice(number) { return number * 2; }\n",
    "reference.java": "class Solution { static long twice(long number) { return number * 2; } }\n",
    "reference.cpp": "long long twice(long long number) { return number * 2; }\n",
    "reference.rs": "fn twice(number: i64) -> i64 { number * 2 }\n",
    "slow.py": "def twice(number):\n    return number + number\n",
    "wrong.py": "def twice(number):\n    return abs(number) * 2\n",
    "sizes.py": "def arguments(size, seed):\n    return [size]\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "twice_as_much"
    made.mkdir()
    for name, text in FILES.items():
        (made / name).write_text(text)
    return made


def with_text(folder: Path, text: str) -> Path:
    (folder / "challenge.yaml").write_text(text)
    return folder


def test_a_folder_becomes_a_challenge(folder: Path) -> None:
    entry = library.read_folder(folder)
    challenge = entry.challenge
    assert (challenge.id, challenge.family) == ("builtin/twice-as-much", "library/twice-as-much")
    assert challenge.licence == "MIT"
    assert challenge.rights.train_allowed
    assert challenge.rights.redistribute
    assert set(challenge.references) == set(challenge.languages) == set(challenge.starter)
    assert challenge.references["rust"] == FILES["reference.rs"]
    assert (
        challenge.starter["rust"]
        == "/// Return the doubled number.\nfn twice(number: i64) -> i64 {\n"
    )
    assert [test.origin for test in challenge.tests] == ["hand"] * 4
    assert challenge.scaling is not None
    assert challenge.scaling.sizes == (1, 2, 3)
    assert challenge.scaling.slower == {"python": FILES["slow.py"]}
    assert entry.wrong == library.WrongProgram(
        FILES["wrong.py"], "hidden/1", "One forgets the sign."
    )
    assert entry.equivalent_mutants == {}


def test_a_policy_sees_neither_answers_nor_how_they_are_measured(folder: Path) -> None:
    public = library.read_folder(folder).challenge.public_view()
    assert (public.hidden_tests, public.references, public.scaling) == ((), {}, None)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ConfigError, match=rf"^twice_as_much/{name}: is missing$"):
        library.read_folder(folder)


def test_a_file_too_many_is_named(folder: Path) -> None:
    shutil.copy(folder / "slow.py", folder / "slower.py")
    with pytest.raises(ConfigError, match=r"^twice_as_much/slower\.py: there is no such file"):
        library.read_folder(folder)


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (replaced("title: Twice\n", ""), "title: is missing"),
        (replaced("title: Twice", "title: 2"), "title: expected str, got 2"),
        (replaced("tier: 1", "tier: 6"), "tier must be 1 to 5, not 6"),
        (replaced("tier: 1", "tier: '1'"), "tier: expected int, got '1'"),
        (replaced("arrays", "array"), "category: expected one of strings, .*, got 'array'"),
        (replaced("sizes:", "size: 4\nsizes:"), "size: there is no such field"),
        (replaced("title: Twice", "title: Twice\ntitle: Thrice"), "title: is there twice"),
        (replaced("[[1], 2]", "[[1], 2"), "line 1[0-9], column"),
        (replaced(GOOD, "- 1\n"), "expected fields, got"),
        (replaced("type: int", "type: integer"), "params/0: type: There is no type 'integer'"),
        (replaced("returns: int", "returns: list"), "signature: returns: .* 'list'"),
        (replaced("returns: int", "gives: int"), "signature: returns: is missing"),
        (replaced("[[1], 2]", "[[1, 1], 2]"), "public/0: expected .*1 arguments.*, got"),
        (replaced("[[1], 2]", "[1, 2]"), "public/0: expected"),
        (replaced("[[1], 2]", "[[true], 2]"), "public/0: number: expected int, got True"),
        (replaced("[[-3], -6]", "[[-3], -6.0]"), "hidden/1: answer: expected int, got -6.0"),
        (replaced("[[-3], -6]", "[[1], 2]"), r"two tests have the arguments \(1,\)"),
        (replaced("[[0], 0]", "[[9223372036854775808], 0]"), "hidden/0: .* more than 64 bits"),
        (replaced("[[0], 0]", "[[{$set: 1}], 0]"), "hidden/0: "),
        (replaced("  - [[2], 4]\n", ""), "public: expected 2 to 4 tests, got 1"),
        (
            lambda text: text.replace(
                "hidden:\n", "hidden:\n" + "".join(f"  - [[{n}], 0]\n" for n in range(5, 21))
            ),
            "hidden: expected 2 to 16 tests, got 18",
        ),
        (replaced("hidden/1", "hidden/2"), "wrong: caught_by: there is no test 'hidden/2'"),
        (replaced("[1, 2, 3]", "[1, 2]"), "sizes: expected three integers"),
        (replaced("[1, 2, 3]", "[1, 3, 2]"), "Sizes must be positive and growing"),
        (replaced("[1, 2, 3]", "[1, 2, 3]\ncompare: {kind: close, rtol: 1}"), "compare: rtol"),
        (replaced("[1, 2, 3]", "[1, 2, 3]\ncompare: {type: close}"), "compare: kind: is missing"),
        (replaced("[1, 2, 3]", "[1, 2, 3]\nequivalent_mutants: {a: ''}"), "'a' needs a reason"),
    ],
)
def test_a_wrong_field_is_named(folder: Path, change: Callable[[str], str], problem: str) -> None:
    changed = with_text(folder, change(GOOD))
    with pytest.raises(ConfigError, match=rf"(?s)^twice_as_much/challenge\.yaml: .*{problem}"):
        library.read_folder(changed)


def test_nothing_of_a_folder_is_executed(folder: Path, tmp_path: Path) -> None:
    for name in FILES:
        if name.endswith(".py"):
            (folder / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    library.read_folder(folder)
    with pytest.raises(ConfigError, match="could not determine a constructor"):
        library.read_folder(with_text(folder, GOOD + "more: !!python/object/apply:os.getcwd []\n"))
    assert not (tmp_path / "ran").exists()
