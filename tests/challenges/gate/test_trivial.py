import ast
import dataclasses
import math

import pytest

from codeeval_gym.challenges import trivial_programs
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import CallTest, Challenge, Evaluation, Param, Signature, StdioTest, Verdict

LANGUAGES = ("python", "javascript", "java", "cpp", "rust")
REFERENCES = {
    "python": "def pick(xs, n):\n    return [x for x in xs if x > n]\n",
    "javascript": "function pick(xs, n) { return xs.filter((x) => x > n); }\n",
    "java": (
        "import java.util.*;\nclass S { public static List<Integer> pick(List<Integer> xs, int n)"
        " { List<Integer> out = new ArrayList<>(); for (int x : xs) if (x > n) out.add(x);"
        " return out; } }\n"
    ),
    "cpp": (
        "std::vector<int> pick(std::vector<int> xs, int n)"
        " { std::vector<int> out; for (int x : xs) if (x > n) out.push_back(x); return out; }\n"
    ),
    "rust": (
        "fn pick(xs: Vec<i64>, n: i64) -> Vec<i64>"
        " { xs.into_iter().filter(|x| *x > n).collect() }\n"
    ),
}
READING = {
    "python": "print(int(input()) * 2)",
    "javascript": "console.log(Number(require('fs').readFileSync(0)) * 2)",
    "java": (
        "class Main { public static void main(String[] a)"
        " { System.out.println(new java.util.Scanner(System.in).nextInt() * 2); } }"
    ),
    "cpp": "int main() { int n; std::cin >> n; std::cout << n * 2; }",
    "rust": (
        "fn main() { let mut s = String::new(); std::io::stdin().read_line(&mut s).unwrap();"
        ' println!("{}", s.trim().parse::<i64>().unwrap() * 2); }'
    ),
}


@pytest.fixture
def picking() -> Challenge:
    return Challenge(
        id="tests/pick",
        title="pick",
        prompt="Those above n.",
        category="lists",
        tier=1,
        languages=LANGUAGES,
        signature=Signature("pick", (Param("xs", "list[int]"), Param("n", "int")), "list[int]"),
        hidden_tests=(
            CallTest(([3, 1, 2], 1), [3, 2]),
            CallTest(([4, 5], 0), [4, 5]),
            CallTest(([], 0), []),
        ),
        references=REFERENCES,
    )


def verdicts(
    engine: EvaluationEngine, challenge: Challenge, language: str
) -> dict[str, tuple[Verdict, Verdict | None]]:
    """For each program without merit, the verdict and that of the first test."""
    programs = trivial_programs(challenge, language)
    pairs = [(challenge, program) for program in programs.values()]
    found = {}
    for name, item in zip(
        programs, engine.evaluate_batch(pairs, language=language, need={"tests"}), strict=True
    ):
        assert isinstance(item, Evaluation)
        found[name] = (item.verdict, item.tests[0].verdict if item.tests else None)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_programs_without_merit_are_refused_and_compile(
    picking: Challenge, language: str, engine: EvaluationEngine
) -> None:
    found = verdicts(engine, picking, language)
    assert {"empty", "stub", "exit-0 in the call", "constant [3, 2]"} <= found.keys()
    assert Verdict.ACCEPTED not in {verdict for verdict, _ in found.values()}
    del found["empty"]
    broken = {name for name, (verdict, _) in found.items() if verdict == Verdict.COMPILE_ERROR}
    assert broken == set()
    # It does what its name says: the first test's answer, and no other's.
    assert found["constant [3, 2]"] == (Verdict.WRONG_ANSWER, Verdict.ACCEPTED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_programs_that_print_without_merit_are_refused_and_run(
    language: str, engine: EvaluationEngine
) -> None:
    printing = Challenge(
        id="tests/twice",
        title="twice",
        prompt="Print n twice as large.",
        category="arithmetic",
        tier=1,
        languages=LANGUAGES,
        hidden_tests=(StdioTest("3\n", 'it"s\\ 6%\n'), StdioTest("0\n", "0\n")),
        references=READING,
    )
    found = verdicts(engine, printing, language)
    assert found["constant output"] == (Verdict.WRONG_ANSWER, Verdict.ACCEPTED)
    assert found["echo"][0] == Verdict.WRONG_ANSWER
    assert found["exit-0"][0] == Verdict.WRONG_ANSWER
    assert found["empty"][0] != Verdict.ACCEPTED
    echo = dataclasses.replace(printing, hidden_tests=(StdioTest("a b\n", "a b\n"),))
    assert verdicts(engine, echo, language)["echo"][0] == Verdict.ACCEPTED


def test_a_typed_language_without_a_reference_has_only_the_empty_program(
    picking: Challenge,
) -> None:
    bare = dataclasses.replace(picking, references={})
    assert list(trivial_programs(bare, "rust")) == ["empty"]


def test_programs_without_merit_are_python(picking: Challenge) -> None:
    for program in trivial_programs(picking).values():
        ast.parse(program)


def test_an_answer_without_a_literal_is_no_constant(picking: Challenge) -> None:
    endless = dataclasses.replace(picking, hidden_tests=(CallTest(([], 1), [math.inf]),))
    assert "constant [inf]" not in trivial_programs(endless)


def test_an_unknown_language_is_told(picking: Challenge) -> None:
    with pytest.raises(UnknownNameError, match="rust"):
        trivial_programs(picking, "rustt")
