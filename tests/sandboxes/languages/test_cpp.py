"""C++ programs, from source text to answers."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.sandboxes.languages import Failure, cpp
from codeeval_gym.sandboxes.languages.cpp import CppLanguage
from codeeval_gym.types import Call, Input, Job, Limits, Outcome, Run, Stdin
from tests.sandboxes.conftest import start
from tests.sandboxes.languages.running import Program, sandbox_with
from tests.sandboxes.languages.spelled import spell
from tests.sandboxes.languages.values import TYPES, same

NAMES = {
    "int": "long long",
    "float": "double",
    "str": "std::string",
    "bool": "bool",
    "list": "std::vector<{}>",
    "dict": "std::unordered_map<{}>",
    "tuple": "std::tuple<{}>",
    "optional": "std::optional<{}>",
}
SPELLED = [spell(neutral, NAMES) for neutral in TYPES]
WAYS = ["{0} f{1}({0} x) {{ return x; }}", "const {0}& f{1}(const {0}& x) {{ return x; }}"]
IDENTITIES = [
    "#include <bits/stdc++.h>\n"
    + "\n".join(way.format(type_, at) for at, type_ in enumerate(SPELLED))
    for way in WAYS
]
EACH = [st.tuples(st.just(f"f{at}"), of) for at, of in enumerate(TYPES.values())]


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    with sandbox_with(CppLanguage) as sandbox:
        yield Program(sandbox, CppLanguage)


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
    ("char", "a", "a"),
    ("unsigned char", 255, 255),
    ("unsigned long long", 2**63 - 1, 2**63 - 1),
    ("__int128", -(2**63), -(2**63)),
    ("float", 0.5, 0.5),
    ("double", 3, 3.0),
    ("string_view", "n\xe9", "n\xe9"),
    ("const char*", "abc", "abc"),
    ("vector<int>&&", [1, 2], [1, 2]),
    ("vector<int>&", (1, 2), [1, 2]),
    ("deque<bool>", [True], [True]),
    ("list<string>", [], []),
    ("array<int, 2>", [1, 2], [1, 2]),
    ("pair<int, string>", (1, "a"), (1, "a")),
    ("pair<int, string>", [1, "a"], (1, "a")),
    ("tuple<>", (), ()),
    ("set<int>", {3, 1}, {1, 3}),
    ("unordered_set<string>", {"a"}, {"a"}),
    ("multiset<int>", [2, 1, 2], [1, 2, 2]),
    ("map<pair<int, int>, int>", {(1, 2): 3}, {(1, 2): 3}),
    ("optional<vector<int>>", None, None),
    ("any", 3, 3),
    ("any", 2**31, 2**31),
    ("any", None, None),
    ("any", True, True),
    (
        "list<any>",
        [1, 2.5, "a", [None, False], {"b": (1,)}],
        [1, 2.5, "a", [None, False], {"b": [1]}],
    ),
]


def test_types_of_the_language(program: Program) -> None:
    text = "#include <bits/stdc++.h>\nusing namespace std;\n"
    for at, (type_, _, _) in enumerate(TYPES_OF_THE_LANGUAGE):
        text += f"{type_.rstrip('&')} f{at}({type_} x) {{ return x; }}\n"
    calls = [Call(f"f{at}", (given_,)) for at, (_, given_, _) in enumerate(TYPES_OF_THE_LANGUAGE)]
    got = program.each(text, *calls)
    assert got == [answer for _, _, answer in TYPES_OF_THE_LANGUAGE]


def test_a_function_may_have_a_name_of_cs_library(program: Program) -> None:
    text = """#include <string>
