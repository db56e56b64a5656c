"""Workers are kept as long as they may be used, and no longer."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes.workers.slots import AHEAD, Slot
from codeeval_gym.sandboxes.workers.worker import Worker


class _Counted(Worker):
    def __init__(self, language: str, requirements: tuple[str, ...]) -> None:
        self.language = language
        self.closed = 0

    @property
    def pid(self) -> int:
        return 1

    @property
    def control(self) -> int:
        return -1

    def launch(self, request: dict[str, Any], descriptors: Sequence[int]) -> int:
        raise NotImplementedError

    def kill(self) -> None: ...

    def close(self) -> None:
        self.closed += 1


def test_a_worker_serves_its_language_and_role_until_it_is_used_up() -> None:
    slot = Slot(_Counted, recycle_after=2)
    first = slot.worker("python")
    assert slot.worker("python") is first
    assert slot.worker("python", "checker") is not first
    assert slot.worker("cpp") is not first
    assert slot.worker("python", requirements=("numpy",)) is not first
    first.runs = 2
    second = slot.worker("python")
    assert second is not first
    assert isinstance(first, _Counted)
    assert first.closed == 1
    assert len(slot.workers()) == 4


def test_dropping_closes_all_of_them() -> None:
    slot = Slot(_Counted)
    held = [slot.worker("python"), slot.worker("cpp")]
    slot.drop()
    assert [isinstance(worker, _Counted) and worker.closed for worker in held] == [1, 1]
    assert slot.workers() == []


def test_successors_are_started_ahead_and_closed_if_they_are_never_used() -> None:
    started: list[_Counted] = []

    def start(language: str, requirements: tuple[str, ...]) -> Worker:
        started.append(_Counted(language, requirements))
        return started[-1]

    with ThreadPoolExecutor(1) as ahead:
        slot = Slot(start, recycle_after=1, ahead=ahead)
        first = slot.worker("python")
        first.runs = 1
        second = slot.worker("python")
        slot.drop()
    assert len(started) == 2 + AHEAD
    assert second is not first
    assert [worker.closed for worker in started] == [1] * (2 + AHEAD)


def test_one_that_does_not_end_keeps_no_other_from_being_closed() -> None:
    held: list[_Counted] = []

    class Stubborn(_Counted):
        def close(self) -> None:
            super().close()
            raise SandboxError("it did not end")

    slot = Slot(Stubborn)
    for language in ("python", "cpp"):
        worker = slot.worker(language)
        assert isinstance(worker, _Counted)
        held.append(worker)
    with pytest.raises(SandboxError, match="did not end"):
        slot.close()
    assert [worker.closed for worker in held] == [1, 1]
    slot.close()


def test_closing_waits_for_what_is_ending_in_the_background() -> None:
    going = threading.Event()

    class Slow(_Counted):
        def close(self) -> None:
            going.wait(5)
            super().close()

    slot = Slot(Slow, recycle_after=1, ahead=ThreadPoolExecutor(2))
    first = slot.worker("python")
    first.runs = 1
    slot.worker("python")
    threading.Timer(0.1, going.set).start()
    slot.close()
    assert isinstance(first, Slow)
    assert first.closed == 1
