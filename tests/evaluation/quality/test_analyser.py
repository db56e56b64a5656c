"""Real analysers on real texts, clean, bad and hostile."""

import os
import signal
import threading
from importlib.metadata import version

import pytest

from codeeval_gym.errors import SandboxError, UnknownNameError
from codeeval_gym.evaluation.quality import QualityAnalyser, QualitySettings
from codeeval_gym.evaluation.quality.analyser import MAX_BYTES
from codeeval_gym.evaluation.quality.process import AnalysisProcess
from codeeval_gym.evaluation.quality.server import _python_lines

CLEAN = {
    "python": "def add(a: int, b: int) -> int:\n    return a + b\n",
    "javascript": "function add(a, b) {\n  return a + b;\n}\n",
    "java": "class Solution {\n  static long add(long a, long b) {\n    return a + b;\n  }\n}\n",
    "cpp": "long long add(long long a, long long b) {\n  return a + b;\n}\n",
    "rust": "pub fn add(a: i64, b: i64) -> i64 {\n    a + b\n}\n",
}
BRANCHES = "".join(f"    if (a == {n}) {{ return {n}; }}\n" for n in range(14))
TANGLED = {
    "python": "def f(a):\n" + "".join(f"    if a == {n}:\n        return {n}\n" for n in range(14)),
    "javascript": f"function f(a) {{\n{BRANCHES}}}\n",
    "java": f"class A {{ static int f(int a) {{\n{BRANCHES} return 0; }} }}\n",
    "cpp": f"int f(int a) {{\n{BRANCHES} return 0; }}\n",
    "rust": "fn f(a: i64) -> i64 {\n" + BRANCHES.replace("(", "").replace(")", "") + "    0\n}\n",
}
COMMENT = {"python": "# so\n", **dict.fromkeys(("javascript", "java", "cpp", "rust"), "// so\n")}
RISKY = {
    "python": "def f(text):\n  return eval( text )\n",
    "javascript": "const f = (text) => eval(text);\n",
    "java": "class A { Object f(ScriptEngine e, String t) { return e.eval(t); } }\n",
    "cpp": "void f(char *line) { gets(line); }\n",
    "rust": "fn f(p: *const i64) -> i64 { unsafe { *p } }\n",
}


@pytest.mark.parametrize("language", CLEAN)
def test_a_clean_program_scores_one(analyser: QualityAnalyser, language: str) -> None:
    (report,) = analyser.analyse([CLEAN[language]], language)
    assert (report.score, report.findings) == (1.0, ())
    assert report.max_complexity == 1
    assert (report.style is None) == (language != "python")
    assert report.lines in (2, 3, 5)


@pytest.mark.parametrize("language", TANGLED)
def test_a_tangled_function_is_found(analyser: QualityAnalyser, language: str) -> None:
    (report,) = analyser.analyse([TANGLED[language]], language)
    assert report.max_complexity == 15
    assert report.complexity == 0.5
    assert [item.rule for item in report.findings if item.dimension == "complexity"] == [
        "cyclomatic"
    ]


def test_pep_8_is_held(analyser: QualityAnalyser) -> None:
    (report,) = analyser.analyse(["def Add( a,b ):\n  return a+b\n"], "python")
    rules = {item.rule for item in report.findings}
    assert rules >= {"E111", "E201", "E202", "E231", "N802"}
    assert report.style is not None
    assert report.style < 0.6


def test_a_comment_silences_nothing(analyser: QualityAnalyser) -> None:
    text = "def f(text):\n    return eval(text)  # noqa: S307\n"
    header = "# ruff: noqa\n" + text
    for report in analyser.analyse([text, header], "python"):
        assert [item.rule for item in report.findings] == ["S307"]


SILENCING = ("#lizard forgives", "#lizard forgive global", "GENERATED CODE", "ast-grep-ignore")


