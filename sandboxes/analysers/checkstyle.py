"""Checkstyle: the style of Java. One virtual machine reads many programs: it starts slowly."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.sandboxes.analysers._base import ExternalTool, Opinion, complaint, line_number
from codeeval_gym.sandboxes.languages import Step, Toolchain, _host
from codeeval_gym.sandboxes.languages._jdk import find_jdk
from codeeval_gym.types import Finding, Run
from codeeval_gym.values import PlainDataError

__all__ = ["Checkstyle"]

_RULES = Path(__file__).parent / "checkstyle.xml"
_JARS = Path("/usr/share/java")
"""Where Debian has the program and what it is made of."""
_NEEDED = (
    *("antlr4-runtime", "antlr", "commons-lang3", "commons-beanutils", "commons-collections3"),
    *("guava", "commons-cli", "commons-logging", "picocli", "Saxon-HE", "reflections"),
)
_FLAGS = (
    *("-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"),
    *("-XX:-UseContainerSupport", "-Xmx512m", "-Xss16m", "-Dfile.encoding=UTF-8"),
)
_SAID = re.compile(r"\[(?:ERROR|WARN|INFO)\] (?:.*/)?(\d+)\.java:(\d+)(?::\d+)?: (.*) \[(\w+)\]$")
_UNREAD = re.compile(r"\[(?:ERROR|WARN|INFO)\] (?:.*/)?(\d+)\.java:\d+: Got an exception - (.*)$")
_unavailable = complaint(
    "checkstyle", "Install the package checkstyle (apt-get install checkstyle)."
)


class Checkstyle(ExternalTool):
    """Checkstyle 8.36 or later, as Debian packs it, by the rules beside this module."""

    name = "checkstyle"
    reads = "java"
    ending = "java"
    main_file = "0.java"
    judges_style = True
    together = 64
    address_limit = False  # as for Java itself
    spare_processes = 24
    rules: ClassVar[str] = _RULES.read_text("utf-8")
    sample = (
        "class Solution {\n    static int add(int a, int b) {\n        return a + b;\n    }\n}\n"
    )

    def find(self, *, mapped: bool) -> Toolchain:
        """See :meth:`Language.find`.

        Raises:
            ToolUnavailable: If it is not there; says how to get it.
        """
        own = _JARS / "checkstyle.jar"
        if not own.exists():
            raise _unavailable(f"there is no {own}.")
        try:
            jdk = find_jdk(mapped=mapped)
        except LanguageUnavailable as error:
            raise _unavailable(f"it needs a virtual machine: {error.missing}") from error
        named = re.search(r"checkstyle-([\d.]+)\.jar", " ".join(os.listdir(_JARS)))
        # Jars are links to one another, and some of them lead elsewhere.
        folders = {os.path.dirname(os.path.realpath(jar)) for jar in _class_path()} | {str(_JARS)}
        return Toolchain(
            title="checkstyle",
            version=named[1] if named else str(os.stat(own).st_size),
            executable=jdk.java,
            binds=(*jdk.binds, *((one, one) for one in _host.outermost(folders))),
            links=_host.loader_links(),
            origin=str(own),
        )

    def command(self, toolchain: Toolchain, files: Sequence[str]) -> Step:
        """See :meth:`ExternalTool.command`."""
        main = ("com.puppycrawl.tools.checkstyle.Main", "-c", "rules.xml", "-f", "plain")
        class_path = ":".join(map(str, _class_path()))
        return Step(
            (toolchain.executable, *_FLAGS, "-cp", class_path, *main, *files),
            files={"rules.xml": self.rules.encode()},
            # Its launcher's own library is named relative to /proc/self/exe, which is not there.
            environment={"LD_LIBRARY_PATH": toolchain.executable.removesuffix("bin/java") + "lib"},
        )

    def read(self, run: Run, count: int) -> list[Opinion]:
        """See :meth:`ExternalTool.read`.

        Raises:
            PlainDataError: If that is no end or no output of this tool.
        """
        lines = run.stdout.split("\n")
        if lines[:1] != ["Starting audit..."] or "Audit done." not in lines[-2:]:
            raise PlainDataError(f"checkstyle ended with exit code {run.exit_code}")
        found: list[list[Finding]] = [[] for _ in range(count)]
        valid = [True] * count
        for line in lines:
            if (said := _SAID.match(line)) is not None and int(said[1]) < count:
                finding = self.finding("style", said[4], line_number(said[2]), said[3])
                found[int(said[1])].append(finding)
            elif (unread := _UNREAD.match(line)) is not None and int(unread[1]) < count:
                valid[int(unread[1])] = False
                found[int(unread[1])].append(self.finding("style", "error", 1, unread[2]))
        return [Opinion(tuple(one), sound) for one, sound in zip(found, valid, strict=True)]


def _class_path() -> list[Path]:
    jars = [_JARS / f"{name}.jar" for name in ("checkstyle", *_NEEDED)]
    return [jar for jar in jars if jar.exists()]
