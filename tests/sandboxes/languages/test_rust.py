"""Rust programs, from source text to answers."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.sandboxes.languages import Failure
from codeeval_gym.sandboxes.languages.rust import RustLanguage
from codeeval_gym.types import Call, Limits, Outcome, Run, Stdin
from tests.sandboxes.languages.running import Program, sandbox_with
from tests.sandboxes.languages.spelled import spell
from tests.sandboxes.languages.values import TYPES, same

NAMES = {
    "int": "i64",
    "float": "f64",
    "str": "String",
    "bool": "bool",
    "list": "Vec<{}>",
    "dict": "HashMap<{}>",
    "tuple": "({})",
    "optional": "Option<{}>",
}
SPELLED = [spell(neutral, NAMES) for neutral in TYPES]
WAYS = ["fn f{1}(x: {0}) -> {0} {{ x }}", "fn f{1}(x: &{0}) -> &{0} {{ x }}"]
IDENTITIES = [
    "use std::collections::*;\n"
    + "\n".join(way.format(type_, at) for at, type_ in enumerate(SPELLED))
    for way in WAYS
]


def is_text(value: object) -> bool:
    """Without a lone surrogate, which no Rust text can have."""
    if isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dict):
        return all(map(is_text, [*value, *value.values()]))
    return not isinstance(value, list | tuple) or all(map(is_text, value))


EACH = [st.tuples(st.just(f"f{at}"), of.filter(is_text)) for at, of in enumerate(TYPES.values())]


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    with sandbox_with(RustLanguage) as sandbox:
        yield Program(sandbox, RustLanguage)


@pytest.mark.parametrize("text", IDENTITIES, ids=["by value", "by reference"])
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=st.tuples(*EACH), more=st.lists(st.one_of(EACH), min_size=25, max_size=65))
def test_every_type_comes_back(
    program: Program, text: str, first: tuple[tuple[str, object], ...], more: list[Any]
) -> None:
    """Functions are numbered as they are first called: one of each makes it one compilation."""
    values = [*first, *more]
    got = program.each(text, *(Call(name, (value,)) for name, value in values))
    for (_, sent), back in zip(values, got, strict=True):
        assert same(back, sent)


TYPES_OF_THE_LANGUAGE = [
    ("char", "é", "é"),
    ("u8", 255, 255),
    ("i128", -(2**63), -(2**63)),
    ("usize", 2**63 - 1, 2**63 - 1),
    ("f32", 0.5, 0.5),
    ("f64", 3, 3.0),
    ("&str", "né", "né"),
    ("&'static str", "abc", "abc"),
    ("&mut Vec<i32>", [1, 2], [1, 2]),
    ("&[String]", ["a"], ["a"]),
    ("&mut [i32]", (1, 2), [1, 2]),
    ("VecDeque<bool>", [True], [True]),
    ("[i32; 2]", [1, 2], [1, 2]),
    ("(i32, String)", [1, "a"], (1, "a")),
    ("BTreeSet<i32>", {3, 1}, {1, 3}),
    ("HashSet<String>", {"a"}, {"a"}),
    ("BTreeMap<(i32, i32), i32>", {(1, 2): 3}, {(1, 2): 3}),
    ("Option<Vec<&str>>", None, None),
    ("Box<Option<i32>>", 4, 4),
    ("std::borrow::Cow<'static, str>", "a", "a"),
]


def test_types_of_the_language(program: Program) -> None:
    text = "use std::collections::*;\n"
    for at, (type_, _, _) in enumerate(TYPES_OF_THE_LANGUAGE):
        text += f"fn f{at}(x: {type_}) -> {type_} {{ x }}\n"
    calls = [Call(f"f{at}", (given_,)) for at, (_, given_, _) in enumerate(TYPES_OF_THE_LANGUAGE)]
    assert program.each(text, *calls) == [answer for _, _, answer in TYPES_OF_THE_LANGUAGE]


def test_answers_of_other_types(program: Program) -> None:
    text = """
    fn unit() {}
    fn unsigned() -> u128 { u128::MAX }
    fn good() -> Result<Vec<Option<char>>, String> { Ok(vec![Some('a'), None]) }
    fn bad() -> Result<i32, String> { Err("why".to_string()) }
    fn nothing() -> () {}"""
    names = ("unit", "unsigned", "good", "bad", "nothing")
    runs = program.run(text, *(Call(name, ()) for name in names))
    answers = [run.returned.value for run in runs if run.returned]
    assert answers == [None, 2**128 - 1, ["a", None], None]
    assert (runs[3].outcome, runs[3].error) == (Outcome.RUNTIME_ERROR, 'Err: "why"')


MISFITS = [
    ("i32", 2**31),
    ("i32", -(2**31) - 1),
    ("u64", -1),
    ("i8", 128),
    ("char", "ab"),
    ("i32", "1"),
    ("i32", 1.0),
    ("bool", 1),
    ("String", None),
    ("String", "\ud800"),
    ("Vec<i32>", [1, "a"]),
    ("[i32; 3]", [1]),
    ("(i32, i32)", (1,)),
]


def test_what_does_not_fit_is_an_error_and_the_next_call_is_made(program: Program) -> None:
    text = "fn after() -> i32 { 2 }\n"
    calls = []
    for at, (type_, given_) in enumerate(MISFITS):
        text += f"fn f{at}(_: {type_}) -> i32 {{ 1 }}\n"
        calls += [Call(f"f{at}", (given_,)), Call("after", ())]
    runs = program.run(text, *calls, Call("after", (1,)))
    for misfit, after in zip(runs[::2], runs[1::2], strict=False):
        assert misfit.outcome is Outcome.RUNTIME_ERROR
        assert str(misfit.error).startswith("TypeError: ")
        assert after.returned is not None
    assert runs[-1].error == "TypeError: it takes 0 arguments, not 1"


def test_programs_that_would_break_a_careless_driver(program: Program) -> None:
    text = """//! What it does.
