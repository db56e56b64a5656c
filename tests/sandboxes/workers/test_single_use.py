"""What a run costs in processes: a jail for one run spares the fork that one for many needs."""

from pathlib import Path

import pytest

from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.sandboxes import make
from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.sandboxes.workers.starting import start_forked
from codeeval_gym.sandboxes.workers.supervision import Supervision, watch
from codeeval_gym.types import Job, Limits, Outcome, Stdin

WAITS = Job("python", {"main.py": "input()\n"}, (Stdin(""),))


def parent_of(pid: int) -> int:
    fields = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in fields if line.startswith("PPid:")).split()[1])


def first_process(run: Supervision) -> int:
    facts = Path(f"/proc/self/fdinfo/{run.pidfd}").read_text().splitlines()
    return int(next(line for line in facts if line.startswith("Pid:")).split()[1])


@pytest.mark.parametrize(("mode", "generations"), [("fast", 2), ("strict", 1)])
def test_the_launcher_of_a_single_run_becomes_its_first_process(
    mode: str, generations: int
) -> None:
    try:
        sandbox = make("nsjail", mode=mode, workers=1)
    except SandboxUnavailable as error:
        pytest.skip(str(error))
    with sandbox:
        worker = sandbox._slots[0].worker("python")  # type: ignore[attr-defined]
        run = start_forked(worker, languages["python"](), WAITS, "script", Limits(), {"stdin": ""})
        above = first_process(run)
        for _ in range(generations):
            above = parent_of(above)
        watch([run])
        assert above == worker.pid
        assert run.ending.reports()[-1]["exit"] == 1  # EOFError: nothing was on standard input


def test_a_job_with_several_inputs_gets_a_jail_for_each() -> None:
    try:
        sandbox = make("nsjail", mode="strict", workers=1)
    except SandboxUnavailable as error:
        pytest.skip(str(error))
    job = Job(
        "python",
        {"main.py": "import os\nprint(os.path.exists('seen'))\nopen('seen', 'w')\n"},
        (Stdin(""), Stdin("")),
    )
    with sandbox:
        runs = sandbox.run(job)
    assert [(run.outcome, run.stdout) for run in runs] == [(Outcome.FINISHED, "False\n")] * 2
