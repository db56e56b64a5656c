"""A program that is compiled first, and executed: what a compiler makes, refuses and breaks."""

from dataclasses import replace

import pytest

from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.workers import programs
from codeeval_gym.sandboxes.workers.compiling import COMPILE_LIMITS
from codeeval_gym.types import Call, Check, Compile, Input, Job, Limits, Outcome, Run, Stdin

ANSWERS = """
import os, sys
def say(text):
    os.write(3, text.encode() + b"\\n")
say('{"compiled":true}')
say('{"loaded":true}')
for line in open(4):
    number, count, *words = line.split()
    say('{"wire":"t2 s%s %s"}' % (sys.argv[1 + int(number)].encode().hex(), " ".join(words)))
"""


def run(sandbox: Sandbox, text: str, *inputs: Input, limits: Limits | None = None) -> list[Run]:
    return sandbox.run(Job("cold", {"main.txt": text}, inputs or (Stdin(),), limits or Limits()))


def test_a_program_reads_and_prints(sandbox: Sandbox) -> None:
    ended = run(sandbox, "print(input() + '!')", Stdin("é"), Stdin("b"))
    assert [item.stdout for item in ended] == ["é!\n", "b!\n"]
    assert all(item.compiled and item.outcome is Outcome.FINISHED for item in ended)


def test_calls_are_answered_by_function_and_in_order(sandbox: Sandbox) -> None:
    calls = (Call("f", (1,)), Call("g", ([None, 2.5],)), Call("f", ("\U0001f600",)))
    values = [item.returned and item.returned.value for item in run(sandbox, ANSWERS, *calls)]
    assert values == [("f", 1), ("g", [None, 2.5]), ("f", "\U0001f600")]


def test_python_test_code_checks_a_program_of_another_language(sandbox: Sandbox) -> None:
    right = "def check(candidate):\n    assert candidate([1]) == ('f', [1])\n"
    wrong = "def check(candidate):\n    assert candidate(1) == 2\n"
    passed, failed = run(sandbox, ANSWERS, Check(right, "f"), Check(wrong, "f"))
    assert passed.returned is not None
    assert passed.returned.value is True
    assert failed.returned is not None
    assert failed.returned.value is False


def test_a_refused_program_is_a_compile_error_for_every_input(sandbox: Sandbox) -> None:
    ended = run(sandbox, "refuse", Stdin("a"), Stdin("b"))
    assert [item.outcome for item in ended] == [Outcome.COMPILE_ERROR] * 2
    assert (ended[0].error, ended[0].error_line) == ("main.txt:3: refused", 3)
    assert not ended[0].compiled


def test_compiling_alone_starts_nothing(sandbox: Sandbox) -> None:
    accepted = run(sandbox, "raise SystemExit(1)", Compile())[0]
    assert (accepted.outcome, accepted.compiled) == (Outcome.FINISHED, True)
    assert run(sandbox, "refuse", Compile())[0].outcome is Outcome.COMPILE_ERROR


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("compile:while True: pass", "time limit"),
        ("compile:kept = [bytearray(b'x') * (1 << 30) for _ in range(4)]", "memory limit"),
        ("compile:while True: print('x' * 100000)", "output limit"),
        ("compile:os.abort()", "SIGABRT"),
        ("compile:os._exit(0)", "nothing was made"),
        ("compile:import ctypes; ctypes.CDLL(None).unshare(0x10000000)", "forbidden"),
    ],
)
def test_a_compiler_that_breaks_a_limit_refuses(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    limits = replace(COMPILE_LIMITS, cpu_seconds=1.0, memory_mb=256)
    monkeypatch.setattr(programs, "COMPILE_LIMITS", limits)
    ended = run(sandbox, text)[0]
    assert ended.outcome is Outcome.COMPILE_ERROR
    assert ended.error is not None
    assert said in ended.error
    assert run(sandbox, "print(1)")[0].stdout == "1\n"


def test_a_hundred_megabytes_of_artefacts_are_refused(sandbox: Sandbox) -> None:
    text = "compile:f = open('more', 'wb'); [f.write(b'x' * (1 << 20)) for _ in range(100)]"
    ended = run(sandbox, text)[0]
    assert ended.outcome is Outcome.COMPILE_ERROR
    assert ended.error == "compiling: nothing was made"


def test_a_failed_program_is_explained_by_its_language(sandbox: Sandbox) -> None:
    ended = run(sandbox, "import not_there")[0]
    assert ended.outcome is Outcome.UNKNOWN_MODULE
    assert ended.error == "ModuleNotFoundError: No module named 'not_there'"


def test_the_environment_is_small_and_fixed(sandbox: Sandbox) -> None:
    job = Job(
        "cold",
        {"main.txt": "import os; print(sorted(os.environ))"},
        (Stdin(),),
        environment={"ASKED": "1"},
    )
    assert sandbox.run(job)[0].stdout == "['ASKED', 'COLD', 'HOME', 'LANG', 'PATH']\n"


def test_only_declared_descriptors_are_open(sandbox: Sandbox) -> None:
    text = """
import os
def opened(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
print([number for number in range(300) if opened(number)])
"""
    assert run(sandbox, text)[0].stdout == "[0, 1, 2, 3, 4]\n"