#![deny(warnings)]
mod std { pub struct Words; }
struct Vec; struct String; struct Box; struct Result;
macro_rules! println { () => {} }
trait Read { fn read(&self) {} }
impl<T> Read for T {}
fn f<'a>(x: &'a str, y: &mut ::std::vec::Vec<u8>) -> &'a str { y.clear(); print!("printed"); x }
fn main() { f("", &mut ::std::vec::Vec::new()); } // no newline"""
    (run,) = program.run(text, Call("f", ("a", [1])))
    assert (run.returned and run.returned.value, run.stdout) == ("a", "printed")


PANICS = [
    ('panic!("no\\"\\n{}", "é")', 'panic: no" é', 4),
    ("vec![1][x]; x", "panic: index out of bounds: the len is 1 but the index is 1", 5),
    ("i32::MAX as usize as i32 + x as i32", "panic: attempt to add with overflow", 6),
    ("None::<i32>.unwrap()", "panic: called `Option::unwrap()` on a `None` value", 7),
    ("std::panic::panic_any(5)", "panic: a value that is no text", 8),
]


def test_a_panic_is_named_and_the_next_call_is_made(program: Program) -> None:
    arms = "".join(f"{at} => {{ {code}; }}\n" for at, (code, _, _) in enumerate(PANICS))
    text = "fn f(at: i32) -> i32 {\n let x = 1 + (at > 90) as usize;\n match at {\n"
    text += f"{arms}_ => {{}}\n}}\n 7 }}"
    *failed, after = program.run(text, *(Call("f", (at,)) for at in range(len(PANICS) + 1)))
    for run, (_, error, line) in zip(failed, PANICS, strict=True):
        assert (run.outcome, run.error, run.error_line) == (Outcome.RUNTIME_ERROR, error, line)
    assert after.returned is not None


def ending(program: Program, text: str, *inputs: Call | Stdin) -> Run:
    return program.run(text, *inputs, limits=Limits(memory_mb=256, cpu_seconds=2))[0]


def test_scripts_and_their_ends(program: Program) -> None:
    text = """fn main() {
    let line = std::io::stdin().lines().next().unwrap().unwrap();
    println!("{}", 2 * line.parse::<i32>().expect("a number"));
}"""
    good, bad = program.run(text, Stdin("21"), Stdin("a"))
    assert good.stdout == "42\n"
    assert str(bad.error).startswith("panic: a number: ParseIntError")
    assert bad.error_line == 3
    ended = ending(program, 'fn main() -> Result<(), String> { Err("why".into()) }', Stdin())
    assert ended.error == 'Error: "why"'
    ended = ending(program, "fn f(x: u64) -> u64 { f(x + 1) + f(x + 2) }", Call("f", (1,)))
    assert (ended.outcome, ended.error) == (Outcome.RUNTIME_ERROR, "it ended by SIGSEGV")


def test_memory_that_runs_out(program: Program) -> None:
    text = "fn f(_: i32) -> usize { let mut a = vec![]; loop { a.push(vec![1u8; 1 << 20]); } }"
    assert ending(program, text, Call("f", (1,))).outcome is Outcome.MEMORY_LIMIT


