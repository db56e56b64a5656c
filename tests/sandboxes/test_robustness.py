"""What happens when workers, callers and machines fail."""

import contextlib
import itertools
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from codeeval_gym.errors import SandboxError, SandboxUnavailable, UnknownNameError
from codeeval_gym.sandboxes import NsjailSandbox, Sandbox, make
from codeeval_gym.types import Call, Job, Limits, Outcome, Stdin
from tests.sandboxes.backends import BACKENDS, start_backend
from tests.sandboxes.footprint import assert_footprint, footprint, wait_until, within
from tests.sandboxes.jobs import ADD, SPIN, job, script


def test_killed_workers_cost_no_verdict(own_sandbox: NsjailSandbox) -> None:
    """Workers are killed all through a batch; every program still gets its own right answer."""
    slow = "import time\ndef add(a, b):\n    time.sleep(0.02)\n    return a + b\n"
    jobs = [job(slow, Call("add", (n, 1))) for n in range(160)]
    done = threading.Event()
    killed: list[int] = []

    def kill_now_and_then() -> None:
        # Far enough apart that no program meets two of them: that would be an error, by design.
        while not done.wait(0.5) and len(killed) < 3:
            pid = own_sandbox.worker_pids()[len(killed) % 2]
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    results = own_sandbox.run_batch(jobs)
    done.set()
    killer.join()

    values = [
        runs[0].returned and runs[0].returned.value for runs in results if isinstance(runs, list)
    ]
    assert len(killed) >= 2
    assert values == [n + 1 for n in range(160)]


def test_a_program_lost_twice_is_an_error_never_a_verdict(own_sandbox: NsjailSandbox) -> None:
    done = threading.Event()

    def kill_whatever_starts() -> None:
        while not done.wait(0.01):
            for pid in own_sandbox.worker_pids():
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue

    killer = threading.Thread(target=kill_whatever_starts)
    killer.start()
    try:
        with pytest.raises(SandboxError):
            own_sandbox.run(job("import time; time.sleep(5)"))
    finally:
        done.set()
        killer.join()
    assert script(own_sandbox, "print(1)").stdout == "1\n"


def test_closing_twice_is_fine_and_a_closed_sandbox_says_so() -> None:
    sandbox = make("nsjail", workers=1)
    pids = sandbox.worker_pids()  # type: ignore[attr-defined]
    sandbox.close()
    sandbox.close()

    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    with pytest.raises(SandboxError, match="closed"):
        sandbox.run(job(ADD, Call("add", (1, 2))))


