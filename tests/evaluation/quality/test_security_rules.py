"""Each rule finds the bad texts that stand beside it, and leaves the good ones alone."""

import re
import textwrap
from pathlib import Path

import ast_grep_py
import pytest

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.evaluation.quality import QualityAnalyser, security_rules

DOCUMENT = Path(__file__).parents[3] / "docs/quality.md"
COLUMNS = {"cpp": "C++", "java": "Java", "javascript": "JavaScript", "rust": "Rust"}
LANGUAGES = ("cpp", "java", "javascript", "rust")
FAMILIES = {
    "memory": {
        "cpp": {"buffer-copy", "copy-by-source", "unbounded-input", "gets", "stack-memory"},
        "javascript": {"raw-memory"},
        "rust": {"unsafe", "static-mut", "transmute", "unchecked", "forget", "assembly"},
    },
    "format string": {"cpp": {"format"}},
    "code from text": {
        "cpp": {"code"},
        "java": {"script", "code"},
        "javascript": {"eval", "timer-text"},
        "rust": {"code"},
    },
    "shell or process": {
        "cpp": {"shell"},
        "java": {"process"},
        "javascript": {"shell"},
        "rust": {"process"},
    },
    "SQL injection": {language: {"sql"} for language in LANGUAGES},
    "password in the program": {language: {"password"} for language in LANGUAGES},
    "broken hash": {language: {"weak-hash"} for language in LANGUAGES},
    "broken cipher": {language: {"weak-cipher"} for language in LANGUAGES},
    "foreseeable secret": {language: {"weak-random"} for language in LANGUAGES},
    "path from text": {language: {"path"} for language in LANGUAGES},
    "certificates unchecked": {language: {"tls"} for language in LANGUAGES},
    "deserialisation": {"java": {"deserialise"}, "javascript": {"deserialise"}},
    "external entities": {"cpp": {"xxe"}, "java": {"xxe"}, "javascript": {"xxe"}},
    "guessable file": {"cpp": {"temporary-name"}, "java": {"random-file"}},
    "page from text": {"javascript": {"html"}},
    "access control": {"java": {"reflection"}, "javascript": {"prototype"}},
}
"""What a reviewer looks for, and the rules that find it: the table of ``docs/quality.md``."""
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
    "a shell from os": ("S605", "import os\n\n\ndef f(name):\n    os.system('ls ' + name)\n"),
    "a default password": ("S107", "def f(password='hunter22'):\n    return password\n"),
    "a broken cipher": (
        "S305",
        "from cryptography.hazmat.primitives.ciphers import modes\n\nmode = modes.ECB()\n",
    ),
    "certificates": (
        "S501",
        "import requests\n\n\ndef f(url):\n    return requests.get(url, verify=False, timeout=9)\n",
    ),
    "a context that checks nothing": (
        "S323",
        "import ssl\n\n\ndef f():\n    return ssl._create_unverified_context()\n",
    ),
    "yaml": ("S506", "import yaml\n\n\ndef f(text):\n    return yaml.load(text)\n"),
    "a document": (
        "S314",
        "import xml.etree.ElementTree as ET\n\n\ndef f(text):\n    return ET.fromstring(text)\n",
    ),
    "an archive": (
        "S202",
        "import tarfile\n\n\ndef f(path):\n    tarfile.open(path).extractall()\n",
    ),
    "a page": ("S701", "import jinja2\n\npages = jinja2.Environment(autoescape=False)\n"),
    "rights": ("S103", "import os\n\n\ndef f(path):\n    os.chmod(path, 0o777)\n"),
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
def test_every_rule_has_texts_words_a_family_and_a_name_of_its_own(language: str) -> None:
    rules = security_rules(language)
    assert all(rule["bad"] and rule["good"] and rule["words"] for rule in rules)
    names = [rule["id"] for rule in rules]
    in_families = [name for family in FAMILIES.values() for name in family.get(language, ())]
    assert sorted(names) == sorted(in_families)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_would_have_found_more_had_it_been_asked(
    analyser: QualityAnalyser, language: str
) -> None:
    """Rules are asked by words: that saves their cost, and must not cost a finding."""
    rules = security_rules(language)
    every = list(dict.fromkeys(text for rule in rules for text in (*rule["bad"], *rule["good"])))
    for text, report in zip(every, analyser.analyse(every, language), strict=True):
        asked = {item.rule for item in report.findings if item.dimension == "security"}
        root = ast_grep_py.SgRoot(text, language).root()
        for rule in rules:
            config = {key: rule[key] for key in ("rule", "constraints") if key in rule}
            found_unasked = bool(root.find_all(config))  # type: ignore[call-overload]
            assert found_unasked == (rule["id"] in asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_families_are_in_the_documentation(language: str) -> None:
    rows = {
        cells[0]: cells[1:]
        for line in DOCUMENT.read_text("utf-8").splitlines()
        if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 6
    }
    column = rows["looked for"].index(COLUMNS[language])
    for family, rules in FAMILIES.items():
        named = set(rows[family][column].replace("`", "").split(", ")) - {"—"}
        assert named == rules.get(language, set())


@pytest.mark.parametrize("name", PYTHON)
def test_python(analyser: QualityAnalyser, name: str) -> None:
    rule, text = PYTHON[name]
    assert rule in found(analyser, textwrap.dedent(text), "python")


def test_a_language_without_rules_is_named() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'rust'"):
        security_rules("rusty")


def test_what_the_documentation_says_of_python_is_tried() -> None:
    lines = [line.split("|") for line in DOCUMENT.read_text("utf-8").splitlines()]
    header = next(line for line in lines if " looked for " in line)
    column = header.index(" Python ")
    said = " ".join(line[column] for line in lines if len(line) == len(header))
    assert set(re.findall(r"S\d+", said)) == {rule for rule, _ in PYTHON.values()}
