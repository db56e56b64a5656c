"""Build a reward model from a name, a mapping or a file."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.rewards._model import Entry, Gate, RewardModel
from codeeval_gym.rewards._terms import RewardTerm, terms
from codeeval_gym.rewards.schedule import Schedule

__all__ = ["make"]

_DEFAULT: Mapping[str, Any] = {
    "syntax": 0.2,
    "execution": 0.3,
    "tests": 0.3,
    "quality": {"weight": 0.1, "gate": "tests"},
    "efficiency": {"weight": 0.1, "gate": "tests"},
}
_GATED = ("quality", "efficiency")
"""What a configuration file pays only in proportion to correctness, as the default does."""

_EVALUATION_WEIGHTS = {
    "syntax_weight": "syntax",
    "execution_weight": "execution",
    "test_case_weight": "tests",
    "quality_weight": "quality",
    "efficiency_weight": "efficiency",
}
_EVALUATION_OTHERS = ("test_timeout", "memory_limit", "code_quality")  # read by the engine

_FORMS = ("default", "default-<term>", "only:<term>", "<file>.yaml")


def make(spec: "str | os.PathLike[str] | Mapping[str, Any] | RewardModel") -> RewardModel:
    """Build a reward model.

    Args:
        spec: One of

            * ``"default"``: syntax 0.2, execution 0.3, tests 0.3, and quality and efficiency 0.1
              each in proportion to tests;
            * ``"default-quality"``, ``"default-syntax-execution"``: the default without these;
            * ``"only:tests"``, ``"only:tests_all"``: this registered term alone;
            * a mapping of name to weight, or to ``{"weight": 0.3, "term": "tests_all", "gate":
              "syntax"}`` where ``term`` (the registered name, by default the name itself),
              ``options`` (what the term is built with) and ``gate`` (a name, or ``{"term": name,
              "full": true}``) may be left out; a weight is a number, or a list of pairs of
              training step and weight (:class:`~codeeval_gym.rewards.Schedule`);
            * the path of a YAML file that holds such a mapping, or a section ``evaluation`` with
              ``syntax_weight``, ``execution_weight``, ``test_case_weight`` …;
            * a :class:`RewardModel`, which is returned as it is.

    Raises:
        UnknownNameError: If there is no such term or form; suggests the nearest.
        ConfigError: If a weight, gate or file cannot be; names the key and the file.
        TypeError: If ``spec`` is none of these.
    """
    if isinstance(spec, RewardModel):
        return spec
    if isinstance(spec, Mapping):
        return _from_mapping(spec)
    if isinstance(spec, os.PathLike):
        return _from_file(Path(spec))
    if isinstance(spec, str):
        return _from_name(spec)
    raise TypeError(
        f"A reward is a name such as 'default', a mapping of term to weight, the path of a YAML "
        f"file or a RewardModel, not a {type(spec).__name__}."
    )


def _from_name(name: str) -> RewardModel:
    first, *dropped = name.split("-")
    if first == "default":
        default = _from_mapping(_DEFAULT)
        return default.without(*dropped) if dropped else default
    if name.startswith("only:"):
        return _from_mapping({name.removeprefix("only:"): 1.0})
    if name.endswith((".yaml", ".yml")):
        return _from_file(Path(name))
    raise UnknownNameError("reward model", name, _FORMS)


def _from_mapping(spec: Mapping[str, Any]) -> RewardModel:
    return RewardModel({str(name): _entry(str(name), value) for name, value in spec.items()})


def _entry(name: str, value: Any) -> Entry:
    if not isinstance(value, Mapping):
        return Entry(terms[name](), _weight(name, value))
    body = dict(value)
    registered = str(body.pop("term", name))
    term = _term(name, registered, body.pop("options", {}))
    weight, gate = _weight(name, body.pop("weight", 1.0)), body.pop("gate", None)
    if body:
        known = ("weight", "term", "options", "gate")
        raise ConfigError(
            f"Reward term {name!r}: {UnknownNameError('setting', str(next(iter(body))), known)}"
        )
    try:
        return Entry(term, weight, None if gate is None else _gate(name, gate))
    except ConfigError as error:
        if registered == name:
            raise
        raise ConfigError(f"Reward term {name!r}: {error}") from error


def _term(name: str, registered: str, options: Any) -> RewardTerm:
    try:
        build = terms[registered]
    except UnknownNameError as error:
        if registered == name:
            raise
        raise ConfigError(f"Reward term {name!r}: {error}") from error
    if not isinstance(options, Mapping):
        raise ConfigError(f"Reward term {name!r}: options are a mapping, not {options!r:.80}.")
    try:
        return build(**options)
    except (TypeError, ValueError) as error:
        raise ConfigError(f"Reward term {name!r}: {error}") from error


def _weight(name: str, value: Any) -> Any:
    """A number, whatever it is, or the schedule that a list is."""
    if not isinstance(value, list | tuple):
        return value
    try:
        return Schedule.of(value)
    except ConfigError as error:
        raise ConfigError(f"Reward term {name!r}: {error}") from error


def _gate(name: str, value: Any) -> Gate:
    if isinstance(value, str):
        return Gate(value)
    if isinstance(value, Mapping) and {"term"} <= value.keys() <= {"term", "full"}:
        return Gate(str(value["term"]), bool(value.get("full", False)))
    raise ConfigError(
        f"Reward term {name!r}: a gate is a term's name or {{'term': name, 'full': true}}, "
        f"not {value!r}."
    )


def _from_file(path: Path) -> RewardModel:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"Cannot read the reward file {path}: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not YAML: {error}") from error
    if not isinstance(content, Mapping):
        raise ConfigError(f"{path} must hold a mapping of term to weight, not {content!r:.80}.")
    try:
        if isinstance(content.get("evaluation"), Mapping):
            content = _evaluation_weights(content["evaluation"])
        return _from_mapping(content)
    except UnknownNameError as error:
        known = (*error.known, "evaluation") if error.name in content else error.known
        told = UnknownNameError(error.kind, error.name, known)
        raise ConfigError(f"{path}: {told}") from error
    except ValueError as error:  # the caller's mistakes; RewardError and others pass through
        raise ConfigError(f"{path}: {error}") from error


def _evaluation_weights(section: Mapping[str, Any]) -> dict[str, Any]:
    """Turn ``{"test_case_weight": 0.3, …}`` into ``{"tests": 0.3, …}``."""
    weights: dict[str, Any] = {}
    for key, value in section.items():
        if key in _EVALUATION_OTHERS:
            continue
        if key not in _EVALUATION_WEIGHTS:
            known = (*_EVALUATION_WEIGHTS, *_EVALUATION_OTHERS)
            raise UnknownNameError("key in 'evaluation'", str(key), known)
        term = _EVALUATION_WEIGHTS[key]
        gated = term in _GATED and "test_case_weight" in section
        weights[term] = {"weight": value, "gate": "tests"} if gated else value
    return weights