using namespace std;
static inline int strlen(const string& s) { return strlen(s.c_str()) + 1; }
std::pair<int, int> div(int a,
                        long long b) { return {a / b, abs((int)(a % b))}; }"""
    calls = (Call("strlen", ("abc",)), Call("div", (-7, 2)))
    assert program.each(text, *calls) == [4, (-3, 1)]


ANY_OF_BOOST = """
#include <any>
namespace boost {
struct any : std::any { using std::any::any; };
template <class T>
const T* any_cast(const any* held) { return std::any_cast<T>(static_cast<const std::any*>(held)); }
}
const char* f(boost::any x) {
  return x.type() == typeid(int) ? "int" : x.type() == typeid(std::string) ? "text" : "other";
}
boost::any g(std::list<boost::any> x) { return x.back(); }
boost::any h() { return boost::any(std::make_shared<int>(1)); }
"""


def test_boost_s_any_is_known_to_programs_that_have_it(program: Program) -> None:
    values = (1, "a", 1.0)
    calls = (*(Call("f", (value,)) for value in values), Call("g", ([1, "b"],)), Call("h"))
    runs = program.run(ANY_OF_BOOST, *calls)
    got = [run.returned.value for run in runs[:-1] if run.returned]
    assert got == ["int", "text", "other", "b"]
    assert "no plain data" in (runs[-1].error or "")


def test_integers_beyond_64_bits_come_back(program: Program) -> None:
    text = """
    unsigned long long f() { return -1; }
    __int128 g() { return (__int128)1 << 127; }
    const char* h() { return nullptr; }"""
    got = program.each(text, *(Call(name, ()) for name in "fgh"))
    assert got == [2**64 - 1, -(2**127), None]


MISFITS = [
    ("int", 2**31),
    ("int", -(2**31) - 1),
    ("unsigned", -1),
    ("signed char", 128),
    ("char", "ab"),
    ("int", "1"),
    ("int", 1.0),
    ("bool", 1),
    ("std::string", None),
    ("std::vector<int>", [1, "a"]),
    ("std::array<int, 3>", [1]),
    ("std::tuple<int, int>", (1,)),
]


def test_what_does_not_fit_is_an_error_and_the_next_call_is_made(program: Program) -> None:
    text = "#include <bits/stdc++.h>\nint after() { return 2; }\n"
    calls = []
    for at, (type_, given_) in enumerate(MISFITS):
        text += f"int f{at}({type_} x) {{ return 1; }}\n"
        calls += [Call(f"f{at}", (given_,)), Call("after", ())]
    runs = program.run(text, *calls, Call("after", (1,)))
    for misfit, after in zip(runs[::2], runs[1::2], strict=False):
        assert misfit.outcome is Outcome.RUNTIME_ERROR
        assert str(misfit.error).startswith("TypeError: ")
        assert after.returned is not None
    assert runs[-1].error == "TypeError: it takes 0 arguments, not 1"


def test_programs_that_would_break_a_careless_driver(program: Program) -> None:
    text = """
#include <iostream>
#define int long long
#define read write
using namespace std;
namespace mine { int f(int) { return 0; } }
int count = 1, data[3];
static inline int f(int x) noexcept { return x * 3000000000; }
void nothing(vector<int>& x) { x.clear(); cout << "printed"; }
signed main() { return f(1); } // no newline"""
    runs = program.run(text, Call("f", (3,)), Call("nothing", ([1],)))
    assert [run.returned and run.returned.value for run in runs] == [9_000_000_000, None]
    assert runs[0].stdout == "printed"


THROWN = [
    ('throw std::out_of_range("no\\"\\n\xe9")', 'std::out_of_range: no" ??'),
    ("throw mine::Bad()", "mine::Bad: thrown"),
    ("throw 5", "int: 5"),
    ('throw "text"', "const char*: text"),
    ('throw std::string("text")', "std::string: text"),
    ("std::vector<int>().at(1)", "std::out_of_range: vector::_M_range_check: "),
]


def test_an_exception_is_named_and_the_next_call_is_made(program: Program) -> None:
    cases = "".join(f"case {at}: {thrown}; break;\n" for at, (thrown, _) in enumerate(THROWN))
    text = f"""#include <bits/stdc++.h>
namespace mine {{ struct Bad {{}}; }}
int f(int x) {{ switch (x) {{ {cases} }} return 7; }}"""
    *failed, after = program.run(text, *(Call("f", (at,)) for at in range(len(THROWN) + 1)))
    for run, (_, error) in zip(failed, THROWN, strict=True):
        assert run.outcome is Outcome.RUNTIME_ERROR
        assert str(run.error).startswith(error)
    assert after.returned is not None


def ending(program: Program, text: str, *inputs: Call | Stdin) -> Run:
    return program.run(text, *inputs, limits=Limits(memory_mb=256, cpu_seconds=2))[0]


def test_scripts_and_their_ends(program: Program) -> None:
    head = "#include <iostream>\n#include <vector>\n#include <cassert>\n"
    text = head + "int main() { int x; std::cin >> x; std::cout << 2 * x; }"
    assert ending(program, text, Stdin("21")).stdout == "42"
    ended = ending(program, head + "int main() {\n  assert(1 > 2);\n}", Stdin())
    assert (ended.error, ended.error_line) == ("Assertion `1 > 2' failed", 5)
    ended = ending(program, head + "int main() { std::vector<int>().at(3); }", Stdin())
    assert str(ended.error).startswith("std::out_of_range: vector::")
    ended = ending(program, "int main() { *(volatile int*)nullptr = 1; }", Stdin())
    assert (ended.outcome, ended.error) == (Outcome.RUNTIME_ERROR, "it ended by SIGSEGV")


def test_memory_that_runs_out(program: Program) -> None:
    text = "int f(int x) { std::vector<std::vector<int>> a; while (1) a.emplace_back(1 << 20, 1); }"
    assert ending(program, text, Call("f", (1,))).outcome is Outcome.MEMORY_LIMIT


