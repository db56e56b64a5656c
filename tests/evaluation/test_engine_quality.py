"""The engine's part ``quality``: in the record, in batches, from a configuration."""

from dataclasses import replace
from pathlib import Path

import pytest

from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import (
    CallTest,
    Challenge,
    Evaluation,
    Param,
    Signature,
    Verdict,
    from_json,
    to_json,
)

DOUBLE = Challenge(
    id="tests/double",
    title="double",
    prompt="Return n doubled.",
    category="arithmetic",
    tier=1,
    languages=("python", "rust"),
    signature=Signature("double", (Param("n", "int"),), "int"),
    hidden_tests=(CallTest((5,), 10),),
)
CLEAN = "def double(n: int) -> int:\n    return 2 * n\n"
BAD = "def double(n):\n    return eval(str(n)+'*2')\n"
NEED = frozenset({"tests", "quality"})


def test_quality_is_computed_when_it_is_asked_for(engine: EvaluationEngine) -> None:
    assert engine.evaluate(DOUBLE, CLEAN).quality is None
    evaluation = engine.evaluate(DOUBLE, CLEAN, need=NEED)
    assert evaluation.verdict is Verdict.ACCEPTED
    assert evaluation.quality is not None
    assert evaluation.quality.score == 1.0
    assert from_json(Evaluation, to_json(evaluation)) == evaluation


def test_a_batch_is_analysed_and_served_from_the_cache(sandbox: Sandbox) -> None:
    with EvaluationEngine(sandbox) as engine:
        programs = [CLEAN, BAD, "def double(:\n", CLEAN]
        first = engine.evaluate_batch([(DOUBLE, program) for program in programs], need=NEED)
        scores = [item.quality and item.quality.score for item in first]  # type: ignore[union-attr]
        assert scores[0] == scores[3] == 1.0
        assert scores[2] == 0.0
        assert 0 < (scores[1] or 0) < 1
        again = engine.evaluate_batch([(DOUBLE, program) for program in programs], need=NEED)
        assert all(one is other for one, other in zip(first, again, strict=True))


def test_a_program_that_is_too_long_is_refused_unread(engine: EvaluationEngine) -> None:
    evaluation = engine.evaluate(DOUBLE, "#" * (1 << 21), need=NEED)
    assert evaluation.quality is not None
    assert evaluation.quality.findings[0].rule == "not-analysed"


def test_text_alone_is_judged_without_a_challenge(engine: EvaluationEngine) -> None:
    report = engine.evaluate_code_quality("fn f() { unsafe {} }", language="rust")
    assert [item.rule for item in report.findings] == ["unsafe"]
    with pytest.raises(TypeError, match="A program is a string"):
        engine.evaluate_code_quality(b"x")  # type: ignore[arg-type]


def test_the_configuration_says_what_counts(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "eval_config.yaml"
    path.write_text("evaluation: {code_quality: {enable_pep8: false, security_checks: false}}")
    with EvaluationEngine(sandbox, config=path) as engine:
        report = engine.evaluate_code_quality("x=eval('1')\n")
    assert (report.style, report.security, report.score) == (None, None, 1.0)


def test_the_configuration_says_how_tangled_a_function_may_be(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "eval_config.yaml"
    path.write_text("evaluation: {code_quality: {max_complexity: 2}}")
    with EvaluationEngine(sandbox, config=path) as engine:
        text = "int f(int a) { if (a) return 1; if (a > 1) return 2; return a; }"
        report = engine.evaluate_code_quality(text, language="cpp")
    assert (report.max_complexity, report.complexity) == (3, 0.5)
    assert "complexity 2" in report.toolset


def test_other_settings_are_other_work(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "eval_config.yaml"
    path.write_text("evaluation: {code_quality: {security_checks: false}}")
    challenge = replace(DOUBLE, id="tests/double-again")
    with EvaluationEngine(sandbox, config=path) as lax, EvaluationEngine(sandbox) as strict:
        found = [one.evaluate(challenge, BAD, need=NEED).quality for one in (lax, strict)]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0].score > found[1].score
    assert found[0].toolset != found[1].toolset
