"""Programs that are run twice at one time, by processes that know of each other."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

__all__ = ["in_two_processes"]

ROOT = Path(__file__).parents[2]


def in_two_processes(
    program: str, *words: str, meanwhile: Callable[[], None] = lambda: None
) -> None:
    """Run a program in two processes, as ``accelerate launch`` would on CPUs.

    Args:
        program: Its text.
        *words: What it finds in ``sys.argv``.
        meanwhile: Called while they run.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
    shared = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    shared |= {"ACCELERATE_USE_CPU": "true", "OMP_NUM_THREADS": "1"}
    shared["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    two = [
        subprocess.Popen(
            [sys.executable, "-c", program, *words],
            env=os.environ | shared | {"RANK": rank, "LOCAL_RANK": rank},
            stderr=subprocess.PIPE,
            text=True,
        )
        for rank in "01"
    ]
    meanwhile()
    errors = [process.communicate(timeout=120)[1] for process in two]
    assert [process.returncode for process in two] == [0, 0], errors
