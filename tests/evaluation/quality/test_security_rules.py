"""Each rule finds the bad texts that stand beside it, and leaves the good ones alone."""

import textwrap

import pytest

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.evaluation.quality import QualityAnalyser, security_rules

LANGUAGES = ("cpp", "java", "javascript", "rust")
FAMILIES = {
    "cpp": {"buffer-copy", "format", "password", "shell", "unbounded-input"},
    "java": {"deserialise", "password", "process", "sql", "weak-cipher", "weak-hash"},
    "javascript": {"eval", "html", "password", "shell", "sql", "tls", "weak-hash"},
    "rust": {"password", "process", "sql", "transmute", "unchecked", "unsafe"},
}
PYTHON = {
    "eval of input": ("S307", "def f(text):\n    return eval(text)\n"),
    "a shell": (
        "S602",
        "import subprocess\n\n\ndef f(name):\n    subprocess.run(f'ls {name}', shell=True)\n",
    ),
    "a query from text": (
        "S608",
        "def f(db, name):\n    return db.execute(f\"SELECT * FROM users WHERE name = '{name}'\")\n",
    ),
    "a password": ("S105", "password = 'hunter22'\n"),
    "pickle": ("S301", "import pickle\n\n\ndef f(data):\n    return pickle.loads(data)\n"),
    "a broken hash": ("S324", "import hashlib\n\n\ndef f(data):\n    return hashlib.md5(data)\n"),
    "a swallowed error": (
        "S110",
        "def f(g):\n    try:\n        g()\n    except Exception:\n        pass\n",
    ),
    "exec": ("S102", "def f(text):\n    exec(text)\n"),
    "a guessable file": ("S108", "def f():\n    return open('/tmp/answer')\n"),
}


def texts(kind: str) -> list[tuple[str, str, str]]:
    rules = [(language, rule) for language in LANGUAGES for rule in security_rules(language)]
    return [(language, rule["id"], text) for language, rule in rules for text in rule[kind]]


def found(analyser: QualityAnalyser, text: str, language: str) -> set[str]:
    (report,) = analyser.analyse([text], language)
    return {item.rule for item in report.findings if item.dimension == "security"}


@pytest.mark.parametrize(("language", "rule", "text"), texts("bad"))
def test_what_is_bad_is_found(
    analyser: QualityAnalyser, language: str, rule: str, text: str
) -> None:
    assert rule in found(analyser, text, language)
    (report,) = analyser.analyse([text], language)
    assert report.security is not None
    assert report.security <= 0.5


@pytest.mark.parametrize(("language", "rule", "text"), texts("good"))
def test_what_is_good_is_left_alone(
    analyser: QualityAnalyser, language: str, rule: str, text: str
) -> None:
    assert found(analyser, text, language) == set()
    assert analyser.analyse([text], language)[0].score == 1.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_both_and_a_name_of_its_own(language: str) -> None:
    rules = security_rules(language)
    assert all(rule["bad"] and rule["good"] for rule in rules)
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert {rule["id"] for rule in rules} >= FAMILIES[language]


@pytest.mark.parametrize("name", PYTHON)
def test_python(analyser: QualityAnalyser, name: str) -> None:
    rule, text = PYTHON[name]
    assert rule in found(analyser, textwrap.dedent(text), "python")


def test_a_language_without_rules_is_named() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'rust'"):
        security_rules("rusty")