@pytest.mark.parametrize(
    ("text", "outcome", "error", "line"),
    [
        ("fn f(x: i32) -> i32 {\n y }", Outcome.COMPILE_ERROR, "error[E0425]: cannot find", 2),
        ("use rand::Rng;", Outcome.UNKNOWN_MODULE, "error[E0432]: unresolved import `rand`", 1),
        ("fn f(x: i32) { md5::g(x); }", Outcome.UNKNOWN_MODULE, "error[E0433]: ", 1),
        ("\nextern crate regex;", Outcome.UNKNOWN_MODULE, "error[E0463]: can't find crate", 2),
        ("use std::nothing::A;", Outcome.COMPILE_ERROR, "error[E0432]: unresolved import `std", 1),
        ("fn g() -> i32 { 1 }", Outcome.COMPILE_ERROR, "error[E0425]: cannot find value `f`", None),
        ("fn f<T>(x: T) -> T { x }", Outcome.COMPILE_ERROR, "error[E028", None),
        ("fn f(x: i32) -> i32 { x", Outcome.COMPILE_ERROR, "error: this file contains an un", 2),
    ],
)
def test_refusals_say_what_and_where(
    program: Program, text: str, outcome: Outcome, error: str, line: int | None
) -> None:
    got, said, where = program.error(text, 1)
    assert got is outcome
    assert str(said).startswith(error)
    assert where == line


HOSTILE = {
    "a file of the host": 'const A: &str = include_str!("/etc/passwd");',
    "endless file": 'const A: &[u8] = include_bytes!("/dev/zero");',
    "endless constant": "static A: u64 = { let mut x = 0; loop { x ^= 1; if x > 1 { break x } } };",
    "macro": "macro_rules! m { ($($t:tt)*) => { m!($($t)* $($t)*); } }\nm!(a b);",
    "trait recursion": "trait T {} struct W<X>(X); impl<X> T for W<X> where W<W<X>>: T {}\n"
    "fn g<X: T>(_: X) {} fn h() { g(W(1)) }",
    "endless types": "fn g<T>(n: i32, t: T) { if n > 0 { g(n - 1, (0, &t)) } }\n"
    "#[no_mangle] fn h() { g(9, 1) }",
    "feature": "#![feature(asm)]",
    "endless assembly": 'std::arch::global_asm!(".incbin \\"/dev/zero\\"");',
    "environment": 'const A: &str = env!("SECRET");',
    "huge array": "static A: [u8; 1 << 40] = [1; 1 << 40];\nfn g() -> u8 { A[5] }",
    "library": '#[link(name = "evil")] extern "C" { fn evil(); }\nfn g() { unsafe { evil() } }',
}


@pytest.mark.usefixtures("short_compilations")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_a_compile_error(program: Program, text: str) -> None:
    (ended,) = program.run(text + "\npub fn f(_: i32) -> i32 { 1 }", Call("f", (1,)))
    assert ended.outcome is Outcome.COMPILE_ERROR
    assert "root:" not in ended.stderr
    assert len(ended.stderr) <= 4096


def test_a_crate_of_another_kind_is_a_program_all_the_same(program: Program) -> None:
    """Or the compiler would load it."""
    text = '#![crate_type = "proc-macro"]\nfn f(x: i32) -> i32 { x }'
    assert program.calls(text, 3) == [3]


def test_failures_of_other_versions() -> None:
    language = RustLanguage()
    assert language.compile_failure("") == Failure("the compiler said nothing")
    old = "error[E0433]: failed to resolve: use of undeclared crate or module `rand`\n"
    assert language.compile_failure(old + " --> main.rs:7:5\n").kind == "module"
    panic = "thread 'main' panicked at 'why', main.rs:3:5\n"
    assert language.run_failure(panic) == Failure("panic: why", 3)
    out = "memory allocation of 100 bytes failed\n"
    assert language.run_failure(out) == Failure("memory allocation failed", kind="memory")
    assert language.run_failure("anything") is None


def test_without_a_compiler_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(LanguageUnavailable, match="install rustc"):
        RustLanguage().find(mapped=True)


def test_a_compiler_that_does_not_work_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    compiler = tmp_path_factory.mktemp("bin") / "rustc"
    compiler.write_text("#!/bin/sh\necho no toolchain is installed >&2\nexit 1\n")
    compiler.chmod(0o755)
    monkeypatch.setenv("PATH", str(compiler.parent))
    with pytest.raises(LanguageUnavailable, match="no toolchain is installed"):
        RustLanguage().find(mapped=True)
