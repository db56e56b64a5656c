"""Processes of their own that find torch and the trainers imported already.

Importing takes seconds, what these programs do far less. So one server imports, and each program
runs in a fork of it: with a memory, signals and an environment of its own.
"""

import multiprocessing
import os
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

__all__ = ["Running", "start"]

ROOT = Path(__file__).parents[2]
_CONTEXT = multiprocessing.get_context("forkserver")
_IMPORTED = [
    "pytest",
    "accelerate.commands.launch",
    "transformers.models.llama.modeling_llama",
    "codeeval_gym.llm",
    "codeeval_gym.testing.probes",
    *(f"codeeval_gym.trainers.{name}.trainer" for name in ("dpo", "dqn", "ppo", "rft")),
]
_PREPARE = """
import os, sys
sys.path.insert(0, root)
sys.argv = ["-c", *words]
os.environ.clear()
os.environ.update(environment)
os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 1)
os.dup2(1, 2)
"""


@dataclass(frozen=True)
class Running:
    """A program that was started."""

    process: ForkServerProcess
    """Where it runs."""
    output: Path
    """What it wrote to its standard output and standard error."""
    _hears: Connection

    def hear(self) -> Any:
        """What it next says with ``says.send(...)``."""
        try:
            return self._hears.recv()
        except EOFError:
            raise AssertionError(f"It ended: {self.output.read_text()}") from None

    def end(self) -> int | None:
        """Wait for its end, two minutes at most; its exit code, of a signal the negative."""
        self.process.join(timeout=120)
        self._hears.close()
        return self.process.exitcode


def start(
    program: str, *words: str, output: Path, environment: Mapping[str, str] | None = None
) -> Running:
    """Run a program as ``python -c`` would; ``says`` is there to say something with.

    Args:
        program: Its text.
        *words: What it finds in ``sys.argv``.
        output: The file that its standard output and standard error go to.
        environment: What is set beyond the variables of this process.
    """
    _CONTEXT.set_forkserver_preload(_IMPORTED)
    hears, says = _CONTEXT.Pipe(duplex=False)
    names = {
        "__name__": "__main__",
        "root": str(ROOT),
        "output": str(output),
        "words": words,
        "environment": {**os.environ, **(environment or {})},
        "says": says,
    }
    with says:  # the program has its own; ours would hide that it ended
        process = _CONTEXT.Process(target=exec, args=(_PREPARE + program, names), daemon=True)
        process.start()
    return Running(process, output, hears)