@pytest.mark.parametrize("language", [name for name in CLEAN if name != "python"])
def test_a_comment_silences_nothing_elsewhere_either(
    analyser: QualityAnalyser, language: str
) -> None:
    start, brace, end = TANGLED[language].partition("{")
    comments = "".join(f"// {said}\n" for said in SILENCING)
    texts = [f"{comments}{start}{brace}{end}", f"{start}{brace}\n{comments}{end}"]
    for report in analyser.analyse(texts, language):
        assert (report.max_complexity, report.complexity) == (15, 0.5)
    (report,) = analyser.analyse([f"// ast-grep-ignore\n{RISKY[language]}"], language)
    assert report.security == 0.5


def test_what_is_no_python_scores_nothing(analyser: QualityAnalyser) -> None:
    reports = analyser.analyse(["def f(:\n", "\ud800", CLEAN["python"]], "python")
    assert [report.score for report in reports] == [0.0, 0.0, 1.0]
    assert reports[0].findings[0].line == 1


def test_reports_come_in_order_and_repeated_texts_are_analysed_once(
    analyser: QualityAnalyser,
) -> None:
    bad = "x=eval('1')\n"
    reports = analyser.analyse([CLEAN["python"], bad, CLEAN["python"], bad], "python")
    assert [report.score == 1.0 for report in reports] == [True, False, True, False]
    assert reports[1] == reports[3]


@pytest.mark.parametrize("language", CLEAN)
def test_a_hostile_text_scores_nothing_and_harms_no_other(
    analyser: QualityAnalyser, language: str
) -> None:
    hostile = ["(" * 30_000, "{" * 30_000, "a<" * 15_000, '"' * 30_001, "/*" * 15_000, "\0" * 9]
    hostile += ["-" * 60_000, "[" * 60_000, "if(a)" * 10_000, "\ud800", "", "x" * (MAX_BYTES + 1)]
    reports = analyser.analyse([*hostile, CLEAN[language]], language)
    assert reports[-1].score == 1.0
    assert all(0 <= report.score <= 1 for report in reports)
    too_long = reports[-2]
    assert (too_long.score, too_long.findings[0].rule) == (0.0, "not-analysed")


@pytest.mark.parametrize("language", CLEAN)
def test_a_text_without_code_has_no_lines_and_nothing_wrong(
    analyser: QualityAnalyser, language: str
) -> None:
    """Nobody earns by it: quality pays only in proportion to correctness."""
    for report in analyser.analyse(["", COMMENT[language] * 500, "\n" * 500], language):
        assert report.lines == 0
        assert (report.complexity, report.security) == (1.0, 1.0)


@pytest.mark.parametrize("language", CLEAN)
def test_comments_and_empty_lines_dilute_nothing(analyser: QualityAnalyser, language: str) -> None:
    texts = [RISKY[language], COMMENT[language] * 400 + RISKY[language] + "\n" * 400]
    bare, padded = analyser.analyse(texts, language)
    assert bare.security == padded.security == 0.5
    assert bare.lines == padded.lines
    if language == "python":
        assert bare.style is not None
        assert padded.style is not None
        assert padded.style <= bare.style < 1.0


@pytest.mark.parametrize("quote", ['"""', "'''", 'r"""'])
def test_a_docstring_dilutes_nothing(analyser: QualityAnalyser, quote: str) -> None:
    padding = quote + "so\n" * 300 + quote[-3:] + "\n"
    bare, padded = analyser.analyse([RISKY["python"], padding + RISKY["python"]], "python")
    assert bare.lines == 2
    assert padded.lines <= 3


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = 1  # one\n\n# none\ny = 2\n", 2),
        ("x = '''\na\nb\n'''\n", 1),
        ("x = '#'\ny = \"'''\"\nz = 3\n", 3),
        ('def f():\n    """F.\n\n    More.\n    """\n    return "\\""  # "\n', 2),
        ("x = 'a\n", 1),
        ("'''\\", 1),
    ],
)
def test_lines_of_python_are_those_with_code(text: str, lines: int) -> None:
    assert _python_lines(text) == lines


