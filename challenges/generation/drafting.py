"""Makes one challenge of one candidate, or says why not."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from codeeval_gym.challenges._judge import Judge
from codeeval_gym.challenges.gate import GateReport, GateSettings, Kind, examine
from codeeval_gym.challenges.generation.choosing import pool_of
from codeeval_gym.challenges.generation.conventions import Convention, conventions_around
from codeeval_gym.challenges.generation.data import Example, Masked, Repository, Skip, Source
from codeeval_gym.challenges.generation.grading import features_of, prior_of, tier_of
from codeeval_gym.challenges.generation.leaks import gives_away
from codeeval_gym.challenges.generation.operations import Operations
from codeeval_gym.challenges.generation.prompts import Context, context_of, prompt_of
from codeeval_gym.challenges.generation.provenance import rights_of
from codeeval_gym.challenges.generation.secrets import secrets_in
from codeeval_gym.challenges.generation.selecting import Ask, with_tests
from codeeval_gym.challenges.generation.settings import Settings
from codeeval_gym.challenges.mutation import Fate
from codeeval_gym.errors import ChallengeError
from codeeval_gym.types import CallTest, Challenge, Signature

__all__ = ["Kept", "Workshop", "draft"]

_LEAST_TESTS = 3
_LEAST_HIDDEN = 2
_LEAST_KILLED = 3
"""Mutants that have to die: a score of one of one says nothing."""
_ODD = re.compile(r"[^A-Za-z0-9._-]+")
_WORDS = {
    Kind.CONTRADICTORY_TESTS: "its tests contradict each other",
    Kind.FAILING_REFERENCE: "its reference fails",
    Kind.FLAKY_REFERENCE: "its reference passes at one time and fails at another",
    Kind.SLOW_REFERENCE: "its reference is slow",
    Kind.UNREPORTED_TEST: "a test has no result",
    Kind.VACUOUS: "a program without merit passes",
    Kind.WEAK_TESTS: "its tests kill too few mutants",
}
"""Why the gate refuses, in words for the summary."""


@dataclass(frozen=True)
class Kept:
    """A challenge and what is known of it."""

    challenge: Challenge
    """The challenge."""
    record: Mapping[str, Any] = field(default_factory=dict)
    """Origin, mutation score, features, conventions, documents: plain data for the report."""


@dataclass(frozen=True)
class Workshop:
    """What drafting needs beside the candidate."""

    repository: Repository
    """The code base."""
    sources: Sequence[Source]
    """Its code in the candidate's language, tests left out."""
    settings: Settings
    """What the caller chose."""
    judge: Judge
    """Executes the reference and its mutants."""
    operations: Operations = field(default_factory=Operations)
    """What the code base's API descriptions say."""


def draft(
    masked: Masked, examples: Sequence[Example | Skip], ask: Ask, workshop: Workshop
) -> Kept | Skip:
    """Make a challenge.

    Args:
        masked: The function.
        examples: Calls and the original's answers, with their origin.
        ask: Has the original answer further inputs.
        workshop: What else is needed.

    Raises:
        SandboxError: If the sandbox failed.
    """
    candidate = masked.candidate
    given_away = _given_away(masked)
    if given_away:
        return Skip(candidate.id, given_away)
    answered = [item for item in examples if isinstance(item, Example)]
    pool = pool_of(answered, candidate.documentation)
    if len(pool) < _LEAST_TESTS:
        return Skip(candidate.id, *_without_tests(examples))
    conventions = conventions_around(masked, workshop.sources)
    draft = _challenge(masked, pool, conventions, workshop)
    if isinstance(draft, Skip):
        return draft
    challenge, context = draft
    try:
        challenge = with_tests(challenge, masked, pool, ask, workshop.settings, workshop.judge)
    except ChallengeError as error:
        return Skip(candidate.id, "its reference does not pass", error.reason)
    if len(challenge.hidden_tests) < _LEAST_HIDDEN:
        return Skip(candidate.id, "too few tests that can be hidden notice a fault in it")
    gate = examine(challenge, workshop.judge, settings=_gate(workshop.settings))
    if not gate.admitted:
        kind = gate.reasons[0].kind
        detail = " ".join(map(str, gate.reasons))[:300]
        return Skip(candidate.id, f"gate: {_WORDS.get(kind, kind)}", detail)
    if sum(len(found.killed) for found in gate.scores) < _LEAST_KILLED:
        return Skip(candidate.id, "too little in it can be wrong")
    return _graded(challenge, masked, conventions, context, gate)


