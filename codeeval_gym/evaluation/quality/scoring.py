"""From findings to scores. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from codeeval_gym.evaluation.quality.settings import QualitySettings
from codeeval_gym.types import Finding, QualityReport

__all__ = ["Analysis", "quality_report", "unanalysed"]

STYLE_LIMIT = 50.0
"""Style findings per hundred lines at which nothing is left of the score."""
FEWEST_LINES = 10
"""Shorter programs count as this long: one blemish in three lines is not thirty-three in a hundred.
"""
MAX_FINDINGS = 100


@dataclass(frozen=True)
class Analysis:
    """What the analysers say of one text."""

    findings: tuple[Finding, ...]
    """Style and security."""
    complexities: tuple[tuple[str, int, int], ...]
    """Each function's name, its line and its cyclomatic complexity."""
    lines: int
    """Lines that are neither empty nor comment, nor, in Python, within threefold quotes."""
    valid: bool = True
    """False for a text that is no program of its language."""


def quality_report(
    analysis: Analysis, settings: QualitySettings, *, judges_style: bool, toolset: str
) -> QualityReport:
    """Score an analysis.

    Style is ``1 - findings per 100 lines / STYLE_LIMIT``. Complexity falls from 1 at the allowed
    maximum to 0 at twice that, by the worst function alone: a program cannot hide one among many
    small ones. Security is halved by each finding, however long the program: padding buys nothing.

    Args:
        analysis: What was found.
        settings: What counts.
        judges_style: Whether anything here judges this language's style.
        toolset: Fingerprint of the tools.
    """
    if not analysis.valid:
        return QualityReport(0.0, analysis.findings[:MAX_FINDINGS], toolset, lines=analysis.lines)
    counts = {
        dimension: sum(item.dimension == dimension for item in analysis.findings)
        for dimension in ("style", "security")
    }
    style = _style(counts["style"], analysis.lines) if settings.style and judges_style else None
    security = 0.5 ** counts["security"] if settings.security else None
    worst = max((number for _, _, number in analysis.complexities), default=None)
    complexity = None
    if settings.max_complexity is not None:
        complexity = _complexity(worst or 1, settings.max_complexity)
    scores = [score for score in (style, complexity, security) if score is not None]
    found = (*analysis.findings, *_too_complex(analysis, settings.max_complexity))
    return QualityReport(
        # Where only style was asked for and nothing judges it, there is nothing to object to.
        score=sum(scores) / len(scores) if scores else 1.0,
        findings=tuple(sorted(found, key=lambda item: item.line)[:MAX_FINDINGS]),
        toolset=toolset,
        style=style,
        complexity=complexity,
        security=security,
        lines=analysis.lines,
        max_complexity=worst,
    )


def unanalysed(why: str, toolset: str) -> QualityReport:
    """The report on a text that an analyser did not get through: nothing is known in its favour.

    Args:
        why: One line.
        toolset: Fingerprint of the tools.
    """
    return QualityReport(0.0, (Finding("style", "not-analysed", 1, why),), toolset)


def _style(count: int, lines: int) -> float:
    per_hundred = 100.0 * count / max(lines, FEWEST_LINES)
    return max(0.0, 1.0 - per_hundred / STYLE_LIMIT)


def _complexity(worst: int, allowed: int) -> float:
    return min(1.0, max(0.0, 2.0 - worst / allowed))


def _too_complex(analysis: Analysis, allowed: int | None) -> Sequence[Finding]:
    if allowed is None:
        return ()
    return [
        Finding("complexity", "cyclomatic", line, f"{name} has complexity {number} > {allowed}")
        for name, line, number in analysis.complexities
        if number > allowed
    ]
