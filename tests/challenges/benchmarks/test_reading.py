"""How test code of four languages becomes data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.challenges.benchmarks.reading import (
    NotDataError,
    cpp,
    java,
    javascript,
    read_type,
    rust,
)
from codeeval_gym.types import CallTest, Compare, Param, Signature
from codeeval_gym.values import Plain

EQUAL = Compare("equal")
LOOSE = Compare("loose")
STRICT = Compare("strict")


def in_javascript(body: str) -> tuple[CallTest, ...]:
    signature = javascript.read_signature("const f = (a, b) => {\n")
    return javascript.read_tests(f"const testF = () => {{\n{body}\n}}\n", signature)


def in_java(check: str, method: str = "int f(int a)") -> tuple[CallTest, ...]:
    signature, _ = java.read_signature(f"class Solution {{\n  public {method} {{\n")
    test = f"""public class Main {{
        public static void main(String[] args) {{
            Solution s = new Solution();
            List<Boolean> correct = Arrays.asList({check});
            if (correct.contains(false)) {{ throw new AssertionError(); }}
        }}
    }}"""
    return java.read_tests(test, signature)


def in_cpp(body: str, function: str = "int f(int a)", helper: str = "") -> tuple[CallTest, ...]:
    test = f"#undef NDEBUG\n#include<assert.h>\n{helper}\nint main(){{\n{body}\n}}\n"
    return cpp.read_tests(test, f"#include<vector>\n{function}{{\n")


def in_rust(body: str) -> tuple[CallTest, ...]:
    signature, _, _ = rust.entry_of("fn f(a: i32) -> i32 {\n1\n}", "f(1)")
    test = f"#[cfg(test)]\nmod tests {{\nuse super::*;\n#[test]\nfn test_f() {{\n{body}\n}}\n}}\n"
    return rust.read_tests(test, signature)


@pytest.mark.parametrize(
    ("body", "args", "expected", "compare"),
    [
        ("console.assert(f(1, -2.5) === true)", (1, -2.5), True, STRICT),
        ("console.assert(null === f('a\\n'))", ("a\n",), None, STRICT),
        (
            "console.assert(f({a: 1, 'b': [undefined]}) == 8.18);",
            ({"a": 1, "b": [None]},),
            8.18,
            LOOSE,
        ),
        ("console.assert(JSON.stringify(f([1])) === JSON.stringify([2 * 3]))", ([1],), [6], STRICT),
        ("console.assert(JSON.stringify(f(1) === 2))", (1,), 2, STRICT),
        ("console.assert(f(1))", (1,), True, STRICT),
        ("console.assert(!f(1))", (1,), False, STRICT),
        ("console.assert(f(1) !== true)", (1,), False, STRICT),
        ("console.assert(Math.abs(f(1) - 2 / 4) < 1e-6)", (1,), 0.5, Compare("close", atol=1e-6)),
        ("console.assert(Math.abs(f(1) < 1e-6))", (1,), 0.0, Compare("close", atol=1e-6)),
        (
            "let l = []; for (let i = 9; i > 0; i -= 4) { if (i != 5) { l.push(i) } }\n"
            "console.assert(f(l) === 2 ** 3)",
            ([9, 1],),
            8,
            STRICT,
        ),
        ("let g = f; assert.deepEqual(g([1]), {a: [2, true]});", ([1],), {"a": [2, True]}, LOOSE),
        ("console.assert(f((1, 2)) === [(3, 4)])", (2,), [4], STRICT),
        ("assert.deepStrictEqual(f(1), 'x')", (1,), "x", STRICT),
        ("let i = 2; i++; console.assert(f(i) === i.toString()) // said", (3,), "3", STRICT),
    ],
)
def test_javascript(body: str, args: tuple[Plain, ...], expected: Plain, compare: Compare) -> None:
    assert in_javascript(body) == (CallTest(args, expected, compare),)


def test_what_is_handed_over_does_not_change_later() -> None:
    one, other = in_javascript(
        "let l = []; console.assert(f(l) === 0); l.push(1); console.assert(f(l) === 1)"
    )
    assert (one.args, other.args) == (([],), ([1],))


@pytest.mark.parametrize(
    "body",
    [
        "console.assert(g(1) === 1)",
        "console.assert(true)",
        "console.assert(f(1) === f(2))",
        "console.assert(f(f(1)) === 1)",
        "console.assert(f(f) === 1)",
        "console.assert(f(1) < 3)",
        "console.assert(f(Math.random()) === 1)",
        "console.assert(f(x) === 1)",
        "console.assert(f(`a${1}`) === 1)",
        "console.assert(f(1) === 2 ** 100000)",
        "console.assert(f(1) === l.toString())",
        "for (let i = 0; i < 1; i += 0) { i += 0 }",
        "let s = 'a'; for (let i = 0; i < 99; i += 1) { s += s }",
        "while (true) {}",
        "console.assert(f(1) === )",
    ],
)
def test_what_would_have_to_be_run_is_no_data(body: str) -> None:
    with pytest.raises(NotDataError):
        in_javascript(body)


def test_a_huge_number_is_no_data() -> None:
    with pytest.raises(NotDataError, match="huge"):
        in_cpp("long long s=9; for (int i=0;i<99;i++) s*=s;")


def test_javascript_s_large_numbers_are_floats() -> None:
    (test,) = in_javascript("console.assert(f(-9999999999999999) === 9007199254740991)")
    assert test == CallTest((-1e16,), 9007199254740991, STRICT)
    assert type(test.args[0]) is float


def test_an_answer_equal_to_itself_says_nothing() -> None:
    assert in_javascript("console.assert(f(1) === f(1)); console.assert(f(2) === 1)") == (
        CallTest((2,), 1, STRICT),
    )


@pytest.mark.parametrize(
    ("check", "method", "args", "expected", "compare"),
    [
        ("s.f(1) == 2", "int f(int a)", (1,), 2, EQUAL),
        ("!s.f(1)", "boolean f(double a)", (1.0,), False, STRICT),
        ('s.f("a").equals("b")', "String f(String a)", ("a",), "b", STRICT),
        ('Objects.equals(s.f("a"), "é")', "String f(String a)", ("a",), "é", STRICT),
        (
            "s.f(new ArrayList<>(Arrays.asList(1, 2))).equals(List.of(5L))",
            "List<Long> f(List<Long> a)",
            ([1, 2],),
            [5],
            STRICT,
        ),
        (
            "s.f(new ArrayList<>(List.of())).isEmpty()",
            "Optional<String> f(List<String> a)",
            ([],),
            None,
            STRICT,
        ),
        ("s.f(new ArrayList<>()).isEmpty()", "List<String> f(List<String> a)", ([],), [], STRICT),
        ('Objects.equals(s.f(1).get(), "x")', "Optional<String> f(int a)", (1,), "x", STRICT),
        (
            "Math.abs(s.f(new int[]{1}) - 1 / 2) < 1e-6",
            "double f(int[] a)",
            ([1],),
            0,
            Compare("close", atol=1e-6),
        ),
        ("(int) s.f(1).get() == 2", "Optional<Object> f(int a)", (1,), 2, EQUAL),
        ("s.f((int) Math.pow(3, 2)) == 2L", "long f(int a)", (9,), 2, EQUAL),
        ('s.f("a").equals(String.valueOf(3))', "String f(String a)", ("a",), "3", STRICT),
        (
            "f(new ArrayList<Float>(Arrays.asList((float)1l))).equals(Pair.with(2l, 3l))",
            "static Pair<Long, Long> f(List<Float> a)",
            ([1.0],),
            (2, 3),
            STRICT,
        ),
        (
            's.f(Map.of("a", 1)).equals(Map.of())',
            "Map<String, Integer> f(Map<String, Integer> a)",
            ({"a": 1},),
            {},
            STRICT,
        ),
    ],
)
def test_java(
    check: str, method: str, args: tuple[Plain, ...], expected: Plain, compare: Compare
) -> None:
    assert in_java(check, method) == (CallTest(args, expected, compare),)


def test_java_s_assertions_loops_and_maps() -> None:
    signature, _ = java.read_signature("class Solution {\n  public String f(Object a, int b) {\n")
    test = """public class Main {
        public static void main(String[] args) {
            Solution s = new Solution();
            Map<String, Integer> map = new HashMap<>();
            map.put("a", 2);
            assert s.f(map, 1) == null;
            for (int x = 2; x < 4; x++) {
                if (!Objects.equals(s.f("b", x), "c")) {
                    throw new AssertionError();
                }
            }
        }
    }"""
    assert java.read_tests(test, signature) == (
        CallTest(({"a": 2}, 1), None, EQUAL),
        CallTest(("b", 2), "c", STRICT),
        CallTest(("b", 3), "c", STRICT),
    )


def test_a_throw_below_another_condition_is_no_data() -> None:
    signature, _ = java.read_signature("class Solution {\n  public int f(int a) {\n")
    body = "Solution s = new Solution(); if (s.f(1) == 1) { throw new AssertionError(); }"
    with pytest.raises(NotDataError, match="a condition"):
        java.read_tests(f"class Main {{ static void main() {{ {body} }} }}", signature)


_SAME = "bool issame({0} a,{0} b){{ if (abs(a[0]-b[0])>1e-4) return false; return true; }}"


@pytest.mark.parametrize(
    ("body", "function", "args", "expected", "compare"),
    [
        ("assert (f(1) == -2);", "int f(int a)", (1,), -2, EQUAL),
        ("assert (f({1, 2}) == 3);", "float f(vector<float> a)", ([1.0, 2.0],), 3.0, EQUAL),
        (
            'assert (not(f({}, "a" "b\\n")));',
            "bool f(vector<int> a, string b)",
            ([], "ab\n"),
            False,
            EQUAL,
        ),
        ("assert (abs(f(1) +1)<0.01);", "float f(int a)", (1,), -1.0, Compare("close", atol=0.01)),
        (
            'assert (f({{"a","b"}}) == true);',
            "bool f(map<string,string> a)",
            ({"a": "b"},),
            True,
            EQUAL,
        ),
        (
            "for (int x=2;x<3;x++) assert (f(x) == to_string(x));",
            "string f(int a)",
            (2,),
            "2",
            EQUAL,
        ),
        (
            "vector<float> a={1, 2.5}; a.push_back(3+0.0); assert (f(a) == 7 / 2);",
            "int f(vector<float> a)",
            ([1.0, 2.5, 3.0],),
            3,
            EQUAL,
        ),
        (
            "auto g = f; assert(g(std::vector<long>({(long)4, 2})) == (std::make_tuple(0, 1)));",
            "std::tuple<long, long> f(std::vector<long> a)",
            ([4, 2],),
            (0, 1),
            EQUAL,
        ),
        (
            "assert(f(std::map<std::string,long>()) == std::optional<long>(std::nullopt));",
            "std::optional<long> f(std::map<std::string,long> a)",
            ({},),
            None,
            EQUAL,
        ),
        ("assert (f((int)2.5) == float(5));", "float f(int a)", (2,), 5.0, EQUAL),
        (
            'assert (boost::any_cast<string>(f(1, string("2,3"))) == "2,3");',
            "boost::any f(boost::any a, boost::any b)",
            (1, "2,3"),
            "2,3",
            EQUAL,
        ),
        (
            "assert (f({4, {}, 23.2}) == 1);",
            "int f(std::list<std::any> a)",
            ([4, None, 23.2],),
            1,
            EQUAL,
        ),
        (
            "long long s=0; s+=-7%2; if (s<0 and true) s-=1; assert (f(s));",
            "bool f(int a)",
            (-2,),
            True,
            EQUAL,
        ),
    ],
)
def test_cpp(
    body: str, function: str, args: tuple[Plain, ...], expected: Plain, compare: Compare
) -> None:
    assert in_cpp(body, function) == (CallTest(args, expected, compare),)


@pytest.mark.parametrize(
    ("kind", "braces", "expected"),
    [
        ("vector<float>", "{1, 2.5}", [1.0, 2.5]),
        ("vector<vector<int>>", "{{1}, {}}", [[1], []]),
        ("map<char,int>", "{{'a', 1}}", {"a": 1}),
    ],
)
def test_braces_are_what_issame_takes(kind: str, braces: str, expected: Plain) -> None:
    body = f"assert (issame(f(1) , {braces}));"
    exact = f"bool issame({kind} a,{kind} b){{ return a == b; }}"
    (test,) = in_cpp(body, f"{kind} f(int a)", exact)
    assert test == CallTest((1,), expected, EQUAL)
    (near,) = in_cpp(body, f"{kind} f(int a)", _SAME.format(kind))
    assert near.compare == Compare("close", atol=1e-4)


def test_braces_without_a_type_are_no_data() -> None:
    with pytest.raises(NotDataError, match="braces are no any"):
        in_cpp("assert (f({1}) == 1);", "int f(boost::any a)")


@pytest.mark.parametrize(
    ("body", "args", "expected", "compare"),
    [
        ("assert_eq!(f(vec![1.0, -2.5], 0.3), true);", ([1.0, -2.5], 0.3), True, STRICT),
        ('assert!(f("a".to_string() + &"b".to_string()) == vec!["c"]);', ("ab",), ["c"], STRICT),
        ('assert!(f(String::from("")) == None);', ("",), None, STRICT),
        ('assert!(f(vec![]) == Some("x".to_string()));', ([],), "x", STRICT),
        ("assert!(f(&3_i64) == (3 + 5, 7 / 2));", (3,), (8, 3), STRICT),
        ("let t: f32 = 1.5; assert!(f(&t) < 0.000001);", (1.5,), 0.0, Compare("close", atol=1e-6)),
        ("assert!(f(1) - 2.0 / 4.0 < 0.000001);", (1,), 0.5, Compare("close", atol=1e-6)),
        ("assert!(!f(1));", (1,), False, STRICT),
        ("assert!(f('a') == HashMap::from([('\\n', 2)]));", ("a",), {"\n": 2}, STRICT),
        (
            "let g = f; assert_eq!(g(Vec::<(isize, isize)>::new()), HashMap::new());",
            ([],),
            {},
            STRICT,
        ),
        ("assert!(f64::abs(f(1) - 6.5) < 0.01);", (1,), 6.5, Compare("close", atol=0.01)),
    ],
)
def test_rust(body: str, args: tuple[Plain, ...], expected: Plain, compare: Compare) -> None:
    assert in_rust(body) == (CallTest(args, expected, compare),)


@pytest.mark.parametrize(
    ("written", "neutral"),
    [
        ("const std::vector<std::vector<float>>&", "list[list[float]]"),
        ("map<string,long long>", "dict[str, int]"),
        ("unsigned int", "int"),
        ("List<Map<String, Double>>", "list[dict[str, float]]"),
        ("int[][]", "list[list[int]]"),
        ("Optional<Character>", "optional[str]"),
        ("&mut Vec<(i32, &'a str)>", "list[tuple[int, str]]"),
        ("&[u8]", "list[int]"),
        ("[f64; 3]", "list[float]"),
        ("Option<HashMap<char, bool>>", "optional[dict[str, bool]]"),
        ("list_any", "any"),
        ("vector<boost::any>", "list[any]"),
        ("Vec<i32, A>", "any"),
    ],
)
def test_a_type_has_a_neutral_name(written: str, neutral: str) -> None:
    assert str(read_type(written)) == neutral


def test_another_name_of_a_type_is_written_out() -> None:
    starter = "typedef std::list<boost::any> items;\nvector<int> f(items values){"
    signature, _ = cpp.read_signature(starter)
    assert signature.params == (Param("values", "list[any]"),)


def test_a_signature_is_read_with_its_types() -> None:
    signature, returns = cpp.read_signature("int g(int a){ return a; }\nfloat f(vector<int>& b){")
    assert signature == Signature("f", (Param("b", "list[int]"),), "float")
    assert returns == "float"
    signature, _ = java.read_signature("class S {\n  public List<String> f(int[] a, String b) {")
    params = (Param("a", "list[int]"), Param("b", "str"))
    assert signature == Signature("f", params, "list[str]")


def test_rust_s_function_is_the_one_that_the_tests_call() -> None:
    reference = "fn g(a: i32) -> bool {\ntrue\n}\nfn f(b: &str) -> f32 {\n1.0\n}\nfn h() {}\n"
    signature, returns, opening = rust.entry_of(reference, "assert!(f(1) == 1.0); ah();")
    assert signature == Signature("f", (Param("b", "str"),), "float")
    assert returns == "f32"
    both = "assert!(g(f(1)));"
    assert rust.entry_of(reference, both)[0].name == "f"
    assert rust.entry_of(reference, both, "g")[0].name == "g"
    assert opening == "fn g(a: i32) -> bool {\ntrue\n}\nfn f(b: &str) -> f32 {\n"


@given(st.text(max_size=60) | st.text("(){}[];=!<f1\"'.:asert\n ", max_size=60))
def test_any_text_is_data_or_is_not(text: str) -> None:
    for read in (in_javascript, in_java, in_cpp, in_rust):
        try:
            assert all(isinstance(test, CallTest) for test in read(text))
        except NotDataError:
            continue
