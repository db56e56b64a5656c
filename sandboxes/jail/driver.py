"""Compiles and executes the program in its own process, and writes its answers.

Everything here runs in the program's reach and is trusted with nothing: a program that rewrites
this module, forges records or ends early still has to come up with the right values.

Records, one JSON object a line: ``{"compiled": true}``, then by mode

    script   the program as ``__main__``; ``failed`` if it raised
    calls    ``{"loaded": true}``, then for each call ``answer`` or ``raised``
    serve    as ``calls``, each call read from the supervisor when it comes
    check    trusted test code instead of a program; ``call`` asks for one, ``checked`` at its end
    compile  nothing more
"""

from __future__ import annotations

import atexit
import os
import sys
import types

from codeeval_gym.sandboxes.jail import records
from codeeval_gym.trees import PlainDataError, from_tree, to_tree

__all__ = ["main", "write_file"]

TYPE_CHECKING = False  # that of typing would have to be imported
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

ANSWERS, CALLS = 3, 4
MAX_ERROR = 300


def main(mode: str, job: dict[str, Any]) -> None:
    """Run the job's program in one of the modes above; never returns.

    Args:
        mode: ``script``, ``calls``, ``serve``, ``check`` or ``compile``.
        job: ``files`` (name to text), ``main`` (a name in it) and, by mode, ``calls``.
    """
    code = 1
    try:
        code = _run(mode, job)
    except BaseException as error:  # a program's own exceptions are caught nearer to it
        _report({"failed": _describe(error)})
    finally:
        os._exit(code)


def _run(mode: str, job: dict[str, Any]) -> int:
    name, files = job["main"], job["files"]
    for path, text in files.items():
        write_file(path, text.encode("utf-8", "surrogatepass"))
    try:
        code = compile(files[name].encode("utf-8", "surrogatepass"), name, "exec")
    except BaseException as error:  # SyntaxError, ValueError, RecursionError, MemoryError …
        _report({"failed": _describe(error, stage="compile")})
        return 1
    _report({"compiled": True})
    if mode == "compile":
        return 0
    module = _make_module("__main__" if mode == "script" else "program", name, files[name])
    if mode == "script":
        return _script(module, code)
    return _load_and(_HANDLERS[mode], module, code, job)


def write_file(path: str, data: bytes) -> None:
    """Write a file of the work folder, its folders too."""
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    _write_all(file, data)
    os.close(file)


def _make_module(module_name: str, path: str, source: str) -> types.ModuleType:
    for loaded in [name for name in sys.modules if name.partition(".")[0] == "codeeval_gym"]:
        del sys.modules[loaded]
    sys.argv = [path]
    sys.path.append(os.getcwd())  # last: a file here can shadow no standard module
    if "random" in source:  # deterministic, whether or not the launcher has it loaded
        import random

        random.seed(int(os.environ.get("PYTHONHASHSEED", "0")))
    module = types.ModuleType(module_name)
    module.__dict__["__file__"] = os.path.abspath(path)
    sys.modules[module_name] = module
    if linecache := sys.modules.get("linecache"):  # preloaded: a traceback can show the source
        linecache.cache[path] = (len(source), None, source.splitlines(keepends=True), path)
    return module


def _script(module: types.ModuleType, code: types.CodeType) -> int:
    status = 0
    try:
        exec(code, module.__dict__)
    except SystemExit as error:
        status = _exit_status(error.code)
    except BaseException as error:
        _report({"failed": _describe(error, stage="run")})
        _print_traceback(error)
        status = 1
    if threading := sys.modules.get("threading"):
        threading._shutdown()  # as the interpreter's own end does
    atexit._run_exitfuncs()
    _flush()
    return status


def _exit_status(code: object) -> int:
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def _load_and(
    handle: Callable[[types.ModuleType, dict[str, Any]], None],
    module: types.ModuleType,
    code: types.CodeType,
    job: dict[str, Any],
) -> int:
    try:
        exec(code, module.__dict__)
    except BaseException as error:
        _report({"failed": _describe(error, stage="load")})
        _print_traceback(error)
        _flush()
        return 1
    _report({"loaded": True})
    handle(module, job)
    _flush()
    return 0


def _answer_calls(module: types.ModuleType, job: dict[str, Any]) -> None:
    for function, arguments in job["calls"]:
        _answer(module, function, arguments)


def _serve_calls(module: types.ModuleType, job: dict[str, Any]) -> None:
    import json

    with open(CALLS, closefd=False) as calls:
        for line in calls:
            _answer(module, job["function"], json.loads(line))


def _answer(module: types.ModuleType, function: str, arguments: list[Any]) -> None:
    try:
        values = [from_tree(argument) for argument in arguments]
        returned = module.__dict__[function](*values)
    except BaseException as error:  # sys.exit() in a function is an end without an answer, too
        if isinstance(error, KeyError) and function not in module.__dict__:
            error = NameError(f"the program defines no {function!r}")
        _report({"raised": _describe(error)})
        return
    try:
        record = {"answer": to_tree(returned)}
    except (PlainDataError, RecursionError) as error:
        record = {"raised": _describe(error)}
    _report(record)


def _check(module: types.ModuleType, job: dict[str, Any]) -> None:
    import json

    with open(CALLS, closefd=False) as replies:

        def candidate(*arguments: Any) -> Any:
            _report({"call": [to_tree(argument) for argument in arguments]})
            reply = json.loads(replies.readline())
            if "raised" in reply:
                raise RuntimeError(reply["raised"])
            return from_tree(reply["answer"])

        try:
            module.__dict__["check"](candidate)
        except BaseException as error:  # AssertionError above all, and what wrong types cause
            _report({"failed": _describe(error, stage="check")})
        else:
            _report({"checked": True})


_HANDLERS = {"calls": _answer_calls, "serve": _serve_calls, "check": _check}


def _report(record: dict[str, Any]) -> None:
    _write_all(ANSWERS, records.line(record))


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _describe(error: BaseException, stage: str = "call") -> dict[str, Any]:
    kind = type(error).__name__
    try:
        text = str(error)
    except Exception:  # the program's own __str__
        text = ""
    return {
        "stage": stage,
        "kind": kind,
        "text": f"{kind}: {text}"[:MAX_ERROR] if text else kind,
        "line": _line(error),
        "module": getattr(error, "name", None) if isinstance(error, ImportError) else None,
        "errno": getattr(error, "errno", None) if isinstance(error, OSError) else None,
    }


def _line(error: BaseException) -> int | None:
    if isinstance(error, SyntaxError):
        return error.lineno
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "main.py":
            line = step.tb_lineno
        step = step.tb_next
    return line


def _print_traceback(error: BaseException) -> None:
    import traceback

    own = error.__traceback__.tb_next if error.__traceback__ else None
    try:
        traceback.print_exception(type(error), error, own)
    except Exception:  # the program's own __str__, or a closed stream
        return


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):  # replaced, broken or closed by the program
            continue
