"""Who finds out up to where programs can be completed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from codeeval_gym.errors import ConfigError
from codeeval_gym.evaluation import Completer, EvaluationEngine, PrefixLabeller
from codeeval_gym.llm import LLMAdapter, PolicyCompleter
from codeeval_gym.trainers.rollout import Turn
from codeeval_gym.types import Challenge, Evaluation

__all__ = ["Labeller", "Labels", "PolicyLabeller", "labeller_for"]


class Labels(NamedTuple):
    """What was found out, and what it cost."""

    records: Sequence[Evaluation | None]
    """For each program its record with the part ``process``; ``None`` where there is no knowing."""
    completions: int
    """Completions that were written for it, those included that could not be used."""


class Labeller(Protocol):
    """Labels programs of a rollout."""

    def __call__(self, turns: Sequence[Turn], seed: int) -> Labels:
        """Find out up to where programs can be completed.

        Args:
            turns: The programs; each has a record.
            seed: The only source of chance.
        """


@dataclass(frozen=True)
class PolicyLabeller:
    """The policy in training completes, the environment's engine judges."""

    policy: LLMAdapter
    """Writes the completions."""
    engine: EvaluationEngine
    """Judges them."""
    challenges: Any
    """Id to challenge: the environment's :class:`~codeeval_gym.challenges.Dataset`."""
    samples: int
    """Completions of each prefix that is tried."""
    max_new_tokens: int
    """Budget of a completion, tokens."""
    temperature: float
    """Of sampling."""

    def __call__(self, turns: Sequence[Turn], seed: int) -> Labels:
        """See :class:`Labeller`."""
        rooms = [self._room(turn) for turn in turns]
        chosen = [place for place, room in enumerate(rooms) if room > 0]
        if not chosen:
            return Labels([None] * len(turns), 0)
        pairs = [self._pair(turns[place]) for place in chosen]
        complete = _Counting(
            PolicyCompleter(
                self.policy,
                pairs[0][1].language,
                max_new_tokens=min(rooms[place] for place in chosen),
                temperature=self.temperature,
                seed=seed,
            )
        )
        # Enough for a binary search over 2**7 lines.
        labeller = PrefixLabeller(self.engine, complete, self.samples, 8 * self.samples)
        found = dict(zip(chosen, labeller.label_batch(pairs), strict=True))
        each = [found.get(place) for place in range(len(turns))]
        records = [item if isinstance(item, Evaluation) else None for item in each]
        return Labels(records, complete.written)

    def _room(self, turn: Turn) -> int:
        """The budget that is left behind the whole program; 0 if it cannot be labelled."""
        if turn.evaluation is None:
            return 0
        context = self.policy.context
        if context is None:
            return self.max_new_tokens
        prompt = self.policy.encode_prompt(self.challenges[turn.challenge_id].prompt)
        return min(self.max_new_tokens, context - len(prompt) - len(turn.program))

    def _pair(self, turn: Turn) -> tuple[Challenge, Evaluation]:
        assert turn.evaluation is not None
        return self.challenges[turn.challenge_id], turn.evaluation


class _Counting:
    """Counts what a completer is asked for."""

    def __init__(self, complete: Completer) -> None:
        self.complete = complete
        self.written = 0

    def __call__(
        self, prefixes: Sequence[tuple[Challenge, str]], count: int
    ) -> Sequence[Sequence[str]]:
        self.written += len(prefixes) * count
        return self.complete(prefixes, count)


def labeller_for(
    env: Any, policy: LLMAdapter, *, samples: int, max_new_tokens: int, temperature: float
) -> PolicyLabeller:
    """The labeller that goes with an environment.

    Args:
        env: The environment.
        policy: The policy in training.
        samples: Completions of each prefix.
        max_new_tokens: Budget of a completion, tokens.
        temperature: Of sampling.

    Raises:
        ConfigError: If the environment has no engine to judge completions with.
    """
    within = env.unwrapped
    engine, challenges = getattr(within, "engine", None), getattr(within, "challenges", None)
    if engine is None or challenges is None:
        raise ConfigError(
            "Process supervision judges completions of programs, and this environment has no "
            "engine or no challenges to do so. Take a CodeEval environment, made by its id or with "
            "gym.make_vec, give a labeller, or set process_coeff to 0."
        )
    return PolicyLabeller(policy, engine, challenges, samples, max_new_tokens, temperature)
