"""Proves, language by language, that this machine compiles, runs and calls programs.

A language whose toolchain is not there is no broken promise: it is said, with what to install.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from codeeval_gym.errors import LanguageUnavailable, SandboxError
from codeeval_gym.sandboxes._base import Sandbox
from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.sandboxes.proofs import Proof, describe
from codeeval_gym.types import Call, Input, Job, Outcome, Run, Stdin

__all__ = ["LanguageReport", "prove_languages"]

_USABLE = "its toolchain can be used"


@dataclass(frozen=True)
class LanguageReport:
    """What a sandbox has for one language."""

    language: str
    """Its name."""
    toolchain: str | None
    """What compiles and runs it, with version and place; ``None`` if there is nothing usable."""
    missing: str | None
    """What is not there and the package to install; ``None`` if nothing is missing."""
    proofs: tuple[Proof, ...]
    """What was tried; empty if its toolchain is missing, or no program is known in it."""


@dataclass(frozen=True)
class _Programs:
    script: str
    """Prints the number on its standard input, doubled."""
    function: str
    """Defines ``scaled``: each word to its length times a factor that may be missing."""
    broken: str = "int f( { return 1 $ }"
    """Is not a program."""


@dataclass(frozen=True)
class _Trial:
    claim: str
    program: str
    inputs: tuple[Input, ...]
    judge: Callable[[list[Run]], bool]


_WORDS = ["pear", "fig", "äöü🎈"]
_ANSWERS: dict[float | None, dict[str, float]] = {
    0.5: {"pear": 2.0, "fig": 1.5, "äöü🎈": 2.0},
    None: {"pear": 4.0, "fig": 3.0, "äöü🎈": 4.0},
}
"""Factor to what ``scaled`` returns."""

_PROGRAMS = {
    "python": _Programs(
        script="print(2 * int(input()))",
        function="""\
def scaled(words: list[str], factor: float | None) -> dict[str, float]:
    return {word: len(word) * (1.0 if factor is None else factor) for word in words}
""",
    ),
    "javascript": _Programs(
        script='console.log(2 * Number(require("fs").readFileSync(0, "utf8")));',
        function="""\
function scaled(words, factor) {
  return Object.fromEntries(words.map((word) => [word, [...word].length * (factor ?? 1)]));
}
""",
    ),
    "java": _Programs(
        script="""\
class Main {
    public static void main(String[] arguments) {
        System.out.println(2 * new java.util.Scanner(System.in).nextInt());
    }
}
""",
        function="""\
import java.util.*;
class Solution {
    Map<String, Double> scaled(List<String> words, Optional<Double> factor) {
        Map<String, Double> found = new HashMap<>();
        for (String word : words) {
            found.put(word, word.codePointCount(0, word.length()) * factor.orElse(1.0));
        }
        return found;
    }
}
""",
    ),
    "cpp": _Programs(
        script="""\
#include <iostream>
int main() { int number; std::cin >> number; std::cout << 2 * number << std::endl; }
""",
        function="""\
#include <map>
#include <optional>
#include <string>
#include <vector>
std::map<std::string, double> scaled(
    const std::vector<std::string>& words, std::optional<double> factor) {
  std::map<std::string, double> found;
  for (const auto& word : words) {
    int letters = 0;
    for (unsigned char byte : word) letters += (byte & 0xc0) != 0x80;
    found[word] = letters * factor.value_or(1);
  }
  return found;
}
""",
    ),
    "rust": _Programs(
        script="""\
fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    println!("{}", 2 * line.trim().parse::<i32>().unwrap());
}
""",
        function="""\
use std::collections::HashMap;
fn scaled(words: Vec<String>, factor: Option<f64>) -> HashMap<String, f64> {
    let by = factor.unwrap_or(1.0);
    words.into_iter().map(|word| (word.clone(), word.chars().count() as f64 * by)).collect()
}
""",
    ),
}


def prove_languages(sandbox: Sandbox) -> Iterator[LanguageReport]:
    """Try every language of a sandbox, one after the other.

    Args:
        sandbox: The sandbox to be proved.

    Yields:
        Each language as soon as it has been tried. A sandbox that fails on one language has a
        claim that does not hold there, and the next language is tried.
    """
    for language in sandbox.capabilities.languages:
        try:
            toolchain = sandbox.toolset(language)
        except LanguageUnavailable as error:
            yield LanguageReport(language, None, f"{error.missing} {error.remedy}", ())
        except SandboxError as error:
            yield LanguageReport(language, None, None, (Proof(_USABLE, False, str(error)),))
        else:
            yield LanguageReport(language, toolchain, None, tuple(_prove(sandbox, language)))


def _prove(sandbox: Sandbox, language: str) -> Iterator[Proof]:
    programs = _PROGRAMS.get(language)
    if programs is None:  # another package's language: what is a program in it, is not known here
        return
    calls = tuple(Call("scaled", (_WORDS, factor)) for factor in _ANSWERS)
    for trial in (
        _Trial("a script reads and prints", programs.script, (Stdin("21\n"),), _has_doubled),
        _Trial("a call is answered in its own types", programs.function, calls, _has_answered),
        _Trial("a syntax error is a compile error", programs.broken, (Stdin(),), _was_refused),
    ):
        yield _try(sandbox, language, trial)


def _try(sandbox: Sandbox, language: str, trial: _Trial) -> Proof:
    job = Job(language, {languages[language].main_file: trial.program}, trial.inputs)
    try:
        runs = sandbox.run(job)
    except SandboxError as error:
        return Proof(trial.claim, False, str(error))
    seen = describe(runs[-1])
    said = next((run.error for run in runs if run.error), None)
    return Proof(trial.claim, trial.judge(runs), f"{seen}: {said}" if said else seen)


def _has_doubled(runs: list[Run]) -> bool:
    return runs[0].outcome is Outcome.FINISHED and runs[0].stdout.strip() == "42"


def _has_answered(runs: list[Run]) -> bool:
    answers = [run.returned.value if run.returned else None for run in runs]
    return answers == list(_ANSWERS.values())


def _was_refused(runs: list[Run]) -> bool:
    return runs[0].outcome is Outcome.COMPILE_ERROR and not runs[0].compiled
