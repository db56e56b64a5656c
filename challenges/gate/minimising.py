"""The fewest tests that reject as many mutants as all do."""

from collections.abc import Sequence
from dataclasses import replace

from codeeval_gym.challenges._judge import Judge
from codeeval_gym.challenges.mutation import MutationScore, score
from codeeval_gym.types import Challenge

__all__ = ["minimise"]


def minimise(
    challenge: Challenge,
    judge: Judge,
    *,
    scores: Sequence[MutationScore] | None = None,
    most: int | None = None,
    mutants: int | None = None,
    seed: int = 0,
) -> Challenge:
    """Leave out hidden tests without which the same mutants die.

    Public tests stay. Of the hidden ones, always the one is taken next that rejects most of the
    mutants that none before it does, the earlier one of two that reject as many.

    Args:
        challenge: With references that pass.
        judge: Executes the mutants.
        scores: What is known of them already; ``None`` finds out, in every language with a
            reference.
        most: Tests kept at most, public ones included, although more mutants would die with more;
            ``None`` sets no bound.
        mutants: Tried for each reference; ``None`` means all there are.
        seed: Of those that are drawn.

    Returns:
        The challenge with fewer hidden tests, in their order. With its tests as they are if no
        mutant is known to die.

    Raises:
        ChallengeError: If a reference does not pass.
        SandboxError: If the sandbox failed.
    """
    if scores is None:
        scores = [
            score(challenge, language, judge, limit=mutants, seed=seed, inputs=0)
            for language in challenge.references
        ]
    public = len(challenge.public_tests)
    left = [set(record.killers) for item in scores for record in item.records if record.killers]
    if not left:
        return challenge
    kept = set(range(public))
    left = [killers for killers in left if not killers & kept]
    while left and (most is None or len(kept) < most):
        votes = [sum(at in killers for killers in left) for at in range(len(challenge.tests))]
        best = max(range(len(votes)), key=lambda at: (votes[at], -at))
        kept.add(best)
        left = [killers for killers in left if best not in killers]
    hidden = tuple(
        test for at, test in enumerate(challenge.hidden_tests, start=public) if at in kept
    )
    return replace(challenge, hidden_tests=hidden)
