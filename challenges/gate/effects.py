"""Do the tests notice anything: programs without merit, small faults, tests that do neither."""

from collections.abc import Iterator, Sequence

from codeeval_gym.challenges._judge import Judge, judged
from codeeval_gym.challenges.gate.findings import Finding, Kind
from codeeval_gym.challenges.gate.settings import GateSettings
from codeeval_gym.challenges.gate.trivial import trivial_programs
from codeeval_gym.challenges.mutation import MutationScore, score
from codeeval_gym.types import Challenge

__all__ = ["idle_findings", "mutation_scores", "vacuous_findings", "weak_findings"]

_SHOWN = 3
"""Survivors that a sentence names."""


def vacuous_findings(challenge: Challenge, language: str, judge: Judge) -> Iterator[Finding]:
    """The programs without merit that pass.

    Args:
        challenge: The challenge.
        language: The programs' language.
        judge: Executes them.

    Raises:
        SandboxError: If the sandbox failed.
    """
    programs = trivial_programs(challenge, language)
    pairs = [(challenge, program) for program in programs.values()]
    for name, evaluation in zip(programs, judged(judge, pairs, language), strict=True):
        if evaluation.tests is not None and evaluation.tests.all_passed:
            where = "" if challenge.languages == ("python",) else f" in {language}"
            text = f"A program without merit passes{where}: {name}."
            yield Finding(Kind.VACUOUS, text, language)


def mutation_scores(
    challenge: Challenge, languages: Sequence[str], judge: Judge, settings: GateSettings
) -> tuple[MutationScore, ...]:
    """How many mutants of the references die.

    Args:
        challenge: The challenge.
        languages: Whose references to look at; all of them pass.
        judge: Executes the mutants.
        settings: How many to try.

    Raises:
        SandboxError: If the sandbox failed.
    """
    if settings.mutants == 0:
        return ()
    return tuple(
        score(
            challenge,
            language,
            judge,
            limit=settings.mutants,
            seed=settings.seed,
            inputs=settings.inputs,
        )
        for language in languages
    )


def weak_findings(scores: Sequence[MutationScore], settings: GateSettings) -> Iterator[Finding]:
    """The languages in which too few mutants die."""
    for item in scores:
        tried = len(item.killed) + len(item.survived)
        if item.share is not None and item.share < settings.killed_share:
            yield _weak(item, item.share, tried, settings.killed_share)
        elif item.raw_share is not None and item.raw_share < settings.killed_share_of_all:
            tried += len(item.equivalent_suspected)
            yield _weak(item, item.raw_share, tried, settings.killed_share_of_all)


def _weak(score: MutationScore, share: float, tried: int, wanted: float) -> Finding:
    accepted = score.survived + score.equivalent_suspected
    shown = "; ".join(map(str, accepted[:_SHOWN]))
    more = f" and {len(accepted) - _SHOWN} more" if len(accepted) > _SHOWN else ""
    text = (
        f"Its tests reject {share:.0%} of {tried} {score.language} programs with a small fault,"
        f" less than {wanted:.0%}. Accepted: {shown}{more}."
    )
    return Finding(Kind.WEAK_TESTS, text, score.language)


def idle_findings(challenge: Challenge, scores: Sequence[MutationScore]) -> Iterator[Finding]:
    """The tests that reject no mutant in any language."""
    records = [record for item in scores for record in item.records if record.killers]
    if not records:
        return
    at_work = {at for record in records for at in record.killers}
    idle = [at for at in range(len(challenge.tests)) if at not in at_work]
    for at in idle:
        text = f"Test {at} rejects none of {len(records)} programs with a small fault."
        yield Finding(Kind.IDLE_TEST, text)
