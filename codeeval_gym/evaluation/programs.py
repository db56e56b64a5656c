"""From what an agent hands in to the text that is judged."""

from codeeval_gym.evaluation.syntax import (
    continues,
    defines,
    enclosing,
    imports_apart,
    open_braces,
    preamble,
    shared_class,
)
from codeeval_gym.types import Challenge

__all__ = ["MAX_PROGRAM_BYTES", "assemble", "too_long"]

MAX_PROGRAM_BYTES = 1 << 20
"""Longer programs are refused before anything is started or parsed."""


def assemble(challenge: Challenge, program: str, language: str) -> str:
    """Join ``program`` to the challenge's starter where that is what it continues.

    A program that defines the entry point stands alone, after the starter's imports and helpers.
    One that does not is a continuation of the starter: completion-style policies work unchanged.
    It ends at the first of the challenge's stops, and what the starter left open is closed.
    A Java method without a class goes into the starter's, and a Python program stands alone, too,
    if it defines a class that the starter defines. The challenge's adapter follows.

    Args:
        challenge: Names the entry point and holds the starter.
        program: What the agent handed in.
        language: Its language.
    """
    whole = _continued(challenge, program, language)
    adapter = challenge.adapter.get(language, "")
    return f"{whole}\n\n{adapter}" if adapter and not too_long(whole) else whole


def _continued(challenge: Challenge, program: str, language: str) -> str:
    starter = challenge.starter.get(language, "")
    if not starter or challenge.signature is None or too_long(program):
        return program
    name = challenge.signature.name
    if language == "python":
        return _assemble_python(starter, program, name)
    if not defines(program, name, language) or continues(starter, program, language):
        return _closed(starter, _cut(program, challenge.stops), language)
    if language == "java":
        return _assemble_java(starter, program, name)
    return preamble(starter, name, language, program) + program


def _assemble_java(starter: str, program: str, name: str) -> str:
    """Imports come first, whichever of the two has them."""
    imports, rest = imports_apart(program)
    opened = enclosing(starter, name, rest)
    if opened:
        return imports + opened + rest + "\n}\n"
    before = preamble(starter, name, "java", program)
    has_classes = imports_apart(before)[1].strip() != ""
    return imports + before + rest if has_classes else before + program


def _cut(program: str, stops: tuple[str, ...]) -> str:
    """The program up to the first of these texts."""
    places = [place for stop in stops if (place := program.find(stop)) >= 0]
    return program[: min(places, default=len(program))]


def _closed(starter: str, program: str, language: str) -> str:
    """The starter and what continues it, with the braces that the starter opened.

    A program that leaves more open was cut off, and is judged as it stands.
    """
    joined = _joined(starter, program)
    left = open_braces(joined, language)
    if not 0 < left <= open_braces(starter, language):
        return joined
    return joined + "\n}" * left + "\n"


def _assemble_python(starter: str, program: str, name: str) -> str:
    indented = _is_indented(program)
    if not indented and not defines(program, name):
        name = shared_class(starter, program) or name
    if indented or not defines(program, name):
        return program if _lacks_body(starter, program) else _joined(starter, program)
    if "from __future__" in program:  # has to come first
        return program
    return preamble(starter, name) + program


def _joined(starter: str, program: str) -> str:
    separator = "" if starter.endswith("\n") or program.startswith("\n") else "\n"
    return starter + separator + program


def _lacks_body(starter: str, program: str) -> bool:
    """True when the starter ends in an open ``def`` line and the program is not its body.

    Such a program stands alone: it fails for the function it lacks, not for its syntax.
    """
    return starter.rstrip().endswith(":") and program.strip() != "" and not _is_indented(program)


def _is_indented(program: str) -> bool:
    """True when the first statement is indented: no program of its own begins like that."""
    lines = (line for line in program.splitlines() if line.strip())
    first = next((line for line in lines if not line.lstrip().startswith("#")), "")
    return first[:1] in {" ", "\t"}


def too_long(program: str) -> bool:
    """True when the program is over :data:`MAX_PROGRAM_BYTES`; counts no more than it must."""
    if len(program) > MAX_PROGRAM_BYTES:
        return True
    return len(program.encode("utf-8", "surrogatepass")) > MAX_PROGRAM_BYTES
