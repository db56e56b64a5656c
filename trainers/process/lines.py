"""Where the lines of a program end among its tokens."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from codeeval_gym.evaluation import labelled_lines
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.types import Evaluation

__all__ = ["LineEnd", "labels_of", "line_ends"]


class LineEnd(NamedTuple):
    """The place at which a line of a program was finished."""

    line: int
    """Its number in the program as the policy wrote it, from 1."""
    written: int
    """Tokens that the policy had written by then, at least 1."""


def line_ends(policy: LLMAdapter, tokens: Sequence[int], language: str) -> list[LineEnd]:
    """Find the tokens that end the lines of a program.

    A line is over when its newline is written; a token that holds the newline and the next line's
    indentation ends it. Empty lines and comments are left out, as they have no label, and so is a
    last line without a newline, and one after whose newline nothing was written.

    Args:
        policy: Wrote the program, and knows where it lies within an answer.
        tokens: What it wrote, the EOS included where there is one.
        language: Of the program.

    Returns:
        In order; empty if the program is not to be found in the answer as it stands.
    """
    program = policy.decode_program(tokens, language)
    answer = _text(policy, tokens)
    start = answer.find(program)
    if start < 0:
        return []
    counted = set(labelled_lines(program, language))
    found = []
    end = start
    for number, line in enumerate(program.splitlines(keepends=True), start=1):
        end += len(line)
        if number not in counted or not line.endswith("\n"):
            continue
        written = bisect_left(
            range(len(tokens)), end, key=lambda count: len(_text(policy, tokens[:count]))
        )
        if written < len(tokens):
            found.append(LineEnd(number, written))
    return found


def labels_of(
    policy: LLMAdapter, tokens: Sequence[int], ends: Sequence[LineEnd], evaluation: Evaluation
) -> list[bool | None]:
    """What is known of the beginnings of a program that end with these lines.

    Args:
        policy: Wrote the program.
        tokens: What it wrote.
        ends: From :func:`line_ends`.
        evaluation: Its record, with the part ``process``. What was judged may have the challenge's
            starter before it.

    Returns:
        For each end whether the program up to it can be completed; ``None``: not known.
    """
    program = policy.decode_program(tokens, evaluation.language)
    at = evaluation.program.rfind(program)
    if evaluation.process is None or at < 0:
        return [None] * len(ends)
    before = evaluation.program[:at].count("\n")
    labels = evaluation.process.labels
    return [labels.get(before + end.line) for end in ends]


def _text(policy: LLMAdapter, tokens: Sequence[int]) -> str:
    kept = list(tokens)
    if policy.eos_id in kept:
        kept = kept[: kept.index(policy.eos_id)]
    text: str = policy.tokenizer.decode(
        kept, skip_special_tokens=True, clean_up_tokenization_spaces=False
    )
    return text
