"""Checkpoints: complete, safe to read, and never half written.

    policy/               transformers checkpoint, which LLMAdapter loads as it stands
    optimizer.pt          tensors and plain data, read with weights_only=True
    rng.pt                states of Python's, NumPy's and torch's global generators, likewise
    config.yaml
    trainer.json          counters, and what else the learner has to remember
    curriculum.json       what the environment's sampler has learnt; absent where it has none

and what the learner of an algorithm writes beside them. All chance of a trainer itself comes from
(seed, iteration) and has no state to store; the global generators are kept for environments and
models that use them.
"""

import ctypes
import json
import os
import random
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import torch
from transformers.utils import logging

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers.bounds import Counters
from codeeval_gym.trainers.config import RunConfig
from codeeval_gym.trainers.retention import checkpoints
from codeeval_gym.trainers.sharding import Mirror
from codeeval_gym.trainers.tracker import read_metrics

__all__ = [
    "Learning",
    "find_checkpoint",
    "quiet",
    "read_config",
    "read_curriculum",
    "read_models",
    "read_state",
    "restore",
    "save_checkpoint",
]

_CURRICULUM = "curriculum.json"
FORMAT = 1
"""Raised when an older checkpoint can no longer be read."""


AnyConfig = TypeVar("AnyConfig", bound=RunConfig)


class Learning(Protocol):
    """What a checkpoint needs of a learner."""

    optimizer: Any
    """As made by accelerate."""

    def write(self, folder: Path, policy: LLMAdapter) -> Mapping[str, Any]:
        """Write models and data; return plain values that are to be remembered beside them."""

    def read(self, folder: Path, state: Mapping[str, Any]) -> None:
        """Take back what :meth:`write` wrote, the models aside, and returned."""


def save_checkpoint(
    folder: Path,
    policy: LLMAdapter,
    learner: Learning,
    config: RunConfig,
    counters: Counters,
    curriculum: Mapping[str, Any] | None = None,
    algorithm: str = "",
    optimizer: Mapping[str, Any] | None = None,
) -> None:
    """Write a checkpoint under another name, then rename it: what has the name is complete.

    A process that is killed meanwhile leaves what was there before, and beside it a folder whose
    name starts with a dot, which the next save of the run removes.

    Args:
        folder: Where it goes; an older checkpoint there is replaced.
        policy: The policy in training.
        learner: What is trained.
        config: All settings.
        counters: How far.
        curriculum: What the environment's sampler has learnt; ``None`` if it has none.
        algorithm: Name of the trainer.
        optimizer: The optimiser's state where that is in shards; ``None`` means as it has it.
    """
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    with quiet():
        remembered = learner.write(draft, policy)
    moments = learner.optimizer.state_dict() if optimizer is None else optimizer
    torch.save(moments, draft / "optimizer.pt")
    torch.save(_rng_states(), draft / "rng.pt")
    config.to_yaml(draft / "config.yaml")
    state = {"format": FORMAT, "algorithm": algorithm, **remembered, "counters": asdict(counters)}
    (draft / "trainer.json").write_text(json.dumps(state, indent=2), encoding="utf-8")
    if curriculum is not None:
        (draft / _CURRICULUM).write_text(json.dumps(curriculum), encoding="utf-8")
    for path in [*draft.rglob("*"), draft]:
        _sync(path)
    _put(draft, folder)
    _sync(folder.parent)


