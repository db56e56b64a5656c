"""Programs that must not be failed. A judge that fails honest programs trains badly, too."""

import pytest

from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import Call, Check, Compile, Job, Limits, Outcome, Stdin
from tests.sandboxes.jobs import ADD, job, script

READ_ALL_WAYS = {
    "input": "print(input())",
    "readline": "import sys; print(sys.stdin.readline(), end='')",
    "read": "import sys; print(sys.stdin.read(), end='')",
    "iterate": "import sys\nfor line in sys.stdin:\n    print(line, end='')",
    "buffer": "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())",
    "open 0": "print(open(0).read(), end='')",
    "os.read": "import os; os.write(1, os.read(0, 100))",
    "fileinput": "import fileinput\nfor line in fileinput.input():\n    print(line, end='')",
    "pieces": "import sys\nwhile (c := sys.stdin.read(1)):\n    print(c, end='')",
}


@pytest.mark.parametrize("program", READ_ALL_WAYS.values(), ids=READ_ALL_WAYS)
def test_standard_input_can_be_read_in_every_way(sandbox: Sandbox, program: str) -> None:
    run = script(sandbox, program, stdin="grüße 🎈\n")

    assert run.outcome is Outcome.FINISHED, run.error
    assert run.stdout == "grüße 🎈\n"


def test_standard_input_is_delivered_exactly_and_need_not_be_read(sandbox: Sandbox) -> None:
    text = "x" * 3_000_000
    counted, ignored = sandbox.run(
        job("import sys; print(len(sys.stdin.read()) if input else 0)", Stdin(text), Stdin(text))
    )
    assert counted.stdout == ignored.stdout == "3000000\n"
    assert script(sandbox, "print('done')", stdin=text).stdout == "done\n"


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_output_within_the_limit_arrives_whole(sandbox: Sandbox, size: int) -> None:
    limits = Limits(output_kb=256)
    run = script(sandbox, f"print('x' * {size}, end='')", limits=limits)

    assert (run.outcome, len(run.stdout)) == (Outcome.FINISHED, size)


def test_output_of_exactly_the_limit_is_no_offence(sandbox: Sandbox) -> None:
    run = script(sandbox, "print('x' * 65536, end='')", limits=Limits(output_kb=64))
    assert (run.outcome, len(run.stdout)) == (Outcome.FINISHED, 65_536)


HONEST = {
    "threads": (
        "import threading\nout = []\nthreads = [threading.Thread(target=out.append, args=(i,)) "
        "for i in range(5)]\n[t.start() for t in threads]\n[t.join() for t in threads]\n"
        "print(sorted(out))",
        "[0, 1, 2, 3, 4]\n",
    ),
    "a pool of processes": (
        "from multiprocessing import Pool\ndef square(x):\n    return x * x\n"
        "if __name__ == '__main__':\n    with Pool(2) as pool:\n        "
        "print(pool.map(square, range(5)))",
        "[0, 1, 4, 9, 16]\n",
    ),
    "asyncio": (
        "import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    print('ran')\n"
        "asyncio.run(main())",
        "ran\n",
    ),
    "a subprocess": (
        "import subprocess, sys\nout = subprocess.run([sys.executable, '-I', '-c', 'print(1)'], "
        "capture_output=True, text=True)\nprint(out.stdout, end='')",
        "1\n",
    ),
    "deep recursion": (
        "import sys\nsys.setrecursionlimit(20000)\ndef down(n):\n    return n and down(n - 1)\n"
        "print(down(15000))",
        "0\n",
    ),
    "a temporary file": (
        "import tempfile\nwith tempfile.TemporaryFile('w+') as f:\n    f.write('kept')\n"
        "    f.seek(0)\n    print(f.read())",
        "kept\n",
    ),
    "exit after the output": ("import sys\nprint('out')\nsys.exit(0)", "out\n"),
    "exit() and quit()": ("print('out')\nexit()", "out\n"),
    "a main guard": ("if __name__ == '__main__':\n    print('main')", "main\n"),
    "an atexit handler": ("import atexit\natexit.register(print, 'bye')", "bye\n"),
    "a signal handler": (
        "import os, signal\nsignal.signal(signal.SIGUSR1, lambda *a: print('got it'))\n"
        "os.kill(os.getpid(), signal.SIGUSR1)",
        "got it\n",
    ),
    "dataclasses and annotations": (
        "from dataclasses import dataclass\nfrom typing import get_type_hints\n@dataclass\n"
        "class P:\n    x: 'int' = 1\nprint(P(), get_type_hints(P))",
        "P(x=1) {'x': <class 'int'>}\n",
    ),
    "pickling its own classes": (
        "import pickle\nclass A:\n    pass\nprint(type(pickle.loads(pickle.dumps(A()))).__name__)",
        "A\n",
    ),
    "its own source": ("print(open(__file__).read()[:5])", "print\n"),
    "big integers": ("print(len(str(7 ** 4000)))", "3381\n"),
    "a byte-order mark": ("\ufeffprint('bom')", "bom\n"),
    "carriage returns": ("x = 1\r\nif x:\r\n    print('crlf')\r\n", "crlf\n"),
    "another encoding declared": ("# coding: latin-1\nprint('plain')", "plain\n"),
    "modules loaded late": ("import decimal, hashlib, statistics; print('ok')", "ok\n"),
    "locale and time zone": (
        "import locale, time\nlocale.setlocale(locale.LC_ALL, '')\nprint(time.tzname[0])",
        "UTC\n",
    ),
}


