"""Our own Java classes, compiled once, and archives that let a virtual machine start faster.

An archive names the class path it was made with, word by word. So the jar is named relative to the
work folder, both here, where the archive is made, and in a jail.
"""

import os
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes.languages import _host
from codeeval_gym.sandboxes.languages._jdk import Jdk

__all__ = ["FLAGS", "IN_JAIL", "compiler", "driver", "java_runtime"]

IN_JAIL = "/opt/codeeval-java"
_JAR = f"..{IN_JAIL}/driver.jar"
"""As seen from the work folder, which lies in the root folder."""
FLAGS = (
    "-Xshare:auto",
    "-Xlog:disable",  # warnings would go to standard output, among what the program prints
    "-XX:+UnlockDiagnosticVMOptions",
    "-XX:ArchiveRelocationMode=0",  # or every start patches the pages of the archives
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-XX:-UseContainerSupport",  # it would look for the control group in /proc
    "-XX:+DisableAttachMechanism",
    "-Dfile.encoding=UTF-8",
    "-Dstdout.encoding=UTF-8",
    "-Dstderr.encoding=UTF-8",
    "-Dsun.stdout.encoding=UTF-8",
    "-Dsun.stderr.encoding=UTF-8",
)
_OPENED = "--add-opens=java.base/java.io=ALL-UNNAMED"
"""Leave to open a descriptor by its number."""
_PACKAGES = "codeeval.packages"
"""The property that tells the compiler of the jars that programs may use."""
_SOURCES = Path(__file__).parent / "drivers" / "java"
_CALLS = "0 1 l2 i1 i2\n0 1 l0\n"
_SECONDS = 120

# Uses what programs commonly use, so that it is in the archive.
_SAMPLE = """
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
class Solution {
    record Pair(int first, String second) {}
    static Map<String, List<Integer>> f(List<Integer> numbers) {
        Map<String, List<Integer>> found = new TreeMap<>();
        Deque<Pair> pairs = new ArrayDeque<>();
        PriorityQueue<Integer> queue = new PriorityQueue<>(Comparator.reverseOrder());
        for (int one : numbers) { pairs.push(new Pair(one, "n" + one)); queue.add(one); }
        for (Pair pair : pairs) found.computeIfAbsent(pair.second(), k -> new ArrayList<>()).add(1);
        Function<Integer, Integer> twice = x -> 2 * x;
        found.put("t", numbers.stream().map(twice).sorted().collect(Collectors.toList()));
        found.put("s", IntStream.range(0, 3).boxed().toList());
        String text = String.join(",", "a b".split(" ")) + String.format("%d %.2f", 1, 2.5);
        StringBuilder builder = new StringBuilder(text.toUpperCase()).reverse();
        Scanner scanner = new Scanner("1 2 x");
        while (scanner.hasNextInt()) builder.append(scanner.nextInt());
        System.out.println(builder + Arrays.toString(new int[] {1}) + Optional.of(1) + 0.5);
        try { throw new IllegalArgumentException("sample"); } catch (RuntimeException error) {
            found.put(error.getMessage(), List.of(Collections.max(queue, null)));
        }
        return found;
    }
}
"""


def driver(jars: Sequence[str] = ()) -> tuple[str, ...]:
    """The arguments that run a program.

    Args:
        jars: What it may use; behind our own, or the archive would not be used.
    """
    archive = f"-XX:SharedArchiveFile=..{IN_JAIL}/driver.jsa"
    return (archive, _OPENED, "-cp", ":".join((_JAR, *jars)), "codeeval.Driver")


def compiler(jars: Sequence[str] = ()) -> tuple[str, ...]:
    """The arguments that compile.

    Args:
        jars: What programs may use; the compiler reads them and loads nothing of them.
    """
    archive = f"-XX:SharedArchiveFile=..{IN_JAIL}/compiler.jsa"
    packages = (f"-D{_PACKAGES}={':'.join(jars)}",) if jars else ()
    return (archive, _OPENED, *packages, "-cp", _JAR, "codeeval.Compiler")


def java_runtime(jdk: Jdk) -> Path:
    """The folder that a jail shows as :data:`IN_JAIL`, readable by any user.

    Raises:
        SandboxError: If the JDK cannot compile our classes.
    """
    sources = sorted(_SOURCES.glob("*.java"))
    texts = [path.read_text("utf-8") for path in (*sources, Path(__file__))]
    identity = "\n".join([str(jdk.home), (jdk.home / "release").read_text("utf-8"), *texts])
    folder = _host.laid_out("java", identity, lambda folder: _fill(jdk, folder))
    return folder / IN_JAIL[1:]


def _fill(jdk: Jdk, root: Path) -> None:
    """Lay ``root`` out as a jail's root folder, as far as an archive names it."""
    home, work = root / IN_JAIL[1:], root / "tmp"
    home.mkdir(parents=True)
    work.mkdir()
    javac = [str(jdk.home / "bin" / "javac"), "-proc:none", "-XDstringConcat=inline", "-g:none"]
    _run(root, [*javac, "-d", "classes", *map(str, sorted(_SOURCES.glob("*.java")))])
    _pack(root / "classes", home / "driver.jar")
    (work / "main.java").write_text(_SAMPLE, "utf-8")
    (work / "calls").write_text(_CALLS, "utf-8")
    archive = f"-XX:ArchiveClassesAtExit=..{IN_JAIL}"
    compiling, running = compiler()[1:], driver()[1:]
    _run(work, [jdk.java, *FLAGS, f"{archive}/compiler.jsa", *compiling, "classes", "main.java"])
    _run(work, [jdk.java, *FLAGS, f"{archive}/driver.jsa", *running, "classes", "f"])


def _pack(classes: Path, jar: Path) -> None:
    with zipfile.ZipFile(jar, "w") as file:  # stored: reading it costs every program
        for path in sorted(classes.rglob("*.class")):
            file.write(path, path.relative_to(classes).as_posix())


def _run(folder: Path, command: list[str]) -> None:
    calls = folder / "calls"
    opened = f"exec 3>/dev/null 4<{os.fspath(calls) if calls.exists() else '/dev/null'}"
    shell = ["/bin/sh", "-c", f'{opened}; exec "$@"', "sh", *command]
    done = subprocess.run(
        shell, cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    if done.returncode != 0:
        raise SandboxError(f"{command[0]} failed on our own classes: {done.stderr[:500]}")
