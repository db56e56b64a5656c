"""Programs that are run twice at one time, by processes that know of each other."""

import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.trainers import warm

__all__ = ["in_two_processes"]


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
    with tempfile.TemporaryDirectory() as folder:
        said = [Path(folder, rank) for rank in "01"]
        two = [
            warm.start(
                program,
                *words,
                output=output,
                environment=shared | {"RANK": output.name, "LOCAL_RANK": output.name},
            )
            for output in said
        ]
        meanwhile()
        assert [each.end() for each in two] == [0, 0], [output.read_text() for output in said]
