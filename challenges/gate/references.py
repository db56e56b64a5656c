"""Does every reference pass, every time, and with time to spare?"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from codeeval_gym.challenges._judge import Judge, judged
from codeeval_gym.challenges.gate.findings import Finding, Kind
from codeeval_gym.challenges.gate.settings import GateSettings
from codeeval_gym.types import Challenge, Evaluation, Limits, TestResult, Verdict

__all__ = ["environments", "reference_findings"]

_ZONES = ("UTC0", "EST5", "AAA-9", "BBB+11", "CCC-13:45")
"""As POSIX writes them: no file has to be there."""
_HASH_SEEDS = 4
"""Different ones: each takes a worker of its own."""


def environments(runs: int) -> tuple[dict[str, str], ...]:
    """What the programs see in each of so many runs: no two are alike.

    The first is as always, so that what was judged before need not be judged again.
    """
    varied: list[dict[str, str]] = [{}]
    for at in range(1, runs):
        zone = _ZONES[at % len(_ZONES)]
        varied.append(
            {
                "PYTHONHASHSEED": str(at % _HASH_SEEDS * 7919),
                "TZ": zone,
                "CODEEVAL_GYM_RUN": str(at),  # two runs that look alike would be one
            }
        )
    return tuple(varied)


def reference_findings(
    challenge: Challenge, language: str, judge: Judge, settings: GateSettings
) -> tuple[Finding, ...]:
    """Run a reference again and again, and say what went wrong.

    Args:
        challenge: With a reference in ``language``.
        language: Which reference.
        judge: Executes it.
        settings: How often, and how much time it may need.

    Raises:
        SandboxError: If the sandbox failed.
    """
    pair = (challenge, challenge.references[language])

    def run(environment: dict[str, str]) -> Evaluation:
        return judged(judge, [pair], language, environment=environment)[0]

    first, *others = environments(settings.runs)
    evaluations = [run(first)]  # alone, so that it is compiled once
    if others:
        with ThreadPoolExecutor(settings.at_once) as threads:
            evaluations += threads.map(run, others)
    return tuple(_findings(challenge, language, evaluations, settings))


def _findings(
    challenge: Challenge, language: str, evaluations: Sequence[Evaluation], settings: GateSettings
) -> Iterator[Finding]:
    passed = sum(_passes(item) for item in evaluations)
    failed = next((item for item in evaluations if not _passes(item)), None)
    if failed is not None:
        why = _first_failure(failed)
        if passed:
            text = f"Its {language} reference passes {passed} of {len(evaluations)} times: {why}."
            yield Finding(Kind.FLAKY_REFERENCE, text, language)
        else:
            text = f"Its {language} reference fails: {why}."
            yield Finding(Kind.FAILING_REFERENCE, text, language)
    reported = min(len(item.tests or ()) for item in evaluations)
    if reported < len(challenge.tests):
        text = f"Only {reported} of its {len(challenge.tests)} tests report on {language}."
        yield Finding(Kind.UNREPORTED_TEST, text, language)
    yield from _slow(challenge.limits or settings.limits, language, evaluations, settings)


def _slow(
    limits: Limits, language: str, evaluations: Sequence[Evaluation], settings: GateSettings
) -> Iterator[Finding]:
    """The least that any run needed: what a busy machine adds is not the reference's."""
    needed = [
        item.usage.cpu_seconds
        for item in evaluations
        if _passes(item) and item.usage is not None and item.usage.cpu_seconds is not None
    ]
    allowed = settings.time_share * limits.cpu_seconds
    if needed and min(needed) > allowed:
        text = (
            f"Its {language} reference needs {min(needed):.2f} s of CPU time, more than"
            f" {settings.time_share:.0%} of the {limits.cpu_seconds:g} s that programs have."
        )
        yield Finding(Kind.SLOW_REFERENCE, text, language)


def _passes(evaluation: Evaluation) -> bool:
    return evaluation.tests is not None and evaluation.tests.all_passed


def _first_failure(evaluation: Evaluation) -> str:
    for result in evaluation.tests or ():
        if result.verdict is not Verdict.ACCEPTED:
            return _described(result)
    return f"{evaluation.verdict}"


def _described(result: TestResult) -> str:
    text = f"test {result.name}, {result.verdict}"
    return text if result.error is None else f"{text}, {result.error.rstrip('.')}"
