"""A mutant behind a switch does what the mutant's own program does."""

import pytest

from codeeval_gym.challenges.mutation import CannotSwitchError, Mutant, mutants, switched
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import Call, Job, Limits, Run, Stdin
from codeeval_gym.values import Plain, encode

MAIN = {"cpp": "main.cpp", "java": "main.java", "rust": "main.rs"}
INPUTS: tuple[tuple[Plain, ...], ...] = (([3, 1, 4, 1, 5], 2), ([2, 2, 7], 7), ([], 1), ([9], 0))
PROGRAMS = {
    "cpp": """\
#include <vector>
#include <stdexcept>
using namespace std;
const int MOD = 97;  // computed before main: needs a build of its own
static int twice(int n) { return n * 2; }
int weigh(const vector<int>& xs, int k) {
  constexpr int top = 50;
  int total = 0;
  for (int i = 0; i < (int)xs.size(); i++) {
    if (xs[i] == k) continue;
    switch (xs[i]) { case 1: total += k; break; default: total += twice(xs[i]); }
    if (total > top && k > 0) break;
  }
  auto add = [&](int n) { return total + n; };
  if (k < 0) { throw runtime_error("negative"); } // a comment
  return add(k % 5) % MOD;
}
""",
    "java": """\
import java.util.*;
class Solution {
  static final int MOD = 97;
  private final int top;
  Solution() { top = 50; }
  int twice(int n) { return n * 2; }
  public int weigh(List<Integer> xs, final int k) throws Exception {
    int total = 0;
    for (int i = 0; i < xs.size(); i++) {
      int x = xs.get(i);
      if (x == k) continue;
      switch (x) { case 1: total += k; break; default: total += twice(x); }
      if (total > top && k > 0) break;
    }
    try {
      if (k < 0) throw new Exception("negative"); // a comment
    } catch (RuntimeException error) { total = -1; }
    return xs.stream().mapToInt(n -> n + 1).sum() + total % MOD;
  }
}
""",
    "rust": """\
#![allow(dead_code)]
const MOD: i64 = 97;
fn twice(n: i64) -> i64 { n * 2 }
fn weigh(xs: Vec<i64>, k: i64) -> i64 {
    let mut total = 0;
    for i in 0..xs.len() {
        let x: i64 = xs[i];
        if x == k { continue; }
        total += match x { 1 => k, n if n > 6 => twice(n) - 1, n => twice(n) };
        if total > 50 && k > 0 { break; }
    }
    if k < 0 { panic!("negative"); }
    let more: i64 = xs.iter().map(|n| n + 1).sum();
    more + total % MOD
}
""",
}


def ran(
    sandbox: Sandbox, language: str, jobs: list[tuple[str, str, int | None]]
) -> list[list[str]]:
    """What each program, function and number answers to the inputs, endings included."""
    limits = Limits(cpu_seconds=0.5, wall_seconds=20)
    made = [
        Job(
            language,
            {MAIN[language]: program},
            tuple(Call(name, (*([] if number is None else [number]), *args)) for args in INPUTS),
            limits,
        )
        for program, name, number in jobs
    ]
    return [
        [answer(run) for run in runs] for runs in sandbox.run_batch(made) if isinstance(runs, list)
    ]


def answer(run: Run) -> str:
    return str(run.outcome) if run.returned is None else encode(run.returned.value)


@pytest.mark.parametrize("language", MAIN)
def test_a_number_makes_the_program_behave_as_that_mutant(language: str, sandbox: Sandbox) -> None:
    program = PROGRAMS[language]
    found = [it for it in mutants(program, language, limit=40) if not doubtful(it, language)]
    every = switched(program, language, found, function="weigh")
    chosen = [at for at, number in enumerate(every.numbers) if number is not None][::8]
    own = [(found[at].program, "weigh", None) for at in chosen]
    numbered = [(every.program, every.function, every.numbers[at]) for at in chosen]
    plain = [(program, "weigh", None), (every.program, every.function, 0)]
    answers = ran(sandbox, language, [*plain, *own, *numbered])
    assert answers[0] == answers[1]
    assert answers[2 : 2 + len(own)] == answers[2 + len(own) :]
    different = sum(item != answers[0] for item in answers[2 : 2 + len(own)])
    assert different > len(own) / 2  # else this test says nothing


