"""The last fenced Python block, else the text itself."""

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


@given(st.text().filter(lambda text: "```" not in text))
def test_text_without_a_fence_is_left_alone(text: str) -> None:
    assert extract_program(text) == text
