"""From a source's name to a model and its tokenizer."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.llm import lora

__all__ = ["Loaded", "load", "save"]

BUILTIN = Path(str(files("codeeval_gym.llm"))) / "builtin"
"""Holds one folder for each model that ships with the package."""


class Loaded(NamedTuple):
    """A model, with dropout off and in evaluation mode, and what belongs to it."""

    model: Any
    """Of transformers; an adapter, where there is one, is in it."""
    tokenizer: Any
    """Its tokenizer."""
    base: str
    """The source of its weights, the adapter aside; an absolute path if it is a folder."""
    adapter: Any
    """Peft's handle of its adapter; ``None`` if there is none."""


def load(source: str, dtype: torch.dtype | None) -> Loaded:
    """Load a model and its tokenizer.

    Only safetensors are read: the older format is a pickle, and a checkpoint is not ours to trust.

    Args:
        source: ``builtin:NAME``, a folder with a model or an adapter, or a hub id.
        dtype: Of the weights; ``None`` means float32, which training needs.

    Raises:
        UnknownNameError: If no built-in model has that name.
        ConfigError: If the folder holds no checkpoint, or the hub does not give one.
    """
    folder = Path(source).expanduser()
    base = lora.base_of(folder)
    if base is None:
        model, tokenizer = _model(source, dtype)
        return Loaded(model, tokenizer, str(folder.resolve()) if folder.is_dir() else source, None)
    model, tokenizer = _model(base, dtype)
    return Loaded(model, tokenizer, base, lora.load_adapter(model, folder))


def _model(source: str, dtype: torch.dtype | None) -> tuple[Any, Any]:
    place = _place(source)
    try:
        tokenizer = AutoTokenizer.from_pretrained(place)
        config = _without_dropout(AutoConfig.from_pretrained(place))
        with _no_progress_bar():
            model = AutoModelForCausalLM.from_pretrained(
                place, config=config, dtype=dtype or torch.float32, use_safetensors=True
            )
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"No model could be loaded from {source!r}: {_first_line(error)} Expected "
            "'builtin:tiny', a folder with a transformers checkpoint in safetensors, or the id of "
            "a causal language model on a hub that this machine can reach."
        ) from error
    if tokenizer.eos_token_id is None:
        raise ConfigError(
            f"The tokenizer of {source!r} has no EOS token, so a program could not end. "
            "Set eos_token in its tokenizer_config.json."
        )
    return model.eval(), tokenizer


def save(loaded: Loaded, folder: str | Path, *, merge: bool = False) -> None:
    """Write a checkpoint: weights, configuration and tokenizer; of an adapted model, the adapter.

    Args:
        loaded: What is written.
        folder: Where.
        merge: True means that an adapter is added to its model's weights, and the whole written.
    """
    with _no_progress_bar():
        if loaded.adapter is None:
            loaded.model.save_pretrained(folder)
        elif not merge:
            lora.save_adapter(loaded.adapter, folder)
        else:
            with TemporaryDirectory() as place:
                lora.save_adapter(loaded.adapter, place)
                base, _ = _model(loaded.base, loaded.model.dtype)
                lora.merged(base, Path(place)).save_pretrained(folder)
    loaded.tokenizer.save_pretrained(folder)


def _place(source: str) -> str:
    kind, _, name = source.partition(":")
    if kind == "builtin":
        known = [folder.name for folder in BUILTIN.iterdir() if folder.is_dir()]
        if name not in known:
            raise UnknownNameError("built-in model", name, known)
        return str(BUILTIN / name)
    path = Path(source).expanduser()
    if path.is_dir() and not (path / "config.json").is_file():
        raise ConfigError(
            f"The folder {source!r} holds no checkpoint: there is no config.json in it. "
            "Give a folder that LLMAdapter.save or save_pretrained has written."
        )
    if not path.is_dir() and source.startswith((".", "/", "~")):
        raise ConfigError(f"There is no folder {source!r}. Check the path to the checkpoint.")
    return str(path) if path.is_dir() else source


def _without_dropout(config: Any) -> Any:
    """Dropout would make the probabilities a trainer computes differ from those sampled with."""
    for name, value in config.to_dict().items():
        if "drop" in name and isinstance(value, float):
            setattr(config, name, 0.0)
    return config


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Reading and writing shards is quick, and a trainer's display is in the way of its bar."""
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _first_line(error: Exception) -> str:
    return f"{str(error).strip().splitlines()[0].rstrip('.')}." if str(error).strip() else ""