def doubtful(mutant: Mutant, language: str) -> bool:
    """Swapped arguments have types of their own, and Java asks for a value on every path."""
    return mutant.operator in {"swap_arguments", "exception_swallow"} or (
        language == "cpp" and mutant.operator == "wrong_variable"
    )


@pytest.mark.parametrize("language", MAIN)
def test_what_the_compiler_computes_is_left_out_and_said(language: str) -> None:
    program = PROGRAMS[language]
    found = mutants(program, language)
    every = switched(program, language, found, function="weigh")
    left_out = {
        mutant.original for mutant, number in zip(found, every.numbers, strict=True) if not number
    }
    assert "97" in left_out
    assert every.count == len(found) - sum(number is None for number in every.numbers)
    assert every.count > len(found) * 0.8


@pytest.mark.parametrize("language", MAIN)
def test_an_error_s_line_says_whose_it_is(language: str) -> None:
    program = PROGRAMS[language]
    found = mutants(program, language)
    every = switched(program, language, found, function="weigh")
    lines = every.program.splitlines()
    for mutant, number in zip(found, every.numbers, strict=True):
        if number is None or "\n" in mutant.replacement:
            continue
        blaming = [lines[line - 1] for line, numbers in every.lines.items() if numbers == {number}]
        assert any(mutant.replacement.split("..=")[0] in line for line in blaming)
    assert every.blamed([1]) == frozenset()


READING = {
    "cpp": "int main() { int n; std::cin >> n; int m = n > 2 ? n * 3 : 7; std::cout << m; }",
    "java": (
        "class Main { public static void main(String[] a) { int n = new java.util.Scanner("
        "System.in).nextInt(); if (n > 2) System.out.print(n * 3); else System.out.print(7); } }"
    ),
    "rust": (
        "fn main() { let mut s = String::new(); std::io::stdin().read_line(&mut s).unwrap();"
        " let n: i64 = s.trim().parse().unwrap(); let m = if n > 2 { n * 3 } else { 7 };"
        ' println!("{}", m); }'
    ),
}


@pytest.mark.parametrize("language", MAIN)
def test_a_program_that_reads_takes_its_number_from_the_first_line(
    language: str, sandbox: Sandbox
) -> None:
    found = mutants(READING[language], language)
    every = switched(READING[language], language, found, function=None)
    assert every.function == ""
    wanted = next(
        number
        for mutant, number in zip(found, every.numbers, strict=True)
        if mutant.replacement == "n <= 2"
    )
    inputs = tuple(Stdin(f"{number}\n{n}\n") for number in (0, wanted) for n in (5, 1))
    runs = sandbox.run(Job(language, {MAIN[language]: every.program}, inputs))
    assert [run.stdout.strip() for run in runs] == ["15", "7", "7", "3"]


CANNOT: list[tuple[str, str, str | None]] = [
    ("python", "def f(a):\n    return a + 1\n", "f"),
    ("cpp", "int f(int a) { return a + 1; } int f(long a) { return a; }", "f"),
    ("cpp", "int f(int) { return 1 + 1; }", "f"),
    ("cpp", "int f(int a) { return a + 1; }", None),
    ("java", "class S { int f(int... a) { return a[0] + 1; } }", "f"),
    ("rust", "const fn f(a: i64) -> i64 { a + 1 }", "f"),
    ("rust", "fn g(a: i64) -> i64 { a + 1 }", "f"),
]


@pytest.mark.parametrize(("language", "program", "function"), CANNOT)
def test_a_program_without_a_place_for_a_switch_is_refused(
    language: str, program: str, function: str | None
) -> None:
    with pytest.raises(CannotSwitchError):
        switched(program, language, mutants(program, language), function=function)


def test_arguments_reach_the_function_as_they_are(sandbox: Sandbox) -> None:
    program = (
        "std::string join(const std::vector<std::string>& xs, std::string last, bool& flag,"
        " std::map<std::string, int> m = {}) { std::string out; for (auto& x : xs) out += x;"
        " return out + last + std::to_string(m.size() + 1); }"
    )
    found = [it for it in mutants(program, "cpp") if it.original == "m.size() + 1"]
    every = switched(program, "cpp", found, function="join")
    args: tuple[Plain, ...] = (["a", "b"], "c", True, {"k": 1})
    calls = tuple(Call(every.function, (number, *args)) for number in (0, 1))
    runs = sandbox.run(Job("cpp", {"main.cpp": every.program}, calls))
    assert [run.returned and run.returned.value for run in runs] == ["abc2", "abc0"]
