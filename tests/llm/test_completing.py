"""A policy that completes prefixes goes on where they end."""

import pytest

from codeeval_gym.evaluation import EvaluationEngine, PrefixLabeller
from codeeval_gym.llm import LLMAdapter, PolicyCompleter
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.types import CallTest, Challenge, Param, Signature

CHALLENGE = Challenge(
    id="posed/double",
    title="double",
    prompt="Write a function `double(x)` that returns twice x.",
    category="arithmetic",
    tier=1,
    signature=Signature("double", (Param("x", "int"),), "int"),
    hidden_tests=(CallTest((1,), 2),),
)


@pytest.fixture(scope="module")
def tiny() -> LLMAdapter:
    return LLMAdapter("builtin:tiny", device="cpu")


def test_the_likeliest_completion_of_a_beginning_is_the_rest(tiny: LLMAdapter) -> None:
    complete = PolicyCompleter(tiny, max_new_tokens=64, temperature=0.0)
    ((whole,),) = complete([(CHALLENGE, "")], 1)
    first, *rest = whole.splitlines(keepends=True)
    assert rest
    assert complete([(CHALLENGE, ""), (CHALLENGE, first)], 2) == [
        [whole] * 2,
        ["".join(rest)] * 2,
    ]


def test_the_same_seed_gives_the_same_completions(tiny: LLMAdapter) -> None:
    def drawn(seed: int) -> object:
        complete = PolicyCompleter(tiny, max_new_tokens=24, temperature=2.0, seed=seed)
        return complete([(CHALLENGE, "")], 3)

    assert drawn(1) == drawn(1) != drawn(2)


def test_a_policy_labels_its_own_programs(tiny: LLMAdapter) -> None:
    complete = PolicyCompleter(tiny, max_new_tokens=64, temperature=0.0)
    ((right,),) = complete([(CHALLENGE, "")], 1)
    posed = Challenge(**{**vars(CHALLENGE), "references": {"python": right}})
    engine = EvaluationEngine(FakeSandbox(solver([posed])))
    first, *_ = right.splitlines(keepends=True)
    wrong = engine.evaluate(posed, first + "    raise ValueError\n")
    labelled = PrefixLabeller(engine, complete, samples=1).label(posed, wrong)
    assert labelled.process is not None
    assert labelled.process.labels == {1: True, 2: False}


def test_a_chat_model_s_completion_ends_with_its_block(tiny: LLMAdapter) -> None:
    copy = LLMAdapter("builtin:tiny", device="cpu")
    copy.tokenizer.chat_template = "{{ messages[0].content }}"
    complete = PolicyCompleter(copy)
    opened = copy.encode_program("```python\nx = f(1)")[:-1]
    (start,) = complete._starts(CHALLENGE, "x = f(1)\n", 1)
    assert start.read[1 - len(opened) :] == opened[:-1]
    assert copy.tokenizer.decode(start.begun).startswith(")\n")
    closed = copy.encode_program("y = 2\n```\nThat is it.")
    assert complete._text(closed) == "y = 2\n"


def test_every_completion_goes_on_behind_the_line(tiny: LLMAdapter) -> None:
    """The tokenizer joins ``:``, the line's end and the indentation; ``:`` alone it never writes.

    Read as it is, such a prefix was gone on with on the same line by most completions, and those
    do not count.
    """
    complete = PolicyCompleter(tiny, max_new_tokens=48)
    first = "def double(x: int) -> int:\n"
    ((*texts,),) = complete([(CHALLENGE, first)], 16)
    assert len(texts) == 16
    assert sum(text.startswith("    return") for text in texts) >= 8
