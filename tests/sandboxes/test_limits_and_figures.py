"""Each limit ends a run with its outcome and soon; each figure is near what the program did."""

from collections.abc import Iterator

import pytest

from codeeval_gym.sandboxes import NsjailSandbox, Sandbox
from codeeval_gym.sandboxes.proofs import prove
from codeeval_gym.types import Call, Job, Limits, Outcome, Run, Stdin, Usage
from tests.sandboxes.backends import BACKENDS, start_backend
from tests.sandboxes.conftest import start
from tests.sandboxes.jobs import ADD, SPIN, job, script
from tests.sandboxes.spinners import SPINNERS

TOUCH_100_MIB = "kept = bytearray(b'x') * (100 << 20)"
IGNORED = "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nif os.fork() == 0:\n"
ORPHANED = "if os.fork() == 0:\n    if os.fork():\n        os._exit(0)\n"
"""Two beginnings of a branch whose CPU time the first process is never told."""
SPIN_HALF_A_SECOND = "import time\nwhile time.process_time() < 0.5:\n    pass"
ROOMY = Limits(memory_mb=256)


@pytest.fixture(scope="module", params=BACKENDS)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """Each backend and mode, with one worker: a run meets what the run before it left."""
    with start_backend(request.param, workers=1) as started:
        yield started


def test_every_claim_of_the_doctor_holds(sandbox: Sandbox) -> None:
    failed = [proof for proof in prove(sandbox) if not proof.holds]
    assert failed == []


def test_the_wall_limit_is_finer_than_a_second(sandbox: Sandbox) -> None:
    run = script(sandbox, "import time; time.sleep(30)", limits=Limits(wall_seconds=0.05))

    assert run.outcome is Outcome.TIME_LIMIT
    assert run.usage.wall_seconds is not None
    assert 0.05 <= run.usage.wall_seconds < 1.0
    assert run.usage.cpu_seconds is not None
    assert run.usage.cpu_seconds < 0.05


def test_the_cpu_limit_ends_a_spinner_near_the_limit(sandbox: Sandbox) -> None:
    run = script(sandbox, SPIN, limits=Limits(cpu_seconds=0.3))

    assert run.outcome is Outcome.TIME_LIMIT
    assert run.usage.cpu_seconds is not None
    assert 0.3 <= run.usage.cpu_seconds < 0.45


def test_cpu_time_is_that_of_the_whole_run(sandbox: Sandbox) -> None:
    spun = script(sandbox, SPIN_HALF_A_SECOND).usage

    assert spun.cpu_seconds is not None
    assert spun.cpu_seconds == pytest.approx(0.5, abs=0.1)
    assert "cgroup" in spun.source["cpu_seconds"]


@pytest.mark.parametrize("hidden", [IGNORED, ORPHANED], ids=["ignored", "orphaned"])
def test_cpu_time_that_is_hidden_from_the_parent_is_charged(sandbox: Sandbox, hidden: str) -> None:
    program = (
        f"import os, signal, time\nread, write = os.pipe()\n{hidden}"
        "    while time.process_time() < 0.4:\n        pass\n    os._exit(0)\n"
        "os.close(write)\nos.read(read, 1)\n"  # until no process has the other end any more
    )
    usage = script(sandbox, program).usage
    assert usage.cpu_seconds is not None
    assert usage.cpu_seconds == pytest.approx(0.4, abs=0.1)


def test_peak_memory_is_what_was_touched_not_what_was_reserved(sandbox: Sandbox) -> None:
    reserved = script(sandbox, "import mmap; page = mmap.mmap(-1, 1 << 32)").usage.peak_memory_mb
    touched = script(sandbox, TOUCH_100_MIB).usage.peak_memory_mb

    assert reserved is not None
    assert reserved < 12
    assert touched is not None
    assert 100 <= touched < 112


