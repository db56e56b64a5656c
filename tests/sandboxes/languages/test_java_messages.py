"""What is made of a Java compiler's and a virtual machine's words, hostile ones included."""

import pytest

from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.sandboxes import wire
from codeeval_gym.sandboxes.languages import Failure, Source, _jdk
from codeeval_gym.sandboxes.languages.java import JavaLanguage
from codeeval_gym.values import PlainDataError

JAVA = JavaLanguage()


@pytest.mark.parametrize(
    ("stderr", "failure"),
    [
        ("", None),
        ("whatever the program prints: java.lang.Error", None),
        (
            'logged\nException in thread "pool-1" java.lang.Error: a: b\n\tat A.f(A.java:1)\n'
            "\tat Main.main(main.java:7)\n",
            Failure("java.lang.Error: a: b", 7),
        ),
        ('Exception in thread "main" Own$Ünusual\n', Failure("Own$Ünusual")),
        (
            'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space\n',
            Failure("java.lang.OutOfMemoryError: Java heap space", kind="memory"),
        ),
        (
            "#\n# There is insufficient memory for the Java Runtime Environment to continue.\n",
            Failure("java.lang.OutOfMemoryError", kind="memory"),
        ),
    ],
)
def test_what_the_virtual_machine_prints(stderr: str, failure: Failure | None) -> None:
    assert JAVA.run_failure(stderr) == failure


@pytest.mark.parametrize(
    ("output", "failure"),
    [
        ("", Failure("the compiler said nothing")),
        ("Error: could not start\n", Failure("Error: could not start")),
        (
            "main.java:-1: compiler.err.resources: java.lang.StackOverflowError\n",
            Failure("compiler.err.resources: java.lang.StackOverflowError"),
        ),
        ("a.java:3: compiler.err.expected: ; x\n", Failure("compiler.err.expected: ; x", 3)),
    ],
)
def test_what_the_compiler_prints(output: str, failure: Failure) -> None:
    assert JAVA.compile_failure(output) == failure


def test_only_java_files_are_compiled() -> None:
    request = JAVA.compile_request(Source({"main.java": "é", "data.txt": "x", "B.java": ""}))
    assert wire.read(request.decode("ascii").rstrip("\n")) == {"main.java": "é", "B.java": ""}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"t3 b1",
        b"\xff",
        b"t2 b1 y00",
        b"t3 b1 s00 b0",
        b"t3 b0 y00 b0",
        b"t3 b1 y00 i1",
    ],
)
def test_what_is_no_reply_of_a_compiler_is_refused(line: bytes) -> None:
    with pytest.raises(PlainDataError):
        JAVA.compile_reply(line)


def test_replies_of_a_compiler() -> None:
    compiled = JAVA.compile_reply(b"t3 b1 yc0de b0\n")
    assert (list(compiled.artefacts.values()), compiled.is_last) == ([b"\xc0\xde"], False)
    refused = JAVA.compile_reply(b"t3 b0 s6e6f b1\n")
    assert (dict(refused.artefacts), refused.output, refused.is_last) == ({}, "no", True)


def test_a_machine_without_a_jdk_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_jdk, "_homes", lambda: iter(()))
    with pytest.raises(LanguageUnavailable, match="openjdk-17-jdk-headless"):
        JAVA.find(mapped=True)


def test_a_jdk_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_jdk, "MINIMUM", 999)
    monkeypatch.setattr(_jdk, "_version", lambda home: "11.0.1")
    with pytest.raises(LanguageUnavailable, match=r"is 11\.0\.1"):
        JAVA.find(mapped=True)
