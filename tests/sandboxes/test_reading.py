"""The answer channel is written by hostile programs: reading it never raises and never invents."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.sandboxes.workers.reading import Reading, checked_run, parse_record
from codeeval_gym.sandboxes.workers.supervision import Ending
from codeeval_gym.sandboxes.workers.worker import WorkerDied
from codeeval_gym.trees import MAX_DEPTH
from codeeval_gym.types import Outcome, Run

GOOD_END = b'{"exit": 0, "signal": null, "cpu_seconds": 0.1, "max_rss_kb": 9000}\n'
OPENING = b'{"compiled":true}\n{"loaded":true}\n'


class Worker:
    """All of a worker that reading looks at."""

    group = None


def read(answers: bytes, status: bytes = GOOD_END, limit: str | None = None) -> Reading:
    ending = Ending(answers=answers, status=status, limit=limit, started=1.0, ended=2.0)
    return Reading(ending, Worker())  # type: ignore[arg-type]


def call_runs(answers: bytes, count: int, **kwargs: object) -> list[Run]:
    return read(answers, **kwargs).call_runs(count)  # type: ignore[arg-type]


LINES = st.one_of(
    st.binary(max_size=60),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda item: st.lists(item) | st.dictionaries(st.text(), item),
    ).map(lambda tree: json.dumps({"answer": tree}).encode()),
    st.sampled_from(
        [
            b'{"raised":7}', b'{"raised":{"line":"x","text":[1],"kind":{}}}', b'{"failed":[]}',
            b'{"answer":{"$int":"zz"}}', b'{"answer":{"$set":[[]]}}', b'{"answer":1,"raised":2}',
            b'{"checked":true}', b'{"call":[]}', b'[]', b'{"answer":NaN}', b"[" * 5000,
        ]
    ),
)  # fmt: skip


@given(st.lists(LINES, max_size=8), st.integers(1, 5), st.booleans())
def test_whatever_is_written_reading_gives_one_run_for_each_call(
    lines: list[bytes], count: int, opened: bool
) -> None:
    runs = call_runs((OPENING if opened else b"") + b"\n".join(lines), count)

    assert len(runs) == count
    for run in runs:
        assert (run.returned is None) == (run.outcome is not Outcome.FINISHED)
        assert run.error_line is None or type(run.error_line) is int


@given(st.lists(LINES, max_size=6), st.lists(LINES, max_size=6))
def test_a_checker_that_did_not_say_so_did_not_pass(
    program: list[bytes], checker: list[bytes]
) -> None:
    said = read(b'{"compiled":true}\n' + b"\n".join(checker))
    try:
        run = checked_run(read(OPENING + b"\n".join(program)), said)
    except ValueError:  # the test code itself cannot be loaded
        return
    passed = run.returned is not None and run.returned.value is True
    assert passed <= (said.records[-1].get("checked") is True)


def test_answers_belong_to_calls_by_order_and_a_gap_ends_them() -> None:
    runs = call_runs(OPENING + b'{"answer":1}\nnonsense\n{"answer":3}\n', 3)
    assert [run.returned and run.returned.value for run in runs] == [1, None, None]
    assert runs[1].error == "it ended before it answered"


def test_answers_before_the_program_was_loaded_do_not_count() -> None:
    runs = call_runs(b'{"compiled":true}\n{"answer":1}\n{"loaded":true}\n{"answer":2}\n', 2)
    assert [run.returned for run in runs] == [None, None]


@pytest.mark.parametrize("limit", ["memory", "output", "answers"])
def test_reaching_the_memory_or_output_limit_voids_every_answer(limit: str) -> None:
    (run,) = call_runs(OPENING + b'{"answer":1}\n', 1, limit=limit)
    assert run.returned is None


def test_reaching_the_time_limit_voids_what_had_not_come() -> None:
    first, second = call_runs(OPENING + b'{"answer":1}\n', 2, limit="time")
    assert first.returned is not None
    assert second.outcome is Outcome.TIME_LIMIT


def test_a_signal_of_the_filter_voids_every_answer() -> None:
    (run,) = call_runs(
        OPENING + b'{"answer":1}\n', 1, status=b'{"exit": null, "signal": 31, "max_rss_kb": 1}\n'
    )
    assert (run.outcome, run.returned) == (Outcome.FORBIDDEN, None)


def test_an_answer_nested_too_deep_is_no_answer() -> None:
    deep = b'{"answer":' + b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2) + b"}\n"
    (run,) = call_runs(OPENING + deep, 1)
    assert run.outcome is Outcome.RUNTIME_ERROR
    assert "nested deeper" in str(run.error)


def test_a_fault_of_process_1_is_ours_never_the_programs() -> None:
    with pytest.raises(WorkerDied, match="OSError: no such thing"):
        read(b"", status=b'{"fault": "OSError: no such thing"}\n')
    with pytest.raises(WorkerDied, match="without a report"):
        read(OPENING, status=b"")


def test_a_program_cannot_claim_to_have_compiled_by_a_later_record() -> None:
    run = read(b'{"x":1}\n{"compiled":true}\n').base()
    assert not run.compiled
    assert run.outcome is Outcome.COMPILE_ERROR


@given(st.binary(max_size=200))
def test_parsing_a_record_never_raises(line: bytes) -> None:
    assert isinstance(parse_record(line), dict)