@pytest.mark.parametrize("language", CLEAN)
def test_one_huge_line_is_analysed_like_any_other(analyser: QualityAnalyser, language: str) -> None:
    statement = {"python": "x = 1; ", "rust": "const A: i64 = 1; ", "java": "class B {} "}
    minified = statement.get(language, "f(); ") * 2000
    end = {"python": "eval(y)\n", "cpp": "int g() { return system(y); }\n"}
    texts = [minified + end.get(language, RISKY[language]), CLEAN[language]]
    report, clean = analyser.analyse(texts, language)
    assert report.lines == 1
    assert report.security == 0.5
    assert clean.score == 1.0


@pytest.mark.parametrize("language", CLEAN)
def test_parentheses_ten_thousand_deep_hide_nothing(
    analyser: QualityAnalyser, language: str
) -> None:
    deep = RISKY[language] + "x = " + "(" * 10_000 + "1" + ")" * 10_000 + ";\n"
    assert analyser.analyse([deep], language)[0].score < 1.0


def test_a_text_that_breaks_an_analyser_is_the_only_one_that_pays(
    analyser: QualityAnalyser,
) -> None:
    before, after = CLEAN["rust"], CLEAN["rust"] + "\n// another\n"
    reports = analyser.analyse([before, "fn f() {} // \udcff", after], "rust")
    assert [report.score for report in reports] == [1.0, 0.0, 1.0]


def test_a_kill_from_outside_is_our_failure_and_the_next_question_is_answered() -> None:
    analyser = QualityAnalyser()
    try:
        analyser.analyse([CLEAN["rust"]], "rust")
        process = analyser._process._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(SandboxError, match="killed"):
            analyser.analyse([CLEAN["rust"] + "//"], "rust")
        assert analyser.analyse([CLEAN["rust"]], "rust")[0].score == 1.0
    finally:
        analyser.close()
        analyser.close()


@pytest.mark.parametrize("language", ["python", "rust"])
def test_an_analyser_that_cannot_work_is_our_failure_and_no_score(language: str) -> None:
    analyser = QualityAnalyser()
    without = {"ruff": "/nowhere/ruff", "names": {}, "rules": {}}
    analyser._process = AnalysisProcess(without)
    try:
        with pytest.raises(SandboxError, match=f"analysers of {language} do not work"):
            analyser.analyse([CLEAN[language]], language)
    finally:
        analyser.close()


def test_threads_share_one_process(analyser: QualityAnalyser) -> None:
    scores: list[float] = []

    def ask(number: int) -> None:
        text = f"def f():\n    return {number}\n"
        scores.append(analyser.analyse([text], "python")[0].score)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert scores == [1.0] * 8


def test_settings_are_part_of_the_toolset() -> None:
    strict = QualityAnalyser(QualitySettings(style=False, max_complexity=3))
    try:
        assert strict.toolset("rust") != QualityAnalyser().toolset("rust")
        (report,) = strict.analyse([TANGLED["python"]], "python")
        assert (report.style, report.complexity) == (None, 0.0)
    finally:
        strict.close()


def test_tools_and_rules_are_pinned_in_the_toolset(
    analyser: QualityAnalyser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"ruff {version('ruff')} with rules" in analyser.toolset("python")
    for language in ("cpp", "java", "javascript", "rust"):
        said = analyser.toolset(language)
        assert f"lizard {version('lizard')}, ast-grep {version('ast-grep-py')} with" in said
    before = analyser.toolset("python")
    monkeypatch.setattr("codeeval_gym.evaluation.quality.analyser.RUFF_RULES", "E")
    assert analyser.toolset("python") != before


def test_an_unknown_language_is_named(analyser: QualityAnalyser) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'python'"):
        analyser.analyse(["x"], "pyhton")
