"""The one gate: everything that becomes a challenge passes here, in all five languages."""

from codeeval_gym.challenges._judge import Judge
from codeeval_gym.challenges.gate.effects import (
    idle_findings,
    mutation_scores,
    vacuous_findings,
    weak_findings,
)
from codeeval_gym.challenges.gate.findings import Finding, GateReport, Kind
from codeeval_gym.challenges.gate.records import record_findings
from codeeval_gym.challenges.gate.references import reference_findings
from codeeval_gym.challenges.gate.settings import GateSettings
from codeeval_gym.errors import ChallengeError
from codeeval_gym.types import Challenge

__all__ = ["QUICK", "admit", "examine", "require_admitted"]

QUICK = GateSettings(runs=1, mutants=0)
"""References once, programs without merit, and no mutants: what can be afforded at every load."""
_FAILED = frozenset({Kind.FAILING_REFERENCE, Kind.FLAKY_REFERENCE, Kind.UNREPORTED_TEST})


def examine(
    challenge: Challenge, judge: Judge, *, settings: GateSettings | None = None
) -> GateReport:
    """Find out whether a challenge can be trusted.

    Its references pass, every time and with time to spare; no program without merit does; its
    tests say something of every run, do not contradict each other, and reject most programs with a
    small fault.

    Args:
        challenge: The challenge.
        judge: Executes the programs.
        settings: How strictly to look; ``None`` means ``GateSettings()``.

    Raises:
        SandboxError: If the sandbox failed: nothing is known of the challenge.
    """
    settings = settings or GateSettings()
    findings = list(record_findings(challenge))
    if not challenge.tests:
        return GateReport(challenge.id, tuple(findings), settings.refused)
    wanted = challenge.languages if settings.languages is None else settings.languages
    sound: list[str] = []
    for language in (item for item in challenge.references if item in wanted):
        found = reference_findings(challenge, language, judge, settings)
        findings += found
        if not any(item.kind in _FAILED for item in found):
            sound.append(language)
    if settings.trivial:
        for language in (item for item in challenge.languages if item in wanted):
            findings += vacuous_findings(challenge, language, judge)
    scores = mutation_scores(challenge, sound, judge, settings)
    findings += weak_findings(scores, settings)
    findings += idle_findings(challenge, scores)
    return GateReport(challenge.id, _distinct(findings), settings.refused, scores)


def _distinct(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))


def admit(challenge: Challenge, judge: Judge) -> GateReport:
    """Examine a challenge the quick way: with :data:`QUICK`.

    Raises:
        SandboxError: As :func:`examine`.
    """
    return examine(challenge, judge, settings=QUICK)


def require_admitted(
    challenge: Challenge, judge: Judge, *, settings: GateSettings = QUICK
) -> Challenge:
    """Return ``challenge`` if it passes the gate.

    Args:
        challenge: The challenge.
        judge: Executes the programs.
        settings: How strictly to look.

    Raises:
        ChallengeError: If it does not; names every reason.
        SandboxError: As :func:`examine`.
    """
    report = examine(challenge, judge, settings=settings)
    if not report.admitted:
        raise ChallengeError(challenge.id, " ".join(map(str, report.reasons)))
    return challenge
