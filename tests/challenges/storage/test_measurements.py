import dataclasses
import threading
from pathlib import Path

import pytest

from codeeval_gym.challenges.storage import (
    PassRate,
    read_manifest,
    read_measurements,
    save,
    write_measurements,
)
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.types import Challenge


@pytest.fixture
def folder(tmp_path: Path, many: list[Challenge]) -> Path:
    save({"train": many[:20], "test": many[20:]}, tmp_path / "some")
    return tmp_path / "some"


def _figures(rates: tuple[PassRate, ...]) -> list[tuple[str, str, int, int]]:
    return [(item.challenge_id, item.policy, item.attempts, item.passed) for item in rates]


def test_pass_rates_add_up_and_are_no_part_of_the_version(folder: Path) -> None:
    version = read_manifest(folder).version
    assert read_measurements(folder) == ()
    write_measurements(
        folder, [PassRate("tests/rich", "a", 8, 2), PassRate("tests/n28", "a", 8, 8)]
    )
    write_measurements(
        folder, [PassRate("tests/rich", "a", 8, 4), PassRate("tests/rich", "b", 1, 0)]
    )
    assert _figures(read_measurements(folder)) == [
        ("tests/rich", "a", 16, 6),
        ("tests/n28", "a", 8, 8),
        ("tests/rich", "b", 1, 0),
    ]
    assert [item.rate for item in read_measurements(folder, policy="b")] == [0.0]
    assert read_manifest(folder).version == version


def test_they_stay_when_the_dataset_is_saved_again(folder: Path, many: list[Challenge]) -> None:
    write_measurements(folder, [PassRate("tests/rich", "a", 8, 2), PassRate("tests/n1", "a", 4, 4)])
    changed = dataclasses.replace(many[0], prompt="Another task.")
    save([changed, *many[1:]], folder)
    assert _figures(read_measurements(folder)) == [("tests/n1", "a", 4, 4)]
    write_measurements(folder, [PassRate("tests/rich", "a", 2, 1)])
    assert _figures(read_measurements(folder))[-1] == ("tests/rich", "a", 2, 1)


def test_what_cannot_be(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="9 passed of 8"):
        PassRate("tests/rich", "a", 8, 9)
    with pytest.raises(UnknownNameError, match="tests/none"):
        write_measurements(folder, [PassRate("tests/none", "a", 8, 1)])
    with pytest.raises(FileNotFoundError):
        write_measurements(tmp_path / "nowhere", [])
    (folder / "measurements.jsonl").write_text('{"challenge_id": "tests/rich"}\n')
    with pytest.raises(ConfigError, match=r"measurements\.jsonl, line 1: .*policy"):
        read_measurements(folder)


def test_several_may_write_at_a_time(folder: Path) -> None:
    def write() -> None:
        for _ in range(5):
            write_measurements(folder, [PassRate("tests/rich", "a", 2, 1)])

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _figures(read_measurements(folder)) == [("tests/rich", "a", 40, 20)]
