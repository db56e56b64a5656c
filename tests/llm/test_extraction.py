"""The last fenced Python block, else the text itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.llm import extract_program


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


@given(st.text().filter(lambda text: "```" not in text))
def test_text_without_a_fence_is_left_alone(text: str) -> None:
    assert extract_program(text) == text
