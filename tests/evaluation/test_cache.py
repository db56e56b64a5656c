"""What the cache keeps, and what it lets go."""

import pytest

from codeeval_gym.evaluation.cache import EvaluationCache
from codeeval_gym.types import (
    Evaluation,
    ExecutionReport,
    Outcome,
    TestReport,
    TestResult,
    Verdict,
)

_LATE = TestReport((TestResult("public/0", True, Verdict.TIME_LIMIT),))


def _evaluation(verdict: Verdict = Verdict.ACCEPTED) -> Evaluation:
    return Evaluation("tests/a", "python", "pass", verdict)


def test_what_was_put_is_got_and_counted() -> None:
    cache = EvaluationCache(2)
    kept = _evaluation()
    cache.put("a", kept)
    assert cache.get("a") is kept
    assert cache.get("b") is None
    assert cache.hits == 1


def test_the_least_recently_used_goes_first() -> None:
    cache = EvaluationCache(2)
    for key in "ab":
        cache.put(key, _evaluation())
    cache.get("a")
    cache.put("c", _evaluation())
    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]


def test_size_0_keeps_none() -> None:
    cache = EvaluationCache(0)
    cache.put("a", _evaluation())
    assert cache.get("a") is None


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="keeps 0 or more evaluations, not -1"):
        EvaluationCache(-1)


@pytest.mark.parametrize(
    "evaluation",
    [
        _evaluation(Verdict.TIME_LIMIT),
        Evaluation("", "python", "", Verdict.WRONG_ANSWER, tests=_LATE),
        Evaluation(
            "", "python", "", Verdict.WRONG_ANSWER, execution=ExecutionReport(Outcome.TIME_LIMIT)
        ),
    ],
    ids=["verdict", "one test", "execution"],
)
def test_what_hangs_on_the_machine_s_load_is_not_kept(evaluation: Evaluation) -> None:
    cache = EvaluationCache(2)
    cache.put("a", evaluation)
    assert cache.get("a") is None


@pytest.mark.parametrize("verdict", [item for item in Verdict if item is not Verdict.TIME_LIMIT])
def test_every_other_verdict_is_kept(verdict: Verdict) -> None:
    cache = EvaluationCache(1)
    cache.put("a", _evaluation(verdict))
    assert cache.get("a") is not None
