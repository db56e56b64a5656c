"""A resident compiler serves many programs, and one that breaks it costs only itself."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.dependencies import Environment
from codeeval_gym.sandboxes.languages import CompileReply, Source, Step, Toolchain, languages
from codeeval_gym.types import Job, Outcome, Run, Stdin
from codeeval_gym.values import PlainDataError
from tests.sandboxes.conftest import start
from tests.sandboxes.footprint import namespace_pids, processes_of
from tests.sandboxes.workers.shell import Cold

RESIDENT = """
import json, os, sys
count = 0
for line in open(4):
    text, count = json.loads(line), count + 1
    if text.startswith("compile:"):
        exec(text.removeprefix("compile:"))
    refused = text.startswith("refuse")
    reply = {"made": None if refused else f"COUNT = {count}; PID = {os.getpid()}\\n" + text}
    os.write(3, json.dumps(reply).encode() + b"\\n")
"""


class Resident(Cold):
    """Compiles by putting a line before the text that says how many it has compiled."""

    name = "resident"
    main_file = "main.txt"

    def compile_service(self, toolchain: Toolchain, packages: Environment | None = None) -> Step:
        return Step((toolchain.executable, "-I", "-S", "-c", RESIDENT))

    def compile_request(self, source: Source) -> bytes:
        return json.dumps(source.files["main.txt"]).encode() + b"\n"

    def compile_reply(self, line: bytes) -> CompileReply:
        try:
            made = json.loads(line)["made"]
        except (ValueError, KeyError, TypeError):
            raise PlainDataError("no reply") from None
        if made is None:
            return CompileReply({}, "main.txt:3: refused", is_last=False)
        return CompileReply({"program.py": made.encode()}, "", is_last="last" in made)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    languages.register("resident")(Resident)
    try:
        with start(workers=1) as started:
            yield started
    finally:
        languages.unregister("resident")


def run(sandbox: Sandbox, text: str) -> Run:
    return sandbox.run(Job("resident", {"main.txt": text}, (Stdin(),)))[0]


def test_one_process_compiles_them_all_and_each_text_once(sandbox: Sandbox) -> None:
    said = [run(sandbox, f"print(COUNT)#{n}").stdout for n in (1, 2, 2, 3)]
    assert said == ["1\n", "2\n", "2\n", "3\n"]


def test_a_refusal_is_a_compile_error_and_the_next_program_is_served(sandbox: Sandbox) -> None:
    refused = run(sandbox, "refuse")
    assert (refused.outcome, refused.error) == (Outcome.COMPILE_ERROR, "main.txt:3: refused")
    assert run(sandbox, "print(COUNT)").stdout == "2\n"


@pytest.mark.parametrize(
    "attack",
    [
        "compile:os._exit(0)",
        "compile:os.abort()",
        "compile:os.write(3, b'nonsense' + bytes([10]))",
        "compile:os.close(3)",
        "compile:kept = [bytearray(b'x') * (1 << 30) for _ in range(4)]",
    ],
)
def test_who_breaks_the_compiler_is_refused_and_nobody_else(sandbox: Sandbox, attack: str) -> None:
    assert run(sandbox, "print(COUNT)").stdout == "1\n"
    assert run(sandbox, attack).outcome is Outcome.COMPILE_ERROR
    assert run(sandbox, "print(COUNT) # after").stdout == "1\n"


def test_a_compiler_that_has_done_its_share_is_replaced(sandbox: Sandbox) -> None:
    assert run(sandbox, "print(COUNT) # last").stdout == "1\n"
    assert run(sandbox, "print(COUNT)").stdout == "1\n"


def test_one_that_died_in_between_costs_no_verdict(sandbox: Sandbox) -> None:
    run(sandbox, "compile:import threading; threading.Timer(0.1, os._exit, [1]).start()")
    time.sleep(0.5)
    assert run(sandbox, "print(COUNT)").stdout == "1\n"


def test_one_that_is_killed_from_outside_while_it_compiles_costs_no_verdict(
    sandbox: Sandbox,
) -> None:
    """Nothing that is compiled can kill it: so the same program is compiled once more."""
    pid = int(run(sandbox, "print(PID)").stdout)
    killer = threading.Timer(0.5, kill_compiler, [sandbox, pid])
    killer.start()
    # It takes long in the first compiler only.
    slow = run(sandbox, "compile:__import__('time').sleep(60 * (globals().get('count') == 2))")
    killer.join()
    assert slow.outcome is Outcome.FINISHED


def kill_compiler(sandbox: Sandbox, inside: int) -> None:
    """Kill the process that has this number in a run's pid namespace of this sandbox."""
    for pid in processes_of(os.getpid()):
        if namespace_pids(pid)[-1:] == [inside] and len(namespace_pids(pid)) == 3:
            os.kill(pid, signal.SIGKILL)


def test_closing_leaves_no_compiler(sandbox: Sandbox) -> None:
    run(sandbox, "print(COUNT)")
    pids = sandbox.worker_pids()  # type: ignore[attr-defined]
    sandbox.close()
    assert len(pids) == 3  # of Python, of the language, of its compiler
