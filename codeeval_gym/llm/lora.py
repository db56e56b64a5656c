"""Low-rank adapters (Hu et al. 2021, "LoRA"), by peft: a small part of a model that learns.

With its adapter switched off a model is, bit for bit, what it was: a trainer needs no second copy
of it to measure a KL to.
"""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from codeeval_gym.errors import ConfigError

__all__ = ["LoraSettings", "adapter_off", "adapter_on", "add_copy", "has_adapter"]

POLICY = "default"
"""Peft's name of the adapter that writes programs."""
CONFIG, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
"""What a folder with an adapter holds."""


@dataclass(frozen=True)
class LoraSettings:
    """The shape of an adapter.

    Raises:
        ConfigError: If the rank is below 1 or alpha is not above 0.
    """

    rank: int = 16
    """Of the updates of each matrix."""
    alpha: float = 32.0
    """An update is scaled by ``alpha / rank``."""
    targets: tuple[str, ...] = ()
    """Last parts of the names of the layers that are adapted, e.g. ``("q_proj", "v_proj")``; empty
    means all linear layers but the output embedding. Experts that a family keeps in one tensor
    are not linear layers, and stay as they are."""
    seed: int = 0
    """Of the random half of the adapter; the other half, and so its effect, starts at 0."""

    def __post_init__(self) -> None:
        if self.rank < 1 or not self.alpha > 0:
            raise ConfigError(
                f"LoraSettings needs rank >= 1 and alpha > 0, not {self.rank!r} and {self.alpha!r}."
            )


def add_adapter(model: Any, settings: LoraSettings, base: str) -> Any:
    """Put an adapter into a model and freeze the rest of it.

    Args:
        model: A causal language model of transformers, changed in place.
        settings: The adapter's shape.
        base: Where the model came from; written into what is saved.

    Returns:
        The handle of peft by which the adapter is saved.

    Raises:
        ConfigError: If the model has an adapter already, or none of the targets.
        ImportError: If ``peft`` is not installed.
    """
    peft = _peft()
    if has_adapter(model):
        raise ConfigError("The model has an adapter already: leave lora out, or merge it first.")
    config = peft.LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        target_modules=list(settings.targets) or "all-linear",
        task_type="CAUSAL_LM",
    )
    try:
        with _without_warnings(), torch.random.fork_rng():
            torch.manual_seed(settings.seed)
            handle = peft.get_peft_model(model, config)
    except ValueError as error:
        raise ConfigError(f"No adapter for {settings.targets}: {error}") from error
    handle.peft_config["default"].base_model_name_or_path = base
    return handle


def load_adapter(model: Any, folder: Path) -> Any:
    """Put the adapter in a folder into its model, so that it can be trained on.

    Args:
        model: As :func:`base_of` names it, changed in place.
        folder: From :func:`save_adapter`.

    Raises:
        ConfigError: If there are no weights in safetensors, or they do not fit.
        ImportError: If ``peft`` is not installed.
    """
    peft = _peft()
    if not (folder / WEIGHTS).is_file():
        raise ConfigError(f"The adapter {str(folder)!r} has no {WEIGHTS}.")
    try:
        with _without_warnings():
            return peft.PeftModel.from_pretrained(model, str(folder), is_trainable=True).eval()
    except (RuntimeError, ValueError) as error:
        raise ConfigError(f"The adapter {str(folder)!r} does not fit its model: {error}") from error


def base_of(folder: Path) -> str | None:
    """Where the model of an adapter comes from; ``None`` if the folder holds no adapter.

    Raises:
        ConfigError: If the adapter is not a LoRA, or does not say.
    """
    if not (folder / CONFIG).is_file():
        return None
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    base = config.get("base_model_name_or_path")
    if config.get("peft_type") != "LORA" or not base:
        raise ConfigError(
            f"The adapter {str(folder)!r} is of type {config.get('peft_type')!r} on {base!r}. "
            "Expected a LORA that names the model it belongs to."
        )
    return str(base)


def save_adapter(handle: Any, folder: str | Path) -> None:
    """Write the adapter and nothing of the model."""
    with _without_warnings():
        # Otherwise peft asks a hub whether the vocabulary is still the model's.
        handle.save_pretrained(str(folder), save_embedding_layers=False, selected_adapters=[POLICY])


def merged(model: Any, folder: Path) -> Any:
    """Add the adapter in a folder to its model's weights; returns an ordinary model."""
    with _without_warnings():
        return load_adapter(model, folder).merge_and_unload()


def has_adapter(model: Any) -> bool:
    """True if an adapter is in the model."""
    return hasattr(model, "peft_config")


@contextmanager
def adapter_off(model: Any) -> Iterator[None]:
    """Inside, the model is what it was before it got its adapter."""
    from peft.tuners.tuners_utils import BaseTunerLayer

    layers = [module for module in model.modules() if isinstance(module, BaseTunerLayer)]
    for layer in layers:
        layer.enable_adapters(False)
    try:
        yield
    finally:
        for layer in layers:
            layer.enable_adapters(True)
        _let_learn(model)


def add_copy(model: Any, name: str) -> dict[str, Any]:
    """Put a second adapter into a model, equal to its first; the first stays switched on.

    Args:
        model: Has an adapter.
        name: Of the second; one of that name that is there already is made equal to the first.

    Returns:
        The parameters of the second by name.
    """
    if name not in model.peft_config:
        with _without_warnings():
            _peft().inject_adapter_in_model(model.peft_config[POLICY], model, adapter_name=name)
    _switch(model, POLICY)
    everything = dict(model.named_parameters())
    own = {key: weight for key, weight in everything.items() if f".{name}." in key}
    for key, weight in own.items():
        weight.data.copy_(everything[key.replace(f".{name}.", f".{POLICY}.")])
    return own


@contextmanager
def adapter_on(model: Any, name: str) -> Iterator[None]:
    """Inside, another adapter of the model is switched on than the one that writes programs."""
    _switch(model, name)
    try:
        yield
    finally:
        _switch(model, POLICY)


def _switch(model: Any, name: str) -> None:
    from peft.tuners.tuners_utils import BaseTunerLayer

    for module in model.modules():
        if isinstance(module, BaseTunerLayer):
            module.set_adapter(name)
    _let_learn(model)


def _let_learn(model: Any) -> None:
    """Peft freezes adapters that are off; a gradient that is still to come would be lost."""
    for key, weight in model.named_parameters():
        if "lora_" in key:
            weight.requires_grad_(True)


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Peft remarks on what it then does by itself, and on attributes others have renamed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        warnings.simplefilter("ignore", FutureWarning)
        yield


def _peft() -> Any:
    try:
        import peft
    except ImportError as error:
        raise ImportError(
            "Adapters need peft, which is not installed. Install it with: "
            'pip install "codeeval-gym[train]"'
        ) from error
    return peft
