"""Judges the hand-made library: ``python -m codeeval_gym.testing.library [--mutants] [NAME …]``.

A challenge is sound when all five references and the slower program pass every test, the wrong
program fails the test that its author named, no program without merit passes, and on inputs drawn
by its own size generator all six right programs give the same answers, the Python reference also
an answer of the largest size. With ``--mutants`` its
tests are judged instead: at least 95 % of the Python reference's mutants must die, those aside that
``equivalent_mutants`` gives a reason for.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from codeeval_gym.challenges import library
from codeeval_gym.challenges.gate import trivial_programs
from codeeval_gym.errors import SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.evaluation.compare import matches
from codeeval_gym.evaluation.conform import conform
from codeeval_gym.testing._mutants import MutantCount, count_mutants
from codeeval_gym.types import (
    CallTest,
    Challenge,
    Compare,
    Evaluation,
    Limits,
    Param,
    Signature,
    TestResult,
)
from codeeval_gym.values import Plain

__all__ = ["ENOUGH", "SIZES", "MutantCount", "count_mutants", "faults", "main"]

ENOUGH = 0.95
"""Share of the mutants that are not equivalent which the tests must kill."""

SIZES = (1, 2, 3, 5, 8)
"""Small sizes at which a generator must work; each is drawn with two seeds."""

_NEED = frozenset({"tests"})
_LIMITS = Limits(wall_seconds=30.0, cpu_seconds=20.0)


def faults(
    entries: Sequence[library.Entry], engine: EvaluationEngine
) -> dict[str, tuple[str, ...]]:
    """Say what is wrong with each entry; nothing for a sound one.

    Args:
        entries: What to judge.
        engine: Judges it.

    Raises:
        SandboxError: If the sandbox failed: nothing is known of the library.
    """
    found: dict[str, list[str]] = {entry.challenge.id: [] for entry in entries}
    for check in (_references, _wrong_programs, _trivial, _drawn, _largest):
        for challenge_id, fault in check(entries, engine):
            found[challenge_id].append(fault)
    return {challenge_id: tuple(items) for challenge_id, items in found.items()}


_Found = Iterator[tuple[str, str]]


def _judged(
    engine: EvaluationEngine, pairs: Sequence[tuple[Challenge, str]], language: str
) -> list[tuple[Challenge, Evaluation]]:
    evaluations = []
    for item in engine.evaluate_batch(pairs, language=language, need=_NEED):
        if isinstance(item, SandboxError):
            raise item
        evaluations.append(item)
    return [(pair[0], item) for pair, item in zip(pairs, evaluations, strict=True)]


def _right_programs(entry: library.Entry) -> Iterator[tuple[str, str, str]]:
    """What it is called, its language and its text; the Python reference first."""
    challenge = entry.challenge
    for language in challenge.languages:
        yield language, language, challenge.references[language]
    if challenge.scaling is not None:
        for language, program in challenge.scaling.slower.items():
            yield f"slower {language}", language, program


def _by_language(
    entries: Sequence[library.Entry],
) -> dict[tuple[str, str], list[tuple[Challenge, str]]]:
    groups: dict[tuple[str, str], list[tuple[Challenge, str]]] = {}
    for entry in entries:
        for title, language, program in _right_programs(entry):
            groups.setdefault((title, language), []).append((entry.challenge, program))
    return groups


def _references(entries: Sequence[library.Entry], engine: EvaluationEngine) -> _Found:
    for (title, language), pairs in _by_language(entries).items():
        for challenge, evaluation in _judged(engine, pairs, language):
            for result in evaluation.tests or ():
                if result.verdict != "accepted":
                    yield challenge.id, f"{title}: {_told(result)}"


def _told(result: TestResult) -> str:
    return (
        f"{result.name} {result.verdict}: expected {result.expected!r:.60}, "
        f"got {result.got!r:.60} {result.error or ''}"
    )


def _wrong_programs(entries: Sequence[library.Entry], engine: EvaluationEngine) -> _Found:
    pairs = [(entry.challenge, entry.wrong.program) for entry in entries]
    judged = _judged(engine, pairs, "python")
    for entry, (challenge, evaluation) in zip(entries, judged, strict=True):
        verdicts = {result.name: result.verdict for result in evaluation.tests or ()}
        if verdicts.get(entry.wrong.caught_by) == "accepted":
            yield challenge.id, f"wrong.py passes {entry.wrong.caught_by}"
        if all(verdict != "accepted" for verdict in verdicts.values()):
            yield challenge.id, "wrong.py passes no test at all: it is not plausible"


def _trivial(entries: Sequence[library.Entry], engine: EvaluationEngine) -> _Found:
    named = [
        (entry.challenge, title, program)
        for entry in entries
        for title, program in trivial_programs(entry.challenge).items()
    ]
    judged = _judged(engine, [(challenge, program) for challenge, _, program in named], "python")
    for (_, title, _), (challenge, evaluation) in zip(named, judged, strict=True):
        if evaluation.tests is not None and evaluation.tests.all_passed:
            yield challenge.id, f"a program without merit passes: {title}"


def _drawn(entries: Sequence[library.Entry], engine: EvaluationEngine) -> _Found:
    """Draw arguments, ask the Python reference, and hold the others to its answers."""
    calls = [(size, seed) for size in SIZES for seed in (1, 2)]
    generators = [_generator(entry.challenge, calls) for entry in entries]
    drawn = _answers(engine, generators, "python")
    asked = {}
    for entry, arguments in zip(entries, drawn, strict=True):
        good = [args for args in arguments if isinstance(args, list)]
        if len(good) < len(arguments):
            yield entry.challenge.id, f"sizes.py gives {arguments!r:.200}"
        tests = tuple(CallTest(tuple(args), None, _compare(entry.challenge)) for args in good)
        asked[entry.challenge.id] = replace(
            entry.challenge, public_tests=(), hidden_tests=tests, limits=_LIMITS
        )
    truth: dict[str, list[Plain]] = {}
    for (title, language), pairs in _by_language(entries).items():
        programs = [(asked[challenge.id], program) for challenge, program in pairs]
        answers = _answers(engine, programs, language)
        for (challenge, _), got in zip(programs, answers, strict=True):
            right = truth.setdefault(challenge.id, got)
            for test, answer, expected in zip(challenge.tests, got, right, strict=True):
                assert isinstance(test, CallTest)
                shaped = conform(answer, expected, language)
                if not matches(shaped, expected, test.compare):
                    yield (
                        challenge.id,
                        f"{title}: for drawn {test.args!r:.200} expected {expected!r:.60}, "
                        f"got {answer!r:.60}",
                    )


def _compare(challenge: Challenge) -> Compare:
    (first, *_) = challenge.tests
    assert isinstance(first, CallTest)
    return first.compare


def _largest(entries: Sequence[library.Entry], engine: EvaluationEngine) -> _Found:
    """Of the largest size, the generator gives arguments and the reference an answer."""
    for entry in entries:
        assert entry.challenge.scaling is not None
        size = entry.challenge.scaling.sizes[-1]
        ((args,),) = _answers(engine, [_generator(entry.challenge, [(size, 1)])], "python")
        if not isinstance(args, list):
            yield entry.challenge.id, f"sizes.py gives {args!r:.200} for {size}"
            continue
        tests = (CallTest(tuple(args), None),)
        asked = replace(entry.challenge, public_tests=(), hidden_tests=tests, limits=_LIMITS)
        ((_, evaluation),) = _judged(
            engine, [(asked, entry.challenge.references["python"])], "python"
        )
        for result in evaluation.tests or ():
            if result.verdict not in ("accepted", "wrong_answer"):
                yield entry.challenge.id, f"for size {size}: {result.verdict}, {result.error}"


def _generator(challenge: Challenge, calls: Sequence[tuple[int, int]]) -> tuple[Challenge, str]:
    assert challenge.scaling is not None
    signature = Signature("arguments", (Param("size", "int"), Param("seed", "int")), "list[any]")
    tests = tuple(CallTest(call, None) for call in calls)
    asking = replace(
        challenge, signature=signature, public_tests=(), hidden_tests=tests, starter={}
    )
    return asking, challenge.scaling.generator


def _answers(
    engine: EvaluationEngine, pairs: Sequence[tuple[Challenge, str]], language: str
) -> list[list[Plain]]:
    """What each program gives for each test, right or not; where it gives nothing, the error."""
    judged = _judged(engine, pairs, language)
    return [[_answer(result) for result in evaluation.tests or ()] for _, evaluation in judged]


def _answer(result: TestResult) -> Plain:
    gave = result.verdict in ("accepted", "wrong_answer") and result.error != "no answer"
    # A name of its own for each failure, so that no two programs agree by failing alike.
    return result.got if gave else f"{result.verdict}: {result.error}"


def main(arguments: Sequence[str]) -> int:
    """Print a table of the library's faults, or of the mutants that its tests leave alive.

    Args:
        arguments: Names of challenges, none for all; ``--mutants`` among them for mutants.

    Returns:
        The exit code: 0 if all is well.
    """
    names = [name for name in arguments if name != "--mutants"] or library.names()
    entries = [library.entry(name) for name in names]
    with EvaluationEngine(limits=_LIMITS) as engine:
        table, well = (_mutant_table if "--mutants" in arguments else _table)(entries, engine)
    Console(width=None if sys.stdout.isatty() else 200).print(table)
    return 0 if well else 1


def _table(entries: Sequence[library.Entry], engine: EvaluationEngine) -> tuple[Table, bool]:
    found = faults(entries, engine)
    table = Table("challenge", "category", "tier", "tests", "faults")
    for entry in entries:
        item = entry.challenge
        told = escape("\n".join(found[item.id][:12])) or "none"
        table.add_row(item.id, item.category, str(item.tier), str(len(item.tests)), told)
    return table, not any(found.values())


def _mutant_table(entries: Sequence[library.Entry], engine: EvaluationEngine) -> tuple[Table, bool]:
    table = Table("challenge", "killed", "equivalent", "share", "alive")
    counts = [count_mutants(entry, engine) for entry in entries]
    for entry, count in zip(entries, counts, strict=True):
        told = [*count.alive, *(f"stale: {name}" for name in count.stale)]
        figures = (str(count.killed), str(len(count.equivalent)), f"{count.share:.1%}")
        table.add_row(entry.challenge.id, *figures, escape("\n".join(told)))
    killed = sum(count.killed for count in counts)
    alive = sum(len(count.alive) for count in counts)
    equivalent = sum(len(count.equivalent) for count in counts)
    share = killed / max(1, killed + alive)
    table.add_row("all", str(killed), str(equivalent), f"{share:.1%}", f"{alive} alive")
    return table, all(count.share >= ENOUGH and not count.stale for count in counts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
