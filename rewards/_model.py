"""A reward model: named terms, their weights and their gates."""

import math
import numbers
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from codeeval_gym.errors import ConfigError, RewardError, UnknownNameError
from codeeval_gym.rewards._terms import RewardContext, RewardTerm, terms
from codeeval_gym.rewards.schedule import Schedule
from codeeval_gym.types import Evaluation

__all__ = ["Entry", "Gate", "Reward", "RewardModel"]


@dataclass(frozen=True)
class Gate:
    """What another term must have scored before this one pays."""

    term: str
    """Name of the other term in the same model; its own gate plays no part."""
    full: bool = False
    """``False``: pay in proportion to the other's score. ``True``: pay only if that is 1."""


@dataclass(frozen=True)
class Entry:
    """A term's place in a model.

    Raises:
        ConfigError: If the weight is not a schedule, or a finite number of at least 0.
    """

    term: RewardTerm
    """The term."""
    weight: float | Schedule = 1.0
    """Relative to the other terms' weights; 0 means that it is reported and not paid."""
    gate: Gate | None = None
    """``None`` for a term that pays whatever the others say."""

    def weight_at(self, step: int) -> float:
        """The weight at a training step."""
        return self.weight.at(step) if isinstance(self.weight, Schedule) else self.weight

    @property
    def pays(self) -> bool:
        """True when the weight is above 0, now or at some step."""
        if isinstance(self.weight, Schedule):
            return any(weight > 0 for _, weight in self.weight.points)
        return self.weight > 0

    def __post_init__(self) -> None:
        if isinstance(self.weight, Schedule):
            return
        number = isinstance(self.weight, int | float) and not isinstance(self.weight, bool)
        if not number or not math.isfinite(self.weight) or self.weight < 0:
            raise ConfigError(
                f"The weight of reward term {self.term.name!r} must be a finite number of at "
                f"least 0, not {self.weight!r}."
            )


@dataclass(frozen=True)
class Reward:
    """What one program earned, and why."""

    total: float
    """``sum(weights[name] * terms[name])``, 0 to 1; 0 when no term applies."""
    terms: Mapping[str, float | None]
    """What each term scored, its gate applied, 0 to 1; ``None`` where it does not apply."""
    weights: Mapping[str, float]
    """The weights as used: 0 for terms that do not apply, the rest summing to 1."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """One line for each term that was gated or left out, and ``total`` when none applies."""


class RewardModel:
    """Weighs terms into one number. Immutable; the methods that change it return a new one.

    A term's ``None`` leaves it out, and the weights of the rest are renormalised. A gate whose
    term is ``None`` makes the gated term ``None`` too: where correctness is not known, nothing
    is paid on its account.

    Args:
        entries: Name to entry, in the order of reports. A gate names another of these.

    Raises:
        ConfigError: If there is no term, no weight is above 0, or a term gates itself.
        UnknownNameError: If a gate names a term that is not in the model.
    """

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = dict(entries)
        if not self._entries:
            raise ConfigError("A reward model needs at least one term.")
        if not any(entry.pays for entry in self._entries.values()):
            raise ConfigError("A reward model needs at least one term with a weight above 0.")
        for name, entry in self._entries.items():
            if entry.gate is None:
                continue
            if entry.gate.term not in self._entries:
                kind = f"reward term in this model, for the gate of {name!r},"
                raise UnknownNameError(kind, entry.gate.term, self._entries)
            if entry.gate.term == name:
                raise ConfigError(f"Reward term {name!r} cannot be its own gate.")

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Name to entry, in order."""
        return dict(self._entries)

    @property
    def needs(self) -> frozenset[str]:
        """The parts of an evaluation that its terms read."""
        return frozenset[str]().union(*(entry.term.needs for entry in self._entries.values()))

    def __call__(self, evaluation: Evaluation, context: RewardContext | None = None) -> Reward:
        """Score one evaluation.

        Args:
            evaluation: The judge's record, holding the parts in :attr:`needs`.
            context: What terms may know beside it; ``None`` means nothing.

        Returns:
            The total with what each term gave. If no term applies the total is 0, and
            ``reasons["total"]`` says so.

        Raises:
            RewardError: If a term raises or gives something other than ``None`` or 0 to 1.
        """
        context = context or RewardContext()
        return self.weigh(self.scores(evaluation, context), context.step)

    def scores(
        self, evaluation: Evaluation, context: RewardContext | None = None
    ) -> dict[str, float | None]:
        """What each term says by itself: no gate, no weight.

        Args:
            evaluation: As for a call of the model.
            context: As for a call of the model.

        Raises:
            RewardError: As a call of the model.
        """
        context = context or RewardContext()
        return {
            name: _score(name, entry.term, evaluation, context)
            for name, entry in self._entries.items()
        }

    def weigh(self, scores: Mapping[str, float | None], step: int = 0) -> Reward:
        """Gate and weigh what terms said.

        Args:
            scores: For each term in the model what it said; what others said is passed over.
            step: Training steps taken so far.
        """
        gated: dict[str, float | None] = {}
        reasons: dict[str, str] = {}
        weights: dict[str, float] = {}
        given = whole = 0.0
        for name, entry in self._entries.items():
            score, reason = _through_gate(scores[name], entry.gate, scores)
            gated[name] = score
            if reason:
                reasons[name] = reason
            weights[name] = weight = 0.0 if score is None else entry.weight_at(step)
            given += weight * (score or 0.0)
            whole += weight
        if not whole:
            reasons["total"] = "no term with a weight applies"
            return Reward(0.0, gated, weights, reasons)
        # Divided once, at the end: all ones then give exactly 1, whatever the weights.
        shares = {name: weight / whole for name, weight in weights.items()}
        return Reward(given / whole, gated, shares, reasons)

    def without(self, *names: str) -> "RewardModel":
        """The model without these terms. One that gates another stays, with weight 0.

        Raises:
            UnknownNameError: If a name is not in the model.
            ConfigError: If nothing with a weight is left.
        """
        dropped = {self._known(name) for name in names}
        return self.only(*(name for name in self._entries if name not in dropped))

    def only(self, *names: str) -> "RewardModel":
        """The model with these terms alone. One that gates another stays, with weight 0.

        Raises:
            UnknownNameError: If a name is not in the model.
            ConfigError: If no name is given, or none has a weight.
        """
        kept = {self._known(name) for name in names}
        gates = {entry.gate.term for name in kept if (entry := self._entries[name]).gate}
        # Without its gate a term would pay programs that the gate was there to keep out.
        return RewardModel(
            {
                name: entry if name in kept else replace(entry, weight=0.0, gate=None)
                for name, entry in self._entries.items()
                if name in kept | gates
            }
        )

    def reweight(self, **weights: float | Schedule) -> "RewardModel":
        """The model with other weights; terms not named keep theirs.

        Raises:
            UnknownNameError: If a name is not in the model.
            ConfigError: If a weight is negative or not finite, or none is above 0.
        """
        changed = {self._known(name): weight for name, weight in weights.items()}
        return RewardModel(
            {
                name: replace(entry, weight=changed.get(name, entry.weight))
                for name, entry in self._entries.items()
            }
        )

    def spec(self) -> dict[str, dict[str, Any]]:
        """The model as JSON-able data, from which :func:`make` builds an equal one.

        Raises:
            UnknownNameError: If a term is not registered, so that no name stands for it.
        """
        return {name: _entry_spec(name, entry) for name, entry in self._entries.items()}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RewardModel):
            return NotImplemented
        return list(self._entries.items()) == list(other._entries.items())

    def __hash__(self) -> int:
        return hash(tuple(self._entries.items()))

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}: {_shown(item.weight)}" for name, item in self._entries.items())
        return f"RewardModel({parts})"

    def _known(self, name: str) -> str:
        if name not in self._entries:
            raise UnknownNameError("reward term in this model", name, self._entries)
        return name


