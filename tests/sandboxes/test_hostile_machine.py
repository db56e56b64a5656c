"""When the machine itself runs out of something, there is an error, and no verdict."""

import subprocess
import sys
import textwrap

import pytest

from tests.sandboxes.conftest import start

_PROGRAM = textwrap.dedent(
    """
    import os, resource
    from codeeval_gym.sandboxes import make
    from codeeval_gym.types import Call, Job
    right = Job("python", {"main.py": "def add(a, b): return a + b"}, (Call("add", (1, 2)),))
    def attempt():
        try:
            (run,) = sandbox.run(right)
        except Exception as error:
            return type(error).__name__
        return run.returned.value if run.returned else f"{run.outcome}: {run.error}"
    with make("nsjail", workers=1) as sandbox:
        print(attempt())
        held = []
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (SOFT, hard))
        try:
            while True:
                held.append(os.open("/dev/null", os.O_RDONLY))
        except OSError:
            for number in held[:SPARE]:
                os.close(number)
        print(attempt())
        for number in held[SPARE:]:
            os.close(number)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        print(attempt())
    """
)


@pytest.mark.parametrize("spare", range(0, 12, 2))
def test_without_descriptors_there_is_an_error_and_no_verdict(spare: int) -> None:
    """However far a run comes before the next descriptor is refused."""
    start(workers=1).close()  # skips where there can be no sandbox
    program = _PROGRAM.replace("SOFT", "128").replace("SPARE", str(spare))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120
    )
    before, during, after = done.stdout.split("\n", 2)

    assert before == "3", done.stderr
    assert during in ("SandboxError", "3"), during
    assert after.strip() == "3", done.stderr