@pytest.mark.parametrize(("program", "printed"), HONEST.values(), ids=HONEST)
def test_an_honest_script_is_not_failed(sandbox: Sandbox, program: str, printed: str) -> None:
    run = script(sandbox, program)

    assert run.outcome is Outcome.FINISHED, (run.error, run.stderr)
    assert run.stdout == printed


def test_a_thread_that_outlives_the_answers_does_not_matter(sandbox: Sandbox) -> None:
    program = (
        f"import threading, time\nthreading.Thread(target=time.sleep, args=(9,)).start()\n{ADD}"
    )
    (run,) = sandbox.run(job(program, Call("add", (1, 2))))

    assert run.returned is not None
    assert run.returned.value == 3


def test_every_call_gets_its_own_answer(sandbox: Sandbox) -> None:
    program = "def half(n):\n    return 10 // n\n"
    runs = sandbox.run(job(program, Call("half", (5,)), Call("half", (0,)), Call("half", (2,))))

    assert [run.returned and run.returned.value for run in runs] == [2, None, 5]
    assert runs[1].error == "ZeroDivisionError: integer division or modulo by zero"
    assert runs[1].error_line == 2


def test_arguments_are_fresh_for_each_call(sandbox: Sandbox) -> None:
    program = "def grow(xs):\n    xs.append(1)\n    return xs\n"
    runs = sandbox.run(job(program, Call("grow", ([],)), Call("grow", ([],))))
    assert [run.returned and run.returned.value for run in runs] == [[1], [1]]


def test_the_same_program_gives_the_same_output_on_every_worker(own_sandbox: Sandbox) -> None:
    """Sets of strings and random numbers included: the hash seed and the generator are fixed."""
    program = "import random\nprint(list({'a', 'b', 'c', 'd', 'e'}), random.random())"
    batch = own_sandbox.run_batch([job(program)] * 6)
    assert len({runs[0].stdout for runs in batch if isinstance(runs, list)}) == 1


def test_every_exit_code_is_the_programs_own(sandbox: Sandbox) -> None:
    codes = [1, 2, 126, 127, 128, 137, 139, 143, 255]
    batch = sandbox.run_batch([job(f"raise SystemExit({code})") for code in codes])

    runs = [runs[0] for runs in batch if isinstance(runs, list)]
    assert [(run.exit_code, run.signal) for run in runs] == [(code, None) for code in codes]
    assert {run.outcome for run in runs} == {Outcome.RUNTIME_ERROR}


def test_a_compile_only_job_runs_nothing(sandbox: Sandbox) -> None:
    good, bad = (
        sandbox.run(Job("python", {"main.py": text}, (Compile(),)))[0]
        for text in ("print('ran')", "x = = 1")
    )
    assert (good.compiled, good.outcome, good.stdout) == (True, Outcome.FINISHED, "")
    assert (bad.compiled, bad.outcome, bad.error_line) == (False, Outcome.COMPILE_ERROR, 1)


def test_a_check_calls_the_program_by_message(sandbox: Sandbox) -> None:
    code = (
        "def check(candidate):\n    for n in range(50):\n"
        "        assert candidate(n, n) == 2 * n\n    assert candidate((1,), (2,)) == (1, 2)\n"
    )
    right, wrong = (
        sandbox.run(job(text, Check(code, "add")))[0]
        for text in (ADD, "def add(a, b):\n    return 0\n")
    )
    assert right.returned is not None
    assert wrong.returned is not None
    assert (right.returned.value, wrong.returned.value) == (True, False)


def test_a_check_with_large_arguments_does_not_block(sandbox: Sandbox) -> None:
    code = (
        "def check(candidate):\n    xs = list(range(100_000))\n"
        "    assert candidate(xs, [1])[-1] == 1\n"
    )
    (run,) = sandbox.run(job(ADD, Check(code, "add"), limits=Limits(output_kb=512)))
    assert run.returned is not None, run.error
    assert run.returned.value is True


def test_test_code_that_cannot_be_loaded_is_the_callers_mistake(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="test code cannot be loaded: SyntaxError"):
        sandbox.run(job(ADD, Check("def check(:", "add")))


def test_a_job_may_ask_for_another_hash_seed(own_sandbox: Sandbox) -> None:
    """Sets have another order then, and random numbers are others: alike for the same seed."""
    program = "import random\nprint(list({'a', 'b', 'c', 'd', 'e', 'f'}), random.random())"
    jobs = [
        Job("python", {"main.py": program}, (Stdin(),), environment={"PYTHONHASHSEED": seed})
        for seed in ("1", "2", "1", "0")
    ]
    printed = [runs[0].stdout for runs in own_sandbox.run_batch(jobs) if isinstance(runs, list)]
    assert printed[0] == printed[2]
    assert len(set(printed)) == 3
    assert printed[3] == own_sandbox.run(job(program))[0].stdout


def test_a_hash_seed_is_a_number_that_python_takes(sandbox: Sandbox) -> None:
    for seed in ("random", "-1", "4294967296", ""):
        bad = Job("python", {"main.py": ""}, (Stdin(),), environment={"PYTHONHASHSEED": seed})
        with pytest.raises(ValueError, match="PYTHONHASHSEED must be 0 to 4294967295"):
            sandbox.run(bad)