def _score(
    name: str, term: RewardTerm, evaluation: Evaluation, context: RewardContext
) -> float | None:
    try:
        value = term(evaluation, context)
    except Exception as error:
        raise RewardError(
            f"Reward term {name!r} raised {type(error).__name__}: {error}. A term answers every "
            "evaluation with a number from 0 to 1, or None where it does not apply.",
            name,
            evaluation,
        ) from error
    if value is None:
        return None
    # The first question is answered at once; asking an abstract class takes longer than most terms.
    if not (type(value) is float or isinstance(value, numbers.Real)) or not 0 <= value <= 1:
        raise RewardError(
            f"Reward term {name!r} gave {value!r}; expected a number from 0 to 1, or None where "
            "it does not apply.",
            name,
            evaluation,
        )
    return float(value)


def _through_gate(
    score: float | None, gate: Gate | None, raw: Mapping[str, float | None]
) -> tuple[float | None, str]:
    """The score after its gate, and one line on what changed it, empty if nothing did."""
    if score is None:
        return None, "does not apply"
    if gate is None:
        return score, ""
    opening = raw[gate.term]
    if opening is None:
        return None, f"its gate {gate.term} does not apply"
    factor = float(opening == 1) if gate.full else opening
    return score * factor, f"{score:.3g}, times {factor:.3g} for its gate {gate.term}"


def _entry_spec(name: str, entry: Entry) -> dict[str, Any]:
    if entry.term.name not in terms:
        raise UnknownNameError("registered reward term", entry.term.name, terms)
    weight = entry.weight
    spec: dict[str, Any] = {"weight": weight}
    if isinstance(weight, Schedule):
        spec["weight"] = [list(point) for point in weight.points]
    if options := _options(entry.term):
        spec["options"] = options
    if entry.term.name != name:
        spec["term"] = entry.term.name
    if entry.gate is not None:
        full = {"term": entry.gate.term, "full": True}
        spec["gate"] = full if entry.gate.full else entry.gate.term
    return spec


def _options(term: RewardTerm) -> dict[str, Any]:
    """What a registered term was built with, where that is not the default."""
    if not is_dataclass(term):
        return {}
    values = {item.name: (getattr(term, item.name), item.default) for item in fields(term)}
    return {name: value for name, (value, default) in values.items() if value != default}


def _shown(weight: float | Schedule) -> str:
    if isinstance(weight, Schedule):
        return " -> ".join(f"{value:g} at {step}" for step, value in weight.points)
    return f"{weight:g}"