def test_a_name_of_the_c_library_is_free_where_it_was_not_asked_for(program: Program) -> None:
    text = "#include <iostream>\nint y1 = 4;\nint main() { std::cout << y1; }"
    assert ending(program, text, Stdin()).stdout == "4"


@pytest.mark.parametrize(
    ("text", "outcome", "error", "line"),
    [
        ("int f(int x) {\n return y; }", Outcome.COMPILE_ERROR, "error: 'y' was not declared", 2),
        ("#include <no/such.h>\n", Outcome.UNKNOWN_MODULE, "fatal error: no/such.h: No such", 1),
        ('#include "/etc/passwd"\n', Outcome.COMPILE_ERROR, "fatal error: /etc/passwd: No", 1),
        ("int g();\nint f(int) { return g(); }", Outcome.COMPILE_ERROR, "error: undefined", None),
        ("int g(int x) { return x; }", Outcome.COMPILE_ERROR, "error: '::f' has not been", None),
        (
            "template <class T> T f(T x) { return x; }",
            Outcome.COMPILE_ERROR,
            "error: a function that is called has to have one definition, and no template",
            None,
        ),
        (
            "#include <bits/stdc++.h>\nusing namespace std;\nint f(int x) {\n"
            "  struct A {}; vector<A> a; sort(a.begin(), a.end()); return 1; }",
            Outcome.COMPILE_ERROR,
            "error: no match for 'operator<'",
            4,
        ),
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
    "endless file": '#include "/dev/zero"',
    "itself": '#include "main.cpp"',
    "template recursion": "template <int N> struct A { static const int v = A<N + 1>::v; };\n"
    "int v = A<0>::v;",
    "endless constant": "constexpr int g() { while (true); return 1; }\nconstexpr int v = g();",
    "huge array": "int a[-1u] = {1};",
    "included binary": 'asm(".incbin \\"/etc/passwd\\"");',
    "endless assembly": 'asm(".rept 1000000000\\n.quad 1\\n.endr");',
    "endless messages": "#define A(x) x x x x x x x x\n"
    '#define B _Pragma("message(\\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\")")\n'
    "A(A(A(A(A(A(B))))))",
    "poison": "#pragma GCC poison codeeval_driver",
}


@pytest.mark.usefixtures("short_compilations")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_a_compile_error(program: Program, text: str) -> None:
    (ended,) = program.run(text + "\nint f(int x) { return x; }", Call("f", (1,)))
    assert ended.outcome is Outcome.COMPILE_ERROR
    assert "root:" not in ended.stderr
    assert len(ended.stderr) <= 4096


def test_names_of_failures_of_compilers_that_were_not_met() -> None:
    language = CppLanguage()
    assert language.compile_failure("") == Failure("the compiler said nothing")
    killed = "g++: fatal error: Killed signal terminated program cc1plus\n"
    assert language.compile_failure(killed).text.startswith("fatal error: Killed")
    assert language.run_failure("anything") is None
    thrown = "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  a\n"
    assert language.run_failure(thrown) == Failure("std::bad_alloc: a", kind="memory")


def test_without_a_compiler_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cpp, "_SYSTEM", "/nowhere/g++")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(LanguageUnavailable, match=r"install g\+\+"):
        CppLanguage().find(mapped=True)


def test_a_compiler_that_is_too_old_or_broken_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("bin")
    compiler = folder / "g++"
    monkeypatch.setenv("PATH", str(folder))
    for script, said in (("echo 11.4.0", "of version 11.4.0"), ("exit 1", "does not work")):
        compiler.write_text(f"#!/bin/sh\n{script}\n")
        compiler.chmod(0o755)
        with pytest.raises(LanguageUnavailable, match=said):
            CppLanguage().find(mapped=False)


NOWHERE = 'extern "C" const char own[] __attribute__((section(".interp"), used)) = "/nowhere";\n'


@pytest.mark.parametrize(
    ("program", "item"),
    [
        ("int main() { return 0; }\n", Stdin()),
        ("int f(int x) { return x; }\n", Call("f", (1,))),
    ],
)
def test_a_program_that_cannot_be_executed_failed_by_itself(program: str, item: Input) -> None:
    """It names a loader that is not there: no fault of ours, which would spare it a penalty."""
    with start(workers=1) as sandbox:
        (run,) = sandbox.run(Job("cpp", {"main.cpp": NOWHERE + program}, (item,)))
        (after,) = sandbox.run(Job("cpp", {"main.cpp": program}, (item,)))
    assert run.outcome is Outcome.RUNTIME_ERROR
    assert run.error == "it cannot be executed: No such file or directory"
    assert after.outcome is Outcome.FINISHED
