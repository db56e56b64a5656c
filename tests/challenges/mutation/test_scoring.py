"""Which mutants a challenge's tests kill, on a real sandbox."""

import dataclasses

import pytest

from codeeval_gym.challenges.mutation import Fate, MutationScore, score
from codeeval_gym.challenges.mutation.scoring import variations
from codeeval_gym.errors import ChallengeError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import CallTest, Challenge, Compare, Param, Signature, StdioTest

REFERENCES = {
    "python": (
        "def clamp(n, low, high):\n"
        "    if n < low:\n        return low\n"
        "    if n > high:\n        return high\n"
        "    return n\n"
    ),
    "javascript": (
        "function clamp(n, low, high) {\n"
        "  if (n < low) return low;\n  if (n > high) return high;\n  return n;\n}\n"
    ),
    "java": (
        "class S { static long clamp(long n, long low, long high) {\n"
        "  if (n < low) return low;\n  if (n > high) return high;\n  return n;\n} }\n"
    ),
    "cpp": (
        "long long clamp(long long n, long long low, long long high) {\n"
        "  if (n < low) return low;\n  if (n > high) return high;\n  return n;\n}\n"
    ),
    "rust": (
        "fn clamp(n: i64, low: i64, high: i64) -> i64 {\n"
        "    if n < low { return low; }\n    if n > high { return high; }\n    n\n}\n"
    ),
}


def clamping(*tests: CallTest) -> Challenge:
    return Challenge(
        id="tests/clamp",
        title="clamp",
        prompt="Into the bounds.",
        category="arithmetic",
        tier=1,
        languages=tuple(REFERENCES),
        signature=Signature(
            "clamp", (Param("n", "int"), Param("low", "int"), Param("high", "int")), "int"
        ),
        public_tests=tests[:1],
        hidden_tests=tests[1:],
        references=REFERENCES,
    )


def texts(found: MutationScore, fate: Fate) -> set[str]:
    return {f"{it.original} -> {it.replacement}" for it in found.with_fate(fate)}


@pytest.mark.parametrize("language", REFERENCES)
def test_tests_without_a_branch_let_its_mutants_live(
    language: str, engine: EvaluationEngine
) -> None:
    challenge = clamping(CallTest((1, 2, 9), 2), CallTest((5, 2, 9), 5), CallTest((2, 2, 9), 2))
    found = score(challenge, language, engine)
    # At the bound both give the same: no input tells n < low from n <= low.
    assert "n < low -> n <= low" in texts(found, Fate.EQUIVALENT_SUSPECTED)
    assert "n < low -> n >= low" in texts(found, Fate.KILLED)
    # No test is above the bound. Other inputs are, and tell what is wrong there.
    assert {it.line for it in found.survived} == {max(it.line for it in found.survived)}
    assert len(found.witnesses) > 0
    assert found.raw_share is not None
    assert found.share is not None
    assert found.raw_share < found.share < 1.0


def test_a_survivor_that_is_wrong_comes_with_a_test_that_says_so(engine: EvaluationEngine) -> None:
    weak = clamping(CallTest((1, 2, 9), 2), CallTest((3, 2, 4), 3), CallTest((9, 2, 9), 9))
    found = score(weak, "python", engine)
    assert "n > high -> n <= high" not in texts(found, Fate.SURVIVED)
    survivors = [record for record in found.records if record.fate is Fate.SURVIVED]
    assert survivors
    assert all(record.witness is not None for record in survivors)
    strong = dataclasses.replace(weak, hidden_tests=weak.hidden_tests + found.witnesses)
    assert score(strong, "python", engine).survived == ()


def test_the_test_that_kills_is_named(engine: EvaluationEngine) -> None:
    challenge = clamping(CallTest((1, 2, 9), 2), CallTest((5, 2, 9), 5), CallTest((10, 2, 9), 9))
    found = score(challenge, "python", engine)
    killers = {
        f"{it.mutant.original} -> {it.mutant.replacement}": it.killers for it in found.records
    }
    assert killers["return low -> return None"] == (0,)
    assert killers["return high -> return None"] == (2,)
    assert killers["return n -> return None"] == (1,)


def test_what_runs_forever_is_killed_and_harms_no_other(engine: EvaluationEngine) -> None:
    program = (
        "int count(int n) { int steps = 0; while (n > 0) { n -= 2; steps += 1; } return steps; }"
    )
    challenge = Challenge(
        id="tests/count",
        title="count",
        prompt="How often.",
        category="loops",
        tier=1,
        languages=("cpp",),
        signature=Signature("count", (Param("n", "int"),), "int"),
        hidden_tests=(CallTest((5,), 3), CallTest((4,), 2), CallTest((0,), 0)),
        references={"cpp": program},
    )
    found = score(challenge, "cpp", engine)
    assert "n -= 2; -> ;" in texts(found, Fate.KILLED)
    assert found.builds == 1
    assert found.survived == ()


