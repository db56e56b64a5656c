"""MBPP, full and sanitized.

Jacob Austin et al., "Program Synthesis with Large Language Models", 2021. Nothing of the files is
executed: asserts are parsed, and become data wherever that can be.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codeeval_gym.challenges.benchmarks._asserts import NotLiteralError, call_tests
from codeeval_gym.challenges.benchmarks._checks import function_of, parse_python
from codeeval_gym.challenges.benchmarks._literals import NotConstantError, fold
from codeeval_gym.challenges.benchmarks._python_types import signature_of
from codeeval_gym.challenges.benchmarks.upstream import Benchmark, HubFiles, Record
from codeeval_gym.types import CallTest, Challenge, Compare, Rights, ScriptTest, Test

__all__ = ["MBPP", "MBPP_SANITIZED", "called_function"]

_TIER = 2
_PROTOCOL = "prompt: statement and first assert"
_ORIGIN = "upstream"

_ADAPTER = """\
{setup}
_entry_point = {name}


def {name}(*given):
    read = (eval(item, globals()) if isinstance(item, bytes) else item for item in given)
    return _entry_point(*read)
"""


@dataclass(frozen=True)
class _Problem:
    """A record of either edition."""

    number: int
    statement: str
    code: str
    asserts: list[str]
    setup: str
    source: str

    def challenge(self, collection: str) -> Challenge:
        reference = self.code.replace("\r\n", "\n")
        program = parse_python(reference, "code")
        name = called_function(self.asserts[0], program, "test_list")
        tests = tuple(self._tests(program, name))
        written = any(isinstance(test, CallTest) and _is_written(test) for test in tests)
        adapter = _ADAPTER.format(setup=self.setup, name=name).lstrip()
        return Challenge(
            id=f"{collection}/{self.number}",
            title=name.replace("_", " "),
            prompt=_prompt(self.statement, self.asserts[0]),
            category=collection,
            tier=_TIER,
            signature=signature_of(function_of(program, name, "code")),
            public_tests=tests[:1],
            hidden_tests=tests[1:],
            references={"python": reference},
            source=f"google-research {self.source}; {_PROTOCOL}",
            licence="CC-BY-4.0",
            rights=Rights(train_allowed=True, redistribute=True),
            adapter={"python": adapter} if written else {},
        )

    def _tests(self, program: ast.Module, name: str) -> Iterator[Test]:
        imports = [item for item in program.body if isinstance(item, ast.Import | ast.ImportFrom)]
        above = "\n".join(["import math", *map(ast.unparse, imports)])
        for text in self.asserts:
            yield _test(text, name, above)


def called_function(text: str, program: ast.Module, field: str) -> str:
    """The function of a program that an assert calls.

    Raises:
        ValueError: If it calls none; names the field.
    """
    own = {item.name for item in program.body if isinstance(item, ast.FunctionDef)}
    for node in ast.walk(parse_python(text.strip(), field)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in own:
            return node.func.id
    raise ValueError(f"field {field!r}: {text:.60} calls no function of the program")


def _test(text: str, name: str, above: str) -> Test:
    body = parse_python(text.strip(), "test_list").body
    if not body or not all(isinstance(item, ast.Assert) for item in body):
        raise ValueError(f"field 'test_list': expected an assert, got {text!r:.60}")
    check = ast.parse(f"def check({name}): pass").body[0]
    assert isinstance(check, ast.FunctionDef)
    check.body = body
    try:
        (test,) = call_tests(check)
    except (NotLiteralError, ValueError):
        written = _written(body[0], name) if len(body) == 1 else None
        code = f"{above}\n\n\n{ast.unparse(ast.fix_missing_locations(check))}\n"
        return written or ScriptTest(code, origin=_ORIGIN)
    return CallTest(test.args, test.expected, test.compare, _ORIGIN)


def _written(statement: ast.stmt, name: str) -> CallTest | None:
    """A test whose arguments are no plain data: handed over as they are written, for the adapter.

    ``None`` where what is expected is no literal, either.
    """
    match statement:
        case ast.Assert(
            test=ast.Compare(
                left=ast.Call(func=ast.Name(called), args=args, keywords=[]),
                ops=[ast.Eq()],
                comparators=[expected],
            )
        ) if called == name:
            try:
                right = fold(expected)
            except NotConstantError:
                return None
            sources = tuple(ast.unparse(arg).encode() for arg in args)
            return CallTest(sources, right, Compare("equal"), _ORIGIN)
    return None


def _is_written(test: CallTest) -> bool:
    return any(isinstance(arg, bytes) for arg in test.args)


def _prompt(statement: str, shown: str) -> str:
    return f"{statement.strip()}\n\nYour program should pass this test:\n\n{shown.strip()}\n"


def _asserts(record: Record, fields: Iterable[str]) -> list[str]:
    asserts = [text for name in fields for text in record.texts(name, default=())]
    if not asserts:
        raise ValueError("field 'test_list': it is empty")
    return asserts


def _read_full(record: Record) -> Challenge:
    problem = _Problem(
        number=record.whole("task_id"),
        statement=record.text("text"),
        code=record.text("code"),
        asserts=_asserts(record, ("test_list", "challenge_test_list")),
        setup=record.text("test_setup_code", default="").replace("\r\n", "\n"),
        source="mbpp full",
    )
    return problem.challenge("mbpp")


def _read_sanitized(record: Record) -> Challenge:
    problem = _Problem(
        number=record.whole("task_id"),
        statement=record.text("prompt"),
        code=record.text("code"),
        asserts=_asserts(record, ("test_list",)),
        setup="\n".join(record.texts("test_imports", default=())),
        source="mbpp sanitized",
    )
    return problem.challenge("mbpp-sanitized")


_HUB = "google-research-datasets/mbpp", "4bb6404fdc6cacfda99d4ac4205087b89d32030c"

MBPP = Benchmark(
    name="mbpp",
    read=_read_full,
    files=("mbpp.jsonl", "mbpp.jsonl.gz"),
    hub=HubFiles(*_HUB, ("full/*.parquet",)),
)
"""All 974 problems."""

MBPP_SANITIZED = Benchmark(
    name="mbpp-sanitized",
    read=_read_sanitized,
    files=("sanitized-mbpp.json", "sanitized-mbpp.json*"),
    hub=HubFiles(*_HUB, ("sanitized/*.parquet",)),
)
"""The 427 problems that people went through by hand."""
