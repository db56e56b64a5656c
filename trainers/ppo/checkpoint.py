"""Checkpoints: complete, safe to read, and never half written.

    policy/               transformers checkpoint, which LLMAdapter loads as it stands
    reference/            the same, of the frozen reference; absent without a KL penalty
    value_head.safetensors
    optimizer.pt          tensors and plain data, read with weights_only=True
    rng.pt                states of Python's, NumPy's and torch's global generators, likewise
    config.yaml
    trainer.json          counters, KL weight
    curriculum.json       what the environment's sampler has learnt; absent where it has none

All chance of the trainer itself comes from (seed, iteration) and has no state to store; the
global generators are kept for environments and models that use them.
"""

import json
import os
import random
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from transformers.utils import logging

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.ppo.bounds import Counters
from codeeval_gym.trainers.ppo.config import PPOConfig
from codeeval_gym.trainers.ppo.learner import Learner

__all__ = [
    "find_checkpoint",
    "load_policy",
    "prune",
    "read_curriculum",
    "restore",
    "save_checkpoint",
]

_CURRICULUM = "curriculum.json"
FORMAT = 1
"""Raised when an older checkpoint can no longer be read."""


def save_checkpoint(
    folder: Path,
    policy: LLMAdapter,
    learner: Learner,
    counters: Counters,
    curriculum: Mapping[str, Any] | None = None,
) -> None:
    """Write a checkpoint under another name, then rename it: what has the name is complete.

    Args:
        folder: Where it goes; an older checkpoint there is replaced.
        policy: The policy in training.
        learner: What is trained.
        counters: How far.
        curriculum: What the environment's sampler has learnt; ``None`` if it has none.
    """
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    _write(draft, policy, learner, counters)
    if curriculum is not None:
        (draft / _CURRICULUM).write_text(json.dumps(curriculum), encoding="utf-8")
    for path in [*draft.rglob("*"), draft]:
        _sync(path)
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
    _sync(folder.parent)


def _write(folder: Path, policy: LLMAdapter, learner: Learner, counters: Counters) -> None:
    with _quiet():
        policy.save(folder / "policy")
        if learner.reference is not None:
            learner.reference.model.save_pretrained(folder / "reference")
            policy.tokenizer.save_pretrained(folder / "reference")
    save_file(learner.actor_critic.value_head.state_dict(), folder / "value_head.safetensors")
    torch.save(learner.optimizer.state_dict(), folder / "optimizer.pt")
    torch.save(_rng_states(), folder / "rng.pt")
    learner.config.to_yaml(folder / "config.yaml")
    state = {"format": FORMAT, "kl_coeff": learner.kl.coefficient, "counters": asdict(counters)}
    (folder / "trainer.json").write_text(json.dumps(state, indent=2), encoding="utf-8")


def load_policy(
    folder: Path, device: str | torch.device = "auto"
) -> tuple[LLMAdapter, Any, PPOConfig]:
    """Read the models and settings of a checkpoint.

    Args:
        folder: The checkpoint.
        device: Where the models go.

    Returns:
        The policy; the reference model, ``None`` if training is without one; the settings.

    Raises:
        ConfigError: If there is no checkpoint, or one that this version cannot read.
    """
    state = _read_state(folder)
    if state.get("format") != FORMAT:
        raise ConfigError(
            f"The checkpoint {str(folder)!r} has format {state.get('format')!r}, and this version "
            f"reads {FORMAT}. Resume with the version that wrote it."
        )
    policy = LLMAdapter(folder / "policy", device=device)
    reference = None
    if (folder / "reference").is_dir():
        reference = LLMAdapter(folder / "reference", device=device).model
    return policy, reference, PPOConfig.from_yaml(folder / "config.yaml")


def restore(folder: Path, learner: Learner) -> Counters:
    """Set a learner, and the global generators, to where they were.

    Args:
        folder: The checkpoint.
        learner: Made of what :func:`load_policy` gave.

    Returns:
        How far training had come.

    Raises:
        ConfigError: If there is no checkpoint.
    """
    state = _read_state(folder)
    learner.actor_critic.value_head.load_state_dict(load_file(folder / "value_head.safetensors"))
    learner.optimizer.load_state_dict(torch.load(folder / "optimizer.pt", weights_only=True))
    learner.kl.coefficient = state["kl_coeff"]
    _set_rng_states(torch.load(folder / "rng.pt", weights_only=True))
    return Counters(**state["counters"])


def read_curriculum(folder: Path) -> dict[str, Any] | None:
    """What the environment's sampler had learnt; ``None`` if there was none.

    Raises:
        ConfigError: If it cannot be read.
    """
    path = folder / _CURRICULUM
    if not path.is_file():
        return None
    try:
        state: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ConfigError(f"{path} cannot be read: {error}.") from error
    return state


def find_checkpoint(folder: str | Path) -> Path:
    """A checkpoint as it stands; of a run folder, the newest checkpoint in it.

    Raises:
        ConfigError: If there is none.
    """
    path = Path(folder)
    if (path / "trainer.json").is_file():
        return path
    found = _checkpoints(path)
    if not found:
        raise ConfigError(
            f"There is no checkpoint in {str(folder)!r}. Expected the folder of a run, or one in "
            "its checkpoints/."
        )
    return found[-1]


def prune(run_folder: Path, keep: int) -> None:
    """Delete all but the newest checkpoints of a run."""
    for path in _checkpoints(run_folder)[:-keep]:
        shutil.rmtree(path)


def _checkpoints(run_folder: Path) -> list[Path]:
    return sorted(path.parent for path in run_folder.glob("checkpoints/[0-9]*/trainer.json"))


def _read_state(folder: Path) -> dict[str, Any]:
    try:
        state: dict[str, Any] = json.loads((folder / "trainer.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"There is no checkpoint in {str(folder)!r}: {error}.") from error
    return state


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the progress bars of transformers, which would tear ours."""
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _rng_states() -> dict[str, Any]:
    version, keys, gauss = random.getstate()
    numpy_state: Any = np.random.get_state()
    return {
        "python": [version, list(keys), gauss],
        "numpy": [torch.from_numpy(numpy_state[1].astype(np.int64)), *numpy_state[2:]],
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all(),
    }


def _set_rng_states(states: dict[str, Any]) -> None:
    version, keys, gauss = states["python"]
    random.setstate((version, tuple(keys), gauss))
    keys, *rest = states["numpy"]
    np.random.set_state(("MT19937", keys.numpy().astype(np.uint32), *rest))
    torch.set_rng_state(states["torch"])
    if len(states["cuda"]) == torch.cuda.device_count():
        torch.cuda.set_rng_state_all(states["cuda"])
