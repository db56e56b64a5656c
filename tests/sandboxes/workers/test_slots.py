"""Workers are kept as long as they may be used, and no longer."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from codeeval_gym.sandboxes.workers.slots import Slot
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


def test_a_successor_is_started_ahead_and_closed_if_it_is_never_used() -> None:
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
    assert len(started) == 3
    assert second is not first
    assert [worker.closed for worker in started] == [1, 1, 1]
