"""The last fenced block in the language, else the text itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.evaluation import extract_program


@pytest.mark.parametrize(
    ("answer", "program"),
    [
        ("x = 1\n", "x = 1\n"),
        ("Sure:\n```python\nx = 1\n```\nDone.", "x = 1\n"),
        ("```py\nx = 1\n```", "x = 1\n"),
        ("```\nx = 1\n```", "x = 1\n"),
        ("```python\nx = 1\n```\nBetter:\n```python\nx = 2\n```", "x = 2\n"),
        ("```python\nx = 1\n```\nRun:\n```bash\npython x.py\n```\n", "x = 1\n"),
        ("```python\nx = 1\n", "x = 1\n"),
        ("s = '```python'\n", "s = '```python'\n"),
        ("", ""),
    ],
    ids=["bare", "tagged", "short", "untagged", "last", "other", "cut-off", "inline", "empty"],
)
def test_extract_program(answer: str, program: str) -> None:
    assert extract_program(answer) == program


@pytest.mark.parametrize(
    ("language", "tag"),
    [("cpp", "c++"), ("cpp", "CPP"), ("java", "java"), ("javascript", "js"), ("rust", "rust")],
)
def test_the_block_in_the_language_asked_for_is_taken(language: str, tag: str) -> None:
    answer = f"```{tag}\nright\n```\nor\n```python\nx = 1\n```\n```c\nint x;\n```\n"
    assert extract_program(answer, language) == "right\n"
    assert extract_program("```\nright\n```", language) == "right\n"


def test_javascript_is_not_java() -> None:
    answer = "```javascript\nlet x\n```\n```java\nint x;\n```\n"
    assert extract_program(answer, "java") == "int x;\n"
    assert extract_program(answer, "javascript") == "let x\n"


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'java'"):
        extract_program("", "jave")


PROGRAM = "def f():\n    return 1\n"
FENCED = f"```python\n{PROGRAM}```\n"


@pytest.mark.parametrize(
    ("answer", "program"),
    [
        (f"~~~python\n{PROGRAM}~~~\n", PROGRAM),
        (f"````python\n{PROGRAM}````\n", PROGRAM),
        (f"```python\n{PROGRAM}~~~\n```\n", f"{PROGRAM}~~~\n"),
        (f"```Python 3\n{PROGRAM}```", PROGRAM),
        (f"``` {{.python .numbered}}\n{PROGRAM}```", PROGRAM),
        (f'```python title="f.py"\n{PROGRAM}```', PROGRAM),
        (f"```python:f.py\n{PROGRAM}```", PROGRAM),
        (FENCED.replace("\n", "\r\n"), PROGRAM.replace("\n", "\r\n")),
        (f"{FENCED}It prints:\n```\n1\n```\n", PROGRAM),
        (f"{FENCED}It prints:\n```text\n1\n```\n", PROGRAM),
        (f"```\n{PROGRAM}```\nRun:\n```sh\npython f.py\n```\n", PROGRAM),
        ("1. So:\n   ```python\n   def f():\n       return 1\n   ```\n2. Done.", PROGRAM),
        ("- So:\n\t```python\n\tdef f():\n\t    return 1\n\t```\n", PROGRAM),
        ("```python\n    def f():\n        return 1\n```", PROGRAM),
        (f"````markdown\nSee:\n{FENCED}````\n", PROGRAM),
        (f"```markdown\nSee:\n{FENCED}```\nThat is it.", PROGRAM),
        (f"```python\nx = 1\n\nNo, better:\n{FENCED}", PROGRAM),
        (f"{FENCED}```", PROGRAM),
        (f"{FENCED}```python\n", ""),
        ("```python\n```", ""),
        (f"<think>\n```python\nx = 1\n```\n</think>\n\n{FENCED}", PROGRAM),
        (f"<think>\nEasy.\n</think>\n\n{PROGRAM}", PROGRAM),
        (f"```python\nx = 1\n```\n</think>\n{PROGRAM}", PROGRAM),
        ("<think>\nPerhaps\n```python\nx = 1\n```\nbut", ""),
        ('s = "<think>"\nt = "</think>"\n', 's = "<think>"\nt = "</think>"\n'),
    ],
    ids=[
        "tildes",
        "four backticks",
        "tildes within backticks",
        "version",
        "attributes",
        "title",
        "file name",
        "carriage returns",
        "an untagged output after it",
        "a tagged output after it",
        "an untagged program",
        "in a list",
        "behind a tab",
        "indented as a whole",
        "in a longer fence",
        "in a fence of the same length",
        "a block never closed before it",
        "a fence too many",
        "cut off at once",
        "empty block",
        "after a thought",
        "bare after a thought",
        "the thought opened in the prompt",
        "cut off in a thought",
        "tags that are no thought",
    ],
)
def test_answers_as_models_write_them(answer: str, program: str) -> None:
    assert extract_program(answer) == program


def test_a_program_keeps_the_fences_in_its_strings() -> None:
    program = (
        'def f():\n    """Use:\n\n    ```python\n    f()\n    ```\n    """\n'
        'TEXT = """\n```python\nf()\n```\n"""\n'
    )
    assert extract_program(f"Sure:\n````python\n{program}````\n") == program
    assert extract_program(f"Sure:\n```python\n{program}```\nDone.") == program


@given(
    st.sampled_from(["```", "````", "~~~", "~~~~~"]),
    st.text(st.characters(exclude_characters="`~")),
    st.sampled_from(["", "Sure:\n", "<think>so</think>\n"]),
    st.sampled_from(["", "\nDone.", "\n```text\n1\n```"]),
)
def test_whatever_is_in_a_block_is_found(fence: str, content: str, before: str, after: str) -> None:
    program = f"x\n{content}\n"
    assert extract_program(f"{before}{fence}python\n{program}{fence}{after}") == program


@given(st.text(st.characters(exclude_characters="`~<")))
def test_text_without_a_fence_is_left_alone(text: str) -> None:
    assert extract_program(text) == text
