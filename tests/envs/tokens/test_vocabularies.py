"""Vocabularies that know no grammar, and how they are named."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym import llm
from codeeval_gym.challenges import Dataset
from codeeval_gym.envs.tokens import (
    Bytes,
    Characters,
    Python,
    TokenizerVocabulary,
    Vocabulary,
    make,
)
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import Challenge

CHALLENGE = Challenge("posed/any", "any", "Anything.", "any", 1)
TINY = Path(llm.__file__).parent / "builtin" / "tiny"


@pytest.fixture(scope="module")
def tiny() -> Vocabulary:
    pytest.importorskip("tokenizers")
    return make(TINY)


@given(text=st.text())
def test_bytes_say_everything(text: str) -> None:
    writer = Bytes().writer(CHALLENGE)
    assert writer.decode(writer.encode(text)) == text
    assert writer.mask(1).all()


@given(tokens=st.lists(st.integers(0, 255)))
def test_any_bytes_are_a_text(tokens: list[int]) -> None:
    Bytes().writer(CHALLENGE).decode(tokens).encode()


def test_characters(posed: Dataset) -> None:
    vocabulary = Characters("ab\n")
    writer = vocabulary.writer(posed[0])
    assert (vocabulary.size, vocabulary.end) == (4, 3)
    assert writer.encode("b\na") == [1, 2, 0]
    assert writer.decode([1, 2, 0]) == "b\na"
    with pytest.raises(ValueError, match="no token for 'c'"):
        writer.encode("abc")
    with pytest.raises(ValueError, match="each once"):
        Characters("aba")


def test_a_tokenizer(tiny: Vocabulary, posed: Dataset) -> None:
    writer = tiny.writer(posed[0])
    reference = posed[0].references["python"]
    tokens = writer.encode(reference)
    assert writer.decode(tokens) == reference
    assert max(tokens) < tiny.size
    assert tiny.end not in tokens
    assert len(tokens) < len(reference) / 2


def test_a_tokenizer_is_a_file_too_and_its_end_can_be_named(tiny: Vocabulary) -> None:
    by_file = make({"name": "tokenizer", "path": str(TINY / "tokenizer.json"), "end": "<pad>"})
    assert by_file.size == tiny.size
    assert by_file.end != tiny.end
    with pytest.raises(ValueError, match="no end token '<nonsense>'"):
        TokenizerVocabulary(TINY, end="<nonsense>")


def test_what_is_no_tokenizer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    for path in (tmp_path, tmp_path / "tokenizer.json"):
        with pytest.raises(ValueError, match="is no tokenizer"):
            make(path)


@pytest.mark.parametrize(
    ("spec", "kind"), [("python", Python), ("bytes", Bytes), ({"name": "characters"}, Characters)]
)
def test_names(spec: str | Mapping[str, str], kind: type[Vocabulary]) -> None:
    made = make(spec)
    assert isinstance(made, kind)
    assert make(made) is made


def test_bad_names() -> None:
    with pytest.raises(UnknownNameError, match="characters"):
        make("character")
    with pytest.raises(UnknownNameError):
        make({"words": ["pass"]})
    with pytest.raises(TypeError, match="A vocabulary is"):
        make(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        make({"name": "bytes", "size": 3})
