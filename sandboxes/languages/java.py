"""Java: compiled to classes in a jail, and run by a virtual machine of its own.

A cold compiler costs about a second of CPU, a warm one 20 ms: that is what
:meth:`JavaLanguage.compile_service` is for.
"""

import re

from codeeval_gym.sandboxes import wire
from codeeval_gym.sandboxes.dependencies import Environment
from codeeval_gym.sandboxes.languages import _host
from codeeval_gym.sandboxes.languages._base import (
    Artefacts,
    CompileReply,
    ExecutedLanguage,
    Failure,
    Source,
    Step,
    Toolchain,
)
from codeeval_gym.sandboxes.languages._java_runtime import (
    FLAGS,
    IN_JAIL,
    compiler,
    driver,
    java_runtime,
)
from codeeval_gym.sandboxes.languages._jdk import find_jdk
from codeeval_gym.types import Limits
from codeeval_gym.values import PlainDataError

__all__ = ["JavaLanguage"]

_CLASSES = "program.classes"
_STACK = "-Xss64m"  # deep recursion is no error before this is used up
# Small, and made small again when nobody asks: most of the time a compiler only waits.
_COMPILER_HEAP = (
    "-Xms16m",
    "-Xmx256m",
    "-XX:MinHeapFreeRatio=5",
    "-XX:MaxHeapFreeRatio=20",
    _STACK,
)
_START_MB = 32

_MESSAGE = re.compile(
    r"^(?P<file>\S+?):(?P<line>-?\d+): (?P<text>(?P<key>compiler\.[\w.]+): .*)$", re.M
)
_CLASS = r"(?P<name>(?:[\w$]+\.)*[\w$]+)"
_THROWN = re.compile(rf'^Exception in thread "[^"]*" (?P<text>{_CLASS}(?:: .*)?)$', re.M)
_LINE = re.compile(r"\(main\.java:(\d+)\)")
_NO_ROOM = re.compile(r"^(?:# )?There is insufficient memory for the Java Runtime", re.M)


class JavaLanguage(ExecutedLanguage):
    """Programs for the Java virtual machine, in one or more ``.java`` files."""

    name = "java"
    main_file = "main.java"
    address_limit = False  # the heap, classes and compiled code are reserved before they are used
    spare_processes = 24
    spare_memory_mb = 160

    def find(self, *, mapped: bool) -> Toolchain:
        """Find a JDK; see :meth:`Language.find`."""
        jdk = find_jdk(mapped=mapped)
        return Toolchain(
            title="OpenJDK",
            version=jdk.version,
            executable=jdk.java,
            binds=(*jdk.binds, (str(java_runtime(jdk)), IN_JAIL)),
            links=_host.loader_links(),
            origin=str(jdk.home),
        )

    def compilation(self, toolchain: Toolchain, source: Source) -> Step:
        """The step that compiles, in a compiler of its own; see :meth:`compile_service`."""
        files = (_CLASSES, *_sources(source))
        command = (*_COMPILER_HEAP, *compiler(_jars(source.packages)), *files)
        return _step(toolchain, command, produces=(_CLASSES,))

    def compile_service(self, toolchain: Toolchain, packages: Environment | None = None) -> Step:
        """The compiler of the JDK, kept warm; see :meth:`ExecutedLanguage.compile_service`."""
        return _step(toolchain, (*_COMPILER_HEAP, *compiler(_jars(packages))))

    def compile_request(self, source: Source) -> bytes:
        """One line that asks the resident compiler for a program's classes."""
        files = {name: source.files[name] for name in _sources(source)}
        return wire.write(files).encode("ascii") + b"\n"

    def compile_reply(self, line: bytes) -> CompileReply:
        """Read a reply; see :meth:`ExecutedLanguage.compile_reply`.

        Raises:
            PlainDataError: If it is no reply.
        """
        try:
            reply = wire.read(line.decode("ascii").rstrip("\n"))
        except UnicodeDecodeError:
            raise PlainDataError("a reply that is not ASCII") from None
        match reply:
            case (True, bytes() as classes, bool() as is_last):
                return CompileReply({_CLASSES: classes}, "", is_last)
            case (False, str() as output, bool() as is_last):
                return CompileReply({}, output, is_last)
        raise PlainDataError(f"not a compiler's reply: {line[:40]!r}")

    def execution(
        self, toolchain: Toolchain, source: Source, artefacts: Artefacts, limits: Limits
    ) -> Step:
        """The step that runs the program; see :meth:`ExecutedLanguage.execution`."""
        start = min(_START_MB, limits.memory_mb)
        heap = (f"-Xms{start}m", f"-Xmx{limits.memory_mb}m", _STACK)
        command = (*heap, *driver(_jars(source.packages)), _CLASSES, *source.functions)
        return _step(toolchain, command, files=artefacts)

    def compile_failure(self, output: str) -> Failure:
        """Read the compiler's messages: each has a key that is the same in every version."""
        found = _MESSAGE.search(output)
        if found is None:
            return super().compile_failure(output)
        is_import = found["key"] == "compiler.err.doesnt.exist" and ": imported " in found["text"]
        line = int(found["line"])
        return Failure(found["text"], line if line > 0 else None, "module" if is_import else "")

    def run_failure(self, stderr: str) -> Failure | None:
        """Read what the virtual machine prints of an uncaught exception."""
        if _NO_ROOM.search(stderr):
            return Failure("java.lang.OutOfMemoryError", kind="memory")
        found = _THROWN.search(stderr)
        if found is None:
            return None
        place = _LINE.search(stderr, found.end())
        kind = "memory" if found["name"] == "java.lang.OutOfMemoryError" else ""
        return Failure(found["text"], int(place[1]) if place else None, kind)


def _step(
    toolchain: Toolchain,
    arguments: tuple[str, ...],
    files: Artefacts | None = None,
    produces: tuple[str, ...] = (),
) -> Step:
    # The launcher's own library is named relative to /proc/self/exe, which is not there.
    libraries = toolchain.executable.removesuffix("bin/java") + "lib"
    return Step(
        (toolchain.executable, *FLAGS, *arguments),
        files=files or {},
        produces=produces,
        environment={"LD_LIBRARY_PATH": libraries},
    )


def _jars(packages: Environment | None) -> tuple[str, ...]:
    return () if packages is None else packages.class_path


def _sources(source: Source) -> tuple[str, ...]:
    return tuple(name for name in source.files if name.endswith(".java"))
