"""The analysers' own process: texts in, findings out, one JSON object a line.

Hostile texts are parsed here, never executed. This file is run by its path, so that it loads
nothing of the package; a text that takes too long or breaks a parser ends this process alone, and
the lines written so far say which text it was.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

RUFF_RULES = "E,W,F,N,UP,B,SIM,PERF,PL,S,C901"
RUFF_IGNORED = "W292,S101,S311,PLR2004"
"""A text without a last line end, assertions, pseudo-random numbers and plain numbers are no faults
of an algorithm."""
PEP8_LAYOUT = (
    "E111,E112,E113,E114,E115,E116,E117,E201,E202,E203,E211,E221,E222,E223,E224,E225,E227,E228,"
    "E231,E241,E242,E251,E252,E261,E262,E265,E266,E271,E272,E273,E274,E275,E301,E302,E303,E304,"
    "E305,E306"
)
"""White space as PEP 8 has it; ruff wants these named one by one."""
LINE_LENGTH = 100
TEXT_SECONDS = 2.0
"""CPU time that one text may take, by the kernel's clock."""
_NO_PROGRAM = (None, "invalid-syntax", "E902", "E999")
_QUOTED = re.compile(
    r"#[^\n]*"
    r"|(\"{3}|'{3})(?:\\.|(?!\1)[^\\])*(?:\1|\Z)"
    r'|"(?:\\.|[^"\\\n])*"?'
    r"|'(?:\\.|[^'\\\n])*'?",
    re.DOTALL,
)
"""A comment, or what stands within quotes; threefold ones are the first group."""
_COMPLEX = re.compile(r"`(.*)` is too complex \((\d+) > 0\)")


def main() -> None:
    """Serve until standard input ends."""
    rules = json.loads(sys.stdin.readline())
    for line in sys.stdin:
        request = json.loads(line)
        if request["language"] == "python":
            _serve_python(request["texts"], rules["ruff"])
        else:
            _serve_others(request["texts"], request["language"], rules)


def _serve_python(texts: list[str], ruff: str) -> None:
    try:
        found = _ruff(texts, ruff)
    except (OSError, subprocess.SubprocessError):
        if len(texts) == 1:  # it is this one, or ruff: the other side finds out
            _end_like_a_text_that_took_too_long()
        for text in texts:
            _serve_python([text], ruff)
        return
    for number, text in enumerate(texts):
        _answer({**found[number], "lines": _python_lines(text)})


def _ruff(texts: list[str], ruff: str) -> list[dict[str, Any]]:
    """One call for all texts: starting ruff costs more than reading a hundred of them."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            with open(f"{folder}/{number}.py", "wb") as file:
                file.write(text.encode("utf-8", "surrogatepass"))
        command = [ruff, "check", "--isolated", "--no-cache", "--ignore-noqa", "--quiet"]
        command += ["--output-format", "json-lines", "--target-version", "py311"]
        command += ["--preview", "--config", "lint.explicit-preview-rules=true"]
        command += ["--select", f"{RUFF_RULES},{PEP8_LAYOUT}", "--ignore", RUFF_IGNORED]
        command += ["--config", f"line-length={LINE_LENGTH}"]
        command += ["--config", "lint.mccabe.max-complexity=0", "."]
        done = subprocess.run(
            command,
            cwd=folder,
            env={},
            capture_output=True,
            timeout=TEXT_SECONDS * (4 + len(texts)),
            preexec_fn=lambda: _limit(len(texts)),
        )
    if done.returncode not in (0, 1):
        raise subprocess.SubprocessError(f"exit code {done.returncode}")
    return _read_ruff(done.stdout.decode("utf-8"), len(texts))


def _limit(texts: int) -> None:
    seconds = int(TEXT_SECONDS * (1 + texts / 8)) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read_ruff(output: str, count: int) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = [
        {"findings": [], "complexities": [], "valid": True} for _ in range(count)
    ]
    for line in output.splitlines():
        said = json.loads(line)
        rule, text, place = said["code"], said["message"], said["location"]["row"]
        result = results[int(os.path.basename(said["filename"]).removesuffix(".py"))]
        if rule == "C901" and (found := _COMPLEX.search(text)):
            result["complexities"].append([found[1], place, int(found[2])])
            continue
        if rule in _NO_PROGRAM:
            result["valid"] = False
        dimension = "security" if re.fullmatch(r"S\d+", rule or "") else "style"
        result["findings"].append([dimension, rule or "invalid-syntax", place, text[:200]])
    return results


def _python_lines(text: str) -> int:
    """Lines with code. What stands within threefold quotes is one, or none if it stands alone."""
    code = _QUOTED.sub(lambda found: "" if found[1] or found[0][0] == "#" else found[0], text)
    return sum(1 for line in code.splitlines() if line.strip())


def _serve_others(texts: list[str], language: str, rules: dict[str, Any]) -> None:
    import ast_grep_py
    import lizard

    for text in texts:
        signal.setitimer(signal.ITIMER_PROF, TEXT_SECONDS)  # unhandled, its signal ends us
        findings = []
        root = ast_grep_py.SgRoot(text, language).root()
        for rule in _worth_asking(rules["rules"][language], text):
            for node in root.find_all(_config(rule)):  # type: ignore[call-overload]
                line = node.range().start.line + 1
                findings.append(["security", rule["id"], line, rule["message"]])
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            code = lizard.analyze_file.analyze_source_code(rules["names"][language], _heard(text))
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        functions = [
            [item.name[:100], item.start_line, item.cyclomatic_complexity]
            for item in code.function_list
        ]
        _answer(
            {"findings": findings, "complexities": functions, "valid": True, "lines": code.nloc}
        )


def _heard(text: str) -> str:
    """The text without the two comments that silence lizard, everything else where it was."""
    return text.replace("lizard", "lizar_").replace("GENERATED CODE", "GENERATED_CODE")


def _worth_asking(rules: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """The rules one of whose words is in the text. A word in small letters stands for any letters.

    Nearly all that a rule costs is making it ready, again for each text, and most find nothing.
    """
    small = text.lower()
    return [
        rule
        for rule in rules
        if any(word in (small if word.islower() else text) for word in rule["words"])
    ]


def _config(rule: dict[str, Any]) -> dict[str, Any]:
    return {key: rule[key] for key in ("rule", "constraints", "utils") if key in rule}


def _answer(result: dict[str, Any]) -> None:
    sys.__stdout__.write(json.dumps(result) + "\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]


def _end_like_a_text_that_took_too_long() -> None:
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGPROF)


if __name__ == "__main__":
    main()