def test_what_does_not_compile_counts_for_nothing(engine: EvaluationEngine) -> None:
    program = (
        "fn greet(name: String, polite: bool) -> String {\n"
        "    let mut out = String::from(\"hi\");\n"
        "    if polite { out += &name; }\n    out\n}\n"
    )  # fmt: skip
    challenge = Challenge(
        id="tests/greet",
        title="greet",
        prompt="Greet.",
        category="text",
        tier=1,
        languages=("rust",),
        signature=Signature("greet", (Param("name", "str"), Param("polite", "bool")), "str"),
        hidden_tests=(CallTest(("a", True), "hia"), CallTest(("a", False), "hi")),
        references={"rust": program},
    )
    found = score(challenge, "rust", engine)
    assert texts(found, Fate.INVALID) == {"out += &name -> out -= &name"}
    assert len(found.killed) + len(found.invalid) == len(found.records)


HELPER = {
    "python": "def half(n):\n    return n // 2\n\n",
    "cpp": "int half(int n) { return n / 2; }\n\n\n",
}
BODY = {
    "python": "def f(n):\n    return half(n) + 1\n",
    "cpp": "int f(int n) {\n  return half(n) + 1;\n}\n",
}


@pytest.mark.parametrize("language", ["python", "cpp"])
def test_a_starter_is_not_mutated(language: str, engine: EvaluationEngine) -> None:
    head = BODY[language].splitlines(keepends=True)[0]
    challenge = Challenge(
        id="tests/half",
        title="half",
        prompt="Half and one.",
        category="arithmetic",
        tier=1,
        languages=(language,),
        signature=Signature("f", (Param("n", "int"),), "int"),
        hidden_tests=(CallTest((4,), 3),),
        references={language: HELPER[language] + BODY[language]},
        starter={language: HELPER[language] + head},
    )
    found = score(challenge, language, engine)
    originals = {record.mutant.original for record in found.records}
    assert "half(n) + 1" in originals
    assert not any("2" in text for text in originals)
    bare = score(dataclasses.replace(challenge, starter={}), language, engine)
    assert any("2" in record.mutant.original for record in bare.records)


def test_an_adapter_is_not_mutated(engine: EvaluationEngine) -> None:
    challenge = Challenge(
        id="tests/half",
        title="half",
        prompt="Half and one.",
        category="arithmetic",
        tier=1,
        signature=Signature("g", (Param("n", "int"),), "int"),
        hidden_tests=(CallTest((4,), 3),),
        references={"python": HELPER["python"] + BODY["python"]},
        adapter={"python": "def g(n):\n    return f(n) + 0\n"},
    )
    assert {it.mutant.line for it in score(challenge, "python", engine).records} == {2, 5}


def test_programs_that_read_are_scored_behind_a_switch(engine: EvaluationEngine) -> None:
    program = "int main() { int n; std::cin >> n; std::cout << (n > 2 ? n * 3 : 7); }"
    challenge = Challenge(
        id="tests/read",
        title="read",
        prompt="Three times, or seven.",
        category="arithmetic",
        tier=1,
        languages=("cpp",),
        hidden_tests=(StdioTest("5\n", "15\n"), StdioTest("2\n", "7\n")),
        references={"cpp": program},
    )
    found = score(challenge, "cpp", engine)
    assert "n > 2 -> n >= 2" in texts(found, Fate.KILLED)
    assert texts(found, Fate.EQUIVALENT_SUSPECTED) == set()
    assert found.builds < len(found.records) / 2


def test_a_reference_that_is_missing_or_fails_is_told(engine: EvaluationEngine) -> None:
    bare = dataclasses.replace(clamping(CallTest((1, 2, 9), 2)), references={})
    with pytest.raises(ChallengeError, match="no reference in rust"):
        score(bare, "rust", engine)
    with pytest.raises(ChallengeError, match="python reference fails"):
        score(clamping(CallTest((1, 2, 9), 3)), "python", engine)


def test_other_inputs_stay_within_what_the_tests_show() -> None:
    tests = (
        CallTest(([3, 1, 2], "abc", 2, True), 0),
        CallTest(([4], "cab", 7, False), 0, Compare("close", 1e-6)),
    )
    found = variations(tests, 200, seed=1)
    assert found == variations(tests, 200, seed=1)
    assert found != variations(tests, 200, seed=2)
    assert len(found) > 100
    for test in found:
        numbers, text, size, flag = test.args
        assert 1 <= len(numbers) <= 5
        assert all(type(item) is int and 1 <= item <= 7 for item in numbers)
        assert set(text) <= set("abc")
        assert 1 <= len(text) <= 5
        assert 1 <= size <= 10
        assert type(flag) is bool
        assert test.args not in [item.args for item in tests]


def test_inputs_about_size_alone_are_varied_no_further() -> None:
    assert variations((CallTest((list(range(5000)),), 0),), 10) == ()
    assert variations((CallTest((), 0),), 10) == ()
