"""Gives a challenge the tests that matter: those that notice a fault in the original."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from codeeval_gym.challenges._judge import Judge
from codeeval_gym.challenges.generation.choosing import choose, compare_of, revealed_in
from codeeval_gym.challenges.generation.data import Example, Masked, Skip
from codeeval_gym.challenges.generation.preconditions import Precondition
from codeeval_gym.challenges.generation.prompts import prompt_of
from codeeval_gym.challenges.generation.secrets import secrets_in
from codeeval_gym.challenges.generation.settings import Settings
from codeeval_gym.challenges.mutation import MutationScore, score
from codeeval_gym.types import CallTest, Challenge
from codeeval_gym.values import Plain

__all__ = ["Ask", "with_tests"]

Ask = Callable[[Sequence[tuple[Plain, ...]]], Sequence[Example | Skip]]
"""Has the original answer inputs."""


def with_tests(
    challenge: Challenge,
    masked: Masked,
    pool: tuple[CallTest, ...],
    ask: Ask,
    settings: Settings,
    judge: Judge,
) -> Challenge:
    """Return the challenge with the tests of its pool that matter, and its prompt.

    Args:
        challenge: With the whole pool as hidden tests.
        masked: The function.
        pool: All tests there could be.
        ask: Has the original answer further inputs.
        settings: What the caller chose.
        judge: Executes the reference and its mutants.

    Raises:
        ChallengeError: If the reference does not pass.
        SandboxError: If the sandbox failed.
    """
    found = score(
        challenge,
        masked.candidate.language,
        judge,
        limit=settings.mutants,
        seed=settings.seed,
    )
    kills = {at: set[int]() for at in range(len(pool))}
    for number, record in enumerate(found.records):
        for at in record.killers:
            kills[at].add(number)
    pool = _with_witnesses(pool, found, kills, masked, ask)
    frozen = {at: frozenset(mutants) for at, mutants in kills.items()}
    shown = f"{challenge.prompt}\n{challenge.context}\n{masked.starter}"
    name = masked.candidate.name.rpartition(".")[2]
    chosen = choose(
        pool,
        frozen,
        public=settings.public,
        hidden=settings.hidden,
        revealed=revealed_in(shown, name, pool),
        private=frozenset(at for at, test in enumerate(pool) if secrets_in(repr(test))),
    )
    public = tuple(pool[at] for at in chosen.public)
    return replace(
        challenge,
        prompt=prompt_of(masked, public),
        public_tests=public,
        hidden_tests=tuple(pool[at] for at in chosen.hidden),
    )


def _with_witnesses(
    pool: tuple[CallTest, ...],
    found: MutationScore,
    kills: dict[int, set[int]],
    masked: Masked,
    ask: Ask,
) -> tuple[CallTest, ...]:
    """The pool and, where the original answers them, the inputs that tell survivors from it."""
    seen = [Example(test.args, test.expected, test.origin, test.compare) for test in pool]
    precondition = Precondition.of(masked.params, seen)
    witnesses = [
        (number, record.witness.args)
        for number, record in enumerate(found.records)
        if record.witness is not None and precondition.admits(record.witness.args)
    ]
    if not witnesses:
        return pool
    answers = ask([args for _, args in witnesses])
    for (number, args), answer in zip(witnesses, answers, strict=True):
        if isinstance(answer, Example) and answer.compare.kind != "raises":
            kills[len(pool)] = {number}
            pool = (*pool, CallTest(args, answer.expected, compare_of(answer), "differential"))
    return pool
