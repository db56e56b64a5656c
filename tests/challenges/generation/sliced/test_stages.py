"""Find, mask, observe and answer, in C++, Java, JavaScript and Rust."""

import ast
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from codeeval_gym.challenges.generation import (
    Candidate,
    Example,
    Masked,
    Repository,
    Settings,
    Skip,
    generate,
)
from codeeval_gym.challenges.generation.languages import languages
from codeeval_gym.challenges.generation.reading import read_repository
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import CallTest, Challenge, Signature, Verdict
from codeeval_gym.values import Plain

LANGUAGES = ("cpp", "java", "javascript", "rust")
NAMES = {
    "cpp": "joined",
    "java": "Texts.repeated(String, int, char)",
    "javascript": "spread",
    "rust": "longest",
}


def _candidate(language: str, repository: Repository) -> Candidate:
    found = languages[language].find(repository)
    return next(
        item for item in found if isinstance(item, Candidate) and item.name == NAMES[language]
    )


def _masked(language: str, repository: Repository) -> Masked:
    masked = languages[language].mask(_candidate(language, repository), repository)
    assert isinstance(masked, Masked), masked
    return masked


REASONS = {
    "cpp": {
        "is_last": "nothing says what it does",
        "doubled": "it changes its arguments",
        "drawn": "effect: clock or random",
    },
    "java": {
        "Texts.isNone": "nothing says what it does",
        "Texts.repeated(String, int)": "it calls another of its name",
        "Texts.listed": "it is generic",
        "Texts.when": "effect: clock or random",
    },
    "javascript": {
        "keep": "effect: files",
        "call": "its parameters are no plain data",
        "later": "it gives its answers one by one, or later",
        "own": "effect: state",
        "silent": "nothing says what it does",
    },
    "rust": {
        "counted": "it is generic",
        "changed": "its parameters are no plain data",
        "extended": "its parameters are no plain data",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_used_is_counted_by_its_reason(
    repositories: dict[str, Repository], language: str
) -> None:
    found = list(languages[language].find(repositories[language]))
    reasons = {
        item.subject.partition("::")[2]: item.reason for item in found if isinstance(item, Skip)
    }
    assert REASONS[language].items() <= reasons.items()


def test_a_file_with_syntax_errors_is_counted(repositories: dict[str, Repository]) -> None:
    found = list(languages["javascript"].find(repositories["javascript"]))
    assert Skip("broken.js", "the file has syntax errors") in found


EXPECTED = {
    "cpp": ([("parts", "list[str]"), ("mark", "str"), ("most", "int")], "str"),
    "java": ([("text", "str"), ("times", "int"), ("mark", "str")], "str"),
    "javascript": ([("low", "float"), ("high", "float")], "list[any]"),
    "rust": ([("text", "str")], "int"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_candidate_says_where_it_stands_and_what_it_takes(
    repositories: dict[str, Repository], language: str
) -> None:
    repository = repositories[language]
    candidate = _candidate(language, repository)
    (source,) = (item for item in repository.sources if item.path == candidate.path)
    lines = source.text.split("\n")
    assert candidate.header.split("(")[0] in lines[candidate.first_line - 1]
    assert lines[candidate.last_line - 1].strip() == "}"
    assert candidate.body.strip() in source.text
    types = [(param.name, param.type) for param in candidate.params]
    assert (types, candidate.returns) == EXPECTED[language]
    assert "*" not in candidate.documentation.split("\n")[0]
    assert not candidate.documentation.startswith("/")


HELPERS = {
    "cpp": ["MOST", "NONE", "is_last"],
    "java": ["Numbers.sign", "Texts.EMPTY", "Texts.isNone"],
    "javascript": ["clip", "limits", "most", "pace", "step"],
    "rust": ["Run", "extended"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_starter_brings_what_is_needed_and_not_the_answer(
    repositories: dict[str, Repository], language: str
) -> None:
    masked = _masked(language, repositories[language])
    assert sorted(masked.helpers) == HELPERS[language]
    assert masked.candidate.body.strip() not in masked.starter
    assert masked.starter.rstrip().endswith("{")
    assert masked.candidate.body.strip().split("\n")[0] in masked.program
    assert "unused" not in masked.program
    assert "elsewhere" not in masked.program


def test_names_of_two_files_that_clash_cannot_be_cut_out(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text(
        "const b = require('./b');\nconst rate = 2;\n"
        "/** Scales it. */\nfunction scaled(value) { return b(value) * rate + value; }\n"
    )
    (tmp_path / "b.js").write_text("const rate = 3;\nfunction b(x) { return x * rate; }\n")
    repository = read_repository(tmp_path, {".js": "javascript"})
    language = languages["javascript"]
    (candidate,) = (item for item in language.find(repository) if isinstance(item, Candidate))
    masked = language.mask(candidate, repository)
    assert isinstance(masked, Skip)
    assert (masked.reason, masked.detail) == ("a name it uses means several things", "rate")


HOSTILE = {
    "cpp": "namespace a {" * 20_000
    + "}" * 20_000
    + "// x\n" * 20_000
    + "int f(int a) { return a; }",
    "java": "class A {" * 20_000 + "}" * 20_000 + "/** @param {" * 20_000,
    "javascript": "/**\n" + "@param {\n" * 50_000 + " */\nfunction f(a) { return a + a + a + a; }",
    "rust": "mod a {" * 20_000 + "}" * 20_000 + "/// x\n" * 20_000 + "fn f(a: i32) -> i32 { a }",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_made_to_hurt_is_read_in_bounded_time(tmp_path: Path, language: str) -> None:
    suffix = languages[language].suffixes[0]
    (tmp_path / f"a{suffix}").write_text(HOSTILE[language])
    repository = read_repository(tmp_path, {suffix: language})
    started = time.process_time()
    assert len(repository.sources) == 1
    list(languages[language].find(repository))
    assert time.process_time() - started < 5


SEEN: dict[str, list[tuple[str, tuple[Plain, ...], Plain]]] = {
    "cpp": [
        ("unit_test", (["a", "b", "c"], "-", 40), "a-b-c"),
        ("unit_test", (["a", "b", "c"], ", ", 2), "a, b"),
        ("unit_test", ([], "+", -1), ""),
    ],
    "java": [
        ("doctest", ("ab", 2, "-"), "ab-ab"),
        ("doctest", ("x", 0, "-"), ""),
        ("unit_test", ("y", 3, "."), "y.y.y"),
        ("unit_test", (None, 3, "."), ""),
    ],
    "javascript": [
        ("doctest", (0, 5), "[0, 2, 4]"),
        ("doctest", (2, 3), "[2]"),
        ("unit_test", (-3, 2), "[-3, -1, 1]"),
    ],
    "rust": [
        ("doctest", ("aabbb",), 3),
        ("doctest", ("",), 0),
        ("unit_test", ("zzzz",), 4),
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_calls_of_documentation_and_tests_are_seen_and_answered(
    repositories: dict[str, Repository], sandbox: Sandbox, marker: Path, language: str
) -> None:
    repository = repositories[language]
    masked = _masked(language, repository)
    seen = languages[language].observe([masked], repository, sandbox)[masked.candidate.id]
    expected = {(origin, repr(args), str(answer)) for origin, args, answer in SEEN[language]}
    assert {(item.origin, repr(item.args), str(item.expected)) for item in seen} == expected
    assert not marker.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_masked_fits_its_starter_again(
    repositories: dict[str, Repository], engine: EvaluationEngine, language: str
) -> None:
    masked = _masked(language, repositories[language])
    challenge = Challenge(
        id=f"tests/{language}",
        title=masked.entry,
        prompt="",
        category="generated",
        tier=1,
        languages=(language,),
        signature=Signature(masked.entry, masked.params, masked.returns),
        hidden_tests=tuple(CallTest(args, _plain(said)) for _, args, said in SEEN[language]),
        starter={language: masked.starter},
    )
    continued = masked.reference.partition("{")[2]
    for program in (masked.reference, continued):
        evaluation = engine.evaluate(challenge, program, language=language, need={"tests"})
        assert evaluation.verdict is Verdict.ACCEPTED, evaluation.tests
    wrong = engine.evaluate(challenge, "}\n", language=language, need={"tests"})
    assert wrong.verdict is not Verdict.ACCEPTED


def _plain(said: Plain) -> Plain:
    """An answer as the tables here write it: lists as their text."""
    is_list = isinstance(said, str) and said.startswith("[")
    return ast.literal_eval(said) if is_list else said


def test_an_input_that_ends_the_process_does_not_hide_those_behind_it(
    repositories: dict[str, Repository], sandbox: Sandbox
) -> None:
    masked = _masked("cpp", repositories["cpp"])
    ending = masked.program.replace(
        "std::string result;", "if (most == 7) abort();\nstd::string result;"
    )

    inputs = [(["a"], "-", most) for most in (1, 7, 7, 2)]
    (answers,) = languages["cpp"].answer([replace(masked, program=ending)], [inputs], sandbox)
    assert [isinstance(answer, Example) for answer in answers] == [True, False, False, True]
    assert {answer.reason for answer in answers if isinstance(answer, Skip)} == {"no answer"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_base_becomes_challenges(
    folders: dict[str, Path],
    engine: EvaluationEngine,
    sandbox: Sandbox,
    marker: Path,
    language: str,
) -> None:
    if language != "rust" and os.environ.get("CODEEVAL_FULL") != "1":
        pytest.skip("Gate and mutants take a minute: CODEEVAL_FULL=1 runs it.")
    settings = Settings(languages=(language,), inputs=16, mutants=8, least_score=0.5)
    report = generate(folders[language], engine, sandbox, settings)
    kept = {item.challenge.title: item for item in report.kept}
    challenge = next(
        item.challenge for item in report.kept if NAMES[language] in item.challenge.prompt
    )
    assert kept
    assert challenge.languages == (language,)
    reference = challenge.references[language]
    for program, verdict in ((reference, Verdict.ACCEPTED), ("", None)):
        evaluation = engine.evaluate(challenge, program, language=language, need={"tests"})
        assert (evaluation.verdict is Verdict.ACCEPTED) == (verdict is not None)
    assert not marker.exists()
    assert shutil.which("touch")  # what would have shown that a build file was executed
