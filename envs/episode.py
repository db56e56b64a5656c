"""One episode as a state machine without side effects; both environments are thin over it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from codeeval_gym.envs.feedback import FeedbackPolicy, public_evidence
from codeeval_gym.errors import SandboxError
from codeeval_gym.rewards import PotentialShaping, Reward, RewardContext, RewardModel
from codeeval_gym.types import Challenge, Evaluation, Usage, Verdict

__all__ = ["MAX_TEXT", "Episode", "Info", "Observation", "Rules", "Transition"]

MAX_TEXT = 1 << 20
"""Longest text in an observation, in characters; longer ones are cut."""

Observation = dict[str, Any]
"""``prompt, starter_code, feedback, previous_program`` (str), ``turn, turns_left`` (int)."""

Info = dict[str, Any]
"""The keys listed in :class:`~codeeval_gym.envs.CodeEvalEnv`."""


@dataclass(frozen=True)
class Rules:
    """What is the same in every episode of an environment."""

    reward_model: RewardModel
    """Pays for the last program of an episode."""
    feedback: FeedbackPolicy
    """Writes what the policy is told after each turn."""
    max_turns: int = 1
    """Programs that a policy may hand in, at least 1."""
    language: str = "python"
    """What programs are written in."""
    shaping: PotentialShaping | None = None
    """Paid on every turn beside the reward model; ``None`` for none."""

    @property
    def need(self) -> frozenset[str]:
        """The parts of an evaluation that an episode reads."""
        return self.reward_model.needs | {"tests"}


@dataclass(frozen=True)
class Transition:
    """What one turn gave: Gymnasium's five."""

    observation: Observation
    """A new dictionary."""
    reward: float
    """0 before the last turn and after an infrastructure failure, shaping aside."""
    terminated: bool
    """Solved, or the last turn."""
    truncated: bool
    """The infrastructure failed."""
    info: Info
    """A new dictionary."""


class Episode:
    """Turns on one challenge.

    Args:
        rules: The environment's rules.
        challenge: The challenge, hidden tests included.
        history: Turns already taken, each with ``program`` and ``feedback``.
        counts: Whether its end says how hard the challenge is.

    Raises:
        ValueError: If ``history`` leaves no turn.
    """

    def __init__(
        self,
        rules: Rules,
        challenge: Challenge,
        history: tuple[Mapping[str, str], ...] = (),
        *,
        counts: bool = True,
    ) -> None:
        if len(history) >= rules.max_turns:
            raise ValueError(
                f"A history of {len(history)} turns leaves none of max_turns={rules.max_turns}."
            )
        self.rules = rules
        self.challenge = challenge
        self.counts = counts
        self.turn = len(history)
        given = challenge.previous.get(rules.language, "")
        self.program = history[-1]["program"] if history else given
        self.feedback = history[-1]["feedback"] if history else ""
        self._prompt = "\n\n".join(filter(None, (challenge.prompt, challenge.context)))[:MAX_TEXT]
        self._starter = challenge.starter.get(rules.language, "")[:MAX_TEXT]
        self.evaluation: Evaluation | None = None
        self.reward: Reward | None = None
        self.over = False

    def observation(self) -> Observation:
        """What the policy sees now."""
        return {
            "prompt": self._prompt,
            "starter_code": self._starter,
            "feedback": self.feedback[:MAX_TEXT],
            "previous_program": self.program[:MAX_TEXT],
            "turn": self.turn,
            "turns_left": self.rules.max_turns - self.turn,
        }

    def info(self, *, timing: Mapping[str, float] | None = None, infra_error: str = "") -> Info:
        """What is known beside the observation.

        Args:
            timing: Measured seconds by name.
            infra_error: What failed; empty if nothing did.
        """
        judged = self.evaluation if not infra_error else None
        terms = self.reward.terms if self.reward is not None and judged is not None else {}
        info: Info = {
            "challenge_id": self.challenge.id,
            "verdict": "" if judged is None else judged.verdict.value,
            "reward_terms": {name: term for name, term in terms.items() if term is not None},
            "public_passed": _passed(judged, public=True),
            "usage": {} if judged is None else _figures(judged.usage),
            "timing": dict(timing or {}),
            "infra_error": infra_error,
        }
        if self.over and judged is not None:
            info["hidden_passed"] = _passed(judged, public=False)
        return info

    def take(
        self,
        program: str,
        result: Evaluation | SandboxError,
        seconds: float,
        *,
        siblings: tuple[Evaluation, ...] = (),
        step: int = 0,
    ) -> Transition:
        """Take one turn.

        Args:
            program: What the policy handed in.
            result: What judging it gave, or the failure that kept it from being judged.
            seconds: How long judging took.
            siblings: What other programs for the same challenge gave, judged together with it.
            step: Training steps taken so far.

        Returns:
            The transition. After an infrastructure failure the observation is the one before.
        """
        timing = {"evaluate_seconds": seconds}
        if isinstance(result, SandboxError):
            self.over = True
            reason = str(result) or type(result).__name__
            info = self.info(timing=timing, infra_error=reason)
            return Transition(self.observation(), 0.0, False, True, info)
        context = RewardContext(self.challenge, self.turn, self.rules.max_turns, siblings, step)
        paid = self._judge(program, result, context)
        return Transition(self.observation(), paid, self.over, False, self.info(timing=timing))

    def _judge(self, program: str, evaluation: Evaluation, context: RewardContext) -> float:
        rules, before = self.rules, self.evaluation
        evidence = public_evidence(self.challenge, evaluation)
        self.turn += 1
        self.program = program
        self.evaluation = evaluation
        self.feedback = rules.feedback(*evidence)
        self.over = evaluation.verdict is Verdict.ACCEPTED or self.turn == rules.max_turns
        # Before the end the terms tell what public tests tell: the policy may be shown them.
        scored = evaluation if self.over else replace(evaluation, tests=evidence[1].tests)
        self.reward = rules.reward_model(scored, context)
        paid = self.reward.total if self.over else 0.0
        if rules.shaping is not None:
            paid += rules.shaping(before, evaluation, last=self.over)
        return paid


def _passed(evaluation: Evaluation | None, *, public: bool) -> int:
    if evaluation is None or evaluation.tests is None:
        return 0
    return evaluation.tests.select(public=public).passed


def _figures(usage: Usage | None) -> dict[str, float]:
    if usage is None:
        return {}
    figures = ((name, getattr(usage, name)) for name in _USAGE)
    return {name: float(figure) for name, figure in figures if figure is not None}


_USAGE = tuple(item.name for item in fields(Usage) if item.name != "source")
