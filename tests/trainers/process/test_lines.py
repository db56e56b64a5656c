"""Where lines end among tokens, and which label is whose."""

import pytest

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.process.lines import LineEnd, labels_of, line_ends
from codeeval_gym.types import Evaluation, ProcessReport, Verdict

PROGRAM = "def add(a: int) -> int:\n    # later\n\n    total = a + 3\n    return total\n"


@pytest.fixture(scope="module")
def tiny() -> LLMAdapter:
    return LLMAdapter("builtin:tiny", device="cpu")


def test_a_line_is_over_with_the_token_that_holds_its_newline(tiny: LLMAdapter) -> None:
    """That token holds the next line's indentation, too; comments and empty lines do not count."""
    tokens = tiny.encode_program(PROGRAM)
    ends = line_ends(tiny, tokens, "python")

    assert [end.line for end in ends] == [1, 4, 5]
    for end in ends:
        whole = "".join(PROGRAM.splitlines(keepends=True)[: end.line])
        assert tiny.decode_program(tokens[: end.written]).startswith(whole)
        assert not tiny.decode_program(tokens[: end.written - 1]).startswith(whole)
    assert tiny.decode_program(tokens[: ends[0].written]) != PROGRAM.splitlines(keepends=True)[0]


def test_letters_by_hand(policy: LLMAdapter) -> None:
    tokens = policy.encode_program("ab\ncd\ne")
    assert line_ends(policy, tokens, "python") == [LineEnd(1, 3), LineEnd(2, 6)]
    # Cut off behind a newline: there is no state after it.
    assert line_ends(policy, tokens[:3], "python") == []


def test_the_program_in_a_chat_models_answer_is_found(tiny: LLMAdapter) -> None:
    chat = LLMAdapter("builtin:tiny", device="cpu")
    chat.tokenizer.chat_template = "{{ messages[0].content }}"
    tokens = chat.encode_program("Here:\n```python\nx = 1\ny = 2\n```\nThat is it.\n")
    ends = line_ends(chat, tokens, "python")

    assert [end.line for end in ends] == [1, 2]
    so_far = [chat.tokenizer.decode(tokens[: end.written]) for end in ends]
    assert [text.splitlines()[-1] for text in so_far] == ["x = 1", "y = 2"]


def test_labels_are_those_of_the_judged_text(policy: LLMAdapter) -> None:
    """A starter of two lines was put before the program."""
    tokens = policy.encode_program("ab\ncd\ne")
    record = Evaluation(
        challenge_id="x",
        language="python",
        program="import os\n\nab\ncd\ne",
        verdict=Verdict.WRONG_ANSWER,
        process=ProcessReport(lines=(1, 3, 4, 5), completable=1, refuted=3),
    )
    ends = line_ends(policy, tokens, "python")

    assert labels_of(policy, tokens, ends, record) == [None, False]
    other = Evaluation("x", "python", "gh", Verdict.WRONG_ANSWER, process=record.process)
    assert labels_of(policy, tokens, ends, other) == [None, None]
