"""Java programs, from source text to answers."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeeval_gym.sandboxes.languages.java import JavaLanguage
from codeeval_gym.types import Call, Compile, Limits, Outcome, Run, Stdin
from tests.sandboxes.languages.running import Program, sandbox_with
from tests.sandboxes.languages.values import TYPES, same

DECLARED = {
    "int": "long",
    "float": "double",
    "str": "String",
    "bool": "boolean",
    "list[int]": "long[]",
    "list[float]": "List<Double>",
    "list[bool]": "boolean[]",
    "list[list[str]]": "List<List<String>>",
    "dict[str, int]": "Map<String, Long>",
    "dict[int, list[float]]": "HashMap<Long, double[]>",
    "dict[str, dict[str, bool]]": "TreeMap<String, Map<String, Boolean>>",
    "tuple[int, str]": "Pair",
    "list[tuple[float, bool]]": "ArrayList<Map.Entry<Double, Boolean>>",
    "optional[int]": "Optional<Long>",
    "list[optional[str]]": "String[]",
}
NUMBERS = {kind: number for number, kind in enumerate(DECLARED)}
IDENTITIES = "\n".join(
    f"    {DECLARED[kind]} f{number}({DECLARED[kind]} x) {{ return x; }}"
    for kind, number in NUMBERS.items()
)
PROGRAM = f"""import java.util.*;
class Solution {{
    record Pair(long first, String second) {{}}
{IDENTITIES}
}}
"""


@pytest.fixture(scope="module")
def java() -> Iterator[Program]:
    with sandbox_with(JavaLanguage) as sandbox:
        yield Program(sandbox, JavaLanguage)


@settings(max_examples=12, deadline=None)
@given(
    values=st.fixed_dictionaries(
        {kind: st.lists(TYPES[kind], min_size=2, max_size=6) for kind in DECLARED}
    )
)
def test_every_type_comes_back(java: Program, values: dict[str, list[object]]) -> None:
    sent = [(f"f{number}", arg) for kind, number in NUMBERS.items() for arg in values[kind]]
    got = java.each(PROGRAM, *(Call(name, (arg,)) for name, arg in sent))
    for (_, expected), value in zip(sent, got, strict=True):
        assert same(value, expected)


@settings(max_examples=8, deadline=None)
@given(values=st.lists(st.one_of(*TYPES.values()), min_size=20, max_size=40))
def test_objects_come_back(java: Program, values: list[object]) -> None:
    text = "class Solution { static <T> Object f(T x) { return x; } }"
    for sent, got in zip(values, java.calls(text, *values), strict=True):
        assert same(got, as_java_has_it(sent))


def as_java_has_it(value: object) -> object:
    """Where nothing says what a tuple is, it is a list."""
    if isinstance(value, list | tuple):
        return [as_java_has_it(item) for item in value]
    return value


FITTING: list[tuple[str, object]] = [
    ("int", -(2**31)),
    ("Integer", None),
    ("short", 7),
    ("byte", -128),
    ("float", 1.5),
    ("char", "x"),
    ("Character", "é"),
    ("char[]", ["a", "b"]),
    ("int[][]", [[1], []]),
    ("BigInteger", 10**15),
    ("Set<Integer>", {1, 2}),
    ("TreeSet<String>", {"b", "a"}),
    ("Deque<Integer>", [1, 2]),
    ("PriorityQueue<Integer>", [1, 2]),
    ("Collection<? extends List<Integer>>", [[1]]),
    ("List<int[]>", [[1, 2]]),
    ("List<Integer>[]", [[1], [2]]),
    ("Optional<List<String>>", ["a"]),
    ("CharSequence", "text"),
    ("StringBuilder", "text"),
    ("Comparable<Integer>", 3),
    ("byte[]", b"ab"),
    ("Map.Entry<String, Integer>", ("a", 1)),
    ("Number", 3),
]
MISFITS: list[tuple[str, object]] = [
    ("int", 2**31),
    ("byte", 128),
    ("int", 1.0),
    ("int", None),
    ("int", True),
    ("String", 1),
    ("char", "ab"),
    ("List<Integer>", [1, "a"]),
    ("List<Integer>", "ab"),
    ("Map<String, Integer>", [1]),
    ("int[]", {"a": 1}),
    ("Runnable", [1]),
]


def with_parameters(declared: list[str]) -> str:
    """A program with an identity function for each type, in one: compiling is dear."""
    functions = (
        f"    {kind} f{number}({kind} x) {{ return x; }}" for number, kind in enumerate(declared)
    )
    body = "\n".join(functions)
    return f"import java.util.*; import java.math.*;\nclass Solution {{\n{body}\n}}"


def test_parameters_are_what_they_are_declared_as(java: Program) -> None:
    text = with_parameters([kind for kind, _ in FITTING])
    calls = [Call(f"f{number}", (value,)) for number, (_, value) in enumerate(FITTING)]
    for (kind, value), got in zip(FITTING, java.each(text, *calls), strict=True):
        assert (kind, got) == (kind, value)


def test_what_does_not_fit_is_an_error(java: Program) -> None:
    text = with_parameters([kind for kind, _ in MISFITS])
    calls = [Call(f"f{number}", (value,)) for number, (_, value) in enumerate(MISFITS)]
    for (kind, _), got in zip(MISFITS, java.each(text, *calls), strict=True):
        assert isinstance(got, Run), kind
        assert got.outcome is Outcome.RUNTIME_ERROR
        assert re.fullmatch(
            r"java.lang.IllegalArgumentException: argument .* does not fit .*", got.error or ""
        )


@pytest.mark.parametrize(
    "expression",
    ["new Object()", "l", "m", "Thread.currentThread()", "new Object[] {l}", "List.of(1).stream()"],
)
def test_what_is_no_data_is_no_answer(java: Program, expression: str) -> None:
    text = f"""import java.util.*;
    class Solution {{
        Object f(int x) {{
            List<Object> l = new ArrayList<>(); l.add(l); l.add(l);
            Map<Object, Object> m = new HashMap<>(); m.put(1, m);
            return {expression};
        }}
    }}"""
    outcome, error, _ = java.error(text, 0)
    assert outcome is Outcome.RUNTIME_ERROR
    assert error is not None
    assert error.startswith("java.lang.IllegalArgumentException: the answer is not plain data: ")


@pytest.mark.parametrize(
    "text",
    [
        "class Solution { int f(int x) { return x + 1; } }",
        "public class Anything { public static int f(int x) { return x + 1; } }",
        "class A { int g; } class B { private static int f(int x) { return x + 1; } }",
        "class A { int f(int x) { return 0; } } class Solution { int f(int x) { return x + 1; } }",
        "class Solution { int f(String x) { return 0; } int f(int x) { return x + 1; } }",
        "class Solution { int f(int x, int y) { return 0; } int f(int x) { return x + 1; } }",
        "package a.b; class Solution { private Solution() {} int f(int x) { return x + 1; } }",
        "interface Solution { static int f(int x) { return x + 1; } }",
        "class Main { static class Inner { static int f(int x) { return x + 1; } } }",
        "class Ünïcode { static int f(int x) { return x + 1; } }",
    ],
)
def test_methods_are_found(java: Program, text: str) -> None:
    assert java.calls(text, 1, 2) == [2, 3]


def test_a_method_that_is_not_there_is_said_to_be_missing(java: Program) -> None:
    outcome, error, _ = java.error("class Solution { int g(int x) { return x; } }", 1)
    missing = "java.lang.NoSuchMethodException: the program has no method f with 1 parameters"
    assert (outcome, error) == (Outcome.RUNTIME_ERROR, missing)


def test_calls_go_on_after_every_failure(java: Program) -> None:
    text = """import java.util.*;
    class Solution {
        int calls = 0;
        Object f(int n) {
            calls++;
            if (n == 0) return 1 / n;
            if (n == 1) throw new IllegalStateException("é\\"\\n");
            if (n == 2) return f(2);
            if (n == 3) for (List<long[]> l = new ArrayList<>(); ; l.add(new long[9999]));
            return calls > 1000;
        }
    }"""
    runs = java.run(text, *(Call("f", (n,)) for n in range(5)), limits=Limits(memory_mb=64))
    assert [(run.outcome, run.error, run.error_line) for run in runs[:4]] == [
        (Outcome.RUNTIME_ERROR, "java.lang.ArithmeticException: / by zero", 6),
        (Outcome.RUNTIME_ERROR, 'java.lang.IllegalStateException: é"\n', 7),
        (Outcome.RUNTIME_ERROR, "java.lang.StackOverflowError", 8),
        (Outcome.MEMORY_LIMIT, "java.lang.OutOfMemoryError: Java heap space", 9),
    ]
    assert runs[4].returned is not None
    assert runs[4].returned.value is True


def test_recursion_of_a_hundred_thousand_calls_is_no_failure(java: Program) -> None:
    text = "class Solution { int f(int n) { return n == 0 ? 0 : 1 + f(n - 1); } }"
    assert java.calls(text, 100_000) == [100_000]


@pytest.mark.parametrize("way", ["System.exit(0)", "Runtime.getRuntime().halt(0)"])
def test_exit_is_no_answer(java: Program, way: str) -> None:
    text = f"class Solution {{ int f(int n) {{ if (n == 1) {way}; return n; }} }}"
    first, *others = java.calls(text, 0, 1, 0)
    assert first == 0
    assert all(isinstance(run, Run) for run in others)


@pytest.mark.parametrize(
    "text",
    [
        "class Solution {\nstatic int x = 1 / 0; static int f(int n) { return n; } }",
        "class Solution {\nint x = 1 / 0; int f(int n) { return n; } }",
    ],
)
def test_errors_while_loading_are_named_with_their_line(java: Program, text: str) -> None:
    said = java.error(text, 1)
    assert said == (Outcome.RUNTIME_ERROR, "java.lang.ArithmeticException: / by zero", 2)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("class A {\nint f() { return y; } }", "compiler.err.cant.resolve.location: cannot find"),
        ('class A {\nint x = "a"; }', "compiler.err.prob.found.req: incompatible types: "),
        ("class A {\n", "compiler.err.premature.eof: reached end of file"),
        ("\nint", "compiler.err."),
    ],
)
def test_compile_errors_have_their_key_and_line(java: Program, text: str, error: str) -> None:
    for inputs in ((Call("f", (1,)),), (Stdin(),), (Compile(),)):
        ended = java.run(text, *inputs)[0]
        assert (ended.outcome, ended.compiled) == (Outcome.COMPILE_ERROR, False)
        assert ended.error is not None
        assert ended.error.startswith(error)
        assert ended.error_line == len(text.splitlines())


def test_an_import_that_is_not_there_is_an_unknown_module(java: Program) -> None:
    outcome, error, line = java.error("\nimport org.apache.Missing;\nclass A {}")
    missing = "compiler.err.doesnt.exist: imported package org.apache does not exist"
    assert (outcome, error, line) == (Outcome.UNKNOWN_MODULE, missing, 2)
    assert java.error("class A { int f() { return a.b.c(); } }")[0] is Outcome.COMPILE_ERROR


@pytest.mark.parametrize(
    "main",
    [
        "public class Main { public static void main(String[] args) { Copy.run(); } }",
        "package x; public class Any { public static void main(String... args) { Copy.run(); } }",
    ],
)
def test_scripts_read_standard_input(java: Program, main: str) -> None:
    text = f"""{main}
    class Copy {{
        static void run() {{
            java.util.Scanner in = new java.util.Scanner(System.in);
            while (in.hasNextLine()) System.out.println(in.nextLine() + "\\u00e9");
        }}
    }}"""
    ended = java.run(text, Stdin("1 é\n2\n"), Stdin(""))
    assert [run.stdout for run in ended] == ["1 éé\n2é\n", ""]
    assert all(run.exit_code == 0 for run in ended)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("int[] a = {};\na[0] = 1;", ("java.lang.ArrayIndexOutOfBoundsException: Index 0", 2)),
        ("throw new Own();", ("Own: message", 1)),
        ("System.exit(3);", ("it ended by exit code 3", None)),
    ],
)
def test_scripts_that_fail(java: Program, body: str, said: tuple[str, int | None]) -> None:
    text = f"class Main {{ public static void main(String[] args) throws Exception {{ {body} }} }}"
    own = 'class Own extends Exception { public String getMessage() { return "message"; } }'
    outcome, error, line = java.error(f"{text}\n{own}")
    assert outcome is Outcome.RUNTIME_ERROR
    assert error is not None
    assert error.startswith(said[0])
    assert line == said[1]


def test_memory_that_runs_out_is_the_memory_limit(java: Program) -> None:
    text = """import java.util.*;
    class Main { public static void main(String[] args) {
        List<Object> kept = new ArrayList<>(); for (;;) kept.add(new long[99999]);
    } }"""
    ended = java.run(text, Stdin(), limits=Limits(memory_mb=64))[0]
    assert ended.outcome is Outcome.MEMORY_LIMIT


def test_threads_streams_and_files_work_as_outside(java: Program) -> None:
    text = """import java.nio.file.*; import java.util.stream.*;
    class Main { public static void main(String[] args) throws Exception {
        Thread thread = new Thread(() -> System.out.println("thread"));
        thread.start();
        thread.join();
        System.out.println(IntStream.range(0, 1000).parallel().sum());
        Files.writeString(Path.of("a.txt"), "written");
        System.out.println(Files.readString(Path.of("a.txt")) + String.format("%.1f", 0.25));
        System.out.println(java.security.MessageDigest.getInstance("SHA-256").getDigestLength());
    } }"""
    ended = java.run(text, Stdin())[0]
    assert ended.stdout.splitlines() == ["thread", "499500", "written0.3", "32"]
    assert ended.outcome is Outcome.FINISHED
