"""What all episodes of one configuration share: challenges, engine and rules."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from gymnasium.spaces import Dict, Discrete

from codeeval_gym.challenges import Dataset, load, samplers
from codeeval_gym.challenges.rights import train_refusal
from codeeval_gym.challenges.samplers import Curriculum
from codeeval_gym.envs import feedback
from codeeval_gym.envs._engines import borrow
from codeeval_gym.envs.config import EnvConfig
from codeeval_gym.envs.episode import MAX_TEXT, Episode, Rules
from codeeval_gym.envs.feedback import SeededFeedback
from codeeval_gym.envs.spaces import CodeText
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.evaluation import PARTS, EvaluationEngine
from codeeval_gym.rewards import PotentialShaping, make
from codeeval_gym.types import Challenge, Limits, Verdict

__all__ = ["OPTIONS", "World", "checked_program"]

OPTIONS = ("challenge_id", "history", "prefix")
"""What ``reset(options=…)`` may hold."""


class World:
    """Built from a configuration; starts episodes.

    Args:
        config: The settings.

    Raises:
        UnknownNameError: If a challenge source, split, sampler, reward or feedback is not known.
        ValueError: If a setting cannot be, or there is no challenge.
        SandboxUnavailable: If this machine cannot isolate.
    """

    training_step: int = 0
    """Training steps taken so far; the trainer says so, and schedules of weights go by it."""

    def __init__(self, config: EnvConfig) -> None:
        self.challenges = _dataset(config)
        self.curriculum = Curriculum(
            self.challenges, samplers.make(config.sampler, self.challenges)
        )
        self.rules = _rules(config)
        policy = self.rules.feedback
        self._seeded = policy if isinstance(policy, SeededFeedback) else None
        self.engine, self.close = _engine(self, config)

    @functools.cached_property
    def train_refusal(self) -> tuple[str, str] | None:
        """Why a policy must not be trained here: a challenge's id and the reason; or ``None``."""
        return train_refusal(self.challenges)

    def observation_space(self) -> Dict:
        """A new space of observations."""
        turns = self.rules.max_turns + 1
        return Dict(
            {
                "prompt": CodeText(MAX_TEXT),
                "starter_code": CodeText(MAX_TEXT),
                "feedback": CodeText(MAX_TEXT),
                "previous_program": CodeText(MAX_TEXT),
                "turn": Discrete(turns),
                "turns_left": Discrete(turns),
            }
        )

    def start(self, rng: np.random.Generator, options: Mapping[str, Any] | None) -> Episode:
        """Start an episode.

        Args:
            rng: Draws the challenge, unless ``options`` name one.
            options: ``challenge_id`` (str); ``history``, a list of turns already taken, each with
                ``program`` and ``feedback`` (str); ``prefix``, how many lines of the reference to
                show as starter code: always fewer than it has, so that something is left to do.

        Raises:
            UnknownNameError: If an option or the challenge is not known.
            ValueError: If an option's value cannot be.
        """
        options = dict(options or {})
        for name in options:
            if name not in OPTIONS:
                raise UnknownNameError("reset option", str(name), OPTIONS)
        if "challenge_id" in options:
            challenge = self.challenges[options["challenge_id"]]
        else:
            challenge = self.curriculum.draw(rng)
        if "prefix" in options:
            challenge = _with_prefix(challenge, self.rules.language, options["prefix"])
        history = _history(options.get("history", ()))
        # With help of that kind, how the episode ends says little about the challenge.
        helped = bool(history) or "prefix" in options
        return Episode(self._rules_of_one(rng), challenge, history, counts=not helped)

    def _rules_of_one(self, rng: np.random.Generator) -> Rules:
        """The rules of one episode. Only feedback that asks for a seed draws one."""
        if self._seeded is None:
            return self.rules
        policy = self._seeded.seeded(int(rng.integers(1 << 63)))
        return replace(self.rules, feedback=policy)

    def ended(self, episode: Episode) -> None:
        """Let the curriculum know how an episode ended; not for those that infrastructure ended."""
        if episode.counts and episode.evaluation is not None:
            passed = episode.evaluation.verdict is Verdict.ACCEPTED
            self.curriculum.record(episode.challenge.id, passed=passed)


def checked_program(action: object) -> str:
    """The action as a program.

    Raises:
        TypeError: If it is not a string.
    """
    if not isinstance(action, str):
        raise TypeError(
            f"An action is a whole program as one str, not a {type(action).__name__}; decode "
            "tokens or bytes first."
        )
    return action


def _dataset(config: EnvConfig) -> Dataset:
    dataset = load(config.challenges, split=config.split)
    if not len(dataset):
        raise ValueError(f"{dataset!r} is empty: an environment needs a challenge to start with.")
    fitting = dataset.filter(language=config.language)
    return dataset if len(fitting) == len(dataset) else fitting


def _rules(config: EnvConfig) -> Rules:
    policy, model = config.feedback, make(config.reward)
    if missing := model.needs - PARTS:
        raise ConfigError(
            f"The reward reads {', '.join(sorted(missing))}, which judging a program does not "
            "give: score records that have it, as a labeller leaves them."
        )
    return Rules(
        reward_model=model,
        feedback=feedback.policies[policy] if isinstance(policy, str) else policy,
        max_turns=config.max_turns,
        language=config.language,
        shaping=None if config.shaping is None else PotentialShaping(config.shaping),
    )


def _engine(user: object, config: EnvConfig) -> tuple[EvaluationEngine, Callable[[], object]]:
    if config.engine is not None:
        return config.engine, lambda: None
    limits = config.limits or Limits()
    if not isinstance(limits, Limits):
        limits = Limits(**limits)  # type: ignore[arg-type]  # Limits checks each value itself
    return borrow(user, config.sandbox, limits)


def _with_prefix(challenge: Challenge, language: str, lines: object) -> Challenge:
    if isinstance(lines, bool) or not isinstance(lines, int) or lines < 0:
        raise ValueError(f"Option 'prefix' is a number of lines, not {lines!r}.")
    if language not in challenge.references:
        raise ValueError(f"Challenge {challenge.id!r} has no {language} reference for a prefix.")
    reference = challenge.references[language].splitlines(keepends=True)
    shown = "".join(reference[: min(lines, len(reference) - 1)])
    return replace(challenge, starter={**challenge.starter, language: shown})


def _history(turns: Any) -> tuple[Mapping[str, str], ...]:
    if not isinstance(turns, list | tuple) or not all(map(_is_turn, turns)):
        raise ValueError(
            "Option 'history' is a list of turns, each a mapping with 'program' and 'feedback', "
            f"both texts, not {turns!r:.80}."
        )
    return tuple(turns)


def _is_turn(turn: object) -> bool:
    texts = ("program", "feedback")
    return isinstance(turn, Mapping) and all(isinstance(turn.get(key), str) for key in texts)
