"""Terms that look at the text, and terms that compare it with its siblings'."""

from dataclasses import replace

import pytest

from codeeval_gym.rewards import Format, Length, Novelty, Rank, RewardContext, make
from codeeval_gym.testing import check_reward
from codeeval_gym.types import Evaluation, Usage, Verdict

DOUBLE = "def double(n):\n    return 2 * n\n"


def judged(
    program: str, verdict: Verdict = Verdict.ACCEPTED, cpu: float | None = None
) -> Evaluation:
    usage = None if cpu is None else Usage(cpu_seconds=cpu)
    return Evaluation("a/1", "python", program, verdict, usage=usage)


def group(*programs: str) -> RewardContext:
    return RewardContext(siblings=tuple(judged(program) for program in programs))


@pytest.mark.parametrize("term", [Length(), Length(10), Format(), Novelty(), Rank()])
@pytest.mark.parametrize("context", [RewardContext(), group(DOUBLE, "x = 1")])
def test_each_keeps_the_contract(term: object, context: RewardContext) -> None:
    check_reward(term, context=context)  # type: ignore[arg-type]


def test_length() -> None:
    empty = RewardContext()
    assert Length(10)(judged("x" * 9), empty) == 1.0
    assert Length(10)(judged("x" * 19), empty) == 0.5
    assert Length(10)(judged("x" * 9 + "   \n\n\n"), empty) == 1.0
    with pytest.raises(ValueError, match="at least 1, not 0"):
        Length(0)


@pytest.mark.parametrize(
    ("text", "score"),
    [(DOUBLE, 1.0), (f"```python\n{DOUBLE}```\n", 0.0), ("x = '\x00'", 0.0), ("é = 1", 1.0)],
)
def test_format(text: str, score: float) -> None:
    assert Format()(judged(text), RewardContext()) == score


def test_novelty_is_not_had_by_renaming() -> None:
    renamed = "def twice(value):\n    return 2 * value\n"
    other = "def double(n):\n    total = 0\n    while n:\n        total += 2\n        n -= 1\n"
    assert Novelty()(judged(DOUBLE), RewardContext()) is None
    assert Novelty()(judged(DOUBLE), group(renamed)) == 0.0
    assert (Novelty()(judged(DOUBLE), group(other)) or 0) > 0.7
    assert Novelty()(judged(DOUBLE), group(other, renamed)) == 0.0  # the nearest counts
    assert Novelty()(judged(""), group("")) == 0.0


def test_rank_is_among_accepted_programs() -> None:
    context = RewardContext(
        siblings=(
            judged("x" * 10, cpu=1.0),
            judged("x" * 30, cpu=3.0),
            judged("", Verdict.WRONG_ANSWER, cpu=0.0),
        )
    )
    assert Rank()(judged("x" * 20, cpu=2.0), context) == 0.5
    assert Rank("cpu_seconds")(judged("x" * 99, cpu=0.5), context) == 1.0
    assert Rank("cpu_seconds")(judged("x" * 5), context) is None
    assert Rank()(judged("x", Verdict.WRONG_ANSWER), context) is None
    assert Rank()(judged("x"), RewardContext()) is None
    with pytest.raises(ValueError, match="figure must be one of"):
        Rank("speed")


def test_options_go_through_a_file_and_back() -> None:
    model = make({"tests": 1.0, "short": {"term": "length", "options": {"characters": 300}}})
    assert model.entries["short"].term == Length(300)
    assert make(model.spec()) == model
    assert make({"length": 1.0}).spec() == {"length": {"weight": 1.0}}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"charcters": 3}, "'length': .*unexpected keyword argument 'charcters'"),
        ({"characters": 0}, "'length': characters must be at least 1"),
        ([3], "'length': options are a mapping"),
    ],
)
def test_mistakes_in_options_name_the_term(options: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make({"length": {"options": options}})


def test_a_sibling_is_no_reference() -> None:
    context = replace(group(DOUBLE), challenge=None)
    assert Novelty()(judged(DOUBLE), context) == 0.0