def test_a_forked_copy_starts_workers_of_its_own(own_sandbox: NsjailSandbox) -> None:
    program = textwrap.dedent(
        """
        import os
        from codeeval_gym.sandboxes import make
        from codeeval_gym.types import Job, Stdin
        sandbox = make("nsjail", workers=1)
        job = Job("python", {"main.py": "print(7)"}, (Stdin(),))
        child = os.fork()
        out = sandbox.run(job)[0].stdout.strip()
        if child == 0:
            os._exit(0 if out == "7" else 1)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print("parent", out, "child", status)
        sandbox.close()
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "parent 7 child 0", done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_the_process_is_stopped(number: signal.Signals) -> None:
    """Ctrl-C in the middle of a batch, and a kill that no handler sees."""
    program = textwrap.dedent(
        """
        import signal
        from codeeval_gym.sandboxes import make
        from codeeval_gym.types import Job, Stdin
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
        with make("nsjail", workers=2) as sandbox:
            job = Job("python", {"main.py": "import time; time.sleep(9)"}, (Stdin(),))
            print(*sandbox.worker_pids(), flush=True)
            sandbox.run_batch([job] * 4)
        """
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    first = int(process.stdout.readline().split()[0])
    time.sleep(0.5)  # into the middle of the batch
    process.send_signal(number)
    _, errors = process.communicate(timeout=8)  # well before the programs end by themselves

    assert process.returncode != 0
    assert number is signal.SIGKILL or "KeyboardInterrupt" in errors
    wait_until(lambda: not Path(f"/proc/{first}").exists())


def test_two_callers_at_once_get_their_own_answers(own_sandbox: NsjailSandbox) -> None:
    found: dict[int, list[object]] = {0: [], 1: []}

    def call(which: int) -> None:
        for n in range(15):
            (run,) = own_sandbox.run(job(ADD, Call("add", (n, which))))
            found[which].append(run.returned and run.returned.value)

    threads = [threading.Thread(target=call, args=(which,)) for which in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {which: [n + which for n in range(15)] for which in found}


def test_a_machine_without_privileges_is_told_what_is_missing() -> None:
    """As a user without any namespace to be had: an error with the reason, never a bare run."""
    program = textwrap.dedent(
        """
        import resource
        from codeeval_gym.sandboxes import make
        try:
            make("nsjail", workers=1)
        except Exception as error:
            print(type(error).__name__, error)
        """
    )
    # A process that may not have descriptors cannot build a jail: the reason must be named.
    done = subprocess.run(
        ["setpriv", "--bounding-set=-all", "--inh-caps=-all", sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.startswith("SandboxUnavailable The nsjail sandbox cannot run here: "), done
    assert "CAP_SYS_ADMIN" in done.stdout or "user namespaces" in done.stdout


def test_an_ordinary_user_gets_a_whole_jail_with_figures_marked_as_bounds() -> None:
    """Without root there are no control groups to be had; every wall still stands."""
    if os.geteuid() != 0:
        pytest.skip("the rest of this folder's tests run as an ordinary user already")
    program = textwrap.dedent(
        """
        import os
        from codeeval_gym.sandboxes import make
        from codeeval_gym.sandboxes.proofs import prove
        make("nsjail", workers=1).close()  # loads what only root may read here
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
        with make("nsjail", workers=1, python="/usr/bin/python3") as sandbox:
            print(sandbox.capabilities.accounting)
            print([proof.claim for proof in prove(sandbox) if not proof.holds])
        """
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "rusage\n[]\n", done.stderr


def test_a_python_that_is_not_there_is_named() -> None:
    with pytest.raises(SandboxUnavailable, match=r"there is no Python 3\.99\."):
        NsjailSandbox(python="3.99")


def test_a_job_that_cannot_be_is_refused_before_anything_runs(own_sandbox: NsjailSandbox) -> None:
    with pytest.raises(UnknownNameError, match=r"no language 'pyhton'\. Did you mean 'python'"):
        own_sandbox.run(Job("pyhton", {"main.py": ""}, (Stdin(),)))
    for name in ("../x", "/abs", "a/../../b", "nul\0", "x" * 300, "."):
        with pytest.raises(ValueError, match="relative path inside the work folder"):
            own_sandbox.run(Job("python", {"main.py": "", name: ""}, (Stdin(),)))
    with pytest.raises(ValueError, match="at least one input"):
        own_sandbox.run(Job("python", {"main.py": ""}, ()))
    with pytest.raises(ValueError, match="all be of one class"):
        own_sandbox.run(Job("python", {"main.py": ""}, (Stdin(), Call("f"))))
    with pytest.raises(ValueError, match="environment variable"):
        own_sandbox.run(Job("python", {"main.py": ""}, (Stdin(),), environment={"A=B": "c"}))


def test_a_time_limit_leaves_the_worker_ready(own_sandbox: NsjailSandbox) -> None:
    before = own_sandbox.worker_pids()
    run = script(own_sandbox, SPIN, limits=Limits(cpu_seconds=0.1))
    after = script(own_sandbox, "print('next')")

    assert run.outcome is Outcome.TIME_LIMIT
    assert after.stdout == "next\n"
    assert own_sandbox.worker_pids() == before


@pytest.mark.parametrize("backend", BACKENDS)
def test_closing_while_callers_run_programs_leaves_nothing(backend: str) -> None:
    before = footprint()
    chosen = random.Random(7)
    for _ in range(4):
        sandbox = start_backend(backend)
        callers = [threading.Thread(target=run_until_closed, args=(sandbox,)) for _ in range(4)]
        for caller in callers:
            caller.start()
        time.sleep(chosen.uniform(0.0, 0.4))
        within(60, sandbox.close)
        for caller in callers:
            caller.join(60)
        assert not any(caller.is_alive() for caller in callers)
    assert_footprint(before)


def run_until_closed(sandbox: Sandbox) -> None:
    """Programs of two languages in turn, so that a worker may just be being started."""
    jobs = [
        Job("javascript", {"main.js": "console.log(1)"}, (Stdin(),)),
        Job("python", {"main.py": "print(1)"}, (Stdin(),)),
    ]
    with contextlib.suppress(SandboxError):
        for one in itertools.cycle(jobs):
            sandbox.run(one)
