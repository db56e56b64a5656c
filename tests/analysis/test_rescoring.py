"""Stored records scored by other rewards, in one process and in several, right and damaged."""

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from codeeval_gym.analysis import ablations, compare, record_files, rescore, rescoring, summarise
from codeeval_gym.analysis._reading import read_evaluation
from codeeval_gym.analysis.rescoring import write_line
from codeeval_gym.errors import ConfigError
from codeeval_gym.rewards import Entry, RewardContext, RewardModel, make
from codeeval_gym.testing.strategies import evaluations
from codeeval_gym.types import (
    Evaluation,
    ExecutionReport,
    Outcome,
    QualityReport,
    SyntaxReport,
    TestReport,
    TestResult,
    Verdict,
    from_json,
    to_json,
)


def record(challenge: str, passed: int, quality: float | None = None) -> Evaluation:
    verdicts = [Verdict.ACCEPTED] * passed + [Verdict.WRONG_ANSWER] * (2 - passed)
    results = [TestResult(f"hidden/{n}", False, verdict) for n, verdict in enumerate(verdicts)]
    return Evaluation(
        challenge_id=challenge,
        language="python",
        program="pass",
        verdict=Verdict.ACCEPTED if passed == 2 else Verdict.WRONG_ANSWER,
        syntax=SyntaxReport(True, 0, 0.0),
        execution=ExecutionReport(Outcome.FINISHED),
        tests=TestReport(tuple(results)),
        quality=None if quality is None else QualityReport(quality),
    )


RECORDS = [record("a/1", 0, 1.0), record("a/1", 2, 0.5), record("a/2", 1), record("a/2", 1)]


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    folder = tmp_path / "run" / "records"
    folder.mkdir(parents=True)
    (folder / "000001.jsonl").write_text("".join(to_json(item) + "\n" for item in RECORDS[:1]))
    with gzip.open(folder / "000002.jsonl.gz", "wt") as file:
        file.writelines(to_json(item) + "\n\n" for item in RECORDS[1:])
    return tmp_path / "run"


@pytest.mark.parametrize("processes", [1, 2])
def test_it_pays_what_the_reward_pays(
    stored: Path, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescoring, "CHUNK", 2)
    model = make("default")
    scored = list(rescore(record_files(stored), model, processes=processes))
    assert [item.total for item in scored] == [model(item).total for item in RECORDS]
    assert [item.terms for item in scored] == [dict(model(item).terms) for item in RECORDS]
    assert [item.challenge_id for item in scored] == ["a/1", "a/1", "a/2", "a/2"]


def test_a_summary(stored: Path) -> None:
    summary = summarise(rescore(record_files(stored), make("only:tests"), processes=1))
    assert (summary.programs, summary.mean, summary.accepted) == (4, 0.5, 1.0)
    assert summary.refused == pytest.approx(1 / 3)
    assert summary.silent == 0.5  # both programs for a/2 earn a half
    assert summary.spread == pytest.approx(0.125**0.5)
    quality = summarise(rescore(record_files(stored), make("default"), processes=1))
    assert quality.terms["quality"].applies == 2


@pytest.mark.parametrize("processes", [1, 2])
def test_several_rewards_are_compared_as_each_by_itself(
    stored: Path, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescoring, "CHUNK", 2)
    files = record_files(stored)
    gated = {"tests": 1.0, "quality": {"term": "syntax", "weight": 1.0, "gate": "tests"}}
    models = {**ablations(make("default")), "other quality": make(gated)}
    told: list[int] = []
    found = compare(files, models, processes=processes, on_progress=told.append)
    alone = {name: summarise(rescore(files, model, processes=1)) for name, model in models.items()}
    assert found == alone
    assert told == [2, 4]
    with pytest.raises(ValueError, match="no records"):
        compare([], models, processes=processes)


def test_a_term_that_several_rewards_share_is_asked_once(stored: Path) -> None:
    asked: list[str] = []

    class Counting:
        name = "counting"
        needs: frozenset[str] = frozenset()

        def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
            asked.append(evaluation.challenge_id)
            return 1.0

    term = Counting()
    models = {str(weight): RewardModel({"mine": Entry(term, weight)}) for weight in (1.0, 2.0)}
    compare(record_files(stored), models, processes=1)
    assert asked == ["a/1", "a/1", "a/2", "a/2"]


@given(evaluations())
def test_reading_is_what_from_json_does(drawn: Evaluation) -> None:
    assert read_evaluation(to_json(drawn)) == drawn


@pytest.mark.parametrize("got", [(1, 2), 2**80, {1: "a"}, b"ab", [{"$tuple": "x"}], None])
def test_reading_keeps_what_json_has_no_form_for(got: object) -> None:
    result = TestResult("hidden/0", False, Verdict.WRONG_ANSWER, got, expected=2**63 - 1)
    item = replace(RECORDS[0], tests=TestReport((result,)))
    assert read_evaluation(to_json(item)) == item


@pytest.mark.parametrize("place", ['"verdict": ', '"valid": ', '"name": ', '"score": '])
@pytest.mark.parametrize("spoil", [r"\1[]", r'"unknown": 1, \g<0>'], ids=["type", "unknown"])
def test_reading_names_what_is_wrong_at_each_level(place: str, spoil: str) -> None:
    line = re.sub(rf"({place})[^,}}]+", spoil, to_json(RECORDS[1]))
    with pytest.raises(ConfigError, match="Not a valid Evaluation: ") as expected:
        from_json(Evaluation, line)
    with pytest.raises(ConfigError) as caught:
        read_evaluation(line)
    assert str(caught.value) == str(expected.value)


def test_leaving_terms_out() -> None:
    found = ablations(make("default"))
    assert list(found) == [
        "whole",
        "without syntax",
        "without execution",
        "without tests",
        "without quality",
        "without efficiency",
    ]
    assert found["without tests"].entries["tests"].weight == 0  # quality's gate
    with pytest.raises(ConfigError, match="pays tests alone"):
        ablations(make("only:tests"))


def test_a_line_is_json(stored: Path) -> None:
    (first, *_) = rescore(record_files(stored), make("only:tests"), processes=1)
    assert write_line(first) == (
        '{"challenge_id": "a/1", "verdict": "wrong_answer", "total": 0.0, "terms": {"tests": 0.0}}'
    )


def test_damage_is_named(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(to_json(RECORDS[0]) + "\n{}\n")
    with pytest.raises(ConfigError, match=r"records\.jsonl, line 2: Not a valid Evaluation"):
        list(rescore([path], make("default"), processes=1))
    broken = tmp_path / "records.jsonl.gz"
    broken.write_bytes(b"no gzip")
    with pytest.raises(ConfigError, match=r"records\.jsonl\.gz cannot be read"):
        list(rescore([broken], make("default"), processes=1))
    with pytest.raises(FileNotFoundError, match="no records in"):
        record_files(tmp_path / "nothing")
    with pytest.raises(ValueError, match="no records"):
        summarise([])


def test_a_line_that_a_killed_writer_left_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    whole = to_json(RECORDS[0])
    path.write_text(f"{whole}\n{whole}")  # its last line is whole, if not ended
    assert len(list(rescore([path], make("default"), processes=1))) == 2
    path.write_text(f"{whole}\n{whole[:-9]}")
    with pytest.warns(UserWarning, match="line 2: only half was written"):
        assert len(list(rescore([path], make("default"), processes=1))) == 1