def _gate(settings: Settings) -> GateSettings:
    return GateSettings(
        mutants=settings.mutants, killed_share=settings.least_score, seed=settings.seed
    )


def _given_away(masked: Masked) -> str:
    """Why nothing would be left to write; empty if that is not so."""
    candidate = masked.candidate
    if gives_away(candidate.body, f"{candidate.documentation}\n{candidate.comments}"):
        return "its documentation gives the body away"
    above = masked.starter.rpartition(candidate.header.strip().split("\n")[0])[0]
    return "its body stands elsewhere" if gives_away(candidate.body, above) else ""


def _without_tests(examples: Sequence[Example | Skip]) -> tuple[str, str]:
    """Why there are too few tests: what most of the calls ended in."""
    reasons = Counter(item.reason for item in examples if isinstance(item, Skip))
    if not examples:
        return "nothing calls it, and its types are not declared", ""
    if not reasons:
        return "too few inputs could be made", f"{len(examples)} inputs"
    reason = reasons.most_common(1)[0][0]
    return reason, next(x.detail for x in examples if isinstance(x, Skip) and x.reason == reason)


def _challenge(
    masked: Masked,
    pool: Sequence[CallTest],
    conventions: Sequence[Convention],
    workshop: Workshop,
) -> tuple[Challenge, Context] | Skip:
    """The challenge with the whole pool as hidden tests, and its context."""
    candidate, origin = masked.candidate, workshop.repository.origin
    secrets = secrets_in(f"{masked.starter}\n{candidate.documentation}\n{candidate.comments}")
    if secrets:
        return Skip(candidate.id, "it holds a secret", ", ".join(secrets))
    notes = workshop.operations.of(candidate.name)
    context = context_of(masked, workshop.repository, conventions, notes)
    place = f"{candidate.path}:{candidate.first_line}-{candidate.last_line}"
    version = f"{origin.name} {origin.version}".strip()
    commit = f", commit {origin.commit}" if origin.commit else ""
    stem = candidate.path.rpartition(".")[0].replace("/", ".")
    challenge = Challenge(
        id=f"{_ODD.sub('-', origin.name)}/{stem}.{candidate.name}",
        title=candidate.name.rpartition(".")[2].strip("_").replace("_", " "),
        prompt=prompt_of(masked, ()),
        category=origin.name,
        tier=1,
        languages=(candidate.language,),
        signature=Signature(masked.entry, masked.params, masked.returns),
        hidden_tests=tuple(pool),
        references={candidate.language: masked.reference},
        starter={candidate.language: masked.starter},
        adapter={candidate.language: masked.adapter} if masked.adapter else {},
        context=context.text,
        source=f"{version}, {place}{commit}; seed {workshop.settings.seed}",
        licence=origin.licence,
        rights=rights_of(origin.licence, train_allowed=workshop.settings.train_allowed),
    )
    return challenge, context


def _graded(
    challenge: Challenge,
    masked: Masked,
    conventions: Sequence[Convention],
    context: Context,
    gate: GateReport,
) -> Kept:
    """The challenge with its tier, and its record."""
    candidate = masked.candidate
    features = features_of(
        candidate.body,
        candidate.language,
        prompt=len(challenge.prompt),
        reach=len(set(masked.helpers) & set(candidate.calls)),
    )
    prior = prior_of(features)
    origins = Counter(test.origin for test in challenge.tests if isinstance(test, CallTest))
    record = {
        "id": challenge.id,
        "origin": challenge.source,
        "licence": challenge.licence,
        "effect": str(candidate.effect),
        "mutation_score": gate.mutation_share,
        "mutants": {str(fate): sum(len(s.with_fate(fate)) for s in gate.scores) for fate in Fate},
        "gate": [str(finding) for finding in gate.findings],
        "tests": dict(sorted(origins.items())),
        "difficulty": {"prior": round(prior, 4), **asdict(features)},
        "conventions": [asdict(item) for item in conventions],
        "documents": list(context.documents),
        "withheld": list(context.withheld),
    }
    return Kept(replace(challenge, tier=tier_of(prior)), record)
