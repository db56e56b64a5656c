"""The trusted side of the analysers' process: asks it, and replaces it when a text broke it."""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from codeeval_gym.errors import SandboxError

__all__ = ["AnalysisProcess"]

_SERVER = Path(__file__).parent / "server.py"
_CHUNK = 1 << 16
END_SECONDS = 10.0
ANSWER_SECONDS = 120.0
"""How long an answer may take, on the clock; a text's own limit is CPU time and far shorter."""


class AnalysisProcess:
    """A resident process that analyses texts. Thread-safe.

    Args:
        preamble: What it is told first; see ``server.py``.
    """

    def __init__(self, preamble: dict[str, Any]) -> None:
        self._preamble = json.dumps(preamble) + "\n"
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._read = b""
        self._owner = os.getpid()

    def analyse(self, language: str, texts: Sequence[str]) -> list[dict[str, Any] | None]:
        """Analyse texts.

        Returns:
            What ``server.py`` answers to each, in order; ``None`` for one that broke it.

        Raises:
            SandboxError: If the process was killed from outside, does not answer, or cannot do its
                work: an analyser that is missing, a full disk.
        """
        with self._lock:
            if os.getpid() != self._owner:
                self._process, self._read, self._owner = None, b"", os.getpid()
            answers: list[dict[str, Any] | None] = []
            while len(answers) < len(texts):
                left = list(texts[len(answers) :])
                answers += self._ask(language, left)
                if len(answers) < len(texts):  # it ended in the middle of this one
                    self._require_sound(language)
                    answers.append(None)
            return answers

    def close(self) -> None:
        """End the process. A second call does nothing."""
        with self._lock:
            self._end()

    def _require_sound(self, language: str) -> None:
        """Before a text is blamed: analysers that do not get through an empty one are broken."""
        if not self._ask(language, [""]):
            raise SandboxError(f"The analysers of {language} do not work on this machine.")

    def _ask(self, language: str, texts: list[str]) -> list[dict[str, Any]]:
        """The answers that came before the process ended, if it did."""
        process = self._started()
        assert process.stdout is not None
        self._write(process, json.dumps({"language": language, "texts": texts}) + "\n")
        answers: list[dict[str, Any]] = []
        while len(answers) < len(texts):
            line = self._line(process.stdout)
            if not line:
                self._require_own_end(process)
                break
            answers.append(json.loads(line))
        return answers

    def _line(self, output: IO[bytes]) -> bytes:
        """The next line, or what there is of it at the end."""
        while b"\n" not in self._read:
            if not select.select([output], [], [], ANSWER_SECONDS)[0]:
                self._end()
                raise SandboxError(
                    f"The analysers did not answer within {ANSWER_SECONDS:g} seconds."
                )
            chunk = os.read(output.fileno(), _CHUNK)
            if not chunk:
                return b""
            self._read += chunk
        line, _, self._read = self._read.partition(b"\n")
        return line

    def _require_own_end(self, process: subprocess.Popen[bytes]) -> None:
        """A text can make a parser crash or take too long; it cannot kill the process otherwise."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(END_SECONDS)
        ended = process.returncode
        self._end()
        if ended is None or ended == -signal.SIGKILL:
            raise SandboxError("The analysers' process was killed, or does not end.")

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(_SERVER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C at the terminal is ours to handle
            )
            self._write(self._process, self._preamble)
        return self._process

    def _write(self, process: subprocess.Popen[bytes], text: str) -> None:
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # its end is noticed when it is read from
            process.stdin.write(text.encode("ascii"))
            process.stdin.flush()

    def _end(self) -> None:
        process, self._process, self._read = self._process, None, b""
        if process is None or os.getpid() != self._owner:  # a forked copy: it is the parent's
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()
