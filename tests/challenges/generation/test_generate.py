"""The whole way, from a code base to challenges, in the real sandbox."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from codeeval_gym.challenges.generation import Kept, Report, Settings, generate
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import CallTest, Verdict, to_json

_SETTINGS = Settings(languages=("python",), inputs=32, mutants=16, seed=3)


def _contents(root: Path) -> Mapping[str, str]:
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _by_name(report: Report) -> Mapping[str, Kept]:
    return {item.challenge.id.rpartition(".")[2]: item for item in report.kept}


def _reasons(report: Report) -> Mapping[str, str]:
    return {skip.subject: skip.reason for skip in report.skipped}


class _Stop(Exception):
    """The run is killed here."""


def test_a_code_base_becomes_challenges(
    code_base: Path, marker: Path, tmp_path: Path, engine: EvaluationEngine, sandbox: Sandbox
) -> None:
    before = _contents(code_base)
    journal = tmp_path / "journal"

    def stop(what: str, done: int, total: int) -> None:
        if done == 2:
            raise _Stop

    with pytest.raises(_Stop):
        generate(code_base, engine, sandbox, _SETTINGS, journal=journal, progress=stop)
    with journal.open("a") as file:
        file.write('{"candidate": "half a li')  # it was killed while it wrote
    begun: list[int] = []
    report = generate(
        code_base,
        engine,
        sandbox,
        _SETTINGS,
        journal=journal,
        progress=lambda what, done, total: begun.append(done),
    )

    assert _contents(code_base) == before
    assert not marker.exists()
    assert begun[1] == 2  # what was finished is not done again
    _check_kept(report, engine)
    _check_left(report)

    whole = generate(code_base, engine, sandbox, _SETTINGS)
    assert [to_json(a.challenge) for a in whole.kept] == [to_json(b.challenge) for b in report.kept]
    assert whole.skipped == report.skipped


def _check_kept(report: Report, engine: EvaluationEngine) -> None:
    kept = _by_name(report)
    assert {"blend", "shades", "parse", "add"} <= set(kept)
    for item in report.kept:
        challenge = item.challenge
        evaluation = engine.evaluate(challenge, challenge.references["python"])
        assert evaluation.verdict is Verdict.ACCEPTED
        assert item.record["mutation_score"] >= 0.8
        assert challenge.rights.train_allowed
        assert challenge.licence == "MIT"
        assert "paint 1.2, paint/" in challenge.source
        assert "0123456789abcdef0123456789abcdef01234567" in challenge.source
        public = {repr(test) for test in challenge.public_tests}
        assert public.isdisjoint(repr(test) for test in challenge.hidden_tests)
    parse = kept["parse"].challenge
    assert "six hexadecimal digits" in parse.context
    assert "startswith" not in parse.context
    assert "studio-nord" not in f"{parse.prompt}{parse.context}"
    assert [item.partition(":")[0] for item in kept["parse"].record["withheld"]] == [
        "README.md#Help with parse",
        "README.md#Inside parse",
    ]
    raising = [test for test in parse.tests if isinstance(test, CallTest)]
    assert {test.compare.kind for test in raising} == {"strict", "raises"}
    origins = {test.origin for item in report.kept for test in item.challenge.tests}
    assert {"doctest", "unit_test", "differential"} <= origins


def _check_left(report: Report) -> None:
    reasons = _reasons(report)
    assert reasons["paint/broken.py"] == "the file has syntax errors"
    wanted = {
        "darker": "it changes its arguments",
        "anything": "effect: clock or random",
        "home": "effect: files",
        "fetch": "effect: network",
        "silent": "nothing says what it does",
        "short": "its body is trivial",
        "nothing": "it gives no answer",
        "later": "it is asynchronous",
        "mixer": "it makes functions",
        "lazily": "its body imports its own package",
        "told": "its documentation gives the body away",
        "signed": "it holds a secret",
        "twin_of_total": "nothing calls it, and its types are not declared",
    }
    assert {name: reasons.get(f"paint/mix.py::{name}") for name in wanted} == wanted
