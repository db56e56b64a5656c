from pathlib import Path

import pytest

from codeeval_gym.challenges.generation import Kept, Skip
from codeeval_gym.challenges.generation.journal import Journal
from codeeval_gym.types import Challenge


def _kept(name: str) -> Kept:
    return Kept(Challenge(f"a/{name}", name, "Write it.", "a", 1), {"mutation_score": 1.0})


def _written(path: Path) -> None:
    journal = Journal(path, "same")
    journal.add("a.py::f", _kept("f"))
    journal.add("a.py::g", Skip("a.py::g", "it is decorated", "by two"))
    journal.close()


def _done(path: Path) -> set[str]:
    journal = Journal(path, "same")
    journal.close()
    return set(journal.done)


def test_what_was_finished_is_there_again(tmp_path: Path) -> None:
    _written(tmp_path / "journal")
    journal = Journal(tmp_path / "journal", "same")
    assert journal.done == {
        "a.py::f": _kept("f"),
        "a.py::g": Skip("a.py::g", "it is decorated", "by two"),
    }
    journal.remove()
    assert not (tmp_path / "journal").exists()


def test_a_line_that_was_being_written_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    _written(path)
    path.write_text(path.read_text() + '{"candidate": "a.py::h", "sk')
    journal = Journal(path, "same")
    assert set(journal.done) == {"a.py::f", "a.py::g"}
    journal.add("a.py::h", _kept("h"))
    journal.close()
    assert _done(path) == {"a.py::f", "a.py::g", "a.py::h"}


@pytest.mark.parametrize("text", ["", "{}\n", "nonsense", '{"fingerprint": "other"}\n'])
def test_another_runs_journal_is_not_used(text: str, tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_text(text)
    journal = Journal(path, "same")
    assert journal.done == {}
    journal.add("a.py::f", _kept("f"))
    journal.close()
    assert _done(path) == {"a.py::f"}
