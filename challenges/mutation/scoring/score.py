"""Judges the mutants of a challenge's reference by its tests, and the survivors by other inputs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from codeeval_gym.challenges._judge import Judge, judged
from codeeval_gym.challenges.mutation._mutant import Mutant
from codeeval_gym.challenges.mutation.engine import mutants
from codeeval_gym.challenges.mutation.scoring.records import Fate, MutantRecord, MutationScore
from codeeval_gym.challenges.mutation.scoring.trials import Trial, plain_challenge, trials
from codeeval_gym.challenges.mutation.scoring.variations import variations
from codeeval_gym.errors import ChallengeError
from codeeval_gym.types import CallTest, Challenge, Evaluation, Limits, TestResult, Usage, Verdict

__all__ = ["reference_text", "score"]

_CHUNK = 8
"""Inputs judged by one run: a crash takes the others of its run with it."""
_ONLY_EQUAL = frozenset({"equal", "strict", "close", "unordered", "set", "json"})
"""Comparisons with one right answer."""
_PRINTS = re.compile(r"\s*(?:print|console\.|System\.(?:out|err)|printf|(?:std::)?c(?:out|err)\b)")
_ANSWERED = frozenset({Verdict.ACCEPTED, Verdict.WRONG_ANSWER})


def score(
    challenge: Challenge,
    language: str,
    judge: Judge,
    *,
    limit: int | None = None,
    seed: int = 0,
    inputs: int = 64,
) -> MutationScore:
    """Put faults into a challenge's reference, and see which of them its tests notice.

    What the starter holds is left as it is. A mutant runs with a few times what the reference
    used; one that needs more is killed. A survivor is judged by other inputs, varied from the
    tests' own, with the reference's answers as the right ones: if none tells the two apart, it is
    suspected to be equivalent. Where no such inputs can be made (programs that read, test code,
    several right answers), every survivor counts as wrong.

    Args:
        challenge: With a reference in ``language`` that passes.
        language: Which reference.
        judge: Executes the mutants.
        limit: Mutants tried, drawn fairly over the operators; ``None`` means all.
        seed: Of what is drawn.
        inputs: Other inputs tried on survivors, at most.

    Raises:
        ChallengeError: If there is no such reference, or it does not pass.
        SandboxError: If the sandbox failed.
    """
    base = reference_text(challenge, language, judge)
    plain = _hurried(plain_challenge(challenge), base.usage, challenge.limits)
    candidates = _candidates(challenge, base.program, language, limit, seed)
    ways = trials(plain, base.program, language, candidates, judge)
    evaluations = _try(plain, ways, language, judge)
    records = [
        _record(mutant, evaluation)
        for mutant, evaluation in zip(candidates, evaluations, strict=True)
    ]
    alive = [at for at, record in enumerate(records) if record.fate is Fate.SURVIVED]
    probes = _probes(plain, base.program, language, judge, inputs, seed) if alive else ()
    if probes:
        asked = replace(plain, public_tests=probes, hidden_tests=())
        for at, evaluation in zip(
            alive, _try(asked, [ways[at] for at in alive], language, judge), strict=True
        ):
            records[at] = _after_probing(records[at], evaluation, probes)
    builds = len({way.program for way in ways})
    return MutationScore(challenge.id, language, tuple(records), builds)


def reference_text(challenge: Challenge, language: str, judge: Judge) -> Evaluation:
    """The evaluation of a challenge's reference; its ``program`` is the whole text.

    Raises:
        ChallengeError: If there is no such reference, or it does not pass.
        SandboxError: If the sandbox failed.
    """
    reference = challenge.references.get(language)
    if reference is None:
        raise ChallengeError(challenge.id, f"It has no reference in {language}.")
    (evaluation,) = judged(judge, [(challenge, reference)], language)
    if evaluation.tests is None or not evaluation.tests.all_passed:
        raise ChallengeError(challenge.id, f"Its {language} reference fails.")
    return evaluation


def _candidates(
    challenge: Challenge, program: str, language: str, limit: int | None, seed: int
) -> tuple[Mutant, ...]:
    """Mutants of what a policy has to write: not of the starter, nor of the adapter."""
    source = program.encode("utf-8", "surrogatepass")
    starter = challenge.starter.get(language, "").encode("utf-8", "surrogatepass")
    first = _end_of_starter(source, starter)
    adapter = challenge.adapter.get(language, "").encode("utf-8", "surrogatepass")
    last = len(source) - len(adapter) if adapter and source.endswith(adapter) else len(source)
    found = mutants(program, language, within=(first, last), limit=limit, seed=seed)
    if challenge.signature is None:
        return found
    return tuple(
        mutant
        for mutant in found
        if mutant.operator != "drop_statement" or not _PRINTS.match(mutant.original)
    )


def _end_of_starter(source: bytes, starter: bytes) -> int:
    """Where what a policy writes begins; a reference may bring what the starter brings again."""
    if not starter:
        return 0
    place = source.rfind(starter)
    if place >= 0:
        return place + len(starter)
    pairs = enumerate(zip(source, starter, strict=False))
    return next((at for at, (one, other) in pairs if one != other), 0)


def _hurried(challenge: Challenge, usage: Usage | None, own: Limits | None) -> Challenge:
    """With limits a few times what the reference used."""
    known = own or Limits()
    cpu = (usage.cpu_seconds if usage else None) or known.cpu_seconds
    wall = (usage.wall_seconds if usage else None) or known.wall_seconds
    limits = replace(
        known,
        cpu_seconds=min(known.cpu_seconds, max(0.5, 5 * cpu)),
        wall_seconds=min(known.wall_seconds, max(4.0, 20 * wall)),
    )
    return replace(challenge, limits=limits)


def _try(
    challenge: Challenge, ways: Sequence[Trial], language: str, judge: Judge
) -> list[Evaluation]:
    pairs = [(way.challenge(challenge), way.program) for way in ways]
    return judged(judge, pairs, language)


def _record(mutant: Mutant, evaluation: Evaluation) -> MutantRecord:
    results = list(evaluation.tests or ())
    if results and all(item.verdict is Verdict.COMPILE_ERROR for item in results):
        return MutantRecord(mutant, Fate.INVALID)
    if all(item.verdict is Verdict.ACCEPTED for item in results):
        return MutantRecord(mutant, Fate.SURVIVED)
    return MutantRecord(mutant, Fate.KILLED, tuple(_killers(results)))


def _killers(results: Sequence[TestResult]) -> Iterator[int]:
    """The tests that reject a mutant by themselves.

    Calls share a process: when it ends, those that were to come fail with it, all in the same way.
    """
    last = len(results)
    while last > 1 and _same_end(results[last - 2], results[last - 1]):
        last -= 1
    for at, result in enumerate(results[:last]):
        if result.verdict is not Verdict.ACCEPTED:
            yield at


def _same_end(one: TestResult, other: TestResult) -> bool:
    if one.verdict in _ANSWERED:
        return False
    return (one.verdict, one.error) == (other.verdict, other.error)


def _probes(
    challenge: Challenge, program: str, language: str, judge: Judge, count: int, seed: int
) -> tuple[CallTest, ...]:
    """Other inputs with the reference's own answers; those it does not answer are left out."""
    tests = [test for test in challenge.tests if isinstance(test, CallTest)]
    usable = [test for test in tests if test.compare.kind in _ONLY_EQUAL]
    if len(usable) < len(challenge.tests) or not usable:
        return ()
    asked = variations(usable, count, seed)
    chunks = [asked[at : at + _CHUNK] for at in range(0, len(asked), _CHUNK)]
    pairs = [(replace(challenge, public_tests=chunk, hidden_tests=()), program) for chunk in chunks]
    answered = []
    for chunk, evaluation in zip(chunks, judged(judge, pairs, language), strict=True):
        for test, result in zip(chunk, evaluation.tests or (), strict=True):
            if result.verdict in _ANSWERED and result.error != "no answer":
                answered.append(replace(test, expected=result.got))
    return tuple(answered)


def _after_probing(
    record: MutantRecord, evaluation: Evaluation, probes: Sequence[CallTest]
) -> MutantRecord:
    for probe, result in zip(probes, evaluation.tests or (), strict=True):
        if result.verdict is not Verdict.ACCEPTED:
            return replace(record, witness=probe)
    return replace(record, fate=Fate.EQUIVALENT_SUSPECTED)
