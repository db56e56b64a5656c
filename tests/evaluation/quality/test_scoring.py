"""The arithmetic of quality, without any analyser."""

import pytest

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.evaluation.quality import QualitySettings
from codeeval_gym.evaluation.quality.scoring import Analysis, quality_report, unanalysed
from codeeval_gym.types import Finding, QualityReport

STYLE, SECURITY = Finding("style", "E1", 3, "…"), Finding("security", "S1", 1, "…")


def scored(
    *findings: Finding,
    lines: int = 100,
    complexity: int = 1,
    settings: QualitySettings | None = None,
    judges_style: bool = True,
    valid: bool = True,
) -> QualityReport:
    analysis = Analysis(findings, (("f", 2, complexity),), lines, valid)
    chosen = settings or QualitySettings()
    return quality_report(analysis, chosen, judges_style=judges_style, toolset="t")


def test_style_falls_with_findings_per_hundred_lines() -> None:
    assert scored(STYLE).style == pytest.approx(0.98)
    assert scored(*[STYLE] * 10).style == pytest.approx(0.8)
    assert scored(*[STYLE] * 10, lines=200).style == pytest.approx(0.9)
    assert scored(*[STYLE] * 60).style == 0.0
    assert scored(STYLE, lines=2).style == scored(STYLE, lines=10).style == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("complexity", "score"), [(1, 1.0), (10, 1.0), (11, 0.9), (15, 0.5), (20, 0.0), (99, 0.0)]
)
def test_complexity_falls_from_the_maximum_to_twice_that(complexity: int, score: float) -> None:
    report = scored(complexity=complexity)
    assert report.complexity == pytest.approx(score)
    assert bool(report.findings) == (complexity > 10)


def test_lines_do_not_dilute_security() -> None:
    assert scored(SECURITY, lines=5).security == scored(SECURITY, lines=5000).security == 0.5
    assert scored(SECURITY, SECURITY).security == 0.25


def test_the_score_is_the_mean_of_what_was_asked_for() -> None:
    assert scored(SECURITY).score == pytest.approx((1 + 1 + 0.5) / 3)
    alone = QualitySettings(style=False, max_complexity=None)
    assert scored(SECURITY, settings=alone).score == 0.5
    assert scored(SECURITY, judges_style=False).score == pytest.approx((1 + 0.5) / 2)
    style = QualitySettings(security=False, max_complexity=None)
    assert scored(STYLE, settings=style, judges_style=False).score == 1.0


def test_findings_come_by_line_and_no_more_than_a_hundred() -> None:
    assert scored(STYLE, SECURITY).findings == (SECURITY, STYLE)
    assert len(scored(*[STYLE] * 300).findings) == 100


def test_no_program_scores_nothing() -> None:
    assert scored(valid=False).score == 0.0
    assert unanalysed("too long", "t").score == 0.0


def test_settings_from_a_configuration() -> None:
    section = {"enable_pep8": False, "max_complexity": 7, "security_checks": True}
    assert QualitySettings.from_mapping(section) == QualitySettings(False, 7, True)
    assert QualitySettings.from_mapping({}) == QualitySettings()
    assert QualitySettings.from_mapping({"max_complexity": None}).max_complexity is None


@pytest.mark.parametrize(
    ("section", "error", "message"),
    [
        ({"max_complexty": 3}, UnknownNameError, "Did you mean 'max_complexity'"),
        ({"max_complexity": 0}, ConfigError, "at least 1, not 0"),
        ({"max_complexity": True}, ConfigError, "expected a whole number or null, got True"),
        ({"enable_pep8": "yes"}, ConfigError, "expected true or false, got 'yes'"),
        (
            {"enable_pep8": False, "max_complexity": None, "security_checks": False},
            ConfigError,
            "needs one of",
        ),
    ],
)
def test_mistakes_are_named(
    section: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        QualitySettings.from_mapping(section)
