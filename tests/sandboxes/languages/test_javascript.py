"""JavaScript programs, from source text to answers."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeeval_gym.sandboxes.languages.javascript import JavaScriptLanguage
from codeeval_gym.types import Call, Compile, Limits, Outcome, Run, Stdin
from tests.sandboxes.languages.running import Program, sandbox_with
from tests.sandboxes.languages.values import TYPES, same

IDENTITY = "const f = (x) => x;"
VALUES = st.one_of(*TYPES.values()) | st.binary(max_size=9) | st.integers()


@pytest.fixture(scope="module")
def js() -> Iterator[Program]:
    with sandbox_with(JavaScriptLanguage) as sandbox:
        yield Program(sandbox, JavaScriptLanguage)


def as_javascript_has_it(value: object) -> object:
    """There are no tuples, and a float without a fraction is an integer."""
    if isinstance(value, list | tuple):
        return [as_javascript_has_it(item) for item in value]
    if isinstance(value, dict):
        return {key: as_javascript_has_it(item) for key, item in value.items()}
    if isinstance(value, float) and value.is_integer() and str(value) != "-0.0":
        return int(value)
    return value


@settings(max_examples=12, deadline=None)
@given(values=st.lists(VALUES, min_size=30, max_size=60))
def test_every_type_comes_back(js: Program, values: list[object]) -> None:
    for sent, got in zip(values, js.calls(IDENTITY, *values), strict=True):
        assert same(got, as_javascript_has_it(sent))


def test_dicts_and_sets_are_what_programs_expect(js: Program) -> None:
    text = """
    function f(x) {
      if (x instanceof Map) return ["Map", x.get(1)];
      if (x instanceof Set) return x;
      return [Object.keys(x), x.__proto__ === Object.prototype];
    }"""
    empty: set[int] = set()
    assert js.calls(text, {"a": 1}, {"__proto__": 2}, {1: "b"}, {1, "a"}, empty) == [
        [["a"], True],
        [["__proto__"], False],
        ["Map", "b"],
        {1, "a"},
        set(),
    ]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("undefined", None),
        ("[,1]", [None, 1]),
        ("10n ** 30n", 10**30),
        ("2 ** 70", 2**70),
        ("new Map([['a', {b: undefined}]])", {"a": {"b": None}}),
        ("new Int32Array([1, -2])", [1, -2]),
        ("Buffer.from('ab')", b"ab"),
        ("Object.assign(Object.create(null), {a: 1, [Symbol('b')]: 2})", {"a": 1}),
        ("Promise.resolve([1])", [1]),
        ("new Promise((done) => setTimeout(done, 5, 'late'))", "late"),
    ],
)
def test_answers_of_javascript_own_types(js: Program, expression: str, value: object) -> None:
    assert js.calls(f"function f(x) {{ return {expression}; }}", 0) == [value]


@pytest.mark.parametrize(
    "expression",
    ["() => 1", "Symbol('a')", "new Date()", "new (class A {})()", "a", "b", "new Map([[1, b]])"],
)
def test_what_is_no_data_is_no_answer(js: Program, expression: str) -> None:
    text = "const a = []; a.push(a, a); const b = {}; b.b = b;\n"
    outcome, error, _ = js.error(f"{text}function f(x) {{ return {expression}; }}", 0)
    assert outcome is Outcome.RUNTIME_ERROR
    assert error is not None
    assert error.startswith("TypeError: the answer is not plain data: ")


@pytest.mark.parametrize(
    "text",
    [
        "function f(x) { return x + 1; }",
        "async function f(x) { return x + 1; }",
        "const f = (x) => x + 1",
        "let f; f = function (x) { return x + 1; } // no newline at the end",
        "'use strict';\nvar f = (x) => x + 1;",
        "exports.f = (x) => x + 1;",
        "module.exports = { f: (x) => x + 1 };",
        "module.exports = (x) => x + 1;",
        "globalThis.f = (x) => x + 1;",
        "#!/usr/bin/env node\nfunction f(x) { return x + 1; }",
        "\ufefffunction f(x) { return x + 1; }",
        "if (require.main === module) process.exit(1);\nfunction f(x) { return x + 1; }",
        "setInterval(() => 0, 5); function f(x) { return x + 1; }",
    ],
)
def test_functions_are_found(js: Program, text: str) -> None:
    assert js.calls(text, 1, 2) == [2, 3]


@pytest.mark.parametrize("text", ["", "return; function g() {}", "const f = 1;", "fetch = 1"])
def test_a_function_that_is_not_there_is_said_to_be_missing(js: Program, text: str) -> None:
    said = js.error(text, 0)
    assert said == (
        Outcome.RUNTIME_ERROR,
        "ReferenceError: the program defines no function f",
        None,
    )


def test_a_global_of_node_is_no_function_of_the_program(js: Program) -> None:
    runs = js.run("", Call("structuredClone", (1,)))
    assert runs[0].outcome is Outcome.RUNTIME_ERROR
    own = "function structuredClone(x) { return -x; }"
    assert js.calls(own, 1, name="structuredClone") == [-1]


@pytest.mark.parametrize(
    "pollution",
    [
        "Object.defineProperty(Array.prototype, 0, { set() { throw 1; } })",
        "Array.prototype[Symbol.iterator] = Array.prototype.push = null",
        "Object.prototype.toJSON = Object.prototype.then = () => 'forged'",
        "Object.prototype.get = Object.prototype.value = 1",
        'JSON.stringify = () => \'{"wire":"i7"}\'',
        "String.prototype.slice = String.prototype.indexOf = RegExp.prototype.exec = null",
        "Buffer.from = Buffer.concat = Buffer.prototype.toString = null",
        "require('fs').writeSync = require('fs').readSync = null",
        "Function.prototype.call = Promise.prototype.then = Reflect.apply = null",
        "Map = Set = BigInt = Array = Number = Error = Promise = globalThis.Object = null",
    ],
)
def test_polluted_prototypes_spoil_nothing(js: Program, pollution: str) -> None:
    value = [1, {"a": "b"}, {1: 2.5}, {3}, 2**70, "é", b"a"]
    text = f"{pollution}\nfunction f(x) {{ if (x === 0) throw new TypeError('own'); return x; }}"
    text = f"const {{ TypeError }} = globalThis;\n{text}"
    first, second, third = js.calls(text, value, 0, "after")
    assert (first, third) == (value, "after")
    assert isinstance(second, Run)
    assert (second.error, second.error_line) == ("TypeError: own", 3)


def test_calls_go_on_after_every_failure(js: Program) -> None:
    text = """function f(n) {
      if (n === 0) throw new RangeError('zero');
      if (n === 1) return new Promise(() => {});
      if (n === 2) return Promise.reject(new Error('two'));
      if (n === 3) return f(3);
      if (n === 4) throw 'text';
      if (n === 5) throw null;
      if (n === 6) return new ArrayBuffer(2 ** 50);
      return n;
    }"""
    *failed, last = js.calls(text, *range(8))
    assert [run.error for run in failed if isinstance(run, Run)] == [
        "RangeError: zero",
        "Error: the promise is never settled",
        "Error: two",
        "RangeError: Maximum call stack size exceeded",
        "Uncaught: text",
        "Uncaught: null",
        "RangeError: Array buffer allocation failed",
    ]
    assert last == 7


def test_exit_is_no_answer(js: Program) -> None:
    text = "function f(n) { return n ? process.exit(0) : 0; }"
    first, *others = js.calls(text, 0, 1, 0)
    assert first == 0
    assert all(isinstance(run, Run) for run in others)


@pytest.mark.parametrize("text", ["function f( {", "let a;\nlet a;", "return }", "await 1; ]"])
def test_a_syntax_error_is_a_compile_error(js: Program, text: str) -> None:
    for inputs in ((Call("f", (1,)),), (Stdin(),), (Compile(),)):
        ended = js.run(text, *inputs)[0]
        assert (ended.outcome, ended.compiled) == (Outcome.COMPILE_ERROR, False)
        assert ended.error is not None
        assert ended.error.startswith("SyntaxError: ")
        assert ended.error_line == len(text.splitlines())
    assert js.run("let a;", Compile())[0].compiled


@pytest.mark.parametrize("args", [(), (1,)])
def test_errors_while_loading_are_named_with_their_line(js: Program, args: tuple[object]) -> None:
    said = js.error("let a;\na.b();", *args)
    text = "TypeError: Cannot read properties of undefined (reading 'b')"
    assert said == (Outcome.RUNTIME_ERROR, text, 2)
    said = js.error("\nrequire('left-pad');", *args)
    assert said == (Outcome.UNKNOWN_MODULE, "Error: Cannot find module 'left-pad'", 2)


@pytest.mark.parametrize(
    "text",
    [
        "process.stdout.write(require('fs').readFileSync(0, 'utf8'))",
        "process.stdout.write(require('fs').readFileSync('/dev/stdin'))",
        "process.stdin.on('data', (data) => process.stdout.write(data))",
        "require('fs').createReadStream('/dev/stdin').pipe(process.stdout)",
        "require('readline').createInterface({ input: process.stdin })"
        ".on('line', (line) => console.log(line))",
        "(async () => { for await (const data of process.stdin) process.stdout.write(data); })()",
        "if (require.main === module) process.stdin.pipe(process.stdout)",
        "import('fs').then((fs) => process.stdout.write(fs.readFileSync(0)))",
    ],
)
def test_scripts_read_standard_input(js: Program, text: str) -> None:
    ended = js.run(text, Stdin("1 é\n2\n"), Stdin(""))
    assert [run.stdout for run in ended] == ["1 é\n2\n", ""]
    assert all(run.exit_code == 0 for run in ended)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("throw new Error('a')", "Error: a"),
        ("setTimeout(() => { throw new Error('b') }, 5)", "Error: b"),
        ("Promise.reject(new TypeError('c'))", "TypeError: c"),
        ("process.exit(3)", "it ended by exit code 3"),
        ("process.exitCode = 4", "it ended by exit code 4"),
    ],
)
def test_scripts_that_fail(js: Program, text: str, error: str) -> None:
    assert js.error(text)[:2] == (Outcome.RUNTIME_ERROR, error)


def test_an_error_that_a_script_catches_itself_is_none(js: Program) -> None:
    text = "process.on('uncaughtException', (e) => console.log(e.message)); throw new Error('a')"
    ended = js.run(text, Stdin())[0]
    assert (ended.outcome, ended.stdout) == (Outcome.FINISHED, "a\n")


@pytest.mark.parametrize("text", ["new Array(1000).fill(1.5)", "Buffer.alloc(1 << 20, 1)"])
def test_memory_that_runs_out_is_the_memory_limit(js: Program, text: str) -> None:
    text = f"const kept = []; for (;;) kept.push({text});"
    ended = js.run(text, Stdin(), limits=Limits(memory_mb=128))[0]
    assert ended.outcome is Outcome.MEMORY_LIMIT


def test_threads_files_and_figures_work_as_outside(js: Program) -> None:
    text = """
    const fs = require('fs');
    fs.writeFileSync('a.txt', 'written');
    fs.readFile('a.txt', 'utf8', (error, read) => console.log(read));
    const { Worker } = require('worker_threads');
    new Worker('require("worker_threads").parentPort.postMessage(1)', { eval: true })
      .on('message', () => console.log(process.memoryUsage().heapUsed > 0, process.argv.length));
    """
    ended = js.run(text, Stdin())[0]
    assert sorted(ended.stdout.splitlines()) == ["true 2", "written"]
    assert ended.outcome is Outcome.FINISHED