@pytest.mark.parametrize("language", SPINNERS)
def test_other_languages_have_the_same_figures(sandbox: Sandbox, language: str) -> None:
    """Less what an empty program of theirs costs: a runtime takes time and memory, too."""
    name, text = SPINNERS[language]
    job = Job(language, {name: text}, (Call("f", (0, 0)),), ROOMY)
    sandbox.run(job)  # compiled
    empty, spun, touched = (
        figures(sandbox, Job(language, {name: text}, (Call("f", call),), ROOMY))
        for call in ((0, 0), (500, 0), (0, 100))
    )
    assert spun[0] - empty[0] == pytest.approx(0.5, abs=0.12)
    assert touched[1] - empty[1] == pytest.approx(100, abs=12)


def figures(sandbox: Sandbox, job: Job) -> tuple[float, float]:
    """CPU seconds and MiB of a run that returned."""
    (run,) = sandbox.run(job)
    assert run.returned is not None, run
    usage: Usage = run.usage
    assert usage.cpu_seconds is not None
    assert usage.peak_memory_mb is not None
    return usage.cpu_seconds, usage.peak_memory_mb


def test_the_peak_of_one_run_is_not_charged_to_the_next(sandbox: Sandbox) -> None:
    script(sandbox, TOUCH_100_MIB)  # the last-used worker comes first: both runs meet the same one
    peak = script(sandbox, "pass").usage.peak_memory_mb

    assert peak is not None
    assert peak < 12


def test_disk_figures_count_what_went_through_system_calls(sandbox: Sandbox) -> None:
    program = "open('f', 'wb').write(b'x' * (8 << 20))\nopen('f', 'rb').read()"
    usage = script(sandbox, program).usage

    assert usage.disk_write_kb is not None
    assert usage.disk_read_kb is not None
    assert 8192 <= usage.disk_write_kb < 8300
    assert 8192 <= usage.disk_read_kb < 8300


def test_every_figure_names_its_source(sandbox: Sandbox) -> None:
    usage = script(sandbox, "pass").usage
    known = {name for name in vars(usage) if name != "source" and getattr(usage, name) is not None}
    assert known == set(usage.source)
    assert usage.instructions is None


def test_the_time_limits_hold_for_all_inputs_together(sandbox: Sandbox) -> None:
    runs = sandbox.run(job(SPIN, Stdin(), Stdin(), Stdin(), limits=Limits(cpu_seconds=0.2)))
    assert [run.outcome for run in runs] == [Outcome.TIME_LIMIT] * 3
    assert sum(run.usage.cpu_seconds or 0.0 for run in runs) < 0.4


def test_answers_given_before_the_time_was_up_stand(sandbox: Sandbox) -> None:
    program = "def f(n):\n    while n:\n        pass\n    return 'in time'\n"
    first, second = sandbox.run(
        job(program, Call("f", (0,)), Call("f", (1,)), limits=Limits(cpu_seconds=0.2))
    )
    assert first.returned is not None
    assert first.returned.value == "in time"
    assert (second.outcome, second.returned) == (Outcome.TIME_LIMIT, None)


def test_without_control_groups_limits_still_bite_and_figures_say_what_they_are() -> None:
    with start(workers=1, cgroups=False) as bare:
        assert bare.capabilities.accounting == "rusage"
        outcomes = [run_bare(bare, program).outcome for program in (SPIN, TOUCH_1_GIB, FORK)]
        usage = run_bare(bare, SPIN_A_LITTLE).usage

    assert outcomes == [Outcome.TIME_LIMIT, Outcome.MEMORY_LIMIT, Outcome.RUNTIME_ERROR]
    assert "lower bound" in usage.source["cpu_seconds"]
    assert usage.cpu_seconds is not None
    assert usage.cpu_seconds >= 0.2


TOUCH_1_GIB = "kept = bytearray(b'x') * (1 << 30)"
FORK = "import os, time\nfor _ in range(99):\n    if os.fork() == 0:\n        time.sleep(60)"
SPIN_A_LITTLE = "import time\nwhile time.process_time() < 0.2:\n    pass"


def run_bare(sandbox: NsjailSandbox, program: str) -> Run:
    limits = Limits(cpu_seconds=1, wall_seconds=4, memory_mb=64, processes=8)
    return script(sandbox, program, limits=limits)


def test_ten_calls_share_one_process(sandbox: Sandbox) -> None:
    runs = sandbox.run(job(ADD, *(Call("add", (n, n)) for n in range(10))))
    assert len({id(run.usage) for run in runs}) == 1