def _put(draft: Path, folder: Path) -> None:
    """Give a folder its name, in one step even where the name is taken."""
    if not folder.exists():
        draft.rename(folder)
        return
    if not _exchange(draft, folder):  # a file system that cannot
        aside = draft.with_suffix(".old.tmp")
        folder.rename(aside)
        draft.rename(folder)
        draft = aside
    shutil.rmtree(draft)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names; True if that could be done."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def read_state(folder: Path) -> dict[str, Any]:
    """The plain values of a checkpoint.

    Raises:
        ConfigError: If there is no checkpoint, or one that this version cannot read.
    """
    try:
        state: dict[str, Any] = json.loads((folder / "trainer.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"There is no checkpoint in {str(folder)!r}: {error}.") from error
    if state.get("format") != FORMAT:
        raise ConfigError(
            f"The checkpoint {str(folder)!r} has format {state.get('format')!r}, and this version "
            f"reads {FORMAT}. Resume with the version that wrote it."
        )
    return state


def read_config(
    folder: Path, kind: type[AnyConfig], algorithm: str, changes: Mapping[str, Any]
) -> AnyConfig:
    """The settings to go on with.

    Args:
        folder: The checkpoint.
        kind: The class of settings.
        algorithm: Of the trainer that goes on.
        changes: Settings that shall be other than they were.

    Raises:
        ConfigError: If the checkpoint is another trainer's, a setting cannot be, or ``changes``
            names a ``run_folder`` that holds a run.
    """
    written_by = read_state(folder).get("algorithm") or algorithm
    if written_by != algorithm:
        raise ConfigError(
            f"{str(folder)!r} is of a run of the trainer {written_by!r}, not {algorithm!r}: "
            f"codeeval_gym.trainers.trainer_class({written_by!r}).load goes on with it."
        )
    config = kind.from_yaml(folder / "config.yaml")
    if folder.parent.name == "checkpoints":  # the run may have been moved since
        config = replace(config, run_folder=str(folder.parent.parent))
    home = config.folder.resolve()
    config = config.changed(changes)
    if config.folder.resolve() != home and read_metrics(config.folder):
        raise ConfigError(f"The folder {str(config.folder)!r} already holds a run.")
    return config


def read_models(folder: Path, device: str | torch.device) -> tuple[LLMAdapter, Any]:
    """Read a checkpoint's policy, and its reference, or ``None`` where it holds none.

    Args:
        folder: The checkpoint.
        device: Where the models go.

    Raises:
        ConfigError: If this version cannot read it.
    """
    read_state(folder)  # before anything large is read
    policy = LLMAdapter(folder / "policy", device=device)
    if not (folder / "reference").is_dir():
        return policy, None
    return policy, LLMAdapter(folder / "reference", device=device).model


def restore(folder: Path, learner: Learning, mirror: Mirror | None = None) -> Counters:
    """Set a learner, and the global generators, to where they were.

    Args:
        folder: The checkpoint.
        learner: Made of the models that are in it.
        mirror: Of a learner whose weights are in shards.

    Returns:
        How far training had come.

    Raises:
        ConfigError: If there is no checkpoint, or one that this version cannot read, or one of a
            run that was launched with weights in shards where this is not, or the other way round.
    """
    state = read_state(folder)
    learner.read(folder, state)
    moments = torch.load(folder / "optimizer.pt", weights_only=True)
    _check_moments(folder, moments, in_shards=mirror is not None)
    if mirror is None:
        learner.optimizer.load_state_dict(moments)
    else:
        mirror.give()
        mirror.set_optimizer_state(moments)
        mirror.load(folder)
    _set_rng_states(torch.load(folder / "rng.pt", weights_only=True))
    return Counters(**state["counters"])


def _check_moments(folder: Path, moments: Mapping[str, Any], *, in_shards: bool) -> None:
    """Those of weights in shards are by name, all others by number."""
    by_name = [isinstance(key, str) for key in moments.get("state", ())]
    if by_name and any(by_name) is not in_shards:
        kind = "with" if any(by_name) else "without"
        raise ConfigError(
            f"The checkpoint {str(folder)!r} is of a run {kind} weights in shards, and this one is "
            "launched otherwise. Launch it as that one was."
        )


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
    found = checkpoints(path)
    if not found:
        raise ConfigError(
            f"There is no checkpoint in {str(folder)!r}. Expected the folder of a run, or one in "
            "its checkpoints/."
        )
    return found[-1]


@contextmanager
def quiet() -> Iterator[None]:
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
