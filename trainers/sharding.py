"""Weights in shards over several processes (FSDP2, DeepSpeed ZeRO), and one whole copy of them.

What is trained is in shards. Sampling, scoring and saving need whole weights on every process, and
must not wait for other processes at each token, since programs are of unlike length. So each
process keeps a whole copy, which takes the weights over after each iteration: no hook of a sharded
module ever runs outside a training step. The price is the memory of one more model a process.

Which of it has been tried on what: ``docs/distributed.md``.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from accelerate import Accelerator
from accelerate.utils import DistributedType
from torch.distributed.checkpoint.state_dict import (
    StateDictOptions,
    get_model_state_dict,
    get_optimizer_state_dict,
    set_model_state_dict,
    set_optimizer_state_dict,
)
from transformers import PreTrainedModel

from codeeval_gym.errors import ConfigError

__all__ = ["ZERO_FOLDER", "Mirror", "is_sharded", "mirror_of"]

ZERO_FOLDER = "zero"
"""In a checkpoint: what DeepSpeed writes of weights and optimiser."""


def is_sharded(accelerator: Any) -> bool:
    """True if weights, gradients or moments are in shards over the processes."""
    return accelerator.distributed_type in (DistributedType.FSDP, DistributedType.DEEPSPEED)


class Mirror:
    """A whole model, and the same in shards where the launch asks for that.

    Without shards the two are one, and every method does nothing.

    Args:
        accelerator: Knows how training was launched.
        whole: The model; of it a copy is trained if there are shards.
        max_grad_norm: Gradients are scaled down to this norm; DeepSpeed does so itself.

    Attributes:
        trained: What is to be prepared by ``accelerator``, with an optimiser of its parameters.

    Raises:
        ConfigError: If the launch asks for the first FSDP.
    """

    def __init__(self, accelerator: Accelerator, whole: Any, max_grad_norm: float) -> None:
        self.sharded = is_sharded(accelerator)
        self.accelerator = accelerator
        self.whole = whole
        if accelerator.distributed_type == DistributedType.FSDP and not accelerator.is_fsdp2:
            raise ConfigError("Of FSDP, trainers take version 2: set fsdp_version to 2.")
        trained: Any = deepcopy(whole) if self.sharded else whole
        self.trained = trained
        if self.sharded:
            # By this attribute of a model of transformers, layers are told from the rest.
            trained._no_split_modules = list(self.language_model._no_split_modules or ())
            _prepare_zero(accelerator, max_grad_norm)
        self._prepared: Any = None
        self._optimizer: Any = None

    def prepare(self, optimizer: Any) -> tuple[Any, Any]:
        """Prepare model and optimiser together.

        Args:
            optimizer: Of the parameters of :attr:`trained`.
        """
        self._prepared, self._optimizer = self.accelerator.prepare(self.trained, optimizer)
        return self._prepared, self._optimizer

    @property
    def language_model(self) -> Any:
        """The model of transformers within :attr:`trained`."""
        modules: Iterable[Any] = self.trained.modules()
        return next(module for module in modules if isinstance(module, PreTrainedModel))

    @property
    def _zero(self) -> bool:
        return bool(self.accelerator.distributed_type == DistributedType.DEEPSPEED)

    def take(self) -> None:
        """Let the whole copy have the weights of the shards; every process must call this."""
        if not self.sharded:
            return
        if self._zero:
            self._take_from_zero()
        else:
            options = StateDictOptions(full_state_dict=True)
            self.whole.load_state_dict(get_model_state_dict(self._prepared, options=options))

    def _take_from_zero(self) -> None:
        from deepspeed.zero import GatheredParameters

        named = dict(self.accelerator.unwrap_model(self._prepared).named_parameters())
        with GatheredParameters(list(named.values())):
            for name, parameter in self.whole.named_parameters():
                parameter.data.copy_(named[name].data)

    def give(self) -> None:
        """Let the shards have the weights of the whole copy; every process must call this.

        With DeepSpeed it does nothing: :meth:`load` brings weights and all.
        """
        if self.sharded and not self._zero:
            options = StateDictOptions(full_state_dict=True)
            state = self.whole.state_dict()
            set_model_state_dict(self._prepared, state, options=options)

    def optimizer_state(self) -> dict[str, Any]:
        """The optimiser's state as a whole; every process must call this, the main one gets it."""
        if not self.sharded or self._zero:
            return dict(self._optimizer.state_dict()) if not self._zero else {}
        options = StateDictOptions(full_state_dict=True, cpu_offload=True)
        return get_optimizer_state_dict(self._prepared, self._optimizer.optimizer, options=options)

    def set_optimizer_state(self, state: Mapping[str, Any]) -> None:
        """Take back what :meth:`optimizer_state` gave; every process must call this."""
        if not self.sharded:
            self._optimizer.load_state_dict(state)
        elif not self._zero:
            options = StateDictOptions(full_state_dict=True)
            inner = self._optimizer.optimizer
            set_optimizer_state_dict(self._prepared, inner, dict(state), options=options)

    def save(self, folder: Path) -> None:
        """Write what DeepSpeed alone can write; every process must call this."""
        if self._zero:
            self._prepared.save_checkpoint(str(folder / ZERO_FOLDER))

    def load(self, folder: Path) -> None:
        """Take back what :meth:`save` wrote; every process must call this."""
        if self._zero:
            self._prepared.load_checkpoint(str(folder / ZERO_FOLDER))
            self.take()


def mirror_of(learner: Any) -> Mirror | None:
    """The mirror of a learner; ``None`` if weights are not in shards.

    Raises:
        ConfigError: If they are, and the learner has no mirror.
    """
    if not is_sharded(learner.accelerator):
        return None
    mirror = getattr(learner, "mirror", None)
    if not isinstance(mirror, Mirror):
        raise ConfigError(
            f"{type(learner).__module__}.{type(learner).__name__} cannot train weights in shards. "
            "Launch with another configuration: codeeval-gym train --launch-config ddp."
        )
    return mirror


def _prepare_zero(accelerator: Accelerator, max_grad_norm: float) -> None:
    """Tell DeepSpeed what it would else ask a data loader for."""
    plugin = accelerator.state.deepspeed_plugin
    if plugin is not None:
        plugin.deepspeed_config["train_micro_batch_size_per_gpu"] = 1
        plugin.deepspeed_config["gradient_clipping"] = max_grad_norm
