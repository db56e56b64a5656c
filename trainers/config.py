"""What every trainer can be told: the loop, the optimiser, the files."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, ClassVar, Self

import yaml

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.types import from_dict

__all__ = ["INFINITE", "RunConfig", "read_value", "read_yaml"]

INFINITE = float("inf")
"""The upper end of a range that has none."""


@dataclass(frozen=True)
class RunConfig:
    """Settings that all trainers share; each trainer's own class adds what is its own.

    A subclass extends :attr:`CHOICES`, :attr:`RANGES` and :attr:`POSITIVE`, by which its fields
    are checked, and :meth:`refuse_conflicts`.

    Raises:
        ConfigError: If a value cannot be, or two contradict each other.
    """

    CHOICES: ClassVar[dict[str, tuple[str, ...]]] = {
        "truncated": ("penalise", "mask"),
        "lr_schedule": ("constant", "linear"),
        "mixed_precision": ("no", "bf16"),
    }
    """Field to what it may be."""
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {
        "max_infra_share": (0, 1),
        "seed": (0, 2**63 - 1),
        "lr_warmup_iterations": (0, INFINITE),
        "weight_decay": (0, INFINITE),
        "episodes_per_iteration": (1, INFINITE),
        "num_envs": (1, INFINITE),
        "group_size": (1, INFINITE),
        "max_new_tokens": (1, INFINITE),
        "micro_batch_tokens": (1, INFINITE),
        "checkpoint_every": (1, INFINITE),
        "keep_checkpoints": (1, INFINITE),
    }
    """Field to the least and most it may be, both included."""
    POSITIVE: ClassVar[tuple[str, ...]] = (
        "temperature",
        "learning_rate",
        "gain_learning_rate",
        "value_learning_rate",
        "max_grad_norm",
    )
    """Fields that must be above 0."""

    run_folder: str | None = None
    """Where the run is written; ``None`` means ``runs/ALGORITHM-DATE-TIME``."""
    seed: int = 0
    """Source of all chance: which challenges, sampling, order of minibatches."""

    # Collecting
    episodes_per_iteration: int = 128
    """Episodes collected before each update, over all processes."""
    num_envs: int | None = None
    """Slots of an environment made from an id; ``None`` means one for each episode."""
    group_size: int = 1
    """Episodes that try the same challenge."""
    max_new_tokens: int = 256
    """Budget of a program, tokens."""
    temperature: float = 1.0
    """Divides the logits, in sampling and in training alike; above 0."""
    truncated: str = "penalise"
    """What a program counts that its budget cut off: ``penalise`` (reward 0, whatever the cut
    text earned) or ``mask`` (not trained on)."""
    overlap: bool = True
    """True means that programs are judged while others are still written: each as soon as it is
    complete, or, where the policy is on the CPU, once half of them are. The results are the same.
    False keeps the cores to one thing at a time, which is faster where the policy needs them
    all."""
    max_infra_share: float = 0.25
    """Training stops when infrastructure failed for a larger share of an iteration's episodes."""

    # Optimiser
    learning_rate: float = 1e-6
    """Of the language model (AdamW)."""
    gain_learning_rate: float | None = None
    """Of the language model's vectors: gains of its norms, and biases. They are of size 1 where
    entries of its matrices are far smaller, so a step that suits the ones is lost on the others.
    ``None`` means as ``learning_rate``."""
    value_learning_rate: float = 1e-4
    """Of the value head."""
    lr_schedule: str = "constant"
    """``constant``, or ``linear`` to zero at the end of training."""
    lr_warmup_iterations: int = 0
    """Iterations over which the learning rates rise from zero."""
    weight_decay: float = 0.0
    """Decoupled weight decay of the language model."""
    max_grad_norm: float = 1.0
    """Gradients are scaled down to this norm."""
    micro_batch_tokens: int = 4096
    """Tokens in one forward and backward pass, padding counted. Memory and speed only: the
    gradient does not depend on it."""
    mixed_precision: str = "no"
    """``no`` or ``bf16``; log-probabilities and losses are fp32 in both."""
    gradient_checkpointing: bool = False
    """True means that layers are computed once more on the way back, so that memory holds what
    goes into each layer and not all that is in it. About a third slower; the same gradient."""

    # Files
    checkpoint_every: int = 20
    """Iterations between checkpoints."""
    keep_checkpoints: int = 2
    """How many are kept, the newest; and beside them the best."""
    keep_best: str | None = "pass_rate"
    """The metric by which a checkpoint is the best, averaged over the last ten iterations before
    it; with a ``-`` before it, the least is the best. ``best`` in the run folder is a link to that
    checkpoint. ``None`` keeps no best one."""
    trackers: tuple[str, ...] = ("jsonl",)
    """Where metrics go: ``jsonl`` (``metrics.jsonl``, which is written in any case), and whatever
    accelerate knows by name, e.g. ``tensorboard``, ``trackio``, ``wandb``, ``mlflow``."""

    def __post_init__(self) -> None:
        for name, choices in self.CHOICES.items():
            if getattr(self, name) not in choices:
                self.refuse(name, f"one of {', '.join(choices)}")
        for name, (low, high) in self.RANGES.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                self.refuse(name, f"from {low} to {high}")
        for name in self.POSITIVE:
            if getattr(self, name) is not None and not getattr(self, name) > 0:
                self.refuse(name, "above 0")
        self.refuse_conflicts()

    @property
    def folder(self) -> Path:
        """Where the run is written; only once :attr:`run_folder` is set, as a trainer does."""
        return Path(str(self.run_folder))

    def refuse(self, name: str, expected: str) -> None:
        """Say that a field cannot be what it is.

        Raises:
            ConfigError: Always.
        """
        raise ConfigError(
            f"{type(self).__name__}.{name} must be {expected}, not {getattr(self, name)!r}."
        )

    def refuse_conflicts(self) -> None:
        """Refuse fields that contradict each other."""
        if self.episodes_per_iteration % self.group_size:
            self.refuse("group_size", f"a divisor of {self.episodes_per_iteration} episodes")
        if self.num_envs is not None and self.episodes_per_iteration % self.num_envs:
            self.refuse("num_envs", f"a divisor of {self.episodes_per_iteration} episodes")

    @classmethod
    def from_yaml(cls, path: str | Path) -> Self:
        """Read what :meth:`to_yaml` wrote, or what a person did; fields left out are default.

        Raises:
            ConfigError: If there is no such file, or it is no YAML; if a field is unknown, of the
                wrong type, or cannot be.
        """
        return cls.from_mapping(read_yaml(path))

    @classmethod
    def from_mapping(cls, settings: Mapping[str, Any]) -> Self:
        """Make settings of values by name; fields left out are default.

        Raises:
            ConfigError: If a field is unknown, of the wrong type, or cannot be.
        """
        names = [field.name for field in fields(cls)]
        for name in settings:
            if name not in names:
                raise ConfigError(str(UnknownNameError(f"setting of {cls.__name__}", name, names)))
        return from_dict(cls, dict(settings))

    def changed(self, changes: Mapping[str, Any]) -> Self:
        """The same settings but for some.

        Raises:
            ConfigError: As :meth:`from_mapping`.
        """
        return type(self).from_mapping(asdict(self) | dict(changes))

    def to_yaml(self, path: str | Path) -> None:
        """Write every field, defaults included, so that the file says what the run was."""
        text = yaml.safe_dump(asdict(self), sort_keys=False)
        Path(path).write_text(text, encoding="utf-8")


def read_yaml(path: str | Path) -> dict[str, Any]:
    """Settings by name, as a person wrote them.

    Raises:
        ConfigError: If there is no such file, or it holds something else.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"The settings {str(path)!r} cannot be read: {error.strerror}."
        ) from error
    settings = read_value(text, str(path))
    if not isinstance(settings, dict | None):
        raise ConfigError(f"Expected lines of 'name: value' in {str(path)!r}, not {text[:40]!r}.")
    return settings or {}


def read_value(text: str, place: str) -> Any:
    """What a person wrote, as YAML has it, and ``1e-5`` as a number.

    Raises:
        ConfigError: If it is no YAML.
    """
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise ConfigError(f"{place} is no YAML: {' '.join(str(error).split())}.") from error


class _Loader(yaml.SafeLoader):
    """Plain YAML 1.1 reads ``1e-5`` as text."""


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?\d+(?:\.\d*)?[eE][-+]?\d+$"), list("-+0123456789")
)
